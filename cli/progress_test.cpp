// The line of the progress bar.
#include "cli/progress.h"

#include <gtest/gtest.h>

namespace shijin::cli {
namespace {

TEST(Progress, shows_share_rows_speed_and_time_left) {
  const Progress progress{0.25, 1000000, 250000};
  EXPECT_EQ(progress_line(progress, 0, 4, Language::en, 80),
            "  25 % █████░░░░░░░░░░░░░░░  1,000,000 rows  250,000 rows/s  0:12 left");
  EXPECT_EQ(progress_line(progress, 0, 4, Language::zh_hant, 80),
            "  25 % █████░░░░░░░░░░░░░░░  1,000,000 筆  每秒 250,000 筆  剩 0:12");
}

TEST(Progress, of_a_model_that_writes_shows_its_tokens) {
  const Progress progress{0.5, 60, 0};
  EXPECT_EQ(progress_line(progress, 431.7, 30, Language::en, 80),
            "  50 % ██████████░░░░░░░░░░  60 rows  431 tokens/s  0:30 left");
  EXPECT_EQ(progress_line(progress, 431.7, 30, Language::zh_hant, 80),
            "  50 % ██████████░░░░░░░░░░  60 筆  每秒 431 個詞元  剩 0:30");
}

TEST(Progress, of_a_pipe_has_no_share_and_no_end) {
  EXPECT_EQ(progress_line({-1, 4096, 1000}, 0, 4, Language::en, 80), "  4,096 rows  1,000 rows/s");
}

TEST(Progress, never_outgrows_the_terminal) {
  const std::string line = progress_line({0.5, 1000000, 250000}, 0, 4, Language::zh_hant, 30);
  EXPECT_LE(display_width(line), 30U);
}

}  // namespace
}  // namespace shijin::cli
