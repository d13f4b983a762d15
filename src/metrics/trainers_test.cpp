// What the trainers' metrics are built from: rounding, sets of n-grams, unions of subsequences.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/random.h"
#include "metrics/distinct_ngrams.h"
#include "metrics/rounding.h"
#include "metrics/sentence_bleu.h"
#include "metrics/union_lcs.h"

namespace shijin {
namespace {

using Ids = std::vector<std::uint32_t>;

Ids draw(Random& random, std::uint64_t longest, std::uint64_t alphabet) {
  Ids ids(random.below(longest + 1));
  for (std::uint32_t& id : ids) id = static_cast<std::uint32_t>(random.below(alphabet));
  return ids;
}

// Expected from Python 3.11: round(x, digits).
TEST(Rounding, equals_python_s_round) {
  EXPECT_EQ(round_decimals(2.675, 2), 2.67);
  EXPECT_EQ(round_decimals(0.125, 2), 0.12);
  EXPECT_EQ(round_decimals(0.375, 2), 0.38);
  EXPECT_EQ(round_decimals(16.37425, 4), 16.3742);
  EXPECT_EQ(round_decimals(99.9999995, 6), 100.0);
  EXPECT_EQ(round_decimals(63.636363131363636, 4), 63.6364);
  EXPECT_EQ(round_decimals(-0.5, 0), -0.0);
  EXPECT_EQ(round_decimals(1e22, 4), 1e22);
}

TEST(DistinctNgrams, are_those_of_a_set) {
  Random random(3, 0);
  DistinctNgrams counter;
  for (int i = 0; i < 3'000; ++i) {
    const Ids text = draw(random, 30, 1 + random.below(12));
    const Ids reference = draw(random, 30, 1 + random.below(12));
    for (const std::size_t order : {1U, 2U}) {
      const auto set_of = [&](const Ids& ids) {
        std::set<Ids> set;
        for (std::size_t at = 0; at + order <= ids.size(); ++at) {
          const auto first = ids.begin() + static_cast<std::ptrdiff_t>(at);
          set.emplace(first, first + static_cast<std::ptrdiff_t>(order));
        }
        return set;
      };
      const std::set<Ids> said = set_of(text);
      const std::set<Ids> wanted = set_of(reference);
      const auto common = std::count_if(said.begin(), said.end(),
                                        [&](const Ids& one) { return wanted.contains(one); });
      const auto counts = counter.count(text, reference, static_cast<std::uint32_t>(order));
      ASSERT_EQ(counts.text, said.size());
      ASSERT_EQ(counts.reference, wanted.size());
      ASSERT_EQ(counts.common, common);
    }
  }
}

// The rouge package's own recursion over a whole table.
struct NaiveUnion {
  std::set<std::uint32_t> words;
  void add(const Ids& x, const Ids& y) {
    std::vector<Ids> table(x.size() + 1, Ids(y.size() + 1));
    for (std::size_t i = 1; i <= x.size(); ++i) {
      for (std::size_t j = 1; j <= y.size(); ++j) {
        table[i][j] = x[i - 1] == y[j - 1] ? table[i - 1][j - 1] + 1
                                           : std::max(table[i - 1][j], table[i][j - 1]);
      }
    }
    trace(x, y, table, x.size(), y.size());
  }
  void trace(const Ids& x, const Ids& y, const std::vector<Ids>& table, std::size_t i,
             std::size_t j) {
    if (i == 0 || j == 0) return;
    if (x[i - 1] == y[j - 1]) {
      words.insert(x[i - 1]);
      trace(x, y, table, i - 1, j - 1);
    } else if (table[i - 1][j] > table[i][j - 1]) {
      trace(x, y, table, i - 1, j);
    } else {
      trace(x, y, table, i, j - 1);
    }
  }
};

TEST(UnionLcs, is_that_of_the_rouge_package_s_recursion) {
  Random random(5, 0);
  UnionLcs lcs;
  for (int i = 0; i < 2'000; ++i) {
    std::vector<Ids> text(random.below(4));
    std::vector<Ids> reference(random.below(4));
    for (Ids& one : text) one = draw(random, 20, 6);
    for (Ids& one : reference) one = draw(random, 20, 6);
    NaiveUnion naive;
    for (const Ids& wanted : reference) {
      for (const Ids& said : text) naive.add(wanted, said);
    }
    const std::vector<TokenSpan> said(text.begin(), text.end());
    const std::vector<TokenSpan> wanted(reference.begin(), reference.end());
    ASSERT_EQ(lcs.count(said, wanted), naive.words.size());
  }
}

TEST(UnionLcs, has_no_answer_beyond_its_limit) {
  const Ids huge(20'000, 1);
  UnionLcs lcs;
  EXPECT_EQ(lcs.count({huge}, {huge}), std::nullopt);
}

// Expected from nltk 3.10.4: sentence_bleu([list("负面")], list("正面"), method3), and the same
// text.
TEST(SentenceBleu, smooths_as_nltk_s_method_3) {
  const Ids negative = {'n', 'f'};
  const Ids positive = {'p', 'f'};
  NgramOverlap overlap;
  const auto score = [&](const Ids& text) {
    return sentence_bleu(text, negative, kEqualWeights, ZeroMatches::halved, overlap);
  };
  EXPECT_DOUBLE_EQ(score(positive), 0.29730177875068026);
  EXPECT_DOUBLE_EQ(score(negative), 0.5946035575013605);
  EXPECT_EQ(score({'x'}), 0);
  EXPECT_EQ(score({}), 0);
}

}  // namespace
}  // namespace shijin
