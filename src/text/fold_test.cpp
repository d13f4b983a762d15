// Folding and finding: what becomes equal, and where it stood.
#include "text/fold.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.h"
#include "base/utf8.h"
#include "text/han.h"
#include "text/phrase_finder.h"

namespace shijin {
namespace {

std::string utf8(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) append_utf8(out, c);
  return out;
}

TEST(Fold, makes_widths_cases_and_scripts_equal) {
  EXPECT_EQ(utf8(folded("ＮＯ．１ 國家級")), "no.1 国家级");
  EXPECT_EQ(utf8(folded("第①品牌 ⅲ ㈱")), "第1品牌 iii (株)");
  EXPECT_EQ(utf8(folded("I’M")), "i'm");
  EXPECT_EQ(utf8(folded("後裡乾發")), "后里干发");
}

TEST(Fold, leaves_out_what_cannot_be_seen) {
  EXPECT_EQ(utf8(folded("最\u200B佳\u00AD的\uFEFF")), "最佳的");
  EXPECT_EQ(utf8(folded("a\u3000b\tc")), "a b c");
}

TEST(Fold, knows_where_each_character_stood) {
  const std::string text = "ａⅢ國";
  FoldedText out;
  fold_text(text, out);
  ASSERT_EQ(utf8(out.characters), "aiii国");
  const Span three = out.original(1, 4);
  EXPECT_EQ(text.substr(three.begin, three.end - three.begin), "Ⅲ");
  const Span last = out.original(4, 5);
  EXPECT_EQ(text.substr(last.begin, last.end - last.begin), "國");
}

TEST(Fold, drops_what_is_inserted_between_han_and_nothing_else) {
  const auto dropped = [](std::string_view text) {
    FoldedText out;
    fold_text(text, out);
    drop_inserted(out);
    return utf8(out.characters);
  };
  EXPECT_EQ(dropped("國.家·級 最＊佳"), "国家级最佳");
  EXPECT_EQ(dropped("最 佳"), "最佳");
  EXPECT_EQ(dropped("最***佳"), "最***佳");           // three are no insertion
  EXPECT_EQ(dropped("他最好，佳人"), "他最好,佳人");  // a comma ends a clause
  EXPECT_EQ(dropped("a-b 3.5 最"), "a-b 3.5 最");
}

TEST(Han, tells_the_scripts_apart) {
  EXPECT_EQ(han_form(U'國'), HanForm::traditional);
  EXPECT_EQ(han_form(U'国'), HanForm::simplified);
  EXPECT_EQ(han_form(U'后'), HanForm::common);
  EXPECT_EQ(han_form(U'人'), HanForm::common);
}

TEST(PhraseFinder, finds_what_a_search_for_each_phrase_finds) {
  Random random(20261124, 0);
  for (int round = 0; round < 300; ++round) {
    const auto word = [&](std::size_t most) {
      std::u32string out;
      const std::size_t size = 1 + random.below(most);
      for (std::size_t i = 0; i < size; ++i) out += static_cast<char32_t>(U'甲' + random.below(3));
      return out;
    };
    std::vector<std::u32string> phrases;
    for (std::size_t i = 0; i < 1 + random.below(12); ++i) {
      const std::u32string fresh = word(5);
      if (std::find(phrases.begin(), phrases.end(), fresh) == phrases.end())
        phrases.push_back(fresh);
    }
    const std::u32string text = word(60);
    std::vector<PhraseHit> hits;
    PhraseFinder(phrases).find(text, hits);
    std::size_t expected = 0;
    for (std::size_t p = 0; p < phrases.size(); ++p) {
      for (std::size_t at = text.find(phrases[p]); at != std::u32string::npos;
           at = text.find(phrases[p], at + 1)) {
        ++expected;
        const bool found = std::any_of(hits.begin(), hits.end(), [&](const PhraseHit& hit) {
          return hit.phrase == p && hit.begin == at && hit.end == at + phrases[p].size();
        });
        EXPECT_TRUE(found) << "phrase " << p << " at " << at;
      }
    }
    EXPECT_EQ(hits.size(), expected);
  }
}

TEST(PhraseFinder, without_phrases_finds_nothing) {
  std::vector<PhraseHit> hits;
  PhraseFinder().find(U"最佳", hits);
  EXPECT_TRUE(hits.empty());
}

}  // namespace
}  // namespace shijin
