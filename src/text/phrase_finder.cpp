// The edges of all nodes lie in one hash table, so that 70,000 phrases stay small.
#include "text/phrase_finder.h"

#include "base/random.h"
#include "base/result.h"

namespace shijin {
namespace {

constexpr std::uint64_t kFree = ~std::uint64_t{0};
constexpr std::size_t kPlane = 0x10000;

constexpr std::uint64_t edge(std::uint32_t node, char32_t c) {
  return (std::uint64_t{node} << 21U) | c;
}

}  // namespace

PhraseFinder::PhraseFinder(const std::vector<std::u32string>& phrases) : begins_(kPlane) {
  keys_.assign(64, kFree);
  children_.resize(64);
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    SJ_CHECK(!phrases[i].empty(), "an empty phrase is everywhere");
    std::uint32_t node = 0;
    for (const char32_t c : phrases[i]) node = add_child(node, c);
    if (nodes_[node].phrase == kNone) nodes_[node].phrase = static_cast<std::uint32_t>(i);
    if (phrases[i].front() < kPlane) begins_[phrases[i].front()] = true;
  }
  link();
  edges_ = {};
}

std::uint32_t PhraseFinder::child(std::uint32_t node, char32_t c) const {
  const std::uint64_t key = edge(node, c);
  const std::size_t mask = keys_.size() - 1;
  for (std::size_t at = mix_bits(key) & mask;; at = (at + 1) & mask) {
    if (keys_[at] == key) return children_[at];
    if (keys_[at] == kFree) return kNone;
  }
}

std::uint32_t PhraseFinder::add_child(std::uint32_t node, char32_t c) {
  const std::uint32_t known = child(node, c);
  if (known != kNone) return known;
  if (2 * (edges_.size() + 1) > keys_.size()) grow();
  const auto fresh = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back({.length = nodes_[node].length + 1});
  const std::uint64_t key = edge(node, c);
  edges_.emplace_back(key, fresh);
  const std::size_t mask = keys_.size() - 1;
  std::size_t at = mix_bits(key) & mask;
  while (keys_[at] != kFree) at = (at + 1) & mask;
  keys_[at] = key;
  children_[at] = fresh;
  return fresh;
}

void PhraseFinder::grow() {
  const std::size_t size = keys_.size() * 2;
  keys_.assign(size, kFree);
  children_.assign(size, 0);
  for (const auto& [key, node] : edges_) {
    std::size_t at = mix_bits(key) & (size - 1);
    while (keys_[at] != kFree) at = (at + 1) & (size - 1);
    keys_[at] = key;
    children_[at] = node;
  }
}

// Nodes nearer to the root first, so that a suffix is linked before what it is a suffix of.
void PhraseFinder::link() {
  std::vector<std::vector<std::pair<std::uint64_t, std::uint32_t>>> by_length;
  for (const auto& one : edges_) {
    const std::size_t length = nodes_[one.second].length;
    if (by_length.size() <= length) by_length.resize(length + 1);
    by_length[length].push_back(one);
  }
  for (const auto& level : by_length) {
    for (const auto& [key, node] : level) {
      const auto parent = static_cast<std::uint32_t>(key >> 21U);
      const auto c = static_cast<char32_t>(key & 0x1FFFFFU);
      std::uint32_t fail = 0;
      if (parent != 0) {
        for (std::uint32_t suffix = nodes_[parent].fail;; suffix = nodes_[suffix].fail) {
          const std::uint32_t next = child(suffix, c);
          if (next != kNone) {
            fail = next;
            break;
          }
          if (suffix == 0) break;
        }
      }
      nodes_[node].fail = fail;
      nodes_[node].shorter = nodes_[fail].phrase != kNone ? fail : nodes_[fail].shorter;
    }
  }
}

void PhraseFinder::find(std::u32string_view text, std::vector<PhraseHit>& hits) const {
  if (nodes_.size() == 1) return;
  std::uint32_t node = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    if (node == 0 && c < kPlane && !begins_[c]) continue;
    for (;;) {
      const std::uint32_t next = child(node, c);
      if (next != kNone) {
        node = next;
        break;
      }
      if (node == 0) break;
      node = nodes_[node].fail;
      if (node == 0 && c < kPlane && !begins_[c]) break;
    }
    for (std::uint32_t at = node; at != 0; at = nodes_[at].shorter) {
      if (nodes_[at].phrase == kNone) continue;
      const auto end = static_cast<std::uint32_t>(i + 1);
      hits.push_back({nodes_[at].phrase, end - nodes_[at].length, end});
    }
  }
}

}  // namespace shijin
