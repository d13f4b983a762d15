// TER's words against values printed by sacreBLEU.
#include "text/tercom.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "../../tests/reference/nasty_text.h"

namespace shijin {
namespace {

struct Collector final : TokenSink {
  std::vector<std::string> words;
  std::vector<Span> spans;
  void token(std::string_view text, Span span) override {
    words.emplace_back(text);
    spans.push_back(span);
  }
};

std::vector<std::string> words(TercomRules rules, TercomSide side, std::string_view text) {
  Collector out;
  tercom_tokenizer(rules, side).split(text, out);
  return out.words;
}

using Words = std::vector<std::string>;
constexpr TercomSide kOutput = TercomSide::output;
constexpr TercomSide kReference = TercomSide::reference;
constexpr std::string_view kEnglish = "john's. a.,5 &quot;x&amp;lt;\n-y 3.5-4";
constexpr std::string_view kMixed = "john's好 ハナ、ひ㌀㈠";

// Expected values: sacrebleu 2.6.0 run on the same texts, once for outputs, twice for references.
TEST(Tercom, cuts_english_once_for_outputs_and_twice_for_references) {
  const TercomRules rules{.normalized = true};
  EXPECT_EQ(words(rules, kOutput, kEnglish),
            (Words{"john's", ".", "a", ".", ",5", "\"", "x", "<", "y", "3.5", "-", "4"}));
  EXPECT_EQ(words(rules, kReference, kEnglish),
            (Words{"john", "'s", ".", "a", ".", ",", "5", "\"", "x", "<", "y", "3.5", "-", "4"}));
}

TEST(Tercom, cuts_chinese_apart_and_leaves_kana_together) {
  const TercomRules rules{.normalized = true, .asian = true};
  EXPECT_EQ(words(rules, kOutput, kMixed), (Words{"john's", "好", "ハナ", "、", "ひ", "㌀", "㈠"}));
  EXPECT_EQ(words(rules, kReference, kMixed),
            (Words{"john", "'s", "好", "ハナ", "、", "ひ", "㌀", "㈠"}));
  EXPECT_EQ(words({.normalized = true}, kOutput, kMixed), (Words{"john's好", "ハナ、ひ㌀㈠"}));
}

TEST(Tercom, drops_punctuation_inside_words_too) {
  EXPECT_EQ(words({.no_punct = true}, kOutput, "(a.b) 3.5 ，。 ?!"), (Words{"ab", "35", "，。"}));
  EXPECT_EQ(words({.no_punct = true, .asian = true}, kReference, "(a.b) 3.5 ，。 ?!"),
            (Words{"ab", "35"}));
  EXPECT_EQ(words({.normalized = true, .no_punct = true, .asian = true}, kReference, kEnglish),
            (Words{"john", "'s", "a", "5", "x", "<", "y", "35", "-", "4"}));
}

TEST(Tercom, asian_alone_changes_nothing) {
  EXPECT_EQ(words({.asian = true}, kOutput, kMixed), (Words{"john's好", "ハナ、ひ㌀㈠"}));
}

TEST(Tercom, gives_growing_spans_inside_the_text) {
  Random random(5, 0);
  for (int i = 0; i < 8000; ++i) {
    const std::string text = reference::nasty_text(random, 30);
    const TercomRules rules{i % 2 == 0, i % 3 == 0, i % 5 == 0};
    Collector got;
    tercom_tokenizer(rules, i % 7 == 0 ? kOutput : kReference).split(text, got);
    std::uint32_t last = 0;
    for (const Span span : got.spans) {
      EXPECT_LE(last, span.begin) << text;
      EXPECT_LT(span.begin, span.end) << text;
      EXPECT_LE(span.end, text.size()) << text;
      last = span.end;
    }
  }
}

}  // namespace
}  // namespace shijin
