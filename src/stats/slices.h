// Slices: sets of rows, each a conjunction of features, on which errors are more frequent than on
// the other rows. Found on one half of the rows, confirmed on the other half.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace shijin {

/// A set of rows as bits, 64 a word
class RowSet {
 public:
  RowSet() = default;
  explicit RowSet(std::size_t rows) : words_((rows + 63) / 64) {}

  void add(std::size_t row) { words_[row / 64] |= std::uint64_t{1} << (row % 64); }
  void drop(std::size_t row) { words_[row / 64] &= ~(std::uint64_t{1} << (row % 64)); }
  bool has(std::size_t row) const { return (words_[row / 64] >> (row % 64) & 1U) != 0; }
  std::size_t count() const;
  RowSet& operator&=(const RowSet& other);
  std::span<const std::uint64_t> words() const { return words_; }

 private:
  std::vector<std::uint64_t> words_;
};

/// A property that some rows have
struct SliceFeature {
  RowSet rows;
  int group = -1;         // two features of one group (≥ 0) are never joined, such as two lengths
  double preference = 1;  // how readily it is chosen before others with nearly the same rows
};

struct SliceOptions {
  std::size_t depth = 2;      // features joined at most, 1 to 3
  double false_share = 0.05;  // expected share of false ones among those reported
  std::size_t most = 8;       // slices reported
  double least_share = 0.01;  // of all rows; and never below least_rows
  std::size_t least_rows = 20;
  std::uint64_t seed = 0;
};

/// A slice that was confirmed; counts are of all rows
struct FoundSlice {
  std::vector<std::size_t> features;  // indices, ascending
  std::int64_t n = 0;
  std::int64_t errors = 0;
  double p = 1;           // Fisher's, one-sided, on the half that did not find it
  double p_adjusted = 1;  // Benjamini and Hochberg, over all that were tried on that half
};

/// Which half finds slices (true) and which confirms them; a function of seed and row alone, so
/// that features may be chosen from the finding half before the search
bool finds_slices(std::uint64_t seed, std::size_t row);

/// Find slices; those that would gain most come first. `errors` are the rows that are wrong
///
/// Candidates are ranked on the finding half by the likelihood ratio; a conjunction stays only
/// when it beats each of its parts, and what adds no errors to those already chosen is dropped.
/// The few that are left are tested against their complement on the other half.
std::vector<FoundSlice> find_slices(std::span<const SliceFeature> features, const RowSet& errors,
                                    std::size_t rows, const SliceOptions& options);

/// The chance of at least k marked among n drawn from `all`, of which `marked` are (Fisher's exact
/// test, one-sided)
double fisher_more(std::int64_t k, std::int64_t n, std::int64_t marked, std::int64_t all);

/// Words that mark errors (Monroe, Colaresi and Quinn 2008): log-odds of a word in wrong against
/// right rows, under a prior in proportion to its frequency; counts are of rows that hold the word
struct MarkedWord {
  double log_odds = 0;
  double z = 0;
};
MarkedWord mark_word(double in_wrong, double in_right, double all_wrong, double all_right,
                     double prior);

}  // namespace shijin
