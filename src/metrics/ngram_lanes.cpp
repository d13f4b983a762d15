// Lane n holds the ends of (n + 1)-grams: each step moves every lane's ends one position on and one
// lane up, and keeps those where the token stands. Every lane then gives one free position to the
// n-gram that ends here, if it has one.
#include "metrics/ngram_lanes.h"

#include <array>
#include <bit>

#include "base/result.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace shijin::ngram_lanes {

#if defined(__x86_64__)
namespace {

// free & ~(hit & below), where `below` is -hit: all but the lowest bit of the hit.
constexpr int kWithoutLowest = 0x70;
constexpr __mmask8 kAllButFirst = 0xFE;

[[gnu::target("avx512f,popcnt")]] void count_one(std::span<const std::uint32_t> text,
                                                 TokenMasks::View masks,
                                                 std::span<std::uint32_t> matches) {
  const __m512i all = _mm512_set1_epi64(-1);
  __m512i free = all;
  __m512i ends = _mm512_setzero_si512();
  for (const std::uint32_t token : text) {
    const __m512i mask = _mm512_set1_epi64(static_cast<long long>(masks.of(token)));
    const __m512i up = _mm512_maskz_alignr_epi64(kAllButFirst, ends, ends, 7);
    ends = _mm512_and_si512(_mm512_mask_slli_epi64(all, kAllButFirst, up, 1), mask);
    const __m512i hit = _mm512_and_si512(free, ends);
    const __m512i below = _mm512_sub_epi64(_mm512_setzero_si512(), hit);
    free = _mm512_ternarylogic_epi64(free, hit, below, kWithoutLowest);
  }
  std::array<std::uint64_t, kMostOrders> left;
  _mm512_storeu_si512(left.data(), free);
  for (std::size_t n = 0; n < matches.size(); ++n) {
    matches[n] = static_cast<std::uint32_t>(std::popcount(~left[n]));
  }
}

template <std::size_t kWords>
[[gnu::target("avx512f,avx512vbmi2,popcnt")]] void count_many(std::span<const std::uint32_t> begin,
                                                              const std::uint64_t* masks,
                                                              std::span<std::uint32_t> matches) {
  const __m512i all = _mm512_set1_epi64(-1);
  const __m512i none = _mm512_setzero_si512();
  __m512i free[kWords];
  __m512i ends[kWords];
  for (std::size_t w = 0; w < kWords; ++w) {
    free[w] = all;
    ends[w] = none;
  }
  for (const std::uint32_t at : begin) {
    __m512i lower = none;
    __mmask8 untaken = 0xFF;
    for (std::size_t w = 0; w < kWords; ++w) {
      const __m512i mask = _mm512_set1_epi64(static_cast<long long>(masks[at + w]));
      const __m512i up = _mm512_maskz_alignr_epi64(kAllButFirst, ends[w], ends[w], 7);
      const __m512i moved = _mm512_mask_shldi_epi64(all, kAllButFirst, up, lower, 1);
      lower = up;
      ends[w] = _mm512_and_si512(moved, mask);
      const __m512i hit = _mm512_and_si512(free[w], ends[w]);
      const __m512i below = _mm512_sub_epi64(none, hit);
      free[w] = _mm512_mask_ternarylogic_epi64(free[w], untaken, hit, below, kWithoutLowest);
      untaken = _mm512_mask_testn_epi64_mask(untaken, hit, hit);
    }
  }
  std::array<std::uint64_t, kMostOrders> left;
  for (std::uint32_t& count : matches) count = 0;
  for (std::size_t w = 0; w < kWords; ++w) {
    _mm512_storeu_si512(left.data(), free[w]);
    for (std::size_t n = 0; n < matches.size(); ++n) {
      matches[n] += static_cast<std::uint32_t>(std::popcount(~left[n]));
    }
  }
}

}  // namespace

bool available() {
  static const bool can =
      __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512vbmi2") != 0;
  return can;
}

void count(std::span<const std::uint32_t> text, TokenMasks::View masks,
           std::span<std::uint32_t> matches) {
  SJ_CHECK(matches.size() <= kMostOrders, "more orders than lanes");
  count_one(text, masks, matches);
}

void count(std::span<const std::uint32_t> begin, const std::uint64_t* masks, std::size_t words,
           std::span<std::uint32_t> matches) {
  SJ_CHECK(matches.size() <= kMostOrders, "more orders than lanes");
  SJ_CHECK(words == words_for(words), "masks of another width");
  if (words == 2) return count_many<2>(begin, masks, matches);
  if (words == 3) return count_many<3>(begin, masks, matches);
  if (words == 4) return count_many<4>(begin, masks, matches);
  if (words <= 6) return count_many<6>(begin, masks, matches);
  count_many<8>(begin, masks, matches);
}
#else
bool available() { return false; }
void count(std::span<const std::uint32_t>, TokenMasks::View, std::span<std::uint32_t>) {
  SJ_CHECK(false, "no lanes on this machine");
}
void count(std::span<const std::uint32_t>, const std::uint64_t*, std::size_t,
           std::span<std::uint32_t>) {
  SJ_CHECK(false, "no lanes on this machine");
}
#endif

}  // namespace shijin::ngram_lanes
