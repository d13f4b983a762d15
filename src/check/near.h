// NearIndex: texts by their prints, to find which are the same or nearly so. Memory is bounded by
// the texts that are added, never by those that are looked up.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "text/minhash.h"
#include "text/prints.h"

namespace shijin {

/// Texts at least this similar (Jaccard, by shingles of four characters) are near duplicates: two
/// characters changed in a text of 40 leave 0.64
inline constexpr double kNear = 0.6;

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
  void seal(std::size_t threads = 1);

  std::size_t size() const { return wholes_.size(); }
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
  static constexpr std::uint32_t kAlone = ~std::uint32_t{0};
  static constexpr std::uint16_t kUnordered = 0xFFFF;

  std::span<const std::uint32_t> ordered_shingles(std::uint32_t text,
                                                  std::vector<std::uint32_t>& scratch) const;
  void seal_band(std::size_t band);
  void order_shingles(std::size_t text);
  std::vector<std::uint32_t> join_equal(std::vector<float>& similarity) const;
  void find_earlier(std::uint32_t i, const std::vector<float>& similarity,
                    std::vector<std::uint32_t>& candidates, std::vector<NearText>& out) const;
  void find_candidates(const Bands& bands, std::vector<NearText>& out) const;

  std::vector<std::uint64_t> wholes_;
  std::vector<std::uint32_t> shingles_;
  std::vector<std::size_t> begin_ = {0};
  std::vector<std::uint16_t> ordered_;  // how many shingles are distinct, once they are in order
  // Of each band, by text: its hash; once sealed, the first of the places with the same hash, or
  // kAlone
  std::array<std::vector<std::uint32_t>, kBands> runs_;
  std::array<std::vector<Place>, kBands> places_;  // of each band, by hash, then by text
  // Of each band, where the hashes with these top bits begin
  std::array<std::vector<std::uint32_t>, kBands> directory_;
  unsigned shift_ = 0;
};

}  // namespace shijin
