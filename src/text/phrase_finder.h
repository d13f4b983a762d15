// PhraseFinder: every place where any of many phrases stands, in one pass (Aho and Corasick 1975).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shijin {

/// Phrase `phrase` stands at characters [begin, end)
struct PhraseHit {
  std::uint32_t phrase;
  std::uint32_t begin;
  std::uint32_t end;
};

/// Immutable after construction, so any number of threads may use one
///
/// Memory is about 20 bytes a character of the phrases; a text costs time in proportion to its
/// length and its hits, however many phrases there are. Phrases must not be empty.
class PhraseFinder {
 public:
  PhraseFinder() = default;
  explicit PhraseFinder(const std::vector<std::u32string>& phrases);

  /// Append all hits, in order of their ends, the longest first where ends are equal
  void find(std::u32string_view text, std::vector<PhraseHit>& hits) const;

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  struct Node {
    std::uint32_t fail = 0;        // the longest proper suffix that is a node
    std::uint32_t phrase = kNone;  // that ends here
    std::uint32_t shorter = 0;     // the next node on the way of suffixes where a phrase ends
    std::uint32_t length = 0;
  };

  std::uint32_t child(std::uint32_t node, char32_t c) const;
  std::uint32_t add_child(std::uint32_t node, char32_t c);
  void grow();
  void link();

  std::vector<Node> nodes_{1};
  std::vector<std::uint64_t> keys_;  // node and character; open addressing
  std::vector<std::uint32_t> children_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> edges_;  // while building
  std::vector<bool> begins_;  // of the characters below 2^16, those that begin a phrase
};

}  // namespace shijin
