// getrandom(2): the one place where equal input must not give equal output.
#include "base/secret.h"

#include <sys/random.h>

#include <algorithm>
#include <array>

#include "base/result.h"

namespace shijin {

std::string make_secret() {
  std::array<unsigned char, 16> bytes{};
  const auto got = ::getrandom(bytes.data(), bytes.size(), 0);
  SJ_CHECK(got == static_cast<ssize_t>(bytes.size()), "the system gives no random bytes");
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const unsigned char byte : bytes) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

bool is_secret(std::string_view text) {
  return text.size() == 32 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

bool same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |=
        static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
  }
  return difference == 0;
}

}  // namespace shijin
