// Read backwards, a repeating end is a repeating beginning: the failure function of Knuth, Morris
// and Pratt (1977) gives the smallest period of every beginning in one pass.
#include "text/loop.h"

#include <algorithm>
#include <vector>

#include "base/utf8.h"
#include "text/code_points.h"

namespace shijin {
namespace {

constexpr std::size_t kLooked = 4'096;
constexpr std::size_t kLeastLength = 32;
constexpr std::size_t kLeastMarks = 128;
constexpr std::size_t kLeastHalves = 7;  // three times and a half

bool is_mark(char32_t c) {
  if (c >= 0x80) return (c >= 0x2000 && c <= 0x303F && c != 0x3007) || (c >= 0xFF00 && c <= 0xFF0F);
  const bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return !word;
}

// Where the character begins that ends before byte `end`.
std::size_t begin_of_last(std::string_view text, std::size_t end) {
  std::size_t begin = end - 1;
  while (begin > 0 && end - begin < 4 &&
         (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80) {
    --begin;
  }
  return begin;
}

// The last characters of a text, the last one first.
std::vector<char32_t> read_backwards(std::string_view text) {
  std::vector<char32_t> out;
  out.reserve(std::min(kLooked, text.size()));
  for (std::size_t end = text.size(); end > 0 && out.size() < kLooked;) {
    end = begin_of_last(text, end);
    std::size_t at = end;
    out.push_back(next_code_point(text, at));
  }
  return out;
}

// The byte where the last `count` characters of a text begin.
std::uint32_t begin_of(std::string_view text, std::size_t count) {
  std::size_t begin = text.size();
  for (; count > 0; --count) begin = begin_of_last(text, begin);
  return static_cast<std::uint32_t>(begin);
}

}  // namespace

std::optional<Loop> find_loop(std::string_view text) {
  const std::string_view stripped = strip_python_space(text);
  const auto offset = static_cast<std::uint32_t>(stripped.data() - text.data());
  if (stripped.size() < kLeastLength) return std::nullopt;
  const std::vector<char32_t> c = read_backwards(stripped);
  std::vector<std::uint32_t> fail(c.size() + 1, 0);
  std::size_t best = 0;
  std::size_t best_period = 0;
  std::uint32_t match = 0;
  for (std::size_t i = 1; i < c.size(); ++i) {
    while (match > 0 && c[i] != c[match]) match = fail[match];
    if (c[i] == c[match]) ++match;
    fail[i + 1] = match;
    const std::size_t length = i + 1;
    const std::size_t period = length - match;
    if (length >= kLeastLength && 2 * length >= kLeastHalves * period) {
      best = length;
      best_period = period;
    }
  }
  if (best == 0) return std::nullopt;
  bool marks = true;
  for (std::size_t i = 0; i < best_period; ++i) marks = marks && is_mark(c[i]);
  if (marks && best < kLeastMarks) return std::nullopt;
  const std::uint32_t begin = offset + begin_of(stripped, best);
  const std::uint32_t end = offset + begin_of(stripped, best - best_period);
  return Loop{{begin, end}, static_cast<std::uint32_t>((best + best_period / 2) / best_period)};
}

}  // namespace shijin
