// Whole Markdown pages, and user text that tries to format them.
#include <gtest/gtest.h>

#include "report/made_internal.h"
#include "report/render.h"

namespace shijin {
namespace {

TEST(Markdown, writes_the_article_s_sentiment_example_in_english) {
  expect_page("sentiment.en.md", render_markdown(made_sentiment(), Language::en));
}

TEST(Markdown, writes_the_article_s_copywriting_example_in_traditional_chinese) {
  expect_page("copywriting.zh-Hant.md", render_markdown(made_copywriting(), Language::zh_hant));
}

TEST(Markdown, lists_every_label_of_many) {
  const std::string page = render_markdown(made_intents(), Language::en);
  for (int i = 0; i < 21; ++i) {
    EXPECT_NE(page.find("\n| intent_" + std::to_string(i) + " "), std::string::npos) << i;
  }
}

TEST(Markdown, says_how_many_notes_are_not_shown) {
  Evidence evidence;
  for (int row = 1; row <= 23; ++row) {
    Error note;
    note.name = "row-odd";
    note.at = {"a.csv", row, 0};
    note.found = Message("odd");
    note.severity = Severity::warning;
    evidence.notes.add(std::move(note));
  }
  const std::string page = render_markdown(evidence, Language::en);
  EXPECT_NE(page.find("a.csv:20"), std::string::npos);
  EXPECT_EQ(page.find("a.csv:21"), std::string::npos);
  EXPECT_NE(page.find("\n3 more are not shown.\n"), std::string::npos) << page;
}

TEST(Markdown, lets_no_text_of_the_user_format_the_page) {
  Evidence evidence;
  evidence.findings.emplace_back();
  evidence.findings[0].name = "x";
  evidence.findings[0].headline =
      Message("# a|b `c` <b> & *d* _e_ f_g ~h~ @all [x](y) [z]: q\n- r \x1b[31m \\");
  const std::string page = render_markdown(evidence, Language::en);
  const std::size_t begin = page.find("**1. ");
  EXPECT_EQ(page.substr(begin, page.find('\n', begin) - begin),
            "**1. \\# a\\|b \\`c\\` &lt;b> &amp; \\*d\\* \\_e\\_ f_g \\~h\\~ @<!-- -->all "
            "[x\\](y) [z\\]: q⏎- r ␛[31m \\\\**");
}

TEST(Markdown, gives_every_row_of_a_table_as_many_cells_as_its_head) {
  const std::string page = render_markdown(made_hostile(), Language::en);
  std::size_t head = 0;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t end = page.find('\n', at);
    const std::string line = page.substr(at, end - at);
    at = end + 1;
    if (line.empty() || line[0] != '|') {
      head = 0;
      continue;
    }
    std::size_t bars = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '|' && (i == 0 || line[i - 1] != '\\')) ++bars;
    }
    if (head == 0) head = bars;
    EXPECT_EQ(bars, head) << line;
  }
}

// What the page draws from rows or curves is a table here.
TEST(Markdown, has_a_section_for_probabilities_distribution_and_scores_of_people) {
  Evidence evidence = made_hostile();
  evidence.reliability["1"] = {{0, 0.1, 20, 0.05, 0.1}};
  evidence.probabilities.threshold =
      ThresholdChoice{"1", "0", "cost", 0.25, 0.75, 0.5, Interval{-0.4, -0.1, 0.95, "bootstrap"}};
  evidence.histograms["ppl"] = {{1, 2, 30, 0, 0.25}, {2, 4, 10, 0, 0.75}};
  evidence.worst["ppl"] = {{"a", 1, "", "odd", "", 3.5}};
  evidence.rated = {{"fluency", 12, 3.5, Interval{3, 4, 0.95, "t"}}, {"style", 1, 2, std::nullopt}};
  evidence.people = {
      {"bleu", 12, 0.4, Interval{-0.2, 0.8, 0.95, "bonett-wright"}, 3, 9, {"a"}, {}}};
  const std::string page = render_markdown(evidence, Language::en);
  const auto holds = [&](std::string_view text) {
    EXPECT_NE(page.find(text), std::string::npos) << text;
  };
  holds(
      "## Probabilities\n\nSaying 1 from a probability of 0.25 on costs 0.500 a row; as it is, "
      "0.750. The difference lies between -0.400 and -0.100.\n");
  holds("| 0.0 – 0.1         |   20 | 0.050 |     0.100 |");
  holds("| 1.0 – 2.0  |   30 |                  25 % |");
  holds("| row 1 (a) |       | odd    |           | 3.500 |");
  holds("| Fluency   | 3.50 | 3.00 – 4.00 |   12 |");
  holds("| Style     | 2.00 |           — |    1 |");
  holds("| bleu   |            0.400 | -0.200 – 0.800 |   12 |");
}

}  // namespace
}  // namespace shijin
