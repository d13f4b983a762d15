// Windows against the rule they state: every token once, as much before it as fits.
#include "lm/windows.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

TEST(Windows, are_one_where_all_fits) {
  const auto windows = rolling_windows(10, 3, 16);
  ASSERT_EQ(windows.size(), 1U);
  EXPECT_EQ(windows[0].begin, 0U);
  EXPECT_EQ(windows[0].first, 3U);
  EXPECT_EQ(windows[0].end, 10U);
}

TEST(Windows, score_each_token_once_and_never_read_more_than_fits) {
  for (std::size_t size = 1; size < 60; ++size) {
    for (std::size_t given = 1; given <= size; ++given) {
      for (const std::size_t most : {1U, 2U, 7U, 16U}) {
        std::size_t next = given;
        for (const Window& window : rolling_windows(size, given, most)) {
          EXPECT_EQ(window.first, next);
          EXPECT_LT(window.begin, window.first);
          EXPECT_GT(window.end, window.first);
          EXPECT_LE(window.end - 1 - window.begin, most);
          next = window.end;
        }
        EXPECT_EQ(next, size);
      }
    }
  }
}

TEST(Windows, cut_as_lm_evaluation_harness_does) {
  // By hand, of lm_eval.utils.get_rolling_token_windows over 10 tokens after a prefix, 4 at once:
  // scored 0–3, 4–7, and 8–9 with the last two of the window before as context.
  const auto windows = rolling_windows(11, 1, 4);
  ASSERT_EQ(windows.size(), 3U);
  EXPECT_EQ(windows[1].begin, 4U);
  EXPECT_EQ(windows[1].first, 5U);
  EXPECT_EQ(windows[2].begin, 6U);
  EXPECT_EQ(windows[2].first, 9U);
  EXPECT_EQ(windows[2].end, 11U);
}

TEST(Windows, score_second_halves_as_llama_perplexity_does) {
  // By hand, of its main loop with n_ctx 4: the logits from place 2 on, but for the last, score the
  // tokens from place 3 on; the windows do not overlap, and three tokens are left over.
  const auto windows = halved_windows(11, 4);
  ASSERT_EQ(windows.size(), 2U);
  EXPECT_EQ(windows[0].begin, 0U);
  EXPECT_EQ(windows[0].first, 3U);
  EXPECT_EQ(windows[0].end, 4U);
  EXPECT_EQ(windows[1].begin, 4U);
  EXPECT_EQ(windows[1].first, 7U);
  EXPECT_EQ(windows[1].end, 8U);
  EXPECT_EQ(halved_windows(8, 4).size(), 2U);
  EXPECT_TRUE(halved_windows(7, 4).empty());
}

}  // namespace
}  // namespace shijin
