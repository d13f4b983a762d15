// The table in bits, a block of 64 reference tokens at a time (Hyyrö 2003), of which only the band
// that a path can touch is kept. Beyond a mebibyte the pair is cut in two (Hirschberg 1975) where
// rapidfuzz cuts it, for the ties depend on that.
#include "metrics/edit_trace.h"

#include <algorithm>

#include "metrics/edit_column.h"

namespace shijin {
namespace {

using TokenSpan = EditTrace::TokenSpan;

// What the peer weighs before it cuts: bytes of two bit tables, and lengths not worth cutting.
constexpr std::size_t kCutBytes = std::size_t{1} << 20U;
constexpr std::size_t kShortReference = 65;
constexpr std::size_t kShortOutput = 10;

// Row j of the table keeps the words that hold the cells at most `most` + 1 from the diagonal.
struct Band {
  std::size_t most;
  std::size_t words;

  std::size_t first(std::size_t row) const { return row > most + 1 ? (row - most - 2) / 64 : 0; }
};

std::vector<std::uint32_t> reversed(TokenSpan text) { return {text.rbegin(), text.rend()}; }

}  // namespace

EditTrace::Counts EditTrace::count(TokenSpan reference, TokenSpan output) {
  counts_ = {};
  trace(reference, output, std::max(reference.size(), output.size()));
  counts_.hits =
      static_cast<std::uint32_t>(reference.size()) - counts_.substitutions - counts_.deletions;
  return counts_;
}

void EditTrace::index(TokenSpan reference, TokenSpan output) {
  slots_.begin();
  reference_slots_.resize(reference.size());
  output_slots_.resize(output.size());
  for (std::size_t i = 0; i < reference.size(); ++i) {
    reference_slots_[i] = slots_.add(reference[i]);
  }
  for (std::size_t j = 0; j < output.size(); ++j) {
    output_slots_[j] = std::min(slots_.find(output[j]), slots_.size());
  }
  masks_.assign(slots_.size() + 1U, 0);
}

// Call visit(block, output token, column) once the column of that token is worked out.
template <class Visit>
void EditTrace::fill(TokenSpan reference, TokenSpan output, Visit visit) {
  index(reference, output);
  border_.assign(output.size(), 1);
  for (std::size_t first = 0; first < reference.size(); first += 64) {
    const std::size_t end = std::min(first + 64, reference.size());
    for (std::size_t i = first; i < end; ++i) {
      masks_[reference_slots_[i]] |= 1ULL << (i - first);
    }
    EditColumn column;
    for (std::size_t j = 0; j < output.size(); ++j) {
      const std::uint64_t equal = masks_[output_slots_[j]];
      border_[j] = static_cast<std::int8_t>(column.step(equal, border_[j], end - first - 1));
      visit(first / 64, j, column);
    }
    for (std::size_t i = first; i < end; ++i) masks_[reference_slots_[i]] = 0;
  }
}

// Of each beginning of the reference, the distance to the whole output.
std::vector<std::uint32_t> EditTrace::distances(TokenSpan reference, TokenSpan output) {
  std::vector<std::uint32_t> out(reference.size() + 1, static_cast<std::uint32_t>(output.size()));
  fill(reference, output, [&](std::size_t block, std::size_t j, const EditColumn& column) {
    if (j + 1 < output.size()) return;
    const std::size_t end = std::min(block * 64 + 64, reference.size());
    for (std::size_t i = block * 64; i < end; ++i) {
      const auto up = static_cast<std::uint32_t>(column.up >> (i % 64) & 1U);
      const auto down = static_cast<std::uint32_t>(column.down >> (i % 64) & 1U);
      out[i + 1] = out[i] + up - down;
    }
  });
  return out;
}

void EditTrace::trace(TokenSpan reference, TokenSpan output, std::size_t most) {
  while (!reference.empty() && !output.empty() && reference.front() == output.front()) {
    reference = reference.subspan(1);
    output = output.subspan(1);
  }
  while (!reference.empty() && !output.empty() && reference.back() == output.back()) {
    reference = reference.first(reference.size() - 1);
    output = output.first(output.size() - 1);
  }
  most = std::min(most, std::max(reference.size(), output.size()));
  const std::size_t band = std::min(reference.size(), 2 * most + 1);
  if (2 * band * output.size() / 8 < kCutBytes || reference.size() < kShortReference ||
      output.size() < kShortOutput) {
    align(reference, output, most);
    return;
  }
  const std::size_t half = output.size() / 2;
  const auto right = distances(reversed(reference), reversed(output.subspan(half)));
  const auto left = distances(reference, output.first(half));
  std::size_t cut = 0;
  for (std::size_t i = 1; i <= reference.size(); ++i) {
    const std::size_t rest = reference.size() - i;
    if (left[i] + right[rest] < left[cut] + right[reference.size() - cut]) cut = i;
  }
  trace(reference.first(cut), output.first(half), left[cut]);
  trace(reference.subspan(cut), output.subspan(half), right[reference.size() - cut]);
}

void EditTrace::align(TokenSpan reference, TokenSpan output, std::size_t most) {
  const std::size_t blocks = (reference.size() + 63) / 64;
  const Band band{most, std::min(blocks, (2 * most + 4) / 64 + 2)};
  more_.resize(std::max(more_.size(), output.size() * band.words));
  fewer_.resize(more_.size());
  fill(reference, output, [&](std::size_t block, std::size_t j, const EditColumn& column) {
    const std::size_t first = band.first(j + 1);
    if (block < first || block >= first + band.words) return;
    more_[j * band.words + block - first] = column.up;
    fewer_[j * band.words + block - first] = column.down;
  });
  const auto bit = [&](const std::vector<std::uint64_t>& bits, std::size_t i, std::size_t j) {
    const std::size_t block = (i - 1) / 64 - band.first(j);
    return (bits[(j - 1) * band.words + block] >> ((i - 1) % 64) & 1U) != 0;
  };
  std::size_t i = reference.size();
  std::size_t j = output.size();
  while (i > 0 && j > 0) {
    if (bit(more_, i, j)) {
      ++counts_.deletions;
      --i;
    } else if (--j > 0 && bit(fewer_, i, j)) {
      ++counts_.insertions;
    } else {
      --i;
      counts_.substitutions += reference[i] == output[j] ? 0U : 1U;
    }
  }
  counts_.deletions += static_cast<std::uint32_t>(i);
  counts_.insertions += static_cast<std::uint32_t>(j);
}

}  // namespace shijin
