// What the question-answering metrics share: the mean over the rows of the best value that any of
// the references gives.
#pragma once

#include <algorithm>

#include "metrics/sample_mean.h"

namespace shijin {

/// Base of a mean of best values; Rule has double value(string_view output, string_view reference)
template <class Rule>
struct AnswerMean : SampleMean {
  Stat measure(Samples& samples, std::size_t row) const {
    Stat stat;
    for (const std::string_view reference : samples.references(row)) {
      stat.counted = 1;
      const double value = static_cast<const Rule*>(this)->value(samples.output[row], reference);
      stat.value = std::max(stat.value, value);
    }
    return stat;
  }
};

/// 2PR/(P + R) of `common` units in an answer of `of_output` and a reference of `of_reference`
inline double answer_f1(std::size_t common, std::size_t of_output, std::size_t of_reference) {
  if (common == 0) return 0;
  const double precision = static_cast<double>(common) / static_cast<double>(of_output);
  const double recall = static_cast<double>(common) / static_cast<double>(of_reference);
  return 2 * precision * recall / (precision + recall);
}

}  // namespace shijin
