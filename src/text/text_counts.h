// TextCounts: how often each text occurs, and which most, without keeping the texts.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shijin {

/// Count texts by what they are without the blanks around them
///
/// Exact up to 262,144 different texts. From there on the rarest are forgotten, so that memory
/// stays flat; a text that makes up a share of all is then counted short by a few rows at most.
class TextCounts {
 public:
  using Key = std::uint64_t;
  struct Count {
    Key key = 0;
    std::int64_t rows = 0;
  };

  explicit TextCounts(std::size_t most_texts = 1U << 18U) : most_(most_texts) {}

  /// Count a text; nothing for one of blanks alone
  void add(std::string_view text);
  void merge(const TextCounts& later);
  /// The most frequent ones, most frequent first, among equals in an order of their own
  std::vector<Count> most_frequent(std::size_t at_most) const;

  /// What a text is counted under; 0 for blanks alone
  static Key key_of(std::string_view text);

 private:
  void forget_rare();

  std::size_t most_;
  std::unordered_map<Key, std::int64_t> rows_;
};

}  // namespace shijin
