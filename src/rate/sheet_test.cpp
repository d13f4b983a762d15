// Sheets out and in: what is taken, what is refused, and with which words.
#include "rate/sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "rate/campaign_made_internal.h"

namespace shijin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Cells = std::vector<std::vector<std::string>>;

// Columns of made_campaign(): A key, B prompt, C text, D – G scores, H tags, I comment,
// J cannot judge, K sheet.
constexpr std::size_t kFirstScore = 3;

class SheetTest : public CampaignFolder {
 protected:
  SheetTest() : campaign_(made_campaign(3)) {}

  Cells handed_out() const { return sheet_cells(campaign_, "ann", {}, Language::en); }
  static void fill(std::vector<std::string>& row, const std::vector<std::string>& scores) {
    for (std::size_t i = 0; i < scores.size(); ++i) row[kFirstScore + i] = scores[i];
  }
  Cells filled() const {
    Cells cells = handed_out();
    for (std::size_t r = 1; r < cells.size(); ++r) fill(cells[r], {"4", "5", "3", "5"});
    return cells;
  }

  SheetCheck check_file(const std::string& path, const RatingTable& now = {}) {
    notes_ = Notes();
    const auto read = read_sheet(path, notes_);
    if (!read.ok()) {
      notes_.add(read.error());
      return {};
    }
    return check_sheet(campaign_, *read, now, Prefer::sheet, notes_);
  }
  SheetCheck check(const Cells& cells, const RatingTable& now = {}) {
    std::ofstream(file("s.csv"), std::ios::binary) << sheet_csv(cells);
    return check_file(file("s.csv"), now);
  }
  // The words of all notes, without file and line.
  std::vector<std::string> said() const {
    std::vector<std::string> out;
    for (const Error& note : notes_.all()) out.push_back(note.found.in(Language::en));
    return out;
  }
  std::string key(const Cells& cells, std::size_t row) const { return cells[row][0]; }

  Campaign campaign_;
  Notes notes_;
};

TEST_F(SheetTest, goes_out_as_utf8_with_bom_and_crlf_and_no_formula) {
  campaign_.items[0].output = "=1+1,\"x\"\r\nnext";
  campaign_.items[1].output = "＠home";
  const std::string csv = sheet_csv(handed_out());
  EXPECT_TRUE(
      csv.starts_with("\xEF\xBB\xBFkey,prompt,text,Relevance,Fluency,Style,Compliance,"
                      "compliance tags,comment,cannot judge,sheet (leave as it is)\r\n"));
  EXPECT_NE(csv.find(",\"'=1+1,\"\"x\"\"\nnext\","), std::string::npos) << csv;
  EXPECT_NE(csv.find(",'＠home,"), std::string::npos) << csv;
  // … and comes back as the text it was.
  Cells cells = filled();
  const SheetCheck back = check(cells);
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_EQ(back.rows, 3);
}

TEST_F(SheetTest, is_taken_whole_when_it_is_plain) {
  Cells cells = filled();
  cells[1][7] = "other";
  cells[1][8] = "fine";
  const SheetCheck back = check(cells);
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_EQ(back.rater, "ann");
  EXPECT_EQ(back.entries.size(), 3U * 4 + 2);
  EXPECT_EQ(back.fresh, 14);
  EXPECT_EQ(back.changed, 0);
}

TEST_F(SheetTest, takes_scores_as_people_write_them) {
  Cells cells = handed_out();
  fill(cells[1], {"４", "四", "4.0", " 4 "});
  fill(cells[2], {"NA", "na", "N/A", "ＮＡ"});
  fill(cells[3], {"１", "五", "5.00", "１.0"});
  cells[3][7] = "other";
  const SheetCheck back = check(cells);
  EXPECT_THAT(said(), IsEmpty());
  ASSERT_EQ(back.entries.size(), 13U);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(back.entries[i].score, 4);
  for (std::size_t i = 4; i < 8; ++i) {
    EXPECT_FALSE(back.entries[i].score.has_value());
    EXPECT_EQ(back.entries[i].words, "NA");
  }
  EXPECT_EQ(back.entries[8].score, 1);
  EXPECT_EQ(back.entries[9].score, 5);
  EXPECT_EQ(back.entries[10].score, 5);
  EXPECT_EQ(back.entries[11].score, 1);
}

TEST_F(SheetTest, may_come_back_with_rows_in_another_order_or_gone_and_columns_more) {
  Cells cells = filled();
  std::swap(cells[1], cells[3]);
  cells.pop_back();
  for (auto& row : cells) row.insert(row.begin() + 2, "mine");
  const SheetCheck back = check(cells);
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_EQ(back.rows, 2);
}

TEST_F(SheetTest, may_have_lost_the_columns_that_were_left_empty) {
  Cells cells = filled();
  for (auto& row : cells) row.erase(row.begin() + 7, row.begin() + 10);
  const SheetCheck back = check(cells);
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_EQ(back.rows, 3);
}

TEST_F(SheetTest, in_any_language_and_encoding_is_the_same_sheet) {
  Cells cells = sheet_cells(campaign_, "ann", {}, Language::zh_hant);
  EXPECT_EQ(cells[0][3], "相關性");
  for (std::size_t r = 1; r < cells.size(); ++r) fill(cells[r], {"4", "5", "3", "5"});
  check(cells);
  EXPECT_THAT(said(), IsEmpty());
}

TEST_F(SheetTest, left_empty_is_still_to_do) {
  Cells cells = filled();
  fill(cells[2], {"", "", "", ""});
  const SheetCheck back = check(cells);
  EXPECT_THAT(said(), ElementsAre("W01: rows without a score, left as still to do: 1"));
  EXPECT_EQ(back.rows, 2);
  EXPECT_FALSE(notes_.has_errors());
}

TEST_F(SheetTest, that_cannot_be_judged_is_na_throughout) {
  Cells cells = filled();
  fill(cells[2], {"", "", "", ""});
  cells[2][9] = "x";
  const SheetCheck back = check(cells);
  EXPECT_THAT(said(), IsEmpty());
  ASSERT_EQ(back.entries.size(), 12U);
  EXPECT_EQ(back.entries[4].words, "NA");
  EXPECT_EQ(back.rows, 3);
}

TEST_F(SheetTest, e01_an_unknown_key) {
  Cells cells = filled();
  cells[2][0] = "zzzzzzzz";
  check(cells);
  EXPECT_THAT(said(), ElementsAre("E01: cell A3: campaign pilot has no item \"zzzzzzzz\""));
}

TEST_F(SheetTest, e02_a_key_twice) {
  Cells cells = filled();
  cells.push_back(cells[1]);
  check(cells);
  EXPECT_THAT(said(), ElementsAre("E02: cell A5: item " + key(cells, 1) + " stands in row 2 too"));
}

TEST_F(SheetTest, e03_no_score) {
  Cells cells = filled();
  fill(cells[1], {"4.5", "6", "good", "-1"});
  check(cells);
  EXPECT_THAT(
      said(),
      ElementsAre("E03: cell D2: \"4.5\" is no score", "E03: cell E2: \"6\" is no score",
                  "E03: cell F2: \"good\" is no score", "E03: cell G2: \"'-1\" is no score"));
}

TEST_F(SheetTest, e04_a_score_and_cannot_judge) {
  Cells cells = filled();
  cells[3][9] = "是";
  check(cells);
  EXPECT_THAT(said(),
              ElementsAre("E04: row 4 has scores, and cell J4 says that it cannot be judged"));
}

TEST_F(SheetTest, e05_the_sheet_of_another_rater_or_campaign) {
  Cells cells = filled();
  cells[2].back() = "pilot/bo/1";
  cells[3].back() = "other/ann/1";
  check(cells);
  EXPECT_THAT(said(), ElementsAre("E05: cell K3: this row is of the sheet \"pilot/bo/1\"",
                                  "E05: cell K4: this row is of the sheet \"other/ann/1\""));
  cells[2].back() = "";
  cells[3].back() = "pilot/dora/1";
  check(cells);
  EXPECT_THAT(said(), ElementsAre("E05: row 3 does not say whose sheet it is of",
                                  "E05: cell K4: this row is of the sheet \"pilot/dora/1\""));
}

TEST_F(SheetTest, e06_another_version_of_the_rubric) {
  Cells cells = filled();
  cells[1].back() = "pilot/ann/2";
  check(cells);
  EXPECT_THAT(said(), ElementsAre("E06: cell K2: the sheet is of version 2 of the rubric"));
}

TEST_F(SheetTest, e07_a_text_that_was_edited) {
  Cells cells = filled();
  cells[1][2] += " (better)";
  cells[2][1] = "";
  check(cells);
  EXPECT_THAT(said(), ElementsAre("E07: cell C2: the text is not the one that was handed out",
                                  "E07: cell B3: the text is not the one that was handed out"));
}

TEST_F(SheetTest, e08_a_score_that_is_missing) {
  Cells cells = filled();
  cells[1][kFirstScore + 1] = "";
  check(cells);
  EXPECT_THAT(said(), ElementsAre("E08: cell E2: no score for Fluency, though the row has others"));
}

TEST_F(SheetTest, e09_a_formula) {
  std::string csv = sheet_csv(filled());
  const std::size_t at = csv.find(",4,5,3,5,");
  csv.replace(at, 3, ",=2+2,");
  std::ofstream(file("s.csv"), std::ios::binary) << csv;
  check_file(file("s.csv"));
  EXPECT_THAT(said(), ElementsAre("E09: cell D2 holds a formula"));
}

TEST_F(SheetTest, e10_no_sheet_at_all) {
  std::ofstream(file("a.xlsx"), std::ios::binary) << "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old";
  check_file(file("a.xlsx"));
  EXPECT_THAT(said(), ElementsAre("E10: this is no score sheet that can be read: it is encrypted, "
                                  "or saved in the format of Excel 97"));
  std::ofstream(file("b.jsonl"), std::ios::binary) << "{\"key\":1}\n{\"key\":2}\n";
  check_file(file("b.jsonl"));
  EXPECT_THAT(said(), ElementsAre("E10: this is no score sheet that can be read: it is a file of "
                                  "the kind jsonl"));
  std::ofstream(file("c.csv"), std::ios::binary) << "";
  check_file(file("c.csv"));
  EXPECT_THAT(said(), ElementsAre("E10: this is no score sheet that can be read: it is empty"));
  check_file(file("none.csv"));
  EXPECT_EQ(notes_.all().at(0).name, "sheet-unreadable");
  Cells cells = filled();
  for (auto& row : cells) row.erase(row.begin() + kFirstScore);
  check(cells);
  EXPECT_THAT(said(), ElementsAre("E10: these columns are missing: Relevance"));
}

TEST_F(SheetTest, w02_says_what_differs_from_before) {
  RatingTable now;
  for (const CampaignItem& item : campaign_.items) {
    now[{item.number, "ann", "fluency"}] = {item.number, "ann", "fluency", 5, ""};
  }
  now.begin()->second.score = 2;
  const SheetCheck back = check(filled(), now);
  EXPECT_EQ(back.changed, 1);
  EXPECT_EQ(back.fresh, 9);
  ASSERT_EQ(said().size(), 1U);
  EXPECT_TRUE(
      said()[0].starts_with("W02: cells that differ from what this rater said before: 1 (first E"));
}

TEST_F(SheetTest, w03_and_w04_ask_about_odd_scores) {
  campaign_ = made_campaign(5);
  Cells cells = handed_out();
  for (std::size_t r = 1; r < cells.size(); ++r) fill(cells[r], {"4", "4", "4", "4"});
  check(cells);
  EXPECT_THAT(said(), ElementsAre("W03: all 5 rows have the same scores"));
  fill(cells[1], {"4", "4", "4", "2"});
  check(cells);
  EXPECT_THAT(said(), ElementsAre("W04: cell G2: Compliance 2 without a word on what is wrong"));
  EXPECT_EQ(notes_.all()[0].help.in(Language::en),
            "write it in the column \"compliance tags\", such as: absolute terms");
  EXPECT_FALSE(notes_.has_errors());
}

TEST_F(SheetTest, w05_a_column_that_lost_its_name_is_known_by_its_place) {
  Cells cells = filled();
  cells[0][4] = "flow";
  const SheetCheck back = check(cells);
  EXPECT_THAT(said(),
              ElementsAre("W05: column E is called \"flow\", taken as \"Fluency\" by its place"));
  EXPECT_EQ(back.rows, 3);
}

TEST_F(SheetTest, a_message_says_where_and_what_to_do) {
  Cells cells = filled();
  fill(cells[1], {"4.5", "4", "4", "4"});
  check(cells);
  EXPECT_EQ(describe(notes_.all().at(0), Language::en),
            file("s.csv") +
                ":2: error: E03: cell D2: \"4.5\" is no score\n"
                "  expected: 1, 2, 3, 4, 5 or NA\n"
                "  help: write one of them, or leave the whole row empty to score it later\n"
                "  name: sheet-score-invalid      (shijin explain sheet-score-invalid)\n");
}

TEST_F(SheetTest, a_workbook_goes_out_and_comes_back_the_same) {
  campaign_.items[0].output = "=1+1 <b>&\"quoted\" _x0041_\r\nsecond line\x01";
  campaign_.items[1].output = "  blanks and 中文 🙂\t";
  Cells cells = filled();
  cells[1][8] = "=SUM(A1)";
  ASSERT_TRUE(write_sheet_xlsx(file("s.xlsx"), campaign_, cells, Language::en).ok());
  const SheetCheck back = check_file(file("s.xlsx"));
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_EQ(back.rater, "ann");
  EXPECT_EQ(back.rows, 3);
  ASSERT_EQ(back.entries.size(), 13U);
  EXPECT_EQ(back.entries[0].score, 4);
  EXPECT_EQ(back.entries[4].words, "=SUM(A1)");
  // Equal sheets are equal bytes.
  ASSERT_TRUE(write_sheet_xlsx(file("t.xlsx"), campaign_, cells, Language::en).ok());
  const auto bytes = [&](const std::string& name) {
    std::ostringstream all;
    all << std::ifstream(file(name), std::ios::binary).rdbuf();
    return all.str();
  };
  EXPECT_EQ(bytes("s.xlsx"), bytes("t.xlsx"));
}

TEST_F(SheetTest, a_workbook_that_was_cut_off_is_refused) {
  ASSERT_TRUE(write_sheet_xlsx(file("s.xlsx"), campaign_, filled(), Language::en).ok());
  const auto size = std::filesystem::file_size(file("s.xlsx"));
  for (const auto part : {size / 4, size / 2, size - 10}) {
    std::filesystem::resize_file(file("s.xlsx"), part);
    EXPECT_TRUE(check_file(file("s.xlsx")).entries.empty());
    ASSERT_FALSE(notes_.all().empty());
    EXPECT_EQ(notes_.all()[0].name, "sheet-unreadable");
    ASSERT_TRUE(write_sheet_xlsx(file("s.xlsx"), campaign_, filled(), Language::en).ok());
  }
}

TEST_F(SheetTest, a_text_longer_than_a_cell_is_cut_and_still_known) {
  campaign_.items[0].output = std::string(40'000, 'x');
  Cells cells = filled();
  for (const auto& row : cells) EXPECT_LT(row[2].size(), 32'767U);
  check(cells);
  EXPECT_THAT(said(), IsEmpty());
}

// What a marked copy says in its column, row by row.
std::vector<std::string> to_mend(const MarkedSheet& sheet) {
  std::vector<std::string> out;
  for (std::size_t r = 1; r < sheet.cells.size(); ++r) out.push_back(sheet.cells[r].back());
  return out;
}

TEST_F(SheetTest, that_is_refused_comes_back_marked_and_is_taken_once_mended) {
  Cells cells = filled();
  cells[1][4] = "4.5";
  cells[2][2] = "another text";
  const SheetCheck back = check(cells);
  const SheetFile read = read_sheet(file("s.csv"), notes_).value();
  MarkedSheet sheet = mark_sheet(read, back, Language::en);
  EXPECT_EQ(sheet.cells[0].back(), "problem");
  EXPECT_THAT(
      to_mend(sheet),
      ElementsAre(
          "E03: cell E2: \"4.5\" is no score (expected: 1, 2, 3, 4, 5 or NA; write one of "
          "them, or leave the whole row empty to score it later)",
          "E07: cell C3: the text is not the one that was handed out (in this copy the text "
          "is put back: score what stands there now)",
          ""));
  EXPECT_EQ(sheet.cells[2][2], filled()[2][2]);
  EXPECT_THAT(sheet.marked, ElementsAre(std::pair(1U, 4U), std::pair(2U, 2U)));
  ASSERT_EQ(sheet.notes.size(), 2U);
  EXPECT_EQ(sheet.notes.at({1, 4}), sheet.cells[1].back());
  EXPECT_EQ(sheet.notes.at({2, 2}), sheet.cells[2].back());
  // Both files are refused for what is still wrong, and only for that; then taken.
  for (const bool workbook : {false, true}) {
    const auto again = [&](const MarkedSheet& copy) {
      if (!workbook) return check(copy.cells);
      EXPECT_TRUE(write_marked_xlsx(file("m.xlsx"), copy, Language::zh_hant).ok());
      return check_file(file("m.xlsx"));
    };
    MarkedSheet copy = sheet;
    again(copy);
    EXPECT_THAT(said(), ElementsAre("E03: cell E2: \"4.5\" is no score"));
    copy.cells[1][4] = "4";
    EXPECT_EQ(again(copy).rows, 3);
    EXPECT_THAT(said(), IsEmpty());
  }
}

TEST_F(SheetTest, marked_twice_has_one_column_of_problems) {
  Cells cells = filled();
  cells[1][4] = "4.5";
  cells[2][4] = "x";
  SheetCheck back = check(cells);
  MarkedSheet sheet = mark_sheet(read_sheet(file("s.csv"), notes_).value(), back, Language::en);
  sheet.cells[1][4] = "4";
  back = check(sheet.cells);
  sheet = mark_sheet(read_sheet(file("s.csv"), notes_).value(), back, Language::zh_hant);
  EXPECT_EQ(sheet.cells[0].size(), cells[0].size() + 1);
  EXPECT_EQ(sheet.cells[0].back(), "問題");
  EXPECT_THAT(to_mend(sheet),
              ElementsAre("",
                          "E03：儲存格 E3：「x」不是分數（應為：1、2、3、4、5 或 NA；請填其中之一，"
                          "或將整列留空，之後再評）",
                          ""));
}

}  // namespace
}  // namespace shijin
