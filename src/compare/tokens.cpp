// By the counts of tokens alone, which a stored run has too.
#include "compare/tokens.h"

#include <algorithm>
#include <cstring>

#include "metrics/log_probs.h"

namespace shijin {
namespace {

constexpr Text kOtherTokens{"{0} cuts these texts into other tokens than {1}",
                            "{0} 把這些文字切成的詞元與 {1} 不同"};
constexpr Text kOtherTokensHelp{
    "compare what does not count tokens: --metrics bits_per_byte,ppl_char",
    "請比較不以詞元計數的指標：--metrics bits_per_byte,ppl_char"};
constexpr Text kNotRanked{
    "{0} cuts these texts into other tokens than {1}, so that perplexity does not rank them; bits "
    "per byte do.",
    "{0} 把這些文字切成的詞元與 {1} 不同，因此不以困惑度排名，請看每位元組位元數。"};
constexpr Text kNext{"{0}; {1}", "{0}；{1}"};

}  // namespace

std::vector<bool> cut_otherwise(const std::vector<std::vector<std::byte>>& rows) {
  const auto tokens = [](const std::vector<std::byte>& of, std::size_t at) {
    LogProbRow row;
    std::memcpy(&row, of.data() + at, sizeof row);
    return row.tokens;
  };
  std::vector<bool> other(rows.size(), false);
  for (std::size_t run = 1; run < rows.size(); ++run) {
    for (std::size_t at = 0; at < rows[0].size() && !other[run]; at += sizeof(LogProbRow)) {
      other[run] = tokens(rows[0], at) != tokens(rows[run], at);
    }
  }
  return other;
}

std::size_t first_other(const std::vector<bool>& other) {
  return static_cast<std::size_t>(std::find(other.begin(), other.end(), true) - other.begin());
}

Message other_tokens(const std::vector<ComparedRun>& runs, std::size_t run) {
  return Message(
      kNext, {Message(kOtherTokens, {runs[run].name, runs[0].name}), Message(kOtherTokensHelp)});
}

std::vector<Message> with_tokens(std::vector<Message> sentences,
                                 const std::vector<ComparedRun>& runs,
                                 const std::vector<bool>& other) {
  for (std::size_t run = 0; run < other.size(); ++run) {
    if (other[run]) sentences.push_back(Message(kNotRanked, {runs[run].name, runs[0].name}));
  }
  return sentences;
}

Result<std::string> first_without_tokens(const std::vector<std::unique_ptr<Metric>>& metrics,
                                         const std::vector<ComparedRun>& runs, std::size_t run) {
  for (const auto& metric : metrics) {
    if (!counts_tokens(metric->name())) return metric->key();
  }
  Error error;
  error.name = "runs-not-comparable";
  error.found = Message(kOtherTokens, {runs[run].name, runs[0].name});
  error.help = Message(kOtherTokensHelp);
  return error;
}

}  // namespace shijin
