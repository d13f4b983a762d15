// Two bits a code point for the basic plane, 16 KiB made at compile time; a search beyond it.
#include "text/category.h"

#include <algorithm>

#include "text/category_ranges_internal.h"

namespace shijin {
namespace {

constexpr char32_t kPlane = 0x10000;

constexpr std::array<std::uint8_t, kPlane / 4> kBasic = [] {
  std::array<std::uint8_t, kPlane / 4> table{};
  for (const CategoryRange& range : category_ranges::kAll) {
    for (char32_t c = range.first; c <= range.last && c < kPlane; ++c) {
      const unsigned bits = static_cast<unsigned>(range.category) << (c % 4 * 2);
      table[c / 4] = static_cast<std::uint8_t>(table[c / 4] | bits);
    }
  }
  return table;
}();

}  // namespace

Category category(char32_t code_point) {
  if (code_point < kPlane) {
    return static_cast<Category>(kBasic[code_point / 4] >> (code_point % 4 * 2) & 3U);
  }
  const auto found =
      std::lower_bound(category_ranges::kAll.begin(), category_ranges::kAll.end(), code_point,
                       [](const CategoryRange& range, char32_t c) { return range.last < c; });
  if (found == category_ranges::kAll.end() || code_point < found->first) return Category::other;
  return found->category;
}

}  // namespace shijin
