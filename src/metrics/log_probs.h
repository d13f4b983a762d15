// The row that perplexity and its kin add up: what a language model says of one text, and how long
// that is.
#pragma once

#include <cstdint>
#include <string_view>

namespace shijin {

struct LogProbRow {
  double nats = 0;  // of surprise, over all tokens
  double own = 1;   // perplexity of the text alone
  std::uint32_t tokens = 0;
  std::uint32_t bytes = 0;
  std::uint32_t characters = 0;
  std::uint32_t words = 0;
};

/// The key of their statistic
inline constexpr std::string_view kLogProbRows = "log_probs";
/// … and where only the tokens of llama-perplexity's windows count
inline constexpr std::string_view kChunkedRows = "log_probs_chunked";

/// Whether a metric of that statistic counts by tokens, so that another tokenizer gives another
/// number for the same model quality
inline bool counts_tokens(std::string_view metric) {
  return metric == "ppl" || metric == "lf_ppl" || metric == "ppl_median";
}

/// Whether a metric is one of that statistic
inline bool is_of_log_probs(std::string_view metric) {
  return counts_tokens(metric) || metric == "bits_per_byte" || metric == "ppl_char" ||
         metric == "ppl_word";
}

}  // namespace shijin
