// Candidates are counted first: whatever they are worth, a round that reaches the peer's limit is
// dropped. Each one left is measured from the first row it changes.
#include "metrics/ter_search.h"

#include <algorithm>
#include <bit>

namespace shijin {
namespace {

constexpr std::size_t kPhrase = 10;     // words moved at once
constexpr std::size_t kDistance = 50;   // between the starts of equal phrases
constexpr std::size_t kChecked = 1000;  // candidates looked at, over all rounds

std::uint32_t apart(std::size_t a, std::size_t b) {
  return static_cast<std::uint32_t>(a > b ? a - b : b - a);
}

// Tell whether no path of this cost can leave the peer's beam. A path strays from the diagonal by
// its fewer kind of steps aside and the difference in length; one cell is kept for rounding.
bool stays_in_beam(std::uint32_t distance, std::size_t rows, std::size_t columns) {
  const std::uint32_t difference = apart(rows, columns);
  return (distance - difference) / 2 + difference + 2 <= ter::kBeam;
}

}  // namespace

std::uint32_t TerSearch::edits(TokenSpan output, TokenSpan reference) {
  if (reference.empty()) return static_cast<std::uint32_t>(output.size());
  if (output.empty()) return static_cast<std::uint32_t>(reference.size());
  if (std::equal(output.begin(), output.end(), reference.begin(), reference.end())) return 0;
  const auto start = [&](std::size_t offset) {
    offset_ = offset;
    reference_.index(reference, offset);
    words_.resize(output.size());
    for (std::size_t i = 0; i < output.size(); ++i) words_[i] = reference_.word_of(output[i]);
  };
  if (reference.size() <= 64) {
    start(0);
    const ter::WholeRows table(reference_, output.size());
    // More than the distance: no need to measure first when even the longest path stays.
    const std::size_t most = std::max(output.size(), reference.size());
    bool whole = stays_in_beam(static_cast<std::uint32_t>(most), output.size(), reference.size());
    if (!whole) {
      bit_rows_.resize(output.size() + 1);
      whole = stays_in_beam(fill(table, bit_rows_, 0), output.size(), reference.size());
    }
    if (whole) return search(table, bit_rows_);
  }
  start(1);
  beam_.lay(output.size(), reference.size());
  if (reference.size() <= 2 * ter::kBeam * output.size()) {
    return search(ter::BeamRows(reference_, beam_), bit_rows_);
  }
  return search(ter::CellRows(reference_, beam_), cell_rows_);
}

template <class Table>
std::uint32_t TerSearch::search(const Table& table, std::vector<typename Table::Row>& rows) {
  rows.resize(words_.size() + 1);
  std::uint32_t distance = fill(table, rows, 0);
  const std::uint32_t least = least_edits();
  std::uint32_t shifts = 0;
  checked_ = 0;
  while (distance > least) {
    align(table, rows);
    find_moves();
    if (checked_ >= kChecked) break;
    const Move* best = nullptr;
    std::uint32_t best_distance = distance;
    const auto better = [&](const Move& move, std::uint32_t now) {
      if (now != best_distance) return now < best_distance;
      if (best == nullptr) return false;
      if (move.length != best->length) return move.length > best->length;
      if (move.start != best->start) return move.start < best->start;
      return move.target < best->target;
    };
    for (const Move& move : moves_) {
      if (!Table::kCuts) {
        // A phrase of n words moved by k costs at most 2·min(n, k) edits to undo.
        const std::uint32_t most = 2 * std::min(move.length, move.last - move.first - move.length);
        const std::uint32_t bound = std::max(least, distance > most ? distance - most : 0);
        if (!better(move, bound)) continue;
      }
      const std::uint32_t now = try_move(table, rows, move);
      if (!better(move, now)) continue;
      best = &move;
      best_distance = now;
    }
    if (best == nullptr) break;
    ++shifts;
    apply(*best);
    distance = fill(table, rows, best->first);
  }
  return shifts + distance;
}

// The distance that no order of the words can beat.
std::uint32_t TerSearch::least_edits() {
  counts_.assign(reference_.unknown() + 1U, 0);
  for (const std::uint32_t word : reference_.words()) ++counts_[word];
  std::size_t common = 0;
  for (const std::uint32_t word : words_) {
    if (counts_[word] == 0) continue;
    --counts_[word];
    ++common;
  }
  return static_cast<std::uint32_t>(std::max(words_.size(), reference_.size()) - common);
}

// Work the rows after `from` out; the ones up to it stand.
template <class Table>
std::uint32_t TerSearch::fill(const Table& table, std::vector<typename Table::Row>& rows,
                              std::size_t from) {
  if (from == 0) rows[0] = table.start();
  for (std::size_t i = from + 1; i <= words_.size(); ++i) {
    rows[i] = rows[i - 1];
    table.step(rows[i], i, words_[i - 1]);
  }
  return table.distance(rows[words_.size()]);
}

// Walk the cheapest way back, and note what is aligned with what and where the errors are.
template <class Table>
void TerSearch::align(const Table& table, const std::vector<typename Table::Row>& rows) {
  std::size_t i = words_.size();
  std::size_t j = reference_.size();
  aligned_.resize(j);
  errors_output_.resize(i + 1);
  errors_reference_.resize(j + 1);
  while (i > 0 || j > 0) {
    ter::Edit edit = ter::Edit::remove;
    if (i == 0) {
      edit = ter::Edit::insert;
    } else if (j > 0) {
      const bool equal = words_[i - 1] == reference_.words()[j - 1];
      edit = table.edit(i, j, rows[i - 1], rows[i], equal);
    }
    const std::uint32_t error = edit == ter::Edit::keep ? 0 : 1;
    if (edit != ter::Edit::remove) {
      aligned_[j - 1] = static_cast<std::int32_t>(i) - 1;
      errors_reference_[j--] = error;
    }
    if (edit != ter::Edit::insert) errors_output_[i--] = error;
  }
  errors_output_[0] = 0;
  errors_reference_[0] = 0;
  for (std::size_t k = 1; k < errors_output_.size(); ++k)
    errors_output_[k] += errors_output_[k - 1];
  for (std::size_t k = 1; k < errors_reference_.size(); ++k) {
    errors_reference_[k] += errors_reference_[k - 1];
  }
}

// All phrases that both texts have, none further apart than kDistance.
void TerSearch::find_moves() {
  moves_.clear();
  if (tried_.size() < (kPhrase + 1) * (words_.size() + 1)) {
    tried_.assign((kPhrase + 1) * (words_.size() + 1), 0);
    stamp_ = 0;
  }
  const std::size_t columns = reference_.size();
  for (std::size_t start = 0; start < words_.size(); ++start) {
    const std::size_t reach = std::min(start + kPhrase, words_.size());
    if (errors_output_[reach] == errors_output_[start]) continue;
    if (words_[start] == reference_.unknown()) continue;
    if (++stamp_ == 0) {
      std::fill(tried_.begin(), tried_.end(), 0);
      stamp_ = 1;
    }
    const std::size_t first = start > kDistance ? start - kDistance : 0;
    const std::size_t end = std::min(start + kDistance + 1, columns);
    for (std::size_t from = first; from < end; from += 64) {
      std::uint64_t found = reference_.bits(words_[start], from + offset_);
      if (end - from < 64) found &= (1ULL << (end - from)) - 1;
      for (; found != 0; found &= found - 1) {
        find_moves_of(start, from + static_cast<std::size_t>(std::countr_zero(found)));
        if (checked_ >= kChecked) return;
      }
    }
  }
}

// The phrases that begin at these two places, and where each may go.
void TerSearch::find_moves_of(std::size_t start, std::size_t start_reference) {
  const auto place = aligned_[start_reference];
  const auto target_at = [&](std::size_t reference_end) -> std::size_t {
    return reference_end == 0 ? 0 : static_cast<std::size_t>(aligned_[reference_end - 1] + 1);
  };
  const std::size_t longest =
      std::min({kPhrase, words_.size() - start, reference_.size() - start_reference});
  for (std::size_t length = 1; length <= longest; ++length) {
    if (words_[start + length - 1] != reference_.words()[start_reference + length - 1]) return;
    if (errors_output_[start + length] == errors_output_[start]) continue;
    if (errors_reference_[start_reference + length] == errors_reference_[start_reference]) continue;
    if (place >= static_cast<std::int64_t>(start) &&
        place < static_cast<std::int64_t>(start + length)) {
      continue;
    }
    std::size_t last = words_.size() + 1;
    for (std::size_t offset = 0; offset <= length; ++offset) {
      const std::size_t target = target_at(start_reference + offset);
      if (target == last) continue;
      last = target;
      ++checked_;
      std::uint32_t& tried = tried_[length * (words_.size() + 1) + target];
      if (tried == stamp_ || target == start) continue;
      tried = stamp_;
      moves_.push_back(make_move(start, length, target));
    }
  }
}

TerSearch::Move TerSearch::make_move(std::size_t start, std::size_t length,
                                     std::size_t target) const {
  Move move{static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(length),
            static_cast<std::uint32_t>(target), 0, 0};
  if (target < start) {
    move.first = move.target;
    move.last = move.start + move.length;
  } else {
    // A target inside the phrase, or right behind it, is counted without the phrase.
    const std::size_t end = target > start + length ? target : target + length;
    move.first = move.start;
    move.last = static_cast<std::uint32_t>(std::min(end, words_.size()));
  }
  return move;
}

template <class Table>
std::uint32_t TerSearch::try_move(const Table& table, const std::vector<typename Table::Row>& rows,
                                  const Move& move) const {
  typename Table::Row row = rows[move.first];
  std::size_t i = move.first;
  const auto run = [&](std::size_t begin, std::size_t end) {
    for (std::size_t k = begin; k < end; ++k) table.step(row, ++i, words_[k]);
  };
  const std::size_t start = move.start;
  const std::size_t end = start + move.length;
  if (move.target < start) {
    run(start, end);
    run(move.first, start);
  } else {
    run(end, move.last);
    run(start, end);
  }
  run(move.last, words_.size());
  return table.distance(row);
}

void TerSearch::apply(const Move& move) {
  const auto at = [&](std::size_t k) { return words_.begin() + static_cast<std::ptrdiff_t>(k); };
  const std::size_t middle = move.target < move.start ? move.start : move.start + move.length;
  std::rotate(at(move.first), at(middle), at(move.last));
}

}  // namespace shijin
