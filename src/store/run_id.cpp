// Crockford's base 32, whose characters sort as their values do.
#include "store/run_id.h"

#include <algorithm>

namespace shijin {
namespace {

constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::int64_t kYear2020 = 1'577'836'800'000;
constexpr int kTimeDigits = 8;
constexpr int kMarkDigits = 2;

void append(std::string& id, std::uint64_t value, int digits) {
  for (int place = digits - 1; place >= 0; --place) {
    id += kDigits[(value >> (5U * static_cast<unsigned>(place))) & 31U];
  }
}

}  // namespace

std::string make_run_id(std::int64_t unix_milliseconds, std::uint64_t mark) {
  std::string id;
  append(id, static_cast<std::uint64_t>(std::max<std::int64_t>(0, unix_milliseconds - kYear2020)),
         kTimeDigits);
  append(id, mark, kMarkDigits);
  return id;
}

bool is_run_id(std::string_view text) {
  return text.size() == kTimeDigits + kMarkDigits &&
         text.find_first_not_of(kDigits) == std::string_view::npos;
}

}  // namespace shijin
