// An open table of the distinct grams; 0 marks a free slot, so a gram that is 0 is taken for 1.
#include "check/held.h"

#include <algorithm>

namespace shijin {
namespace {

constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15ULL;

}  // namespace

void HeldGrams::add(std::span<const std::uint64_t> grams) {
  for (const std::uint64_t gram : grams) {
    if ((gram & mask_) == 0) grams_.push_back(gram);
  }
  begin_.push_back(grams_.size());
  if (grams_.size() > kKept) thin();
}

void HeldGrams::append(HeldGrams&& later) {
  while (mask_ < later.mask_) thin();
  for (std::size_t i = 0; i + 1 < later.begin_.size(); ++i) {
    for (std::size_t k = later.begin_[i]; k < later.begin_[i + 1]; ++k) {
      if ((later.grams_[k] & mask_) == 0) grams_.push_back(later.grams_[k]);
    }
    begin_.push_back(grams_.size());
  }
  while (grams_.size() > kKept) thin();
}

void HeldGrams::thin() {
  mask_ = mask_ * 2 + 1;
  std::size_t kept = 0;
  std::size_t at = 0;
  for (std::size_t i = 1; i < begin_.size(); ++i) {
    for (; at < begin_[i]; ++at) {
      if ((grams_[at] & mask_) == 0) grams_[kept++] = grams_[at];
    }
    begin_[i] = kept;
  }
  grams_.resize(kept);
}

std::size_t HeldGrams::slot_of(std::uint64_t gram) const {
  std::size_t slot = (gram * kSpread >> 20U) & (table_.size() - 1);
  while (table_[slot] != 0 && table_[slot] != gram) slot = (slot + 1) & (table_.size() - 1);
  return slot;
}

void HeldGrams::seal() {
  std::size_t size = 16;
  while (size < 2 * grams_.size()) size *= 2;
  table_.assign(size, 0);
  for (std::uint64_t& gram : grams_) {
    gram = std::max<std::uint64_t>(gram, 1);
    table_[slot_of(gram)] = gram;
  }
  seen_ = std::make_unique<std::atomic<std::uint8_t>[]>(size);
  for (std::size_t i = 0; i < size; ++i) seen_[i].store(0, std::memory_order_relaxed);
}

void HeldGrams::see(std::span<const std::uint64_t> grams) {
  for (std::uint64_t gram : grams) {
    if ((gram & mask_) != 0) continue;
    gram = std::max<std::uint64_t>(gram, 1);
    const std::size_t slot = slot_of(gram);
    if (table_[slot] == gram) seen_[slot].store(1, std::memory_order_relaxed);
  }
}

double HeldGrams::seen_share(std::size_t text) const {
  const std::size_t count = begin_[text + 1] - begin_[text];
  if (count < kLeast) return -1;
  std::size_t seen = 0;
  for (std::size_t k = begin_[text]; k < begin_[text + 1]; ++k) {
    seen += seen_[slot_of(grams_[k])].load(std::memory_order_relaxed);
  }
  return static_cast<double>(seen) / static_cast<double>(count);
}

}  // namespace shijin
