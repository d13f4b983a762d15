// Short references: for each position of the text and each order, a bit mask of the reference
// positions where the n-gram that ends there also ends (the mask of the order below, shifted by
// one, and the mask of the token). Equal n-grams have equal masks and different ones share no bit,
// so giving each occurrence one free bit counts exactly the clipped matches.
#include "metrics/ngram_overlap.h"

#include <algorithm>
#include <bit>

#include "base/random.h"
#include "base/result.h"

namespace shijin {
namespace {

constexpr std::uint32_t kNoId = 0xFFFFFFFF;
constexpr std::uint64_t kNoKey = 0xFFFFFFFFFFFFFFFF;
constexpr std::size_t kLongestMasked = 1024;

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

template <std::size_t kWords>
void NgramOverlap::count_masks(TokenSpan text, TokenSpan reference,
                               std::span<std::uint32_t> matches) {
  slots_.begin(reference.size());
  masks_.resize(std::max(masks_.size(), reference.size() * kWords));
  for (std::size_t i = 0; i < reference.size(); ++i) {
    const std::uint32_t known = slots_.size();
    const std::uint32_t slot = slots_.add(reference[i]);
    std::uint64_t* mask = masks_.data() + slot * kWords;
    if (slot == known) std::fill_n(mask, kWords, 0);
    mask[i / 64] |= 1ULL << (i % 64);
  }
  std::array<std::array<std::uint64_t, kWords>, kMaxOrder> ends;  // of the last text position
  std::array<std::array<std::uint64_t, kWords>, kMaxOrder> free;
  for (auto& words : free) words.fill(~0ULL);
  std::size_t live = 0;  // the orders whose `ends` hold a bit
  for (const std::uint32_t token : text) {
    const std::uint32_t slot = slots_.find(token);
    if (slot == TokenSlots::kNone) {
      live = 0;
      continue;
    }
    const std::uint64_t* mask = masks_.data() + slot * kWords;
    const std::size_t reach = std::min(live + 1, matches.size());
    live = 0;
    for (std::size_t order = reach; order-- > 0;) {
      std::uint64_t any = 0;
      if (order == 0) {
        std::copy_n(mask, kWords, ends[0].begin());
        any = 1;
      } else {
        std::uint64_t carry = 0;
        for (std::size_t w = 0; w < kWords; ++w) {
          const std::uint64_t below = ends[order - 1][w];
          ends[order][w] = ((below << 1U) | carry) & mask[w];
          carry = below >> 63U;
          any |= ends[order][w];
        }
      }
      if (any == 0) continue;
      live = std::max(live, order + 1);
      for (std::size_t w = 0; w < kWords; ++w) {
        const std::uint64_t hit = ends[order][w] & free[order][w];
        if (hit == 0) continue;
        free[order][w] &= ~(hit & (0 - hit));
        ++matches[order];
        break;
      }
    }
  }
}

void NgramOverlap::count(TokenSpan text, TokenSpan reference, std::span<std::uint32_t> matches) {
  SJ_CHECK(matches.size() <= kMaxOrder, "n-grams longer than can be counted");
  std::fill(matches.begin(), matches.end(), 0);
  if (text.empty() || reference.empty()) return;
  const std::size_t words = (reference.size() + 63) / 64;
  if (words <= 1) {
    count_masks<1>(text, reference, matches);
  } else if (words <= 2) {
    count_masks<2>(text, reference, matches);
  } else if (words <= 4) {
    count_masks<4>(text, reference, matches);
  } else if (reference.size() <= kLongestMasked) {
    count_masks<kLongestMasked / 64>(text, reference, matches);
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
