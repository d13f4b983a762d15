// The generated lists spread over an array by code point, once.
#include "text/han.h"

#include <array>
#include <memory>

#include "text/han_table_internal.h"

namespace shijin {
namespace {

constexpr char32_t kFirst = 0x3400;
constexpr char32_t kLast = 0x9FFF;

struct HanTable {
  std::array<HanForm, kLast - kFirst + 1> form{};

  HanTable() {
    for (const char16_t c : kTraditionalOnly) form[c - kFirst] = HanForm::traditional;
    for (const char16_t c : kSimplifiedOnly) form[c - kFirst] = HanForm::simplified;
  }
};

const HanTable& table() {
  static const auto kTable = std::make_unique<const HanTable>();
  return *kTable;
}

}  // namespace

HanForm han_form(char32_t c) {
  if (c < kFirst || c > kLast) return HanForm::common;
  return table().form[c - kFirst];
}

}  // namespace shijin
