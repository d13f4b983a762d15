// Whole terminal reports, as a person sees them.
#include <gtest/gtest.h>

#include "base/width.h"
#include "report/made_internal.h"
#include "report/render.h"

namespace shijin {
namespace {

std::string drawn(const Evidence& evidence, int columns, Language language = Language::en) {
  return render_terminal(evidence, {.language = language, .columns = columns});
}

// From the line that begins with `from` up to the one that begins with `to`.
std::string part(const std::string& text, std::string_view from, std::string_view to) {
  const std::size_t begin = text.find("\n" + std::string(from)) + 1;
  return text.substr(begin, text.find("\n" + std::string(to), begin) + 1 - begin);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

TEST(Terminal, says_the_article_s_sentiment_example_in_english) {
  expect_page("sentiment.en.txt", drawn(made_sentiment(), 80));
}

TEST(Terminal, says_the_article_s_sentiment_example_in_traditional_chinese) {
  expect_page("sentiment.zh-Hant.txt", drawn(made_sentiment(), 80, Language::zh_hant));
}

// Only the report's own words have Simplified forms; those made for this test keep theirs.
TEST(Terminal, says_its_own_words_in_simplified_chinese) {
  expect_page("sentiment.zh-Hans.txt", drawn(made_sentiment(), 80, Language::zh_hans));
}

TEST(Terminal, says_the_article_s_copywriting_example_in_english) {
  expect_page("copywriting.en.txt", drawn(made_copywriting(), 80));
}

TEST(Terminal, gives_a_metric_two_lines_where_forty_columns_are_all_there_is) {
  expect_page("sentiment.en.40.txt", drawn(made_sentiment(), 40));
}

TEST(Terminal, says_remarks_in_full_where_there_is_room) {
  EXPECT_EQ(
      part(drawn(made_sentiment(), 120), "  accuracy", "         said"),
      R"(  accuracy            0.750   ───────[════╪════●════]─    0.301 – 0.954   always "0" or "1" gives 0.500
  balanced accuracy   0.750   ───────[═════════●════]─    0.300 – 0.950
  MCC                 0.577   ────────[═════════●═══]─   -0.310 – 0.910
  F1, label 0         0.667   ────[═════════╪●══════]─    0.173 – 0.950   precision 1.000   recall 0.500   2 rows
  F1, label 1         0.800   ────────[══════╪══●═══]─    0.344 – 0.968   precision 0.667   recall 1.000   2 rows
  F1, macro           0.733   ───────[═════════●═══]──    0.310 – 0.930
  [═●═] the value and its 95 % interval, by Wilson; draws of the counts; Wilson on Jaccard   ┼ the gate, else the
  baseline

)");
}

TEST(Terminal, shows_of_many_labels_the_core_one_and_the_weakest) {
  EXPECT_EQ(part(drawn(made_intents(), 80), "  accuracy", "  1  Half"),
            R"(  accuracy             0.750  ─────[══╪══●══]─   0.301 – 0.954  baseline 0.500
  balanced accuracy    0.750  ─────[═════●══]─   0.300 – 0.950
  MCC                  0.577  ─────[══════●═]─  -0.310 – 0.910
  F1, macro            0.733  ─────[═════●══]─   0.310 – 0.930
  F1, label intent_4   0.720  ─────────[═●]───   0.620 – 0.800  P 0.720  R 0.720
  F1, label intent_0   0.500  ──────[═●]──────   0.400 – 0.580  P 0.500  R 0.500
  F1, label intent_8   0.520  ──────[═●]──────   0.420 – 0.600  P 0.520  R 0.520
  F1, label intent_16  0.540  ───────[●]──────   0.440 – 0.620  P 0.540  R 0.540
  F1, label intent_3   0.560  ───────[●═]─────   0.460 – 0.640  P 0.560  R 0.560
  … 16 more labels: --json or --markdown
  [═●═] the value and its 95 % interval, by Wilson; draws of the counts; Wilson
  on Jaccard   ┼ the gate, else the baseline

  is          said          rows
  intent_4    intent_5    5 / 30   row 1,234 (q17)  what is the status of my ca…
  intent_9    intent_10   5 / 30
  intent_14   intent_15   5 / 30
  intent_19   intent_20   5 / 30
  intent_3    intent_4    4 / 30
  intent_8    intent_9    4 / 30
  intent_13   intent_14   4 / 30
  intent_18   intent_19   4 / 30

)");
}

TEST(Terminal, never_draws_a_line_wider_than_the_terminal) {
  const Evidence all[] = {made_sentiment(), made_copywriting(), made_intents(), made_hostile(),
                          Evidence()};
  for (const Evidence& evidence : all) {
    for (int columns : {20, 33, 40, 60, 80, 100, 120, 200}) {
      for (Language language : {Language::en, Language::zh_hant, Language::zh_hans}) {
        for (Colour colour : {Colour::none, Colour::ansi}) {
          for (const std::string& line :
               lines_of(render_terminal(evidence, {language, colour, columns}))) {
            ASSERT_LE(display_width(line), static_cast<std::size_t>(columns)) << line;
          }
        }
      }
    }
  }
}

TEST(Terminal, colours_without_changing_a_word) {
  const std::string plain = drawn(made_sentiment(), 80);
  const std::string coloured =
      render_terminal(made_sentiment(), {.colour = Colour::ansi, .columns = 80});
  std::string stripped;
  for (std::size_t at = 0; at < coloured.size(); ++at) {
    if (coloured[at] == '\x1b') {
      at = coloured.find('m', at);
    } else {
      stripped += coloured[at];
    }
  }
  EXPECT_EQ(stripped, plain);
  EXPECT_EQ(
      lines_of(coloured)[3],
      "  \x1b[1;33mNOT ENOUGH EVIDENCE\x1b[0m   F1 of label 0 is 0.67, but with 2 such rows it "
      "may be");
}

TEST(Terminal, lets_no_text_of_the_user_move_the_cursor) {
  for (const std::string& line : lines_of(drawn(made_hostile(), 80))) {
    for (char c : line) EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) << line;
  }
}

TEST(Terminal, says_that_rows_are_too_few_also_without_a_gate) {
  Evidence evidence;
  evidence.verdict.headline = Message("F1 is 0.67.");
  EXPECT_EQ(part("\n" + drawn(evidence, 80), "  F1", "\n"), "  F1 is 0.67.\n");
  evidence.verdict.enough = false;
  EXPECT_EQ(part("\n" + drawn(evidence, 80), "  NOT", "\n"),
            "  NOT ENOUGH EVIDENCE   F1 is 0.67.\n");
}

}  // namespace
}  // namespace shijin
