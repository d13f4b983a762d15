// 64 bytes as a bit mask: SSE2, which every x86-64 has, or byte by byte elsewhere. Private to the
// CSV reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace shijin {

inline constexpr std::size_t kMaskBytes = 64;

/// 64 bytes, or the last ones of a text padded with blanks
class MaskBlock {
 public:
  [[gnu::always_inline]] MaskBlock(const char* from, std::size_t left) : bytes_(from) {
    if (left >= kMaskBytes) return;
    std::memset(padded_, ' ', kMaskBytes);
    std::memcpy(padded_, from, left);
    bytes_ = padded_;
  }
  /// 64 bytes that may all be read
  [[gnu::always_inline]] explicit MaskBlock(const char* from) : bytes_(from) {}
  MaskBlock(const MaskBlock&) = delete;
  MaskBlock& operator=(const MaskBlock&) = delete;

  /// Bit i tells whether byte i is `wanted`
  [[gnu::always_inline]] std::uint64_t of(char wanted) const {
#if defined(__SSE2__)
    const __m128i same = _mm_set1_epi8(wanted);
    return part(0, same) | part(1, same) << 16U | part(2, same) << 32U | part(3, same) << 48U;
#else
    std::uint64_t mask = 0;
    for (unsigned i = 0; i < kMaskBytes; ++i) mask |= std::uint64_t{bytes_[i] == wanted} << i;
    return mask;
#endif
  }

 private:
#if defined(__SSE2__)
  [[gnu::always_inline]] std::uint64_t part(int i, __m128i same) const {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes_) + i);
    return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, same)));
  }
#endif

  const char* bytes_;
  char padded_[kMaskBytes];
};

/// Bit i of the result is the xor of bits 0…i: inside quotes when that is 1
[[gnu::always_inline]] inline std::uint64_t prefix_xor(std::uint64_t bits) {
  for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

}  // namespace shijin
