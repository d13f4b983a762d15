// Windows of characters are hashed by a rolling polynomial and mixed.
#include "text/prints.h"

#include <algorithm>

#include "base/random.h"
#include "base/utf8.h"
#include "text/category.h"
#include "text/code_points.h"
#include "text/simplify.h"

namespace shijin {
namespace {

constexpr std::uint64_t kBase = 0x9E3779B97F4A7C15ULL;

bool counts(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  if (is_han(c)) return true;
  if (is_python_space(c) || (c >= 0x3001 && c <= 0x303F)) return false;
  const Category kind = category(c);
  return kind == Category::other || kind == Category::number;
}

// What fold_text makes of the characters that most texts consist of, when it counts; false at the
// first other one.
bool keep_plain(std::string_view text, std::u32string& characters) {
  characters.resize(text.size());
  std::size_t kept = 0;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_code_point(text, at);
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    if ((c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF)) {
      characters[kept++] = simplify(c);
    } else if (c < 0x80 || (c >= 0x3001 && c <= 0x301F)) {
      if (counts(c)) characters[kept++] = c;
    } else if (c != 0x3000) {
      return false;
    }
  }
  characters.resize(kept);
  return true;
}

constexpr std::uint64_t power(std::uint64_t base, std::size_t exponent) {
  std::uint64_t out = 1;
  for (std::size_t i = 0; i < exponent; ++i) out *= base;
  return out;
}

// Call take(i, hash of the window that begins at i); a shorter text is one window.
template <std::size_t kSize, class Take>
void hash_windows(std::u32string_view text, Take take) {
  constexpr std::uint64_t kLeaving = power(kBase, kSize);
  if (text.empty()) return;
  std::uint64_t hash = 0;
  const std::size_t first = std::min(kSize, text.size());
  for (std::size_t i = 0; i < first; ++i) hash = hash * kBase + text[i] + 1;
  take(0, mix_bits(hash));
  for (std::size_t i = first; i < text.size(); ++i) {
    hash = hash * kBase + text[i] + 1 - kLeaving * (text[i - kSize] + std::uint64_t{1});
    take(i - kSize + 1, mix_bits(hash));
  }
}

}  // namespace

void put_in_order(std::vector<std::uint32_t>& shingles) {
  std::sort(shingles.begin(), shingles.end());
  shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
}

void Printer::keep_what_counts(std::string_view text) {
  if (keep_plain(text, characters_) && !characters_.empty()) return;
  fold_text(text, folded_);
  characters_.clear();
  for (const char32_t c : folded_.characters) {
    if (counts(c)) characters_.push_back(c);
  }
  if (characters_.empty()) characters_ = folded_.characters;
}

const Prints& Printer::print(std::string_view text) {
  keep_what_counts(text);
  const std::size_t size = characters_.size();
  prints_.characters = size;
  std::uint64_t whole = 0;
  for (const char32_t c : characters_) whole = mix_bits(whole * kBase + c + 1);
  prints_.whole = whole;

  prints_.grams.resize(size < kHeldGram ? 0 : size - kHeldGram + 1);
  if (!prints_.grams.empty()) {
    hash_windows<kHeldGram>(characters_,
                            [this](std::size_t i, std::uint64_t hash) { prints_.grams[i] = hash; });
  }
  std::vector<std::uint32_t>& shingles = prints_.shingles;
  shingles.resize(size < kShingle ? std::min<std::size_t>(size, 1) : size - kShingle + 1);
  hash_windows<kShingle>(characters_, [&shingles](std::size_t i, std::uint64_t hash) {
    shingles[i] = static_cast<std::uint32_t>(hash >> 32U);
  });
  if (shingles.size() > kShingles) {
    put_in_order(shingles);
    if (shingles.size() > kShingles) shingles.resize(kShingles);
  }
  return prints_;
}

}  // namespace shijin
