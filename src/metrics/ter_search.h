// TerSearch: the least edits TER counts between two texts, found by sacreBLEU's greedy search for
// shifts of whole phrases, beam and limits included (Snover et al. 2006). Its naive twin is in
// tests/reference.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "metrics/ter_rows.h"

namespace shijin {

/// Search pairs of texts; reuse one object for many pairs (it keeps its memory)
///
/// Not thread-safe. Texts of more than kLongest tokens are not compared: ask `fits` first.
class TerSearch {
 public:
  using TokenSpan = std::span<const std::uint32_t>;
  static constexpr std::size_t kLongest = 16'384;

  static bool fits(TokenSpan output, TokenSpan reference) {
    return output.size() <= kLongest && reference.size() <= kLongest;
  }
  /// Shifts, insertions, deletions and substitutions
  std::uint32_t edits(TokenSpan output, TokenSpan reference);

 private:
  // Take `length` words from `start` out and put them back before the word now at `target`; what
  // changes lies in [first, last).
  struct Move {
    std::uint32_t start = 0;
    std::uint32_t length = 0;
    std::uint32_t target = 0;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };

  template <class Table>
  std::uint32_t search(const Table& table, std::vector<typename Table::Row>& rows);
  template <class Table>
  std::uint32_t fill(const Table& table, std::vector<typename Table::Row>& rows, std::size_t from);
  template <class Table>
  void align(const Table& table, const std::vector<typename Table::Row>& rows);
  template <class Table>
  std::uint32_t try_move(const Table& table, const std::vector<typename Table::Row>& rows,
                         const Move& move) const;
  void find_moves();
  void find_moves_of(std::size_t start_output, std::size_t start_reference);
  Move make_move(std::size_t start, std::size_t length, std::size_t target) const;
  void apply(const Move& move);
  std::uint32_t least_edits();

  ter::Positions reference_;
  std::size_t offset_ = 0;  // of the reference's bits
  ter::Beam beam_;
  std::vector<std::uint32_t> words_;  // of the output as shifted so far
  std::vector<std::uint32_t> shifted_;
  std::vector<ter::BitRow> bit_rows_;
  std::vector<std::vector<std::uint32_t>> cell_rows_;

  std::vector<std::int32_t> aligned_;            // of each reference word: the output word, or −1
  std::vector<std::uint32_t> errors_output_;     // before each word, summed up
  std::vector<std::uint32_t> errors_reference_;  // the same
  std::vector<Move> moves_;
  std::size_t checked_ = 0;
  std::vector<std::uint32_t> tried_;  // of each (length, target): the stamp of the last start
  std::uint32_t stamp_ = 0;
  std::vector<std::uint32_t> counts_;
};

}  // namespace shijin
