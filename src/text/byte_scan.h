// ByteScan: where in a text the few bytes stand that may end a word, found 64 at a time, so that
// the length of a word costs nothing and is not guessed by the processor.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace shijin {

/// Sixteen bytes at once; a comparison gives all bits of a byte or none
#ifdef __SSE2__
class Bytes16 {
 public:
  static constexpr std::size_t kSize = 16;
  static Bytes16 load(const char* p) {
    return Bytes16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
  }
  Bytes16 equal(char c) const { return Bytes16(_mm_cmpeq_epi8(bytes_, _mm_set1_epi8(c))); }
  /// Unsigned: low <= byte <= high
  Bytes16 between(unsigned char low, unsigned char high) const {
    const __m128i from_low = _mm_sub_epi8(bytes_, _mm_set1_epi8(static_cast<char>(low)));
    const __m128i span = _mm_set1_epi8(static_cast<char>(high - low));
    return Bytes16(_mm_cmpeq_epi8(_mm_min_epu8(from_low, span), from_low));
  }
  friend Bytes16 operator|(Bytes16 a, Bytes16 b) {
    return Bytes16(_mm_or_si128(a.bytes_, b.bytes_));
  }
  /// The highest bit of each byte
  std::uint64_t bits() const { return static_cast<std::uint32_t>(_mm_movemask_epi8(bytes_)); }

 private:
  explicit Bytes16(__m128i bytes) : bytes_(bytes) {}
  __m128i bytes_;
};
#else
class Bytes16 {  // one byte at a time
 public:
  static constexpr std::size_t kSize = 1;
  static Bytes16 load(const char* p) { return Bytes16(static_cast<unsigned char>(*p)); }
  Bytes16 equal(char c) const { return truth(byte_ == static_cast<unsigned char>(c)); }
  Bytes16 between(unsigned char low, unsigned char high) const {
    return truth(byte_ >= low && byte_ <= high);
  }
  friend Bytes16 operator|(Bytes16 a, Bytes16 b) {
    return Bytes16(static_cast<unsigned char>(a.byte_ | b.byte_));
  }
  std::uint64_t bits() const { return byte_ >> 7U; }

 private:
  explicit Bytes16(unsigned char byte) : byte_(byte) {}
  static Bytes16 truth(bool holds) { return Bytes16(holds ? 0xFF : 0); }
  unsigned char byte_;
};
#endif

/// The places of the bytes for which `Stops::in(Bytes16)` holds, in order
template <class Stops>
class ByteScan {
 public:
  explicit ByteScan(std::string_view text) : text_(text) { load(); }

  /// The next place, or the size of the text
  std::size_t next() {
    while (mask_ == 0) {
      begin_ += 64;
      if (begin_ >= text_.size()) return text_.size();
      load();
    }
    const auto bit = static_cast<std::size_t>(std::countr_zero(mask_));
    mask_ &= mask_ - 1;
    return begin_ + bit;
  }

 private:
  void load() {
    constexpr std::size_t kSize = Bytes16::kSize;
    mask_ = 0;
    const std::size_t count = begin_ < text_.size() ? text_.size() - begin_ : 0;
    std::size_t i = 0;
    for (; i < 64 && i + kSize <= count; i += kSize) {
      mask_ |= Stops::in(Bytes16::load(text_.data() + begin_ + i)).bits() << i;
    }
    if (i >= 64 || i >= count) return;
    if (text_.size() >= kSize) {  // the last bytes once more, with some before them
      const std::size_t again = kSize - (count - i);
      const char* const last = text_.data() + text_.size() - kSize;
      mask_ |= Stops::in(Bytes16::load(last)).bits() >> again << i;
      return;
    }
    char few[kSize] = {};
    for (std::size_t k = 0; k < count; ++k) few[k] = text_[k];
    mask_ = Stops::in(Bytes16::load(few)).bits() & ((1ULL << count) - 1);
  }

  std::string_view text_;
  std::size_t begin_ = 0;
  std::uint64_t mask_ = 0;
};

/// Bytes that are white space in ASCII, or begin what may be some beyond it
struct SpaceStops {
  static Bytes16 in(Bytes16 bytes) {
    return bytes.between(0, 0x20) | bytes.equal('\xC2') | bytes.between(0xE1, 0xE3);
  }
};

/// ASCII capitals, and all bytes beyond ASCII
struct CapitalStops {
  static Bytes16 in(Bytes16 bytes) { return bytes.between('A', 'Z') | bytes.between(0x80, 0xFF); }
};

/// All bytes but ASCII letters and digits
struct AlphanumericStops {
  static Bytes16 in(Bytes16 bytes) {
    return bytes.between(0, '0' - 1) | bytes.between('9' + 1, 'A' - 1) |
           bytes.between('Z' + 1, 'a' - 1) | bytes.between('z' + 1, 0xFF);
  }
};

}  // namespace shijin
