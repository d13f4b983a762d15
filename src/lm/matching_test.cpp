// Matching by hand.
#include "lm/matching.h"

#include <gtest/gtest.h>

#include <cmath>

namespace shijin {
namespace {

// [CLS] a b [SEP] of unit vectors along axes, and of any length.
TextVectors text(std::vector<std::vector<float>> tokens) {
  TextVectors made;
  made.width = tokens.front().size();
  for (const auto& token : tokens)
    made.values.insert(made.values.end(), token.begin(), token.end());
  made.special.assign(tokens.size(), false);
  made.special.front() = made.special.back() = true;
  return made;
}

TEST(Matching, takes_the_nearest_token_for_each) {
  const TextVectors output = text({{1, 0, 0}, {0, 2, 0}, {0, 0, 1}});
  const TextVectors reference = text({{1, 0, 0}, {0, 3, 4}, {0, 5, 0}, {-1, 0, 0}});
  const EmbeddingValues values = match(output, reference, Pooling::mean);
  // The output's one word is the second of the reference: 1. Of the reference's two, the first is
  // 0.8 from the output's end mark, the other one is found: (0.8 + 1) / 2.
  EXPECT_NEAR(values[embedding_precision], 1.0, 1e-12);
  EXPECT_NEAR(values[embedding_recall], 0.9, 1e-7);
  EXPECT_NEAR(values[embedding_f], 2 * 0.9 / 1.9, 1e-7);
  // Sums (1, 2, 1) and (0, 8, 4): 20 of √6 · √80.
  EXPECT_NEAR(values[embedding_cosine], 20 / std::sqrt(6.0 * 80), 1e-12);
  EXPECT_NEAR(match(output, reference, Pooling::first)[embedding_cosine], 1.0, 1e-12);
  EXPECT_NEAR(match(output, reference, Pooling::last)[embedding_cosine], 0.0, 1e-12);
}

TEST(Matching, gives_a_text_of_nothing_nothing) {
  const TextVectors nothing = text({{1, 0}, {0, 1}});
  const TextVectors word = text({{1, 0}, {1, 1}, {0, 1}});
  for (const auto& values :
       {match(nothing, word, Pooling::mean), match(word, nothing, Pooling::mean)}) {
    EXPECT_EQ(values[embedding_precision], 0);
    EXPECT_EQ(values[embedding_recall], 0);
    EXPECT_EQ(values[embedding_f], 0);
    EXPECT_NEAR(values[embedding_cosine], 1.0, 1e-12);
  }
}

}  // namespace
}  // namespace shijin
