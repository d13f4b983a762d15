// Words are runs of letters and digits; a gram of characters never crosses anything else.
#include "text/grams.h"

#include <algorithm>

#include "base/random.h"
#include "base/utf8.h"

namespace shijin {
namespace {

constexpr std::size_t kLeast = 2;  // characters of a gram without blanks
constexpr std::size_t kMost = 4;

// Kana and Han; Thai and its kin are rare enough to be cut at other characters.
bool is_unspaced(char32_t c) { return is_han(c) || (c >= 0x3041 && c <= 0x30FF); }
bool is_word(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9') || c == U'\'' ||
         (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7) || (c >= 0xAC00 && c <= 0xD7A3);
}

std::uint64_t step(std::uint64_t hash, char32_t c) {
  return mix_bits(hash * 0x9E3779B97F4A7C15ULL + c + 1);
}

}  // namespace

void word_grams(std::u32string_view text, std::vector<Gram>& out) {
  out.clear();
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::uint64_t hash = 0;
    if (is_unspaced(text[at])) {
      for (std::size_t end = at; end < text.size() && end < at + kMost; ++end) {
        if (!is_unspaced(text[end])) break;
        hash = step(hash, text[end]);
        if (end + 1 - at < kLeast) continue;
        out.push_back({hash, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end + 1)});
      }
    } else if (is_word(text[at])) {
      std::size_t end = at;
      while (end < text.size() && is_word(text[end])) hash = step(hash, text[end++]);
      if (end - at >= kLeast) {
        out.push_back({hash, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
      }
      at = end - 1;
    }
  }
  std::sort(out.begin(), out.end(), [](const Gram& a, const Gram& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.begin < b.begin;
  });
  out.erase(std::unique(out.begin(), out.end(),
                        [](const Gram& a, const Gram& b) { return a.hash == b.hash; }),
            out.end());
}

std::string gram_text(std::u32string_view text, const Gram& gram) {
  std::string out;
  for (std::size_t at = gram.begin; at < gram.end; ++at) append_utf8(out, text[at]);
  return out;
}

}  // namespace shijin
