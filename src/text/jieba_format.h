// The layout of the table that tools/make_jieba_table.cpp writes at build time and the binary
// holds: jieba's dictionary as a double-array trie over character codes, and its hidden Markov
// model.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace shijin::jieba {

/// Code points from here on are in no word of the dictionary and in no row of the model
inline constexpr std::uint32_t kPoints = 0x9FD6;

/// One prefix of a word. The child for code c is node `base + c`, if that node's code is c; no two
/// nodes share a base, so the code alone proves whose child it is
struct Node {
  std::uint32_t base;    // 0: no longer word begins so (the root alone has base 0 and children)
  std::uint16_t code;    // of its last character; kFree where no node lies
  std::uint16_t weight;  // index into frequencies and weights; 0: a prefix, not a word
};
inline constexpr std::uint16_t kFree = 0xFFFF;

/// States of the model, in the order of their letters: ties go to the later one
enum State : std::uint8_t { kBegin, kEnd, kMiddle, kSingle };
using PerState = std::array<double, 4>;

/// What the file begins with; the arrays follow in the order of their counts, each 8-byte aligned
struct Header {
  std::array<char, 8> magic;
  std::uint64_t total;        // the sum of all frequencies, lines that repeat a word included
  std::uint64_t nodes;        // Node; readable for any base + code
  std::uint64_t weights;      // double: log(frequency) - log(total)
  std::uint64_t emissions;    // PerState: natural logs, row 0 for characters the model lacks
  std::uint64_t frequencies;  // std::uint32_t, as many as weights
  std::uint64_t codes;        // std::uint16_t a code point: its code, 0 for none
  std::uint64_t rows;         // std::uint16_t a code point: its row of emissions
  PerState start;
  std::array<PerState, 4> transition;  // [from][to]
};
inline constexpr std::array<char, 8> kMagic = {'s', 'j', '-', 'j', 'i', 'e', 'b', '1'};

}  // namespace shijin::jieba
