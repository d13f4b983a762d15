// Samples made from example rows, for any kind of metric: what a contract test measures.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "metrics/metric.h"

namespace shijin {

/// The labels of the probability columns of rows such as "0=0.2,1=0.8", in order of coming
std::vector<std::string> classes_of(std::span<const ExampleRow> rows);

/// A Samples and all that it views; not copyable, since the views would point into the original
class MadeSamples {
 public:
  /// `rows` must outlive this; an empty output is an output that is no label, an empty reference a
  /// missing truth; `classes` are those of all shards
  MadeSamples(std::span<const ExampleRow> rows, Needs needs, LabelSet& labels,
              std::span<const std::string> classes);
  MadeSamples(const MadeSamples&) = delete;
  MadeSamples& operator=(const MadeSamples&) = delete;

  Samples samples;

 private:
  void add_probabilities(std::string_view text, std::span<const std::string> classes);

  std::vector<std::int64_t> row_;
  std::vector<std::string_view> id_, input_, output_, reference_;
  std::vector<std::uint32_t> reference_begin_;
  std::vector<LabelId> truth_, predicted_, classes_;
  std::vector<double> probabilities_, log_probs_, embedding_;
  std::vector<std::uint32_t> log_prob_begin_;
  std::deque<std::string> names_;
};

/// Rows drawn for a kind of metric: right and wrong ones, ties, several references, both scripts
struct DrawnRows {
  std::vector<ExampleRow> rows;
  std::deque<std::string> texts;  // what the rows view
};
enum class Draw : std::uint8_t { mixed, perfect };
DrawnRows draw_rows(Needs needs, Draw kind, std::size_t count, std::uint64_t seed);

}  // namespace shijin
