// Windows of characters are hashed by a rolling polynomial and mixed.
#include "text/prints.h"

#include <algorithm>

#include "base/random.h"
#include "base/utf8.h"
#include "text/category.h"

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

// hashes[i] is the hash of the window that begins at i.
void window_hashes(const std::u32string& text, std::size_t size,
                   std::vector<std::uint64_t>& hashes) {
  hashes.clear();
  if (text.empty()) return;
  std::uint64_t hash = 0;
  std::uint64_t leaving = 1;  // kBase^size
  const std::size_t first = std::min(size, text.size());
  for (std::size_t i = 0; i < first; ++i) {
    hash = hash * kBase + text[i] + 1;
    leaving *= kBase;
  }
  hashes.push_back(mix_bits(hash));
  for (std::size_t i = first; i < text.size(); ++i) {
    hash = hash * kBase + text[i] + 1 - leaving * (text[i - size] + std::uint64_t{1});
    hashes.push_back(mix_bits(hash));
  }
}

}  // namespace

const Prints& Printer::print(std::string_view text) {
  fold_text(text, folded_);
  std::u32string& characters = folded_.characters;
  std::size_t kept = 0;
  for (const char32_t c : characters) {
    if (counts(c)) characters[kept++] = c;
  }
  if (kept > 0) characters.resize(kept);
  prints_.characters = characters.size();
  std::uint64_t whole = 0;
  for (const char32_t c : characters) whole = mix_bits(whole * kBase + c + 1);
  prints_.whole = whole;

  window_hashes(characters, kHeldGram, prints_.grams);
  if (characters.size() < kHeldGram) prints_.grams.clear();
  window_hashes(characters, kShingle, hashes_);
  std::vector<std::uint32_t>& shingles = prints_.shingles;
  shingles.clear();
  for (const std::uint64_t hash : hashes_) {
    shingles.push_back(static_cast<std::uint32_t>(hash >> 32U));
  }
  std::sort(shingles.begin(), shingles.end());
  shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
  if (shingles.size() > kShingles) shingles.resize(kShingles);
  return prints_;
}

}  // namespace shijin
