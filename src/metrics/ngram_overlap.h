// NgramOverlap: how many n-grams of one text occur in others, each counted only as often as it
// occurs there. Under BLEU, chrF and ROUGE. Its naive twin is in tests/reference.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/random.h"
#include "metrics/token_masks.h"
#include "metrics/token_slots.h"
#include "metrics/wide_mask.h"

namespace shijin {

using TokenSpan = std::span<const std::uint32_t>;

/// How many n-grams of an order a text of some length has
constexpr std::uint32_t ngram_count(std::uint32_t length, std::uint32_t order) {
  return length < order ? 0 : length - order + 1;
}

/// The length of the reference closest in length to a text, the shorter of two as close: BLEU's
std::uint32_t closest_length(std::size_t length, std::span<const TokenSpan> references);

/// Count clipped n-gram matches; reuse one object for many texts (it keeps its memory)
///
/// Not thread-safe. A reference of up to 1,024 tokens costs time in proportion to
/// text × reference / 64 a order, without hashing; longer or several references are hashed.
class NgramOverlap {
 public:
  static constexpr std::uint32_t kMaxOrder = 9;

  /// matches[n - 1] = Σ over the distinct n-grams of min(times in text, times in reference)
  void count(TokenSpan text, TokenSpan reference, std::span<std::uint32_t> matches);
  /// The same against the reference that has the n-gram most often, for each n-gram apart
  void count(TokenSpan text, std::span<const TokenSpan> references,
             std::span<std::uint32_t> matches);

 private:
  void count_short(TokenSpan text, TokenSpan reference, std::span<std::uint32_t> matches);
  void count_lanes(TokenSpan text, TokenSpan reference, std::span<std::uint32_t> matches);
  template <class Mask>
  void count_masks(TokenSpan text, TokenSpan reference, std::vector<Mask>& masks,
                   std::span<std::uint32_t> matches);
  void count_hashed(TokenSpan text, std::span<const TokenSpan> references,
                    std::span<std::uint32_t> matches);
  std::uint32_t ngram_id(std::uint64_t prefix_and_token, bool add);

  TokenMasks masks_64_;
  TokenSlots slots_;
  // Of each slot: where in the reference it stands.
  std::vector<std::uint64_t> lane_masks_;  // several words a slot
  std::vector<std::uint32_t> lane_begin_;  // of each token of the text
  std::vector<NarrowMask<Wide>> masks_128_;
  std::vector<WideMask<3>> masks_192_;
  std::vector<WideMask<4>> masks_256_;
  std::vector<WideMask<8>> masks_512_;
  std::vector<WideMask<16>> masks_1024_;
  // The n-grams of one order of the text, by (id of all but the last token, last token).
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> ids_;
  std::uint32_t known_ = 0;
  std::vector<std::uint32_t> text_ids_;
  std::vector<std::vector<std::uint32_t>> reference_ids_;
  std::vector<std::uint32_t> in_text_;
  std::vector<std::uint32_t> in_reference_;
  std::vector<std::uint32_t> in_best_;
};

}  // namespace shijin
