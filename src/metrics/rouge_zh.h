// RougeZh: rouge-chinese's ROUGE-1, ROUGE-2 and ROUGE-L of each row against its first reference;
// under rouge_zh_*, LLaMA-Factory's and EvalScope's.
#pragma once

#include "metrics/sample_mean.h"

namespace shijin {

/// Base of a metric that averages rouge-chinese's scores
class RougeZh : public SampleMean {
 public:
  enum class Kind : std::uint8_t { one, two, subsequence };
  /// What a text without any word does: rouge-chinese raises, its callers take 0
  enum class Empty : std::uint8_t { undefined, zero };

  /// `part` is 'f', 'p' or 'r'; `tokenizer` is one of the rouge-zh-… ones
  RougeZh(std::string_view tokenizer, Kind kind, char part, Empty empty);

  void measure_all(Samples& samples, std::span<Stat> out) const;

 private:
  const Tokenizer* tokenizer_;
  Kind kind_;
  char part_;
  Empty empty_;
};

}  // namespace shijin
