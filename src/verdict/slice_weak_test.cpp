// The sentences of slices and of the words that mark errors, from counts worked out by hand.
#include <gtest/gtest.h>

#include "verdict/made_internal.h"

namespace shijin {
namespace {

constexpr Text kChinese{"in Chinese", "中文"};
constexpr Text kNegation{"with a negation", "含否定詞"};

// 200 rows, 28 wrong; 32 of them are Chinese with a negation, 12 of these wrong.
Evidence made_slice() {
  Evidence evidence;
  evidence.slices.rows = 200;
  evidence.slices.errors = 28;
  SliceLine line;
  line.conditions = {{"script", "script", "han", Message(kChinese)},
                     {"trait", "negation", "", Message(kNegation)}};
  line.n = 32;
  line.errors = 12;
  const Bounds bounds = wilson_interval(12, 32, 0.95);
  line.interval = Interval{bounds.lo, bounds.hi, 0.95, "wilson"};
  line.p_adjusted = 0.01;
  line.examples = {made_example(3, "價格便宜但質量不行", "1", "0")};
  evidence.slices.lines = {line};
  return evidence;
}

TEST(SliceWeak, says_which_rows_by_how_much_and_what_it_would_gain) {
  const auto found = found_by(made_slice(), "slice-weak");
  ASSERT_EQ(found.size(), 1U);
  // 12/32 = 37.5 %, 28/200 = 14 %; (0.375 − 0.14) · 32/200 = 3.76 points; Wilson 0.2294 – 0.5475.
  EXPECT_EQ(in_english(found[0].headline),
            "On rows in Chinese and with a negation (32 rows, 16 %) the error rate is 38 % (23 % – "
            "55 %) against 14 % overall; mending it would lift accuracy by at most 3.8 points.");
  EXPECT_EQ(in_chinese(found[0].headline),
            "在中文且含否定詞的樣本上（32 筆，占 16 %），錯誤率為 38 %（23 % – 55 %），整體為 14 "
            "%；補救後準確率最多可提高 3.8 個百分點。");
  EXPECT_EQ(
      in_english(found[0].remedy),
      "Add training rows in Chinese and with a negation, above all like row 3, and evaluate again. "
      "Watch it with --slice-by script.");
  EXPECT_EQ(found[0].severity, Finding::Level::high);
  EXPECT_NEAR(found[0].gain, 12.0 / 200, 1e-12);
}

TEST(SliceWeak, leaves_pinned_slices_to_the_table) {
  Evidence evidence = made_slice();
  evidence.slices.lines[0].pinned = true;
  EXPECT_TRUE(found_by(evidence, "slice-weak").empty());
}

TEST(ErrorWords, names_the_clearest_with_their_counts) {
  Evidence evidence;
  evidence.slices.words = {{"質量", 9, 3, 1.2, 3.4, 0.01}, {"but", 7, 7, 0.9, 3.0, 0.02}};
  const auto found = found_by(evidence, "error-words");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(in_english(found[0].headline),
            "Some words stand in wrong rows more often than chance explains: \"質量\" (9 of 12 "
            "wrong), \"but\" (7 of 14 wrong).");
  EXPECT_EQ(
      in_chinese(found[0].headline),
      "有些詞在答錯的樣本中出現得比偶然更頻繁：「質量」（12 筆中錯 9 筆）、「but」（14 筆中錯 7 "
      "筆）。");
}

}  // namespace
}  // namespace shijin
