// The words for rows that are too long to align.
#include "metrics/too_long.h"

#include <cmath>

#include "base/numbers.h"

namespace shijin {
namespace {

constexpr Text kTooLong{"{0} of the rows are beyond its limit: two texts of {1} tokens each",
                        "有 {0} 列超出它的上限：兩邊各 {1} 個單元"};

}  // namespace

Message too_long(double rows, std::uint64_t most_pairs) {
  return Message(kTooLong, {shortest(rows), shortest(std::floor(std::sqrt(most_pairs)))});
}

}  // namespace shijin
