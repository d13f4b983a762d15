// ExactSum: a sum of doubles without any rounding until it is read, so that any grouping and any
// order give the same bits. A superaccumulator after Neal (2015), "Fast exact summation".
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.h"

namespace shijin {

/// Add finite doubles exactly; 576 bytes, adding costs a few nanoseconds
///
/// Infinite or NaN terms make the sum NaN (callers refuse such input before).
class ExactSum {
 public:
  void add(double x);
  void merge(const ExactSum& other);
  /// The correctly rounded sum (to nearest, ties to even)
  double value() const;
  /// Equal sums give equal bytes, whatever they were added up from
  void save(ByteWriter& writer) const;
  void load(ByteReader& reader);

 private:
  static constexpr int kChunks = 68;  // 32 bits each cover 2^-1074 … 2^1024 and the carries

  void carry();

  std::array<std::int64_t, kChunks> chunks_{};
  std::uint32_t since_carry_ = 0;
  bool poisoned_ = false;
};

}  // namespace shijin
