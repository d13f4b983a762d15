// Read backwards, a repeating end is a repeating beginning: the failure function of Knuth, Morris
// and Pratt (1977) gives the smallest period of every beginning in one pass.
#include "text/loop.h"

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

struct Backwards {
  std::vector<char32_t> characters;   // the last one first
  std::vector<std::uint32_t> begins;  // the byte where each begins
};

Backwards read_backwards(std::string_view text) {
  Backwards out;
  std::size_t end = text.size();
  while (end > 0 && out.characters.size() < kLooked) {
    std::size_t begin = end - 1;
    while (begin > 0 && end - begin < 4 &&
           (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80) {
      --begin;
    }
    std::size_t at = begin;
    out.characters.push_back(next_code_point(text, at));
    out.begins.push_back(static_cast<std::uint32_t>(begin));
    end = begin;
  }
  return out;
}

}  // namespace

std::optional<Loop> find_loop(std::string_view text) {
  const std::string_view stripped = strip_python_space(text);
  const auto offset = static_cast<std::uint32_t>(stripped.data() - text.data());
  if (stripped.size() < kLeastLength) return std::nullopt;
  const Backwards back = read_backwards(stripped);
  const auto& c = back.characters;
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
  const std::uint32_t begin = offset + back.begins[best - 1];
  const std::size_t after = best - best_period;
  const std::uint32_t end = after == 0 ? offset + static_cast<std::uint32_t>(stripped.size())
                                       : offset + back.begins[after - 1];
  return Loop{{begin, end}, static_cast<std::uint32_t>((best + best_period / 2) / best_period)};
}

}  // namespace shijin
