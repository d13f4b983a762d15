// Languages from locale names.
#include "cli/environment.h"

#include <gtest/gtest.h>

namespace shijin::cli {
namespace {

TEST(Environment, takes_the_script_from_the_locale) {
  EXPECT_EQ(language_of_locale("zh_TW.UTF-8"), Language::zh_hant);
  EXPECT_EQ(language_of_locale("zh_HK"), Language::zh_hant);
  EXPECT_EQ(language_of_locale("zh-Hant-CN"), Language::zh_hant);
  EXPECT_EQ(language_of_locale("zh_CN.GB18030"), Language::zh_hans);
  EXPECT_EQ(language_of_locale("zh"), Language::zh_hans);
  EXPECT_EQ(language_of_locale("zh_SG.UTF-8"), Language::zh_hans);
  EXPECT_EQ(language_of_locale("C.UTF-8"), Language::en);
  EXPECT_EQ(language_of_locale("de_DE.UTF-8"), Language::en);
  EXPECT_EQ(language_of_locale(""), Language::en);
}

TEST(Environment, the_line_wins_over_the_locale_even_before_it_is_parsed) {
  ::setenv("LC_ALL", "zh_TW.UTF-8", 1);
  EXPECT_EQ(read_console({}).language, Language::zh_hant);
  EXPECT_EQ(read_console({"eval", "--lang", "en", "--nonsense"}).language, Language::en);
  EXPECT_EQ(read_console({"--lang=zh-Hans"}).language, Language::zh_hans);
  EXPECT_EQ(read_console({"--", "--lang=zh-Hans"}).language, Language::zh_hant);
  ::unsetenv("LC_ALL");
}

TEST(Environment, columns_may_be_set_by_the_environment) {
  ::setenv("COLUMNS", "57", 1);
  EXPECT_EQ(read_console({}).columns, 57);
  ::setenv("COLUMNS", "nonsense", 1);
  EXPECT_GT(read_console({}).columns, 0);
  ::unsetenv("COLUMNS");
}

}  // namespace
}  // namespace shijin::cli
