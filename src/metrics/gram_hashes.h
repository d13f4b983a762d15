// Hashes of the n-grams of a text that mean the same in every shard and run, and a set of them; for
// metrics of a whole set of outputs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "text/tokenizer.h"

namespace shijin {

/// The hashes of all n-grams of a text, in order; none when it has fewer than n tokens
///
/// 64 bits each: among 16 million different n-grams, two share a hash once in 100,000 data sets.
void gram_hashes(std::string_view text, const Tokenizer& tokenizer, std::size_t n,
                 std::vector<std::uint64_t>& out);

/// A set of hashes in one flat table
class HashSet {
 public:
  void add(std::uint64_t hash);
  std::size_t size() const { return size_; }
  void clear();
  /// In order of their values, so that equal sets give equal bytes
  std::vector<std::uint64_t> sorted() const;

 private:
  void grow();

  std::vector<std::uint64_t> slots_;  // 0 is free
  std::size_t size_ = 0;
};

}  // namespace shijin
