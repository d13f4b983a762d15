// jieba's dictionary together with a user's words, as the cutter asks it: jieba's FREQ and total
// after load_userdict. The words lie in a trie of their own beside the built-in one.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/jieba_cutter.h"
#include "text/jieba_table.h"

namespace shijin::jieba {

class Vocabulary {
 public:
  /// What double sums can count exactly; frequencies and their total stay below
  static constexpr std::uint64_t kMostInAll = std::uint64_t{1} << 53U;

  Vocabulary();

  /// jieba's add_word: a later word replaces an earlier one, the total grows all the same
  void add(std::u32string_view word, std::uint64_t frequency);
  /// jieba's suggest_freq: what lets the word be cut out as one
  std::uint64_t suggest(std::u32string_view word) const;
  std::uint64_t total() const { return total_; }

  std::uint16_t code(char32_t c) const { return table_->codes[c]; }
  double unknown() const { return logs_[0] - log_total_; }
  bool is_word(const Cells& cells, std::size_t from, std::size_t to) const;
  /// Words of frequency 0 are cut into characters even where the model would join them
  bool never_joined(const Cells& cells, std::size_t from, std::size_t to) const;

  void expect(const Cells& cells, std::size_t last) const { expect_pair(*table_, cells, last); }

  template <class F>
  void words_from(const Cells& cells, std::size_t from, F found) const {
    bool built_in = true;
    std::uint32_t base = 0;
    std::uint32_t own = begins_[cells[from].point] ? kRoot : kNone;
    for (std::size_t i = from; i + 1 < cells.size() && (built_in || own != kNone); ++i) {
      const Node& node = table_->nodes[base + cells[i].code];
      built_in = built_in && node.code == cells[i].code;
      own = own == kNone ? kNone : child(own, cells[i].point);
      if (own != kNone && words_[own].is_set) {
        if (words_[own].frequency > 0) found(i + 1, words_[own].log - log_total_);
      } else if (built_in && node.weight != 0) {
        found(i + 1, logs_[node.weight] - log_total_);
      }
      base = node.base;
      built_in = built_in && base != 0;
    }
  }

 private:
  static constexpr std::uint32_t kRoot = 0;
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  // A prefix of a user's word; the built-in dictionary answers for it until it is set itself.
  struct Word {
    std::uint64_t frequency = 0;
    double log = 0;
    bool is_set = false;
    bool is_split = false;  // was once given frequency 0
  };

  // A place of the hash table from prefix and character to prefix; `child` is kNone where free.
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t child = kNone;
  };

  std::size_t slot_of(std::uint64_t key) const {
    std::size_t at = (key * 0x9E3779B97F4A7C15ULL) >> shift_;
    while (slots_[at].child != kNone && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
    return at;
  }
  std::uint32_t child(std::uint32_t prefix, char32_t c) const {
    return slots_[slot_of(std::uint64_t{prefix} << 32U | c)].child;
  }
  std::uint32_t child_or_new(std::uint32_t prefix, char32_t c);
  /// jieba's FREQ.get(word, 1)
  std::uint64_t frequency_or_one(std::u32string_view word) const;

  const Table* table_;
  std::uint64_t total_;
  double log_total_;
  std::vector<double> logs_;  // of the built-in frequencies, as the table numbers them
  std::vector<Word> words_;
  std::vector<Slot> slots_;   // at most half full
  unsigned shift_;            // of the hash, to a place of slots_
  std::vector<bool> begins_;  // whether any word begins with this character
};

}  // namespace shijin::jieba
