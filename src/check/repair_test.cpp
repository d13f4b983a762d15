// Mending CSV files: the article's own set first, and what must be left alone.
#include "check/repair.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/file.h"

namespace shijin {
namespace {

struct Mended {
  std::string text;
  RepairReport report;
  std::string notes;
};

Mended mend(const std::string& text) {
  const std::string path = (std::filesystem::temp_directory_path() /
                            ("shijin_repair_" + std::to_string(::getpid()) + ".csv"))
                               .string();
  EXPECT_TRUE(write_file(path, text).ok());
  const auto report = repair_csv(path, path, {});
  Mended out;
  if (report.ok()) {
    out.report = *report;
    for (Error note : report->notes) {
      note.at.file = "x.csv";
      out.notes += describe(note, Language::en);
    }
  } else {
    out.notes = report.error().name;
  }
  out.text = read_file(path).value();
  std::filesystem::remove(path);
  return out;
}

TEST(Repair, quotes_the_commas_of_the_article) {
  const Mended mended = mend(
      "text,true_label,pred_label\n這款手機續航太差了,0,0\n拍照效果超預期,很喜歡,1,1\n"
      "價格便宜但質量不行,0,1\n續航長,性價比高,1,1\n");
  EXPECT_EQ(mended.text,
            "text,true_label,pred_label\n這款手機續航太差了,0,0\n\"拍照效果超預期,很喜歡\",1,1\n"
            "價格便宜但質量不行,0,1\n\"續航長,性價比高\",1,1\n");
  EXPECT_EQ(mended.report.rows, 4);
  EXPECT_EQ(mended.report.changed, 2);
  EXPECT_EQ(mended.report.uncertain, 0);
  EXPECT_EQ(mended.notes,
            "x.csv:3: note: 2 fields are one text of the column text, now in quotes\n"
            "  3 | 拍照效果超預期,很喜歡,1,1\n"
            "  help: written as \"拍照效果超預期,很喜歡\",1,1\n"
            "  name: row-mended      (shijin explain row-mended)\n"
            "x.csv:5: note: 2 fields are one text of the column text, now in quotes\n"
            "  5 | 續航長,性價比高,1,1\n"
            "  help: written as \"續航長,性價比高\",1,1\n"
            "  name: row-mended      (shijin explain row-mended)\n");
}

TEST(Repair, finds_the_text_by_the_labels_seen_elsewhere) {
  const Mended mended = mend(
      "label,review,source\ngood,nice,web\nbad,poor quality,app\ngood,works well,web\n"
      "bad,cheap, but slow,web\n");
  EXPECT_EQ(mended.text.substr(mended.text.rfind("bad")), "bad,\"cheap, but slow\",web\n");
  EXPECT_EQ(mended.report.uncertain, 0);
}

TEST(Repair, says_when_another_column_would_do_as_well) {
  const Mended mended = mend("reference,generated\n一段話。,另一段話。\n甲,乙,丙\n");
  EXPECT_EQ(mended.text, "reference,generated\n一段話。,另一段話。\n\"甲,乙\",丙\n");
  EXPECT_EQ(mended.report.uncertain, 1);
  EXPECT_EQ(mended.notes,
            "x.csv:3: warning: 2 fields are taken for one text of the column reference; it could "
            "be another column\n"
            "  3 | 甲,乙,丙\n"
            "  help: look at this row; written is \"甲,乙\",丙\n"
            "  name: row-mended-perhaps      (shijin explain row-mended-perhaps)\n");
}

TEST(Repair, mends_stray_and_open_quotes) {
  const Mended mended =
      mend("text,label\n好,1\n\"他說\"好\"的\",1\n5\" 螢幕,0\n\"沒有關,0\n\"好,很好,1\n");
  EXPECT_EQ(
      mended.text,
      "text,label\n好,1\n\"他說\"\"好\"\"的\",1\n\"5\"\" 螢幕\",0\n沒有關,0\n\"好,很好\",1\n");
  EXPECT_EQ(mended.report.changed, 4);
}

TEST(Repair, leaves_good_rows_as_they_stand_and_short_rows_for_a_person) {
  const std::string text = "text,label\n\"a\nb\",1\n\"quoted\",0\nshort\n";
  const Mended mended = mend(text);
  EXPECT_EQ(mended.text, text);
  EXPECT_EQ(mended.report.changed, 0);
  EXPECT_EQ(mended.report.left_bad, 1);
  EXPECT_FALSE(mended.report.clean());
}

TEST(Repair, removes_nul_bytes) {
  const Mended mended = mend(std::string("text,label\na\0b,1\nc,0\n", 21));
  EXPECT_EQ(mended.text, "text,label\nab,1\nc,0\n");
}

TEST(Repair, of_a_mended_file_changes_nothing) {
  const std::string once = mend("text,label\na,b,1\nc,0\n\"x\"y,1\n").text;
  EXPECT_EQ(mend(once).text, once);
  EXPECT_TRUE(mend(once).report.clean());
}

}  // namespace
}  // namespace shijin
