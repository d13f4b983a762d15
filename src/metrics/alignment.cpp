// One block of 64 rows after the other runs over all columns; between blocks only the border row
// is kept, so that memory does not grow with the product of the lengths.
#include "metrics/alignment.h"

#include <algorithm>
#include <bit>

#include "metrics/edit_column.h"

namespace shijin {
namespace {

void trim_common_ends(std::span<const std::uint32_t>& a, std::span<const std::uint32_t>& b) {
  while (!a.empty() && !b.empty() && a.front() == b.front()) {
    a = a.subspan(1);
    b = b.subspan(1);
  }
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a = a.first(a.size() - 1);
    b = b.first(b.size() - 1);
  }
}

}  // namespace

void Alignment::index(TokenSpan rows, TokenSpan columns) {
  slots_.begin();
  row_slots_.resize(rows.size());
  column_slots_.resize(columns.size());
  for (std::size_t i = 0; i < rows.size(); ++i) row_slots_[i] = slots_.add(rows[i]);
  for (std::size_t j = 0; j < columns.size(); ++j) {
    column_slots_[j] = std::min(slots_.find(columns[j]), slots_.size());
  }
  masks_.assign(slots_.size() + 1U, 0);
}

void Alignment::load_block(std::size_t first) {
  if (first > 0) {
    for (std::size_t i = first - 64; i < first; ++i) masks_[row_slots_[i]] = 0;
  }
  const std::size_t end = std::min(first + 64, row_slots_.size());
  for (std::size_t i = first; i < end; ++i) masks_[row_slots_[i]] |= 1ULL << (i - first);
}

std::uint32_t Alignment::edit_distance(TokenSpan a, TokenSpan b) {
  trim_common_ends(a, b);
  if (a.size() > b.size()) std::swap(a, b);
  if (a.empty()) return static_cast<std::uint32_t>(b.size());
  if (a.size() <= 64) return edit_distance_one_block(a, b);
  index(a, b);
  border_.assign(b.size(), 1);  // row 0 of the table is 0, 1, 2 …
  auto distance = static_cast<std::int64_t>(a.size());
  for (std::size_t first = 0; first < a.size(); first += 64) {
    load_block(first);
    const std::size_t bottom = std::min<std::size_t>(a.size() - first, 64) - 1;
    EditColumn column;
    for (std::size_t j = 0; j < b.size(); ++j) {
      border_[j] =
          static_cast<std::int8_t>(column.step(masks_[column_slots_[j]], border_[j], bottom));
    }
  }
  for (const std::int8_t step : border_) distance += step;
  return static_cast<std::uint32_t>(distance);
}

std::uint32_t Alignment::edit_distance_one_block(TokenSpan rows, TokenSpan columns) {
  const TokenMasks::View masks = short_masks_.put(rows);
  auto distance = static_cast<int>(rows.size());
  EditColumn column;
  for (const std::uint32_t token : columns) {
    distance += column.step(masks.of(token), 1, rows.size() - 1);
  }
  return static_cast<std::uint32_t>(distance);
}

std::uint32_t Alignment::common_subsequence(TokenSpan a, TokenSpan b) {
  const std::size_t before = a.size();
  trim_common_ends(a, b);
  auto length = static_cast<std::uint32_t>(before - a.size());
  if (a.size() > b.size()) std::swap(a, b);
  if (a.empty()) return length;
  if (a.size() <= 64) return length + common_subsequence_one_block(a, b);
  index(a, b);
  border_.assign(b.size(), 0);
  for (std::size_t first = 0; first < a.size(); first += 64) {
    load_block(first);
    std::uint64_t rows = ~0ULL;  // a zero: the subsequence grows at this row
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::uint64_t equal = masks_[column_slots_[j]];
      const std::uint64_t matched = rows & equal;
      const std::uint64_t partial = rows + matched;
      const std::uint64_t sum = partial + static_cast<std::uint64_t>(border_[j]);
      border_[j] = partial < rows || sum < partial ? 1 : 0;
      rows = sum | (rows & ~equal);
    }
    const std::size_t used = std::min<std::size_t>(64, a.size() - first);
    const std::uint64_t inside = used == 64 ? ~0ULL : (1ULL << used) - 1;
    length += static_cast<std::uint32_t>(std::popcount(~rows & inside));
  }
  return length;
}

std::uint32_t Alignment::common_subsequence_one_block(TokenSpan rows, TokenSpan columns) {
  const TokenMasks::View masks = short_masks_.put(rows);
  std::uint64_t kept = ~0ULL;  // as `rows` above, with nothing to carry
  for (const std::uint32_t token : columns) {
    const std::uint64_t equal = masks.of(token);
    kept = (kept + (kept & equal)) | (kept & ~equal);
  }
  const std::uint64_t inside = rows.size() == 64 ? ~0ULL : (1ULL << rows.size()) - 1;
  return static_cast<std::uint32_t>(std::popcount(~kept & inside));
}

}  // namespace shijin
