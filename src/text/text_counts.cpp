// Counting by hash; forgetting is lossy counting (Manku and Motwani 2002).
#include "text/text_counts.h"

#include <algorithm>

#include "base/hash.h"
#include "base/utf8.h"

namespace shijin {

TextCounts::Key TextCounts::key_of(std::string_view text) {
  const std::string_view bare = strip_python_space(text);
  return bare.empty() ? 0 : hash_bytes(bare) | 1U;
}

void TextCounts::add(std::string_view text) {
  const Key key = key_of(text);
  if (key == 0) return;
  ++rows_[key];
  forget_rare();
}

void TextCounts::merge(const TextCounts& later) {
  for (const auto& [key, rows] : later.rows_) rows_[key] += rows;
  forget_rare();
}

void TextCounts::forget_rare() {
  for (std::int64_t rare = 1; rows_.size() > most_; ++rare) {
    std::erase_if(rows_, [&](const auto& one) { return one.second <= rare; });
  }
}

std::vector<TextCounts::Count> TextCounts::most_frequent(std::size_t at_most) const {
  std::vector<Count> all;
  all.reserve(rows_.size());
  for (const auto& [key, rows] : rows_) all.push_back({key, rows});
  const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(at_most, all.size()));
  std::partial_sort(all.begin(), end, all.end(), [](const Count& a, const Count& b) {
    return a.rows != b.rows ? a.rows > b.rows : a.key < b.key;
  });
  all.erase(end, all.end());
  return all;
}

}  // namespace shijin
