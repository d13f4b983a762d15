// Where a text is cut: characters of one to four bytes, and texts that are not cut at all.
#include "base/excerpt.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

TEST(Excerpt, never_ends_inside_a_character) {
  EXPECT_EQ(excerpt("abcd", 4), "abcd");
  EXPECT_EQ(excerpt("abcd", 3), "abc…");
  EXPECT_EQ(excerpt("試金石", 8), "試金…");
  EXPECT_EQ(excerpt("試金石", 9), "試金石");
  EXPECT_EQ(excerpt("a😀b", 4), "a…");
  EXPECT_EQ(excerpt("a😀b", 5), "a😀…");
  EXPECT_EQ(utf8_prefix("試金石", 2), "");
}

}  // namespace
}  // namespace shijin
