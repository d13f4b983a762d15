// What the rule on exchanged labels says, and that no poor model makes it speak.
#include <gtest/gtest.h>

#include "base/random.h"
#include "verdict/exchange.h"
#include "verdict/made_internal.h"

namespace shijin {
namespace {

std::vector<Finding> exchange_of(const std::vector<std::string>& labels,
                                 const std::vector<std::vector<double>>& counts) {
  return found_by(made_labels(labels, counts), "labels-exchanged");
}

TEST(LabelsExchanged, tells_two_labels_that_are_called_by_each_others_names) {
  Evidence evidence = made_labels({"0", "1"}, {{6, 44}, {40, 10}});
  evidence.confusion.examples[0][1].push_back(made_example(3, "難用", "1", "0"));
  evidence.confusion.examples[1][0].push_back(made_example(7, "好用", "0", "1"));
  const auto findings = found_by(evidence, "labels-exchanged");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Finding::Level::high);
  // Wilson's interval of 84 of 100 is 0.756 to 0.899.
  EXPECT_EQ(in_english(findings[0].headline),
            "Labels 0 and 1 look exchanged: 84 of their 100 rows bear the other one's name. With "
            "the names given back accuracy would be 0.84 (0.76 – 0.90) instead of 0.16.");
  EXPECT_EQ(
      in_chinese(findings[0].headline),
      "標籤 0 與 1 看來對調了：兩者的 100 筆樣本中有 84 筆被叫成另一個。換回來之後，準確率會是 "
      "0.84（0.76 – 0.90），而不是 0.16。");
  EXPECT_TRUE(in_english(findings[0].remedy).starts_with("Look at rows 3, 7. "));
  EXPECT_TRUE(found_by(evidence, "class-weak").empty());  // it would ask for more rows
  EXPECT_EQ(find_all(evidence).front().name, "labels-exchanged");
}

TEST(LabelsExchanged, sees_a_rare_label_exchanged_with_a_frequent_one) {
  EXPECT_EQ(exchange_of({"0", "1"}, {{0, 10}, {90, 0}}).size(), 1U);
}

TEST(LabelsExchanged, follows_the_names_round_a_circle_and_leaves_the_others) {
  const auto findings = exchange_of({"a", "b", "c", "d"},
                                    {{1, 19, 0, 0}, {0, 2, 18, 0}, {17, 0, 1, 2}, {1, 0, 0, 19}});
  ASSERT_EQ(findings.size(), 1U);
  // Now 1 + 2 + 1 + 19 of 80 are right, then 19 + 18 + 17 + 19.
  EXPECT_EQ(in_english(findings[0].headline),
            "3 labels go by each other's names (54 of their 60 rows): a as b, b as c, c as a. With "
            "the names given back accuracy would be 0.91 (0.83 – 0.96) instead of 0.29.");
}

// Numbers that begin at 1 in the training data and at 0 in the test set; label 3 is called 4, which
// no row is, so that it stands in the last column.
TEST(LabelsExchanged, follows_numbers_that_begin_at_one_instead_of_zero) {
  Evidence evidence = made_labels({"0", "1", "2", "3"},
                                  {{0, 20, 0, 0}, {0, 0, 20, 0}, {0, 0, 0, 20}, {0, 0, 0, 0}});
  evidence.labels[3].truth = 20;
  for (auto& row : evidence.confusion.counts) row.push_back(0);
  evidence.confusion.counts[3][4] = 20;
  evidence.confusion.has_other = true;
  const auto findings = found_by(evidence, "labels-exchanged");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(
      in_english(findings[0].headline)
          .starts_with("3 labels go by each other's names (60 of their 60 rows): 0 as 1, 1 as "
                       "2, 2 as 3. With the names given back accuracy would be 0.75 "));
}

TEST(LabelsExchanged, is_silent_on_what_is_not_an_exchange) {
  EXPECT_TRUE(exchange_of({"0", "1"}, {{0, 90}, {0, 10}}).empty());  // always the same answer
  EXPECT_TRUE(exchange_of({"0", "1"}, {{0, 3}, {3, 0}}).empty());    // too few rows
  EXPECT_TRUE(exchange_of({"0", "1"}, {{1100, 1400}, {1400, 1100}}).empty());  // worse than chance
  EXPECT_TRUE(exchange_of({"a", "b", "c"}, {{5, 45, 0}, {0, 30, 20}, {0, 0, 50}}).empty());
  EXPECT_TRUE(found_by(article_rows(), "labels-exchanged").empty());
  Evidence clustered = made_labels({"0", "1"}, {{6, 44}, {40, 10}});
  clustered.data.clusters = 8;  // all of one cluster may go wrong together
  EXPECT_TRUE(found_by(clustered, "labels-exchanged").empty());
}

// 4,000 test sets of 2 to 9 labels, of 10 to 400 rows, with answers that know nothing: drawn
// evenly, or as often as the labels themselves.
TEST(LabelsExchanged, no_random_answers_look_exchanged) {
  for (std::uint64_t seed = 0; seed < 4'000; ++seed) {
    Random random(seed, 1);
    const std::size_t labels = 2 + random.below(8);
    const std::size_t rows = 10 + random.below(391);
    const bool even = random.below(2) == 0;
    const auto draw = [&] {
      const std::size_t one = random.below(labels);
      return even ? one : std::min(one, static_cast<std::size_t>(random.below(labels)));
    };
    std::vector<std::string> names;
    for (std::size_t l = 0; l < labels; ++l) names.push_back(std::to_string(l));
    std::vector<std::vector<double>> counts(labels, std::vector<double>(labels));
    for (std::size_t r = 0; r < rows; ++r) ++counts[draw()][draw()];
    Evidence evidence;
    evidence.data.used = static_cast<std::int64_t>(rows);
    evidence.confusion.labels = names;
    evidence.confusion.counts = counts;
    EXPECT_TRUE(find_exchange(evidence).names.empty()) << seed;
  }
}

// Labels of 60 rows each, a model that is right in four rows of five and more, two names
// exchanged.
TEST(LabelsExchanged, a_good_model_with_two_names_exchanged_is_told) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed, 2);
    const std::size_t labels = 2 + random.below(5);
    std::vector<std::vector<double>> counts(labels, std::vector<double>(labels));
    for (std::size_t r = 0; r < 60 * labels; ++r) {
      const std::size_t truth = random.below(labels);
      const std::size_t said = random.below(5) > 0 ? truth : random.below(labels);
      ++counts[truth][said < 2 ? 1 - said : said];
    }
    Evidence evidence;
    evidence.data.used = static_cast<std::int64_t>(60 * labels);
    for (std::size_t l = 0; l < labels; ++l) evidence.confusion.labels.push_back(std::to_string(l));
    evidence.confusion.counts = counts;
    const Exchange exchange = find_exchange(evidence);
    ASSERT_EQ(exchange.names.size(), 2U) << seed;
    EXPECT_EQ(exchange.names[0].predicted, 1U);
    EXPECT_EQ(exchange.names[1].predicted, 0U);
  }
}

}  // namespace
}  // namespace shijin
