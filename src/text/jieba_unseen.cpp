// Viterbi's algorithm over four states of which each has two predecessors.
#include "text/jieba_unseen.h"

#include "text/jieba_table.h"

namespace shijin::jieba {
namespace {

struct Predecessors {
  State earlier;
  State later;  // by letter: wins a tie
};
constexpr std::array<Predecessors, 4> kPredecessors = {{
    {kEnd, kSingle},    // of kBegin
    {kBegin, kMiddle},  // of kEnd
    {kBegin, kMiddle},  // of kMiddle
    {kEnd, kSingle},    // of kSingle
}};

}  // namespace

void cut_unseen(std::span<const char16_t> run, UnseenSpace& space,
                std::vector<std::uint32_t>& ends) {
  const Table& known = table();
  const Header& model = *known.header;
  const auto emission = [&](char16_t c) -> const PerState& {
    return known.emissions[known.rows[c]];
  };
  PerState score{};
  for (std::size_t s = 0; s < score.size(); ++s) {
    score[s] = model.start[s] + emission(run[0])[s];
  }
  // Bit s of from[i]: whether state s at i came from its later predecessor.
  space.from.resize(run.size());
  for (std::size_t i = 1; i < run.size(); ++i) {
    const PerState& emitted = emission(run[i]);
    PerState next{};
    unsigned from = 0;
    for (std::size_t s = 0; s < next.size(); ++s) {
      const auto [earlier, later] = kPredecessors[s];
      const double one = score[earlier] + model.transition[earlier][s] + emitted[s];
      const double other = score[later] + model.transition[later][s] + emitted[s];
      from |= (other >= one ? 1U : 0U) << s;
      next[s] = other >= one ? other : one;
    }
    space.from[i] = static_cast<std::uint8_t>(from);
    score = next;
  }
  // Backwards along the best path; a word ends where the state is an end or a single character.
  std::size_t state = score[kSingle] >= score[kEnd] ? kSingle : kEnd;
  const std::size_t first = ends.size();
  for (std::size_t i = run.size(); i-- > 0;) {
    if (state == kEnd || state == kSingle) ends.push_back(static_cast<std::uint32_t>(i + 1));
    const bool is_later = (space.from[i] >> state & 1U) != 0;
    state = is_later ? kPredecessors[state].later : kPredecessors[state].earlier;
  }
  for (std::size_t low = first, high = ends.size(); low + 1 < high; ++low) {
    std::swap(ends[low], ends[--high]);
  }
}

}  // namespace shijin::jieba
