// TER: the fast search against its naive twin, on texts that reach each of the peer's limits.
#include <gtest/gtest.h>

#include <algorithm>

#include "../../tests/reference/naive_ter.h"
#include "base/random.h"
#include "metrics/ter_search.h"

namespace shijin {
namespace {

using reference::Sequence;

Sequence words(Random& random, std::uint64_t count, std::uint64_t choices) {
  Sequence out;
  for (std::uint64_t i = 0; i < count; ++i) {
    out.push_back(static_cast<std::uint32_t>(random.below(choices)));
  }
  return out;
}

// The reference with words replaced, dropped, doubled, and phrases moved.
Sequence disturbed(Random& random, Sequence text, std::uint64_t changes, std::uint64_t choices) {
  for (std::uint64_t i = 0; i < changes && text.size() > 2; ++i) {
    const auto at = [&](std::uint64_t k) { return text.begin() + static_cast<std::ptrdiff_t>(k); };
    const std::uint64_t k = random.below(text.size());
    switch (random.below(4)) {
      case 0:
        *at(k) = static_cast<std::uint32_t>(random.below(choices));
        break;
      case 1:
        text.erase(at(k));
        break;
      case 2:
        text.insert(at(k), static_cast<std::uint32_t>(random.below(choices)));
        break;
      default: {
        std::uint64_t cut[] = {k, random.below(text.size()), random.below(text.size())};
        std::sort(std::begin(cut), std::end(cut));
        std::rotate(at(cut[0]), at(cut[1]), at(cut[2]));
      }
    }
  }
  return text;
}

void expect_twin(TerSearch& search, const Sequence& output, const Sequence& wanted) {
  EXPECT_EQ(search.edits(output, wanted), reference::ter_edits(output, wanted))
      << testing::PrintToString(output) << " against " << testing::PrintToString(wanted);
}

TEST(Ter, short_texts_cost_what_the_naive_search_finds) {
  TerSearch search;
  Random random(11, 0);
  for (int i = 0; i < 3000; ++i) {
    const std::uint64_t choices = 2 + random.below(12);
    const Sequence wanted = words(random, random.below(24), choices);
    expect_twin(search, words(random, random.below(24), choices), wanted);
    expect_twin(search, disturbed(random, wanted, random.below(6), choices), wanted);
  }
}

TEST(Ter, texts_wider_than_the_beam_cost_what_the_naive_search_finds) {
  TerSearch search;
  Random random(12, 0);
  for (int i = 0; i < 60; ++i) {
    const std::uint64_t choices = i % 3 == 0 ? 6 : 60;
    const Sequence wanted = words(random, 30 + random.below(100), choices);
    expect_twin(search, disturbed(random, wanted, random.below(20), choices), wanted);
    expect_twin(search, words(random, 20 + random.below(120), choices), wanted);
  }
}

TEST(Ter, long_repeats_reach_the_limit_of_candidates_where_the_naive_search_does) {
  TerSearch search;
  Random random(13, 0);
  for (int i = 0; i < 20; ++i) {
    const Sequence wanted = words(random, 50 + random.below(30), 3);
    expect_twin(search, disturbed(random, wanted, 8, 4), wanted);
  }
  expect_twin(search, Sequence(200, 1), Sequence(30, 1));
  expect_twin(search, Sequence(30, 1), Sequence(200, 1));
}

TEST(Ter, lengths_of_one_to_a_hundred_and_twenty_cost_what_the_naive_search_finds) {
  TerSearch search;
  Random random(14, 0);
  for (int i = 0; i < 60; ++i) {
    const Sequence little = words(random, 1 + random.below(4), 4);
    const Sequence much = words(random, little.size() * (45 + random.below(80)), 5);
    expect_twin(search, little, much);
    expect_twin(search, much, little);
  }
}

TEST(Ter, an_empty_side_costs_the_words_of_the_other) {
  TerSearch search;
  expect_twin(search, {}, {});
  expect_twin(search, {}, {1, 2, 3});
  expect_twin(search, {1, 2, 3}, {});
}

}  // namespace
}  // namespace shijin
