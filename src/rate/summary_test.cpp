// Ratings summed up: the peers' numbers come through, and each rule of the means holds.
#include "rate/summary.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/numbers.h"
#include "rate/mean.h"
#include "rate/measures.h"
#include "source_dir.h"
#include "stats/clustered.h"

namespace shijin {
namespace {

nlohmann::json golden(const std::string& id) {
  std::ifstream file(source_dir() + "/tests/data/statistics.json");
  const nlohmann::json all = nlohmann::json::parse(file);
  for (const auto& one : all["cases"]) {
    if (one["id"] == id) return one;
  }
  return {};
}

RatingSet set_of(const nlohmann::json& table) {
  RatingSet set;
  int item = 0;
  for (const auto& row : table) {
    for (std::size_t rater = 0; rater < row.size(); ++rater) {
      if (row[rater].is_null()) continue;
      EXPECT_TRUE(set.add({"i" + std::to_string(item), "r" + std::to_string(rater), "fluency",
                           row[rater].get<double>()}));
    }
    ++item;
  }
  return set;
}

double value(const RatingDimension& dimension, std::string_view measure) {
  const AgreementLine* line = dimension.find(measure);
  EXPECT_NE(line, nullptr) << measure;
  return line != nullptr && line->score.value ? *line->score.value : -9;
}

TEST(Ratings, agreement_equals_krippendorff_irrcac_pingouin_and_scikit_learn) {
  const nlohmann::json one = golden("agree_12x3");
  const nlohmann::json& expected = one["expected"];
  const RatingSummary summary = summarise(set_of(one["input"]["ratings"]), {});
  ASSERT_EQ(summary.facts.dimensions.size(), 1U);
  const RatingDimension& dimension = summary.facts.dimensions[0];
  EXPECT_EQ(dimension.items, 12);
  EXPECT_EQ(dimension.raters, 3);
  EXPECT_NEAR(value(dimension, "krippendorff_alpha"),
              expected["krippendorff_ordinal"].get<double>(), 1e-9);
  EXPECT_NEAR(value(dimension, "gwet_ac2"), expected["gwet_ac2_quadratic"].get<double>(), 2e-5);
  EXPECT_NEAR(value(dimension, "icc"), expected["icc"]["ICC(A,1)"][0].get<double>(), 1e-9);
  EXPECT_NEAR(value(dimension, "icc_mean"), expected["icc"]["ICC(A,k)"][0].get<double>(), 1e-9);
  EXPECT_NEAR(dimension.find("icc")->interval->lo, 0.6, 0.005);
  EXPECT_NEAR(dimension.find("icc")->interval->hi, 0.94, 0.005);
  // Spearman-Brown from ICC(A,1) = 0.8176: one rater already reaches 0.8.
  EXPECT_EQ(dimension.raters_needed, 1);
  for (const char* measure : {"krippendorff_alpha", "weighted_kappa", "within_1"}) {
    const AgreementLine* line = dimension.find(measure);
    ASSERT_TRUE(line->interval.has_value()) << measure;
    EXPECT_LE(line->interval->lo, *line->score.value) << measure;
    EXPECT_GE(line->interval->hi, *line->score.value) << measure;
  }
}

TEST(Ratings, the_worked_examples_come_to_what_they_say) {
  const RatingExample& table = rating_example();
  RatingSet set;
  for (std::size_t i = 0; i < table.a.size(); ++i) {
    const std::string item = "i" + std::to_string(i);
    ASSERT_TRUE(set.add({item, "A", "fluency", static_cast<double>(table.a[i])}));
    ASSERT_TRUE(set.add({item, "B", "fluency", static_cast<double>(table.b[i])}));
  }
  const RatingSummary summary = summarise(set, {});
  const RatingDimension& dimension = summary.facts.dimensions[0];
  for (const RatingMeasure& measure : all_rating_measures()) {
    if (measure.name == "human") {
      EXPECT_NEAR(*summary.means.back().score.value, measure.value, 1e-12);
    } else if (measure.name == "rater_severity") {
      EXPECT_NEAR(*summary.facts.raters[0].severity.value, measure.value, 1e-12);
    } else {
      EXPECT_NEAR(value(dimension, measure.name), measure.value, 1e-9) << measure.name;
    }
    // What the words end in is that value, to three decimals.
    const std::string_view words = measure.example.en;
    if (measure.name == "rater_severity") continue;
    std::string rounded = fixed(measure.value, 3);
    while (rounded.back() == '0') rounded.pop_back();
    if (rounded.back() == '.') rounded.pop_back();
    EXPECT_TRUE(words.ends_with("= " + rounded + ".")) << words << " / " << rounded;
  }
}

TEST(Ratings, missing_ones_are_left_out_as_the_peers_do) {
  const nlohmann::json one = golden("agree_missing");
  const RatingSummary summary = summarise(set_of(one["input"]["ratings"]), {});
  const RatingDimension& dimension = summary.facts.dimensions.at(0);
  EXPECT_NEAR(value(dimension, "krippendorff_alpha"),
              one["expected"]["krippendorff_ordinal"].get<double>(), 1e-9);
  EXPECT_NEAR(value(dimension, "gwet_ac2"), one["expected"]["gwet_ac2_quadratic"].get<double>(),
              2e-5);
  // Rows 3, 5 and 7 have all three ratings.
  EXPECT_EQ(dimension.find("icc")->items, 3);
}

TEST(Ratings, severity_and_the_adjusted_mean_equal_least_squares) {
  const nlohmann::json one = golden("severity_incomplete");
  RatingSet set;
  for (const auto& rating : one["input"]["ratings"]) {
    ASSERT_TRUE(set.add({rating[0], rating[1], "style", rating[2].get<double>()}));
  }
  const RatingSummary summary = summarise(set, {});
  ASSERT_EQ(summary.facts.raters.size(), 3U);
  double adjusted = 0;
  for (const auto& [item, mean] : one["expected"]["adjusted_mean"].items()) {
    adjusted += mean.get<double>() / 6;
  }
  EXPECT_NEAR(*summary.facts.dimensions[0].adjusted.value, adjusted, 1e-8);
  for (const RaterLine& line : summary.facts.raters) {
    EXPECT_NEAR(*line.severity.value, one["expected"]["rater_effect"][line.rater].get<double>(),
                1e-8);
  }
}

TEST(Ratings, a_mean_has_the_error_of_whole_items) {
  RatingSet set;
  std::vector<double> values;
  std::vector<std::uint64_t> items;
  for (std::uint64_t i = 0; i < 9; ++i) {
    for (std::uint64_t r = 0; r <= i % 3; ++r) {
      const auto score = static_cast<double>(1 + (i * 7 + r) % 5);
      set.add({std::to_string(i), std::to_string(r), "fluency", score});
      values.push_back(score);
      items.push_back(i);
    }
  }
  const ScoreLine line = summarise(set, {}).means.at(0);
  const ClusteredMean mean = clustered_mean(values, items).value();
  EXPECT_EQ(line.key, "human[dim=fluency]");
  EXPECT_EQ(line.n, 9);
  EXPECT_DOUBLE_EQ(*line.score.value, mean.mean);
  EXPECT_DOUBLE_EQ(line.interval->lo, clustered_interval(mean, 0.95).lo);
  EXPECT_DOUBLE_EQ(line.interval->hi, clustered_interval(mean, 0.95).hi);
  EXPECT_EQ(line.interval->method, "cluster-t");
  EXPECT_EQ(line.low, 1);
  EXPECT_EQ(line.high, 5);
}

TEST(Ratings, one_rater_has_a_mean_and_no_agreement) {
  RatingSet set;
  for (int i = 0; i < 5; ++i) set.add({std::to_string(i), "ann", "overall", 3.0 + i % 2});
  const RatingSummary summary = summarise(set, {});
  EXPECT_DOUBLE_EQ(*summary.means.at(0).score.value, 3.4);
  for (const AgreementLine& line : summary.facts.dimensions[0].agreement) {
    EXPECT_FALSE(line.score.value.has_value()) << line.measure;
    EXPECT_EQ(line.score.undefined_because.in(Language::en), "only one rater") << line.measure;
  }
  EXPECT_FALSE(summary.facts.raters.at(0).severity.value.has_value());
}

TEST(Ratings, all_alike_leave_alpha_undefined_and_agreement_whole) {
  RatingSet set;
  for (int i = 0; i < 4; ++i) {
    for (const char* rater : {"ann", "bo"}) set.add({std::to_string(i), rater, "overall", 4});
  }
  const RatingDimension dimension = summarise(set, {}).facts.dimensions.at(0);
  EXPECT_FALSE(dimension.find("krippendorff_alpha")->score.value.has_value());
  EXPECT_EQ(dimension.find("krippendorff_alpha")->score.undefined_because.in(Language::en),
            "every score is the same");
  EXPECT_EQ(value(dimension, "within_1"), 1);
}

TEST(Ratings, an_icc_of_the_mean_without_a_lower_end_has_no_interval) {
  // Three items, two raters: ICC(A,1) may lie below -1, where Spearman and Brown have no answer.
  const RatingDimension dimension =
      summarise(set_of(nlohmann::json::parse("[[4, 5], [3, 3], [5, 4]]")), {}).facts.dimensions[0];
  EXPECT_LT(dimension.find("icc")->interval->lo, -1);
  EXPECT_NEAR(value(dimension, "icc_mean"), 0.75, 1e-9);  // 2 · 0.6 / 1.6
  EXPECT_FALSE(dimension.find("icc_mean")->interval.has_value());
}

TEST(Ratings, raters_who_contradict_each_other_have_no_icc) {
  RatingSet set;
  for (int i = 0; i < 2; ++i) {
    set.add({std::to_string(i), "ann", "overall", i == 0 ? 1.0 : 5.0});
    set.add({std::to_string(i), "bo", "overall", i == 0 ? 5.0 : 1.0});
  }
  // All means are 3: the mean squares of items and raters are 0, that of the rest is e = 16.
  // ICC(A,1) = (0 - e) / (0 + e + 2 (0 - e) / 2) has nothing to divide by; ICC(A,k) = (0 - e) / (0
  // + (0 - e) / 2) = 2 is no share.
  const RatingSummary summary = summarise(set, {});
  for (const char* measure : {"icc", "icc_mean"}) {
    const AgreementLine* line = summary.facts.dimensions[0].find(measure);
    EXPECT_FALSE(line->score.value.has_value()) << measure;
    EXPECT_EQ(line->score.undefined_because.in(Language::en),
              "the raters contradict each other so far that nothing is left to share out");
  }
  EXPECT_EQ(summary.facts.dimensions[0].raters_needed, 0);
}

TEST(Ratings, of_several_dimensions_have_an_overall_mean_first) {
  RatingSet set;
  for (int i = 0; i < 4; ++i) {
    set.add({std::to_string(i), "ann", "fluency", 4});
    set.add({std::to_string(i), "ann", "style", 2});
  }
  const RatingSummary summary = summarise(set, {});
  ASSERT_EQ(summary.means.size(), 3U);
  EXPECT_EQ(summary.means[0].key, "human");
  EXPECT_DOUBLE_EQ(*summary.means[0].score.value, 3);
  EXPECT_EQ(rating_key("a \"b\""), "human[dim=\"a \\\"b\\\"\"]");
}

TEST(Ratings, are_refused_twice_from_one_rater) {
  RatingSet set;
  EXPECT_TRUE(set.add({"1", "ann", "fluency", 4}));
  EXPECT_FALSE(set.add({"1", "ann", "fluency", 5}));
  EXPECT_TRUE(set.add({"1", "ann", "style", 5}));
}

TEST(Ratings, give_equal_numbers_on_any_number_of_threads) {
  const nlohmann::json one = golden("agree_12x3");
  const RatingSet set = set_of(one["input"]["ratings"]);
  const auto bounds = [&](std::size_t threads) {
    std::vector<double> all;
    const RatingSummary summary = summarise(set, {7, threads, 0.95});
    for (const AgreementLine& line : summary.facts.dimensions.at(0).agreement) {
      if (line.interval) all.insert(all.end(), {line.interval->lo, line.interval->hi});
    }
    return all;
  };
  EXPECT_EQ(bounds(1), bounds(2));
  EXPECT_EQ(bounds(1), bounds(8));
}

}  // namespace
}  // namespace shijin
