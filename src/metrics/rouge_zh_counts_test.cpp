// RougeZhCounts against DistinctNgrams, which hashes, and the naive twin of the subsequence.
#include "metrics/rouge_zh_counts.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "../../tests/reference/sequence_twins.h"
#include "base/random.h"

namespace shijin {
namespace {

std::string words(Random& random, std::uint64_t longest, std::uint64_t kinds) {
  std::string text;
  for (std::uint64_t i = random.below(longest + 1); i > 0; --i) {
    text += "w" + std::to_string(random.below(kinds)) + " ";
  }
  return text;
}

TEST(RougeZhCounts, equals_the_sets_that_hashing_gives) {
  constexpr std::size_t kRows = 1'500;
  Random random(11, 0);
  std::vector<std::string> texts[2];
  std::vector<std::string_view> views[2];
  std::vector<std::uint32_t> begin = {0};
  for (std::size_t i = 0; i < kRows; ++i) {
    const std::uint64_t kinds = 1 + random.below(i % 3 == 0 ? 3 : 30);
    for (auto& side : texts) side.push_back(words(random, i % 4 == 0 ? 70 : 20, kinds));
    begin.push_back(static_cast<std::uint32_t>(i + 1));
  }
  for (int side = 0; side < 2; ++side) views[side].assign(texts[side].begin(), texts[side].end());
  Samples samples;
  samples.size = kRows;
  samples.output = views[0];
  samples.reference = views[1];
  samples.reference_begin = begin;
  const Tokenizer& tokenizer = *find_tokenizer("ws");
  const std::span<const RougeZhCounts> all = rouge_zh_counts(samples, tokenizer);
  const Tokens& output = samples.tokens(Field::output, tokenizer);
  const Tokens& reference = samples.tokens(Field::reference, tokenizer);
  DistinctNgrams ngrams;
  const auto expect_equal = [](const DistinctNgrams::Counts& got,
                               const DistinctNgrams::Counts& wanted) {
    EXPECT_EQ(got.text, wanted.text);
    EXPECT_EQ(got.reference, wanted.reference);
    EXPECT_EQ(got.common, wanted.common);
  };
  std::size_t longer = 0;
  for (std::size_t i = 0; i < kRows; ++i) {
    const TokenSpan a = output.of(i);
    const TokenSpan b = reference.of(i);
    EXPECT_EQ(all[i].counted, std::max(a.size(), b.size()) <= RougeZhCounts::kLongest);
    if (!all[i].counted) {
      ++longer;
      continue;
    }
    expect_equal(all[i].words, ngrams.count(a, b, 1));
    expect_equal(all[i].pairs, ngrams.count(a, b, 2));
    EXPECT_EQ(all[i].subsequence, reference::common_subsequence(a, b));
  }
  EXPECT_GT(longer, 10U);
}

}  // namespace
}  // namespace shijin
