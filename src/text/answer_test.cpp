// Normal forms of short answers; expected values by SQuAD's and CMRC's rules, applied by hand.
#include "text/answer.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

using Units = std::vector<std::string>;

TEST(SquadAnswer, leaves_out_case_punctuation_articles_and_blanks) {
  EXPECT_EQ(squad_answer("  The  Quick-Brown\u3000fox, an ANT; a theme. "),
            "quickbrown fox ant theme");
  EXPECT_EQ(squad_answer("a.m. the"), "am");
  EXPECT_EQ(squad_answer("“the” x"), "“ ” x");
  EXPECT_EQ(squad_answer("the中 a\u0301"),
            "the中 \u0301");  // a mark is no letter, a Han character is
  EXPECT_EQ(squad_answer("A, the!"), "");
}

TEST(CmrcAnswer, leaves_out_its_punctuation_but_not_the_ellipsis) {
  EXPECT_EQ(cmrc_answer(" 《ABC》：1-2…… ok. "), "abc12…… ok.");
  EXPECT_EQ(cmrc_answer("——"), "——");
}

TEST(CmrcUnits, cut_han_characters_one_by_one_and_the_rest_as_nltk) {
  EXPECT_EQ(cmrc_units("1998年，Apple can't stop."),
            (Units{"1998", "年", "apple", "ca", "n't", "stop", "."}));
  EXPECT_EQ(cmrc_units("iPhone6s是iPhone"), (Units{"iphone6s", "是", "iphone"}));
  EXPECT_EQ(cmrc_units("cannot 3.5%"), (Units{"can", "not", "3.5", "%"}));
  EXPECT_EQ(cmrc_units("𠀀龦か"), (Units{"𠀀龦か"}));  // beyond its range of Han characters
  EXPECT_EQ(cmrc_units(" ，。"), Units{});
}

}  // namespace
}  // namespace shijin
