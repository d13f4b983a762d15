// The built-in dictionary as the cutter asks it.
#pragma once

#include "text/jieba_cutter.h"
#include "text/jieba_table.h"

namespace shijin::jieba {

class Lexicon {
 public:
  Lexicon() : table_(table()), unknown_(table_.weights[0]) {}

  std::uint16_t code(char32_t c) const { return table_.codes[c]; }
  double unknown() const { return unknown_; }
  bool never_joined(const Cells&, std::size_t, std::size_t) const { return false; }

  void expect(const Cells& cells, std::size_t last) const { expect_pair(table_, cells, last); }

  template <class F>
  void words_from(const Cells& cells, std::size_t from, F found) const {
    std::uint32_t base = 0;
    for (std::size_t i = from;; ++i) {
      const std::uint16_t code = cells[i].code;
      const Node& node = table_.nodes[base + code];
      if (node.code != code) return;
      if (node.weight != 0) found(i + 1, table_.weights[node.weight]);
      base = node.base;
      if (base == 0) return;
    }
  }

  bool is_word(const Cells& cells, std::size_t from, std::size_t to) const {
    bool found = false;
    words_from(cells, from, [&](std::size_t end, double) { found |= end == to; });
    return found;
  }

 private:
  const Table& table_;
  double unknown_;
};

}  // namespace shijin::jieba
