// NearIndex: texts by their prints, to find which are the same or nearly so. Memory is bounded by
// the texts that are added, never by those that are looked up.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "text/minhash.h"
#include "text/prints.h"

namespace shijin {

/// Texts at least this similar (Jaccard, by shingles of four characters) are near duplicates: two
/// characters changed in a text of 40 leave 0.64
inline constexpr double kNear = 0.6;

/// What is kept of a text, besides its shingles
struct PrintedText {
  std::uint64_t whole;
  Bands bands;
};

/// A text that is the same or nearly so
struct NearText {
  std::uint32_t text;  // its number in the index
  double similarity;   // 1 of the same text
};

/// Add all texts, then seal, then ask; asking is thread-safe
class NearIndex {
 public:
  void add(const Prints& prints);
  void append(NearIndex&& later);
  void seal();

  std::size_t size() const { return texts_.size(); }
  /// Every text of the index that is nearly the same; `out` is cleared first
  void find(const Prints& prints, std::vector<NearText>& out) const;

  /// Cluster the texts of the index with each other: cluster[i] is the smallest number of a text
  /// that i is joined to, i itself where it stands alone; nearest[i] is the earlier text that is
  /// the most similar, the first that is the same where there is one, and i where there is none;
  /// similarity[i] is to it, 1 only for the same text, 0 where there is none
  struct Clusters {
    std::vector<std::uint32_t> cluster;
    std::vector<std::uint32_t> nearest;
    std::vector<float> similarity;
  };
  Clusters cluster(std::size_t threads) const;

 private:
  struct Place {
    std::uint32_t hash;
    std::uint32_t text;
  };
  std::span<const std::uint32_t> shingles_of(std::uint32_t text) const {
    return {shingles_.data() + begin_[text], shingles_.data() + begin_[text + 1]};
  }
  std::vector<std::uint32_t> join_equal(std::vector<float>& similarity) const;
  void find_earlier(std::uint32_t i, const std::vector<float>& similarity,
                    std::vector<std::uint32_t>& candidates, std::vector<NearText>& out) const;
  std::span<const Place> bucket(std::size_t band, std::uint32_t hash) const;

  std::vector<PrintedText> texts_;
  std::vector<std::uint32_t> shingles_;
  std::vector<std::size_t> begin_ = {0};
  std::vector<std::vector<Place>> bands_;              // of each band, by hash
  std::vector<std::vector<std::uint32_t>> directory_;  // where the hashes with these top bits begin
  unsigned shift_ = 0;
};

}  // namespace shijin
