// The rows that a page shows: the lines of --samples, turned into columns, with the texts of those
// that matter where not all fit.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shijin {

class JsonWriter;

/// Collects the rows of one run, in their order, and writes them column by column
///
/// Memory is bounded: rows beyond the first 200,000, or beyond 256 MB, are counted and not kept.
class SampleRows {
 public:
  /// Take whole lines of the file of --samples, each ended
  void add(std::string_view lines);
  /// Rows that were seen, kept or not
  std::int64_t seen() const { return seen_; }
  /// Write an object: run, total, count, texts and columns
  ///
  /// All numbers are written, to six significant digits. Texts are written while they take no more
  /// than 8 MB: those of `wanted` first, then of wrong rows, of the lowest and highest scores, and
  /// of some taken at random.
  void write(JsonWriter& json, std::string_view run, const std::vector<std::string>& wanted) const;

 private:
  std::string lines_;
  std::int64_t kept_ = 0;
  std::int64_t seen_ = 0;
};

}  // namespace shijin
