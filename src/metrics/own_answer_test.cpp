// What counts as an answer, and what is said of anything else.
#include "metrics/own_answer.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

Answer good(std::string_view line) {
  Answer answer;
  const auto problem = read_answer(line, answer);
  EXPECT_FALSE(problem.has_value()) << line << ": " << problem->in(Language::en);
  return answer;
}
std::string bad(std::string_view line) {
  Answer answer;
  const auto problem = read_answer(line, answer);
  return problem ? problem->in(Language::en) : "no problem";
}

TEST(OwnAnswer, is_a_number_a_truth_or_an_object) {
  EXPECT_EQ(good("0.25").sum, 0.25);
  EXPECT_EQ(good(" -1e-3\r").sum, -0.001);
  EXPECT_EQ(good("true").sum, 1);
  EXPECT_EQ(good("{\"value\": false}").sum, 0);
  EXPECT_EQ(good("{\"value\": 0.5, \"row\": 7}").row, 7);
  const Answer ratio = good("{\"sum\": 3, \"count\": 7}");
  EXPECT_TRUE(ratio.ratio);
  EXPECT_EQ(ratio.sum, 3);
  EXPECT_EQ(ratio.count, 7);
  const Answer nothing = good("{\"value\": null, \"because\": \"no price\"}");
  EXPECT_TRUE(nothing.nothing);
  EXPECT_EQ(nothing.because, "no price");
  EXPECT_TRUE(good("{\"sum\": 0, \"count\": 0}").nothing);
}

TEST(OwnAnswer, is_nothing_else) {
  EXPECT_EQ(bad(""), "an empty line");
  EXPECT_EQ(bad("abc"), "\"abc\", which is neither a number nor a JSON object");
  EXPECT_EQ(bad("0.5 0.6"), "\"0.5 0.6\", which is neither a number nor a JSON object");
  EXPECT_EQ(bad("01"), "\"01\", which is neither a number nor a JSON object");
  EXPECT_EQ(bad("[1]"), "\"[1]\", which is neither a number nor a JSON object");
  EXPECT_EQ(bad("nan"), "\"nan\", which is no finite number");
  EXPECT_EQ(bad("NaN"), "\"NaN\", which is no finite number");
  EXPECT_EQ(bad("-Infinity"), "\"-Infinity\", which is no finite number");
  EXPECT_EQ(bad("1e999"), "\"1e999\", which is no finite number");
  EXPECT_EQ(bad("{\"value\": \"1\"}"), "a \"value\" of the wrong kind");
  EXPECT_EQ(bad("{\"score\": 1}"), "the unknown key \"score\"");
  EXPECT_EQ(bad("{\"sum\": 1}"), "an object without \"value\", or \"sum\" and \"count\"");
  EXPECT_EQ(bad("{\"value\": 1, \"sum\": 1, \"count\": 1}"), "both \"value\" and \"sum\"");
  EXPECT_EQ(bad("{\"sum\": 1, \"count\": -1}"), "a negative \"count\"");
  EXPECT_EQ(bad("{\"value\": 1"), "\"{\"value\": 1\", which is neither a number nor a JSON object");
  EXPECT_EQ(bad("Traceback (most recent call last): " + std::string(100, 'x')),
            "\"Traceback (most recent call last): " + std::string(25, 'x') +
                "…\", which is neither a number nor a JSON object");
}

}  // namespace
}  // namespace shijin
