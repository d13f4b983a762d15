// Short references: for each position of the text and each order, a bit mask of the reference
// positions where the n-gram that ends there also ends (the mask of the order below, shifted by
// one, and the mask of the token). Equal n-grams have equal masks and different ones share no bit,
// so giving each occurrence one free bit counts exactly the clipped matches.
#include "metrics/ngram_overlap.h"

#include <algorithm>
#include <bit>

#include "base/random.h"
#include "base/result.h"
#include "metrics/ngram_lanes.h"

namespace shijin {
namespace {

constexpr std::uint32_t kNoId = 0xFFFFFFFF;
constexpr std::uint64_t kNoKey = 0xFFFFFFFFFFFFFFFF;

}  // namespace

std::uint32_t closest_length(std::size_t length, std::span<const TokenSpan> references) {
  std::size_t best = references.front().size();
  const auto apart = [length](std::size_t other) {
    return other > length ? other - length : length - other;
  };
  for (const TokenSpan reference : references) {
    const std::size_t other = reference.size();
    const bool closer = apart(other) < apart(best);
    if (closer || (apart(other) == apart(best) && other < best)) best = other;
  }
  return static_cast<std::uint32_t>(best);
}

namespace {

// The number of orders known to the compiler: all that changes stays in registers.
template <std::size_t kOrders>
void count_orders(TokenSpan text, TokenMasks::View masks, std::span<std::uint32_t> matches) {
  std::array<std::uint64_t, kOrders> ends{};
  std::array<std::uint64_t, kOrders> free;
  free.fill(~0ULL);
  for (const std::uint32_t token : text) {
    const std::uint64_t mask = masks.of(token);
    for (std::size_t n = kOrders; n-- > 0;) {
      ends[n] = n == 0 ? mask : (ends[n - 1] << 1U) & mask;
      const std::uint64_t hit = free[n] & ends[n];
      free[n] ^= hit & (0 - hit);
    }
  }
  for (std::size_t n = 0; n < matches.size(); ++n) {
    matches[n] = static_cast<std::uint32_t>(std::popcount(~free[n]));
  }
}

}  // namespace

void NgramOverlap::count_short(TokenSpan text, TokenSpan reference,
                               std::span<std::uint32_t> matches) {
  const TokenMasks::View masks = masks_64_.put(reference);
  if (matches.size() <= 2) return count_orders<2>(text, masks, matches);
  if (matches.size() <= ngram_lanes::kMostOrders && ngram_lanes::available()) {
    return ngram_lanes::count(text, masks, matches);
  }
  if (matches.size() <= 4) return count_orders<4>(text, masks, matches);
  count_orders<kMaxOrder>(text, masks, matches);
}

void NgramOverlap::count_lanes(TokenSpan text, TokenSpan reference,
                               std::span<std::uint32_t> matches) {
  const std::size_t words = ngram_lanes::words_for((reference.size() + 63) / 64);
  slots_.begin();
  lane_masks_.clear();
  for (std::size_t i = 0; i < reference.size(); ++i) {
    const std::size_t at = slots_.add(reference[i]) * words;
    if (at == lane_masks_.size()) lane_masks_.resize(at + words);
    lane_masks_[at + i / 64] |= 1ULL << (i % 64);
  }
  const std::uint32_t unknown = slots_.size();
  lane_masks_.resize(lane_masks_.size() + words);
  lane_begin_.resize(text.size());
  const TokenSlots::View slots = slots_.view();
  for (std::size_t i = 0; i < text.size(); ++i) {
    lane_begin_[i] = slots.find(text[i], unknown) * static_cast<std::uint32_t>(words);
  }
  ngram_lanes::count(lane_begin_, lane_masks_.data(), words, matches);
}

template <class Mask>
void NgramOverlap::count_masks(TokenSpan text, TokenSpan reference, std::vector<Mask>& masks,
                               std::span<std::uint32_t> matches) {
  slots_.begin();
  masks.resize(std::max(masks.size(), reference.size() + 1));
  Mask bit(1);
  for (const std::uint32_t token : reference) {
    const std::uint32_t known = slots_.size();
    const std::uint32_t slot = slots_.add(token);
    masks[slot] = (slot == known ? Mask(0) : masks[slot]) | bit;
    bit = bit << 1;
  }
  const std::uint32_t unknown = slots_.size();
  masks[unknown] = Mask(0);
  std::array<Mask, kMaxOrder> ends{};  // of the last text position
  std::array<Mask, kMaxOrder> free;
  for (Mask& mask : free) mask.fill();
  std::size_t live = 0;  // the orders whose `ends` hold a bit
  for (const std::uint32_t token : text) {
    const Mask& mask = masks[std::min(slots_.find(token), unknown)];
    // A narrow mask is cheaper to work out in vain than to branch on.
    const std::size_t reach = Mask::kWide ? std::min(live + 1, matches.size()) : matches.size();
    live = 1;
    for (std::size_t order = reach; order-- > 0;) {
      ends[order] = order == 0 ? mask : (ends[order - 1] << 1) & mask;
      const bool taken = free[order].take_one_of(ends[order]);
      if constexpr (Mask::kWide) matches[order] += taken ? 1 : 0;
      // With an order all below it hold a bit.
      if (Mask::kWide && order > 0 && ends[order].any()) ++live;
    }
  }
  if constexpr (!Mask::kWide) {
    for (std::size_t n = 0; n < matches.size(); ++n) matches[n] = free[n].taken();
  }
}

void NgramOverlap::count(TokenSpan text, TokenSpan reference, std::span<std::uint32_t> matches) {
  SJ_CHECK(matches.size() <= kMaxOrder, "n-grams longer than can be counted");
  std::fill(matches.begin(), matches.end(), 0);
  // Clipped matches are the same both ways: let the shorter text be the one that has bits.
  if (text.size() < reference.size()) std::swap(text, reference);
  if (reference.empty()) return;
  if (reference.size() <= 64) {
    count_short(text, reference, matches);
  } else if (reference.size() <= 64 * ngram_lanes::kMostWords &&
             matches.size() <= ngram_lanes::kMostOrders && ngram_lanes::available()) {
    count_lanes(text, reference, matches);
  } else if (reference.size() <= 128) {
    count_masks(text, reference, masks_128_, matches);
  } else if (reference.size() <= 192) {
    count_masks(text, reference, masks_192_, matches);
  } else if (reference.size() <= 256) {
    count_masks(text, reference, masks_256_, matches);
  } else if (reference.size() <= 512) {
    count_masks(text, reference, masks_512_, matches);
  } else if (reference.size() <= 1024) {
    count_masks(text, reference, masks_1024_, matches);
  } else {
    count_hashed(text, std::span(&reference, 1), matches);
  }
}

void NgramOverlap::count(TokenSpan text, std::span<const TokenSpan> references,
                         std::span<std::uint32_t> matches) {
  if (references.size() == 1) {
    count(text, references.front(), matches);
    return;
  }
  SJ_CHECK(matches.size() <= kMaxOrder, "n-grams longer than can be counted");
  std::fill(matches.begin(), matches.end(), 0);
  count_hashed(text, references, matches);
}

std::uint32_t NgramOverlap::ngram_id(std::uint64_t prefix_and_token, bool add) {
  const std::size_t mask = keys_.size() - 1;
  std::size_t at = mix_bits(prefix_and_token) & mask;
  while (keys_[at] != kNoKey && keys_[at] != prefix_and_token) at = (at + 1) & mask;
  if (keys_[at] == kNoKey) {
    if (!add) return kNoId;
    keys_[at] = prefix_and_token;
    ids_[at] = known_++;
  }
  return ids_[at];
}

void NgramOverlap::count_hashed(TokenSpan text, std::span<const TokenSpan> references,
                                std::span<std::uint32_t> matches) {
  const std::size_t room = std::bit_ceil(text.size() * 2 + 2);
  text_ids_.assign(text.size(), 0);
  reference_ids_.resize(std::max(reference_ids_.size(), references.size()));
  for (std::size_t r = 0; r < references.size(); ++r) {
    reference_ids_[r].assign(references[r].size(), 0);
  }
  // Position i holds the id of the n-gram that begins there; n-grams unknown to the text stay so.
  for (std::uint32_t order = 1; order <= matches.size() && order <= text.size(); ++order) {
    keys_.assign(room, kNoKey);
    ids_.resize(room);
    known_ = 0;
    const auto extend = [&](TokenSpan tokens, std::vector<std::uint32_t>& ids, bool add) {
      ids.resize(ngram_count(static_cast<std::uint32_t>(tokens.size()), order));
      for (std::size_t i = 0; i < ids.size(); ++i) {
        if (ids[i] == kNoId) continue;
        ids[i] = ngram_id((std::uint64_t{ids[i]} << 32U) | tokens[i + order - 1], add);
      }
    };
    extend(text, text_ids_, true);
    in_text_.assign(known_, 0);
    in_best_.assign(known_, 0);
    for (const std::uint32_t id : text_ids_) ++in_text_[id];
    for (std::size_t r = 0; r < references.size(); ++r) {
      extend(references[r], reference_ids_[r], false);
      in_reference_.assign(known_, 0);
      for (const std::uint32_t id : reference_ids_[r]) {
        if (id != kNoId) ++in_reference_[id];
      }
      for (std::uint32_t id = 0; id < known_; ++id) {
        in_best_[id] = std::max(in_best_[id], in_reference_[id]);
      }
    }
    for (std::uint32_t id = 0; id < known_; ++id) {
      matches[order - 1] += std::min(in_text_[id], in_best_[id]);
    }
  }
}

}  // namespace shijin
