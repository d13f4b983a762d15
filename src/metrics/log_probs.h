// The row that perplexity and its kin add up: what a language model says of one text, and how long
// that is.
#pragma once

#include <cstdint>
#include <string_view>

namespace shijin {

struct LogProbRow {
  double nats = 0;  // of surprise, over all tokens
  std::uint32_t tokens = 0;
  std::uint32_t bytes = 0;
  std::uint32_t characters = 0;
  std::uint32_t words = 0;
};

/// The key of their statistic
inline constexpr std::string_view kLogProbRows = "log_probs";

/// Whether a metric of that statistic counts by tokens, so that another tokenizer gives another
/// number for the same model quality
inline bool counts_tokens(std::string_view metric) { return metric == "ppl"; }

}  // namespace shijin
