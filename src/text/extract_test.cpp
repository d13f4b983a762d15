// Labels found in free answers.
#include "text/extract.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "text/label_finder.h"

namespace shijin {
namespace {

using Labels = std::vector<std::string>;

const Labels kEnglish{"positive", "negative", "neutral"};
const Labels kChinese{"正面", "負面"};

// "label (how) [what stands there]".
std::string found(const std::string& way, const Labels& labels, std::string_view output,
                  Aliases aliases = Aliases::sentiment) {
  auto extractor = LabelExtractor::make(way, labels, aliases);
  if (!extractor.ok()) return describe(extractor.error(), Language::en);
  const Extraction got = extractor->extract(output);
  std::string out(got.label);
  out += " (" + std::string(found_by_name(got.by)) + ")";
  if (got.span.end > got.span.begin) {
    out += " [" + std::string(output.substr(got.span.begin, got.span.end - got.span.begin)) + "]";
  }
  return out;
}

std::string first(const Labels& labels, std::string_view output) {
  return found("first-label", labels, output);
}

TEST(FirstLabel, takes_an_output_that_is_a_label) {
  EXPECT_EQ(first(kEnglish, "positive"), "positive (whole) [positive]");
  EXPECT_EQ(first(kEnglish, " Positive\n"), "positive (whole) [Positive]");
  EXPECT_EQ(first(kChinese, "負面"), "負面 (whole) [負面]");
}

TEST(FirstLabel, takes_the_first_that_is_said) {
  EXPECT_EQ(first(kEnglish, "The sentiment is **Negative**, hardly neutral."),
            "negative (first) [Negative]");
  EXPECT_EQ(first(kChinese, "這則評論屬於負面，而不是正面。"), "負面 (first) [負面]");
  EXPECT_EQ(first(kChinese, "我不知道。"), " (unparsed)");
  EXPECT_EQ(first(kChinese, ""), " (unparsed)");
}

TEST(FirstLabel, needs_whole_words_in_latin_and_whole_numbers) {
  EXPECT_EQ(first(kEnglish, "positively negative"), "negative (first) [negative]");
  EXPECT_EQ(first(kEnglish, "非常positive的評論"), "positive (first) [positive]");
  EXPECT_EQ(first(kEnglish, "positivité"), " (unparsed)");
  const Labels digits{"0", "1"};
  EXPECT_EQ(first(digits, "10 / 0.1 / -1 / 1.5 / label_1"), " (unparsed)");
  EXPECT_EQ(first(digits, "類別：1。"), "1 (first) [1]");
  EXPECT_EQ(first(digits, "0"), "0 (whole) [0]");
}

TEST(FirstLabel, prefers_the_longest_at_one_place) {
  EXPECT_EQ(first({"card", "card_lost"}, "I think card_lost."), "card_lost (first) [card_lost]");
  EXPECT_EQ(first({"正", "正面"}, "是正面的"), "正面 (first) [正面]");
}

TEST(FirstLabel, lets_case_decide_where_labels_differ_by_it) {
  EXPECT_EQ(first({"Pos", "pos"}, "it is pos"), "pos (first) [pos]");
  EXPECT_EQ(first({"Pos", "pos"}, "it is Pos"), "Pos (first) [Pos]");
  EXPECT_EQ(first({"Pos", "pos"}, "it is POS"), " (unparsed)");
}

TEST(FirstLabel, passes_over_what_is_denied) {
  EXPECT_EQ(first(kEnglish, "It is not positive but negative."), "negative (first) [negative]");
  EXPECT_EQ(first(kEnglish, "This isn't a very positive review; neutral"),
            "neutral (first) [neutral]");
  EXPECT_EQ(first(kEnglish, "non-negative, thus positive"), "positive (first) [positive]");
  EXPECT_EQ(first(kEnglish, "neither positive nor negative"), " (unparsed)");
  EXPECT_EQ(first(kEnglish, "not only positive"), "positive (first) [positive]");
  EXPECT_EQ(first(kChinese, "這不是正面評論，而是負面。"), "負面 (first) [負面]");
  EXPECT_EQ(first(kChinese, "不能認為是「正面」，應為負面"), "負面 (first) [負面]");
  EXPECT_EQ(first(kChinese, "並非不正面"), "正面 (first) [正面]");
  EXPECT_EQ(first(kChinese, "不得不說是正面"), "正面 (first) [正面]");
  EXPECT_EQ(first(kChinese, "無非是正面"), "正面 (first) [正面]");
  EXPECT_EQ(first(kChinese, "這是不是正面呢？負面。"), "負面 (first) [負面]");
}

TEST(FirstLabel, takes_the_other_of_two_when_one_is_only_denied) {
  EXPECT_EQ(first(kChinese, "不是正面"), "負面 (negation) [正面]");
  EXPECT_EQ(first({"positive", "negative"}, "not positive"), "negative (negation) [positive]");
  EXPECT_EQ(first(kEnglish, "not positive"), " (unparsed)");
  EXPECT_EQ(first(kChinese, "是不是正面"), " (unparsed)");
  EXPECT_EQ(first(kChinese, "是否為正面"), " (unparsed)");
  EXPECT_EQ(first(kChinese, "不一定是正面"), " (unparsed)");
}

TEST(FirstLabel, knows_other_words_for_sentiment_unless_told_not_to) {
  EXPECT_EQ(first(kEnglish, "这条评论是负面的"), "negative (alias) [负面]");
  EXPECT_EQ(first(kChinese, "Negative."), "負面 (alias) [Negative]");
  EXPECT_EQ(found("first-label", kEnglish, "是负面的", Aliases::none), " (unparsed)");
  EXPECT_EQ(first({"positive", "正面"}, "好評"), " (unparsed)");
}

TEST(Stance, reads_only_the_words_next_to_the_label) {
  EXPECT_EQ(stance_after("i do not like it. "), Stance::said);
  EXPECT_EQ(stance_after("it is not a very "), Stance::denied);
  EXPECT_EQ(stance_after("whether this is "), Stance::asked);
  EXPECT_EQ(stance_after("不僅是"), Stance::said);
  EXPECT_EQ(stance_after("非常"), Stance::said);
  EXPECT_EQ(stance_after("並不是很"), Stance::denied);
  EXPECT_EQ(stance_after("沒有"), Stance::denied);
  EXPECT_EQ(stance_after("有沒有"), Stance::asked);
  EXPECT_EQ(stance_after(""), Stance::said);
}

TEST(Pattern, takes_the_first_group_or_the_whole_match) {
  EXPECT_EQ(found("regex:答案[:：]\\s*(\\S+)", {}, "分析…\n答案： 負面\n"),
            "負面 (pattern) [負面]");
  EXPECT_EQ(found("regex:[A-D]", {}, "so (C) it is"), "C (pattern) [C]");
  EXPECT_EQ(found("regex:answer: (\\w+)", {}, "no idea"), " (unparsed)");
}

TEST(Pattern, must_find_one_of_the_labels) {
  EXPECT_EQ(found("regex:answer: (.*)", kEnglish, "answer: Positive!"),
            "positive (pattern) [Positive!]");
  EXPECT_EQ(found("regex:answer: (.*)", kEnglish, "answer: great"), " (unparsed)");
}

TEST(Pattern, gives_up_instead_of_running_for_hours) {
  EXPECT_EQ(found("regex:(a+)+$", {}, std::string(64, 'a') + "b"), " (gave-up)");
}

TEST(Pattern, is_refused_when_it_is_none) {
  EXPECT_EQ(found("regex:(a", {}, ""),
            "error: the pattern (a is not a regular expression (character 2)\n"
            "  expected: an ICU regular expression whose first group is the label\n"
            "  help: Check its brackets and backslashes; for example: --extract "
            "'regex:answer:\\s*(\\w+)'.\n"
            "  name: regex-invalid      (shijin explain regex-invalid)\n");
}

TEST(Path, reads_a_json_answer_wherever_it_stands) {
  EXPECT_EQ(found("json:label", {}, "{\"label\": \"負面\", \"why\": \"…\"}"), "負面 (path) [負面]");
  EXPECT_EQ(found("json:result.0.label", {}, "{\"result\":[{\"label\":1}]}"), "1 (path) [1]");
  EXPECT_EQ(found("json:label", {}, "Sure:\n```json\n{\"label\": \"neg\"}\n```"),
            "neg (path) [neg]");
  EXPECT_EQ(found("json:label", {}, "{note} {\"label\": \"a\\nb\"}"), "a\nb (path)");
  EXPECT_EQ(found("json:label", kEnglish, "{\"label\": \"\\u6b63\\u9762\"}"), "positive (path)");
  EXPECT_EQ(found("json:label", kEnglish, "{\"label\": \"great\"}"), " (unparsed)");
  EXPECT_EQ(found("json:label", {}, "{\"label\": null}"), " (unparsed)");
  EXPECT_EQ(found("json:label", {}, "{\"label\": \"cut"), " (unparsed)");
  EXPECT_EQ(found("json:label", {}, "positive"), " (unparsed)");
  // As Python prints a dict.
  EXPECT_EQ(found("json:label", {}, "{'label': 0}"), "0 (path)");
  EXPECT_EQ(
      found("json:label", {}, "It's {'why': \"it's 'so'\", 'label': 'n\\'t \"b\"', 'x': None}."),
      "n't \"b\" (path)");
  EXPECT_EQ(found("json:label", {}, "{'ok': True, 'label': False}"), "false (path)");
  EXPECT_EQ(found("json:label", {}, "{'label': None}"), " (unparsed)");
  EXPECT_EQ(found("json:label", {}, "{'label': 'cut"), " (unparsed)");
  EXPECT_EQ(found("json:label", kEnglish, "{'label': '正面'}"), "positive (path)");
}

TEST(Extract, refuses_what_it_does_not_know) {
  EXPECT_EQ(found("first-labels", {}, ""),
            "error: --extract first-labels is not a way to find labels\n"
            "  expected: first-label, regex:PATTERN, json:PATH\n"
            "  help: Write --extract first-label.\n"
            "  name: extract-unknown      (shijin explain extract-unknown)\n");
  EXPECT_EQ(found("first-label", {}, ""),
            "error: --extract first-label does not know the labels\n"
            "  expected: the labels to look for\n"
            "  help: Name them: --labels positive,negative.\n"
            "  name: extract-needs-labels      (shijin explain extract-needs-labels)\n");
  EXPECT_EQ(found("json:", {}, ""),
            "error: --extract json: names no place\n"
            "  expected: a path such as label or result.label\n"
            "  help: Write --extract json:label.\n"
            "  name: extract-path-empty      (shijin explain extract-path-empty)\n");
}

TEST(Extract, works_the_same_in_a_copy) {
  auto made = LabelExtractor::make("regex:=(\\w+)", {}, Aliases::none);
  ASSERT_TRUE(made.ok());
  LabelExtractor copy(*made);
  EXPECT_EQ(copy.extract("a=b").label, "b");
  EXPECT_EQ(made->extract("a=c").label, "c");
}

}  // namespace
}  // namespace shijin
