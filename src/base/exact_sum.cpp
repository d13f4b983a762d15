// Each chunk holds a signed 64-bit share of one 32-bit digit; carries are settled in time.
#include "base/exact_sum.h"

#include <bit>
#include <cmath>
#include <limits>

namespace shijin {

void ExactSum::add(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const auto exponent = static_cast<int>((bits >> 52U) & 0x7FFU);
  std::uint64_t mantissa = bits & 0xFFFFFFFFFFFFFULL;
  if (exponent == 0x7FF) {
    poisoned_ = true;
    return;
  }
  if (exponent != 0) mantissa |= 1ULL << 52U;
  const int shift = exponent == 0 ? 0 : exponent - 1;  // the value is mantissa · 2^(shift-1074)
  const auto chunk = static_cast<std::size_t>(shift / 32);
  const auto offset = static_cast<unsigned>(shift % 32);
  const auto low = (mantissa << offset) & 0xFFFFFFFFULL;
  const auto middle = (mantissa >> (32U - offset)) & 0xFFFFFFFFULL;
  const auto high = offset == 0 ? mantissa >> 32U >> 32U : mantissa >> (64U - offset);
  const std::int64_t sign = (bits >> 63U) != 0 ? -1 : 1;
  chunks_[chunk] += sign * static_cast<std::int64_t>(low);
  chunks_[chunk + 1] += sign * static_cast<std::int64_t>(middle);
  chunks_[chunk + 2] += sign * static_cast<std::int64_t>(high);
  if (++since_carry_ == 1U << 30U) carry();
}

void ExactSum::merge(const ExactSum& other) {
  ExactSum tidy = other;
  tidy.carry();
  carry();
  for (std::size_t i = 0; i < chunks_.size(); ++i) chunks_[i] += tidy.chunks_[i];
  since_carry_ = 2;
  poisoned_ = poisoned_ || other.poisoned_;
}

void ExactSum::carry() {
  for (std::size_t i = 0; i + 1 < chunks_.size(); ++i) {
    const std::int64_t up = chunks_[i] >> 32;  // arithmetic: rounds towards minus infinity
    chunks_[i] -= up * (std::int64_t{1} << 32);
    chunks_[i + 1] += up;
  }
  since_carry_ = 0;
}

void ExactSum::save(ByteWriter& writer) const {
  ExactSum tidy = *this;
  tidy.carry();
  // Most sums fill a few of the chunks: first and last are enough.
  std::size_t first = 0;
  std::size_t end = tidy.chunks_.size();
  while (end > 0 && tidy.chunks_[end - 1] == 0) --end;
  while (first < end && tidy.chunks_[first] == 0) ++first;
  writer.write(poisoned_);
  writer.write(static_cast<std::uint8_t>(first));
  writer.write(static_cast<std::uint8_t>(end));
  for (std::size_t i = first; i < end; ++i) writer.write(tidy.chunks_[i]);
}

void ExactSum::load(ByteReader& reader) {
  *this = {};
  poisoned_ = reader.read<bool>();
  const auto first = reader.read<std::uint8_t>();
  const auto end = reader.read<std::uint8_t>();
  if (end > chunks_.size() || first > end) return reader.fail();
  for (std::size_t i = first; i < end; ++i) reader.read_into(chunks_[i]);
  since_carry_ = 2;
}

double ExactSum::value() const {
  if (poisoned_) return std::numeric_limits<double>::quiet_NaN();
  ExactSum tidy = *this;
  tidy.carry();
  const bool negative = tidy.chunks_.back() < 0;
  if (negative) {
    for (auto& chunk : tidy.chunks_) chunk = -chunk;
    tidy.carry();
  }
  int top = kChunks - 1;
  while (top >= 0 && tidy.chunks_[static_cast<std::size_t>(top)] == 0) --top;
  if (top < 0) return 0.0;
  // The top three digits hold at least 65 significant bits; below them only "is anything there"
  // matters for rounding.
  const auto digit = [&](int i) {
    return i < 0 ? 0ULL : static_cast<std::uint64_t>(tidy.chunks_[static_cast<std::size_t>(i)]);
  };
  std::uint64_t head = (digit(top) << 32U) | digit(top - 1);
  const auto lead = static_cast<unsigned>(std::countl_zero(head));
  if (lead > 0) head = (head << lead) | (digit(top - 2) >> (32U - lead));
  bool rest = lead < 32 && (digit(top - 2) << (32U + lead) << 0U) != 0;
  for (int i = top - 3; i >= 0 && !rest; --i) rest = digit(i) != 0;
  // head has its top bit set: value = head · 2^(32(top-1) - lead - 1074), and `rest` below.
  const int exponent = 32 * (top - 1) - static_cast<int>(lead) - 1074;
  const int keep = exponent + 11 < -1074 ? 64 - (-1074 - exponent) : 53;  // subnormals keep fewer
  const auto drop = static_cast<unsigned>(64 - keep);
  std::uint64_t kept = drop >= 64 ? 0 : head >> drop;
  const std::uint64_t half = 1ULL << (drop - 1);
  const std::uint64_t below = drop >= 64 ? head : head & ((half << 1U) - 1);
  if (below > half || (below == half && (rest || (kept & 1U) != 0))) ++kept;
  const double magnitude = std::ldexp(static_cast<double>(kept), exponent + static_cast<int>(drop));
  return negative ? -magnitude : magnitude;
}

}  // namespace shijin
