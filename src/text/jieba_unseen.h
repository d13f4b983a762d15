// jieba's finalseg: cutting a run of characters of which the dictionary knows no word, by a hidden
// Markov model of word beginnings, middles, ends and single characters.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace shijin::jieba {

/// Work space of cut_unseen, kept between calls to save allocations
struct UnseenSpace {
  std::vector<std::uint8_t> from;
};

/// Append the end of every word in a run of code points, all of U+4E00 … U+9FD5
///
/// The same choices as jieba's viterbi(): sums in its order, ties to the state of the later letter.
void cut_unseen(std::span<const char16_t> run, UnseenSpace& space,
                std::vector<std::uint32_t>& ends);

}  // namespace shijin::jieba
