// Adding a user's words to jieba's dictionary, one after the other, as jieba does.
#include "text/jieba_vocabulary.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace shijin::jieba {
namespace {

constexpr auto kAsWritten = [](char32_t c) { return c; };

// Hands the code points of each token to a function.
template <class F>
class PointSink final : public TokenSink {
 public:
  explicit PointSink(F receive) : receive_(receive) {}
  void token(std::string_view text, Span) override {
    std::u32string points;
    for (std::size_t at = 0; at < text.size();) points += next_code_point(text, at);
    receive_(points);
  }

 private:
  F receive_;
};

}  // namespace

Vocabulary::Vocabulary()
    : table_(&table()),
      total_(table_->header->total),
      log_total_(std::log(static_cast<double>(total_))),
      words_(1),
      slots_(1024),
      shift_(64 - 10),
      begins_(0x10000) {
  for (std::size_t i = 0; i < table_->header->frequencies; ++i) {
    logs_.push_back(std::log(std::max(table_->frequencies[i], 1U)));
  }
}

void Vocabulary::add(std::u32string_view word, std::uint64_t frequency) {
  std::uint32_t at = kRoot;
  for (const char32_t c : word) at = child_or_new(at, c);
  if (word.front() < begins_.size()) begins_[word.front()] = true;
  Word& added = words_[at];
  added.frequency = frequency;
  added.log = frequency == 0 ? 0 : std::log(static_cast<double>(frequency));
  added.is_set = true;
  added.is_split = added.is_split || frequency == 0;
  total_ += frequency;
  log_total_ = std::log(static_cast<double>(total_));
}

std::uint32_t Vocabulary::child_or_new(std::uint32_t prefix, char32_t c) {
  const std::uint64_t key = std::uint64_t{prefix} << 32U | c;
  const std::size_t at = slot_of(key);
  if (slots_[at].child != kNone) return slots_[at].child;
  const auto next = static_cast<std::uint32_t>(words_.size());
  words_.emplace_back();
  slots_[at] = {key, next};
  if (words_.size() * 2 <= slots_.size()) return next;
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  --shift_;
  for (const Slot& slot : old) {
    if (slot.child != kNone) slots_[slot_of(slot.key)] = slot;
  }
  return next;
}

std::uint64_t Vocabulary::suggest(std::u32string_view word) const {
  std::string text;
  for (const char32_t c : word) append_utf8(text, c);
  double share = 1;
  PointSink sink([&](const std::u32string& part) {
    share *= static_cast<double>(frequency_or_one(part)) / static_cast<double>(total_);
  });
  Cutter(*this, kAsWritten, Unseen::characters, text, sink).cut();
  const auto joined = static_cast<std::uint64_t>(share * static_cast<double>(total_)) + 1;
  return std::max(joined, frequency_or_one(word));
}

std::uint64_t Vocabulary::frequency_or_one(std::u32string_view word) const {
  std::uint32_t own = kRoot;
  Node node{};  // the root: base 0
  bool built_in = true;
  bool at_leaf = false;
  for (const char32_t c : word) {
    if (own != kNone) own = child(own, c);
    const std::uint16_t code = c < kPoints ? table_->codes[c] : std::uint16_t{0};
    if (built_in) node = table_->nodes[node.base + code];
    built_in = built_in && !at_leaf && node.code == code;
    at_leaf = node.base == 0;
  }
  if (own != kNone && words_[own].is_set) return words_[own].frequency;
  if (built_in) return table_->frequencies[node.weight];
  return own != kNone ? 0 : 1;
}

bool Vocabulary::is_word(const Cells& cells, std::size_t from, std::size_t to) const {
  bool found = false;
  words_from(cells, from, [&](std::size_t end, double) { found |= end == to; });
  return found;
}

bool Vocabulary::never_joined(const Cells& cells, std::size_t from, std::size_t to) const {
  std::uint32_t own = kRoot;
  for (std::size_t i = from; i < to && own != kNone; ++i) own = child(own, cells[i].point);
  return own != kNone && words_[own].is_split;
}

}  // namespace shijin::jieba
