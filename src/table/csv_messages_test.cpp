// Everything the CSV reader says about bad files, whole, in both languages.
#include <gtest/gtest.h>

#include "table/testing.h"

namespace shijin {
namespace {

struct Said {
  std::string en;
  std::string zh;
};

Said read(const std::string& bytes, BadRows bad_rows = BadRows::refuse) {
  const testing::Folder folder;
  ReadOptions options;
  options.bad_rows = bad_rows;
  const auto whole = testing::read_whole({folder.write("x.csv", bytes)}, options);
  Said said;
  for (const Language language : {Language::en, Language::zh_hant}) {
    const std::string text =
        whole.ok() ? describe(whole->notes, language) : describe(whole.error(), language);
    (language == Language::en ? said.en : said.zh) = folder.plain(text);
  }
  return said;
}

TEST(CsvMessages, shows_a_row_with_too_many_fields_quoted_as_it_should_be) {
  const Said said =
      read("text,true_label,pred_label\n這款手機續航太差了,0,0\n拍照效果超預期,很喜歡,1,1\n");
  EXPECT_EQ(
      said.en,
      "x.csv:3:1: error: the row has 4 fields; the header has 3\n"
      "  3 | 拍照效果超預期,很喜歡,1,1\n"
      "    | ^^^^^^^^^^^^^^^^^^^^^\n"
      "  expected: 3 fields: text, true_label, pred_label\n"
      "  help: a text that holds the delimiter goes in quotes; write \"拍照效果超預期,很喜歡\",1,1 "
      "(the whole file: shijin check x.csv --repair -o mended.csv)\n"
      "  name: row-too-long      (shijin explain row-too-long)\n");
  EXPECT_EQ(said.zh,
            "x.csv:3:1: 錯誤：這一列有 4 個欄位；標題列有 3 個\n"
            "  3 | 拍照效果超預期,很喜歡,1,1\n"
            "    | ^^^^^^^^^^^^^^^^^^^^^\n"
            "  應為：3 個欄位：text、true_label、pred_label\n"
            "  解法：含有分隔符號的文字須以引號括住；請寫 "
            "\"拍照效果超預期,很喜歡\",1,1（整個檔案：shijin check x.csv --repair -o mended.csv）\n"
            "  名稱：row-too-long　（shijin explain row-too-long）\n");
}

TEST(CsvMessages, says_when_it_is_not_certain_which_field_is_torn) {
  const Said said = read("reference,generated\n一段話。,另一段話。\n甲,乙,丙\n");
  EXPECT_EQ(said.en,
            "x.csv:3:1: error: the row has 3 fields; the header has 2\n"
            "  3 | 甲,乙,丙\n"
            "    | ^^^^^\n"
            "  expected: 2 fields: reference, generated\n"
            "  help: a text that holds the delimiter goes in quotes; which one is not certain, "
            "perhaps \"甲,乙\",丙 (the whole file: shijin check x.csv --repair -o mended.csv)\n"
            "  name: row-too-long      (shijin explain row-too-long)\n");
  EXPECT_EQ(said.zh,
            "x.csv:3:1: 錯誤：這一列有 3 個欄位；標題列有 2 個\n"
            "  3 | 甲,乙,丙\n"
            "    | ^^^^^\n"
            "  應為：2 個欄位：reference、generated\n"
            "  解法：含有分隔符號的文字須以引號括住；無法確定是哪一個，也許是 "
            "\"甲,乙\",丙（整個檔案：shijin check x.csv --repair -o mended.csv）\n"
            "  名稱：row-too-long　（shijin explain row-too-long）\n");
}

TEST(CsvMessages, tells_a_row_with_too_few_fields) {
  const Said said = read("text,label,pred\n好,1,1\n短\n");
  EXPECT_EQ(said.en,
            "x.csv:3:1: error: the row has 1 field; the header has 3\n"
            "  3 | 短\n"
            "    | ^^\n"
            "  expected: 3 fields: text, label, pred\n"
            "  help: write an empty field for what is missing, for example 短,,\n"
            "  name: row-too-short      (shijin explain row-too-short)\n");
  EXPECT_EQ(said.zh,
            "x.csv:3:1: 錯誤：這一列有 1 個欄位；標題列有 3 個\n"
            "  3 | 短\n"
            "    | ^^\n"
            "  應為：3 個欄位：text、label、pred\n"
            "  解法：缺少的內容請留空欄位，例如 短,,\n"
            "  名稱：row-too-short　（shijin explain row-too-short）\n");
}

TEST(CsvMessages, tells_a_quote_in_the_middle_of_a_field) {
  const Said said = read("text,label\n5\" 螢幕,1\n好,1\n");
  EXPECT_EQ(said.en,
            "x.csv:2:2: error: a quote stands in the middle of a field that is not in quotes\n"
            "  2 | 5\" 螢幕,1\n"
            "    |  ^\n"
            "  expected: the field in quotes, and each quote inside it written twice\n"
            "  help: write \"5\"\" 螢幕\"\n"
            "  name: quote-in-field      (shijin explain quote-in-field)\n");
  EXPECT_EQ(said.zh,
            "x.csv:2:2: 錯誤：未以引號括住的欄位中間出現了引號\n"
            "  2 | 5\" 螢幕,1\n"
            "    |  ^\n"
            "  應為：整個欄位以引號括住，其中的引號須重複一次\n"
            "  解法：請寫 \"5\"\" 螢幕\"\n"
            "  名稱：quote-in-field　（shijin explain quote-in-field）\n");
}

TEST(CsvMessages, tells_text_after_a_closing_quote) {
  const Said said = read("text,label\n\"他說\"好\",1\n");
  EXPECT_EQ(said.en,
            "x.csv:2:5: error: text follows the quote that closes the field\n"
            "  2 | \"他說\"好\",1\n"
            "    |       ^\n"
            "  expected: the field in quotes, and each quote inside it written twice\n"
            "  help: write \"他說\"\"好\"\n"
            "  name: quote-stray      (shijin explain quote-stray)\n");
  EXPECT_EQ(said.zh,
            "x.csv:2:5: 錯誤：結束欄位的引號後面還有文字\n"
            "  2 | \"他說\"好\",1\n"
            "    |       ^\n"
            "  應為：整個欄位以引號括住，其中的引號須重複一次\n"
            "  解法：請寫 \"他說\"\"好\"\n"
            "  名稱：quote-stray　（shijin explain quote-stray）\n");
}

TEST(CsvMessages, names_the_line_where_an_unclosed_quote_opened) {
  const Said said = read("text,label\n好,1\n壞,\"0\n很好,1\n\"a\nb\",1\n");
  EXPECT_EQ(said.en,
            "x.csv:3:3: error: the quote that opens here is never closed\n"
            "  3 | 壞,\"0\n"
            "    |    ^\n"
            "  expected: a closing quote before the next delimiter or line end\n"
            "  help: put a quote where the field ends, or write it without the first quote\n"
            "  name: quote-unclosed      (shijin explain quote-unclosed)\n");
  EXPECT_EQ(said.zh,
            "x.csv:3:3: 錯誤：從這裡開始的引號沒有結束\n"
            "  3 | 壞,\"0\n"
            "    |    ^\n"
            "  應為：在下一個分隔符號或行尾之前要有結束的引號\n"
            "  解法：請在欄位結尾補上引號，或去掉開頭的引號\n"
            "  名稱：quote-unclosed　（shijin explain quote-unclosed）\n");
}

TEST(CsvMessages, tells_a_nul_byte) {
  const Said said = read(std::string("text,label\na\0b,1\n", 17));
  EXPECT_EQ(said.en,
            "x.csv:2:2: error: the field holds a NUL byte\n"
            "  2 | a␀b,1\n"
            "    |  ^\n"
            "  expected: text without NUL bytes\n"
            "  help: remove the NUL bytes: tr -d '\\000' < x.csv > mended.csv\n"
            "  name: nul-byte      (shijin explain nul-byte)\n");
  EXPECT_EQ(said.zh,
            "x.csv:2:2: 錯誤：欄位中含有 NUL 位元組\n"
            "  2 | a␀b,1\n"
            "    |  ^\n"
            "  應為：不含 NUL 位元組的文字\n"
            "  解法：請移除 NUL 位元組：tr -d '\\000' < x.csv > mended.csv\n"
            "  名稱：nul-byte　（shijin explain nul-byte）\n");
}

TEST(CsvMessages, tells_a_name_that_stands_twice_in_the_header) {
  const Said said = read("text,label,text\n好,1,1\n");
  EXPECT_EQ(said.en,
            "x.csv:1:12: error: the column name \"text\" stands twice in the header\n"
            "  1 | text,label,text\n"
            "    |            ^^^^\n"
            "  expected: a name of its own for each column\n"
            "  help: rename one of them, for example \"text_2\"\n"
            "  name: header-repeated      (shijin explain header-repeated)\n");
  EXPECT_EQ(said.zh,
            "x.csv:1:12: 錯誤：標題列中「text」這個欄位名稱出現兩次\n"
            "  1 | text,label,text\n"
            "    |            ^^^^\n"
            "  應為：每個欄位各有不同的名稱\n"
            "  解法：請改其中一個名稱，例如「text_2」\n"
            "  名稱：header-repeated　（shijin explain header-repeated）\n");
}

TEST(CsvMessages, tells_a_column_without_a_name) {
  const Said said = read("text,,label\n好,1,1\n");
  EXPECT_EQ(said.en,
            "x.csv:1:6: error: column 2 has no name in the header\n"
            "  1 | text,,label\n"
            "  expected: a name of its own for each column\n"
            "  help: give it a name, or remove the column\n"
            "  name: header-nameless      (shijin explain header-nameless)\n");
  EXPECT_EQ(said.zh,
            "x.csv:1:6: 錯誤：標題列的第 2 個欄位沒有名稱\n"
            "  1 | text,,label\n"
            "  應為：每個欄位各有不同的名稱\n"
            "  解法：請補上名稱，或刪除這個欄位\n"
            "  名稱：header-nameless　（shijin explain header-nameless）\n");
}

TEST(CsvMessages, suspects_a_first_row_that_looks_like_data) {
  const Said said = read("好评,1,1\n差评,0,1\n不错,1,0\n");
  EXPECT_EQ(said.en,
            "x.csv:1:1: error: the first row looks like data, not like column names\n"
            "  1 | 好评,1,1\n"
            "    | ^^^^^^^^\n"
            "  expected: a first row with the names of the columns\n"
            "  help: add a first row such as text,true_label,pred_label\n"
            "  name: header-missing      (shijin explain header-missing)\n");
  EXPECT_EQ(said.zh,
            "x.csv:1:1: 錯誤：第一列看起來是資料，而不是欄位名稱\n"
            "  1 | 好评,1,1\n"
            "    | ^^^^^^^^\n"
            "  應為：第一列是各欄位的名稱\n"
            "  解法：請在最前面加上一列，例如 text,true_label,pred_label\n"
            "  名稱：header-missing　（shijin explain header-missing）\n");
}

TEST(CsvMessages, tells_a_file_with_a_header_only) {
  const Said said = read("text,label\n");
  EXPECT_EQ(said.en,
            "x.csv: error: the file has column names but no rows\n"
            "  expected: at least one row below the column names\n"
            "  help: check that the program that writes it has finished and had no error\n"
            "  name: rows-none      (shijin explain rows-none)\n");
  EXPECT_EQ(said.zh,
            "x.csv: 錯誤：檔案只有欄位名稱，沒有任何資料列\n"
            "  應為：欄位名稱之下至少要有一列資料\n"
            "  解法：請確認產生此檔案的程式已執行完畢且沒有出錯\n"
            "  名稱：rows-none　（shijin explain rows-none）\n");
}

TEST(CsvMessages, tells_an_empty_file) {
  const Said said = read("");
  EXPECT_EQ(said.en,
            "x.csv: error: the file is empty\n"
            "  help: check that the program that writes it has finished and had no error\n"
            "  name: file-empty      (shijin explain file-empty)\n");
  EXPECT_EQ(said.zh,
            "x.csv: 錯誤：檔案是空的\n"
            "  解法：請確認產生此檔案的程式已執行完畢且沒有出錯\n"
            "  名稱：file-empty　（shijin explain file-empty）\n");
}

TEST(CsvMessages, tells_a_file_of_blanks) {
  const Said said = read("\n \r\n\n");
  EXPECT_EQ(said.en,
            "x.csv: error: the file is empty\n"
            "  help: check that the program that writes it has finished and had no error\n"
            "  name: file-empty      (shijin explain file-empty)\n");
  EXPECT_EQ(said.zh,
            "x.csv: 錯誤：檔案是空的\n"
            "  解法：請確認產生此檔案的程式已執行完畢且沒有出錯\n"
            "  名稱：file-empty　（shijin explain file-empty）\n");
}

TEST(CsvMessages, tells_lines_that_end_in_carriage_returns_only) {
  const Said said = read("text,label\r好,1\r");
  EXPECT_EQ(said.en,
            "x.csv: error: the lines end in carriage returns only\n"
            "  expected: line ends \"\\n\" or \"\\r\\n\"\n"
            "  help: convert it: tr '\\r' '\\n' < x.csv > converted.csv\n"
            "  name: line-ends-unknown      (shijin explain line-ends-unknown)\n");
  EXPECT_EQ(said.zh,
            "x.csv: 錯誤：每行只以歸位字元（CR）結尾\n"
            "  應為：以「\\n」或「\\r\\n」換行\n"
            "  解法：請轉換：tr '\\r' '\\n' < x.csv > converted.csv\n"
            "  名稱：line-ends-unknown　（shijin explain line-ends-unknown）\n");
}

TEST(CsvMessages, tells_each_kind_of_skipped_row_once) {
  const Said said = read("text,label\na,b,1\nc,d,1\n好,1\n短\n", BadRows::skip);
  EXPECT_EQ(said.en,
            "x.csv: warning: the row has 3 fields; the header has 2 (line 2; this row and others "
            "like it are left out)\n"
            "   | a,b,1\n"
            "   | ^^^\n"
            "  expected: 2 fields: text, label\n"
            "  help: a text that holds the delimiter goes in quotes; write \"a,b\",1 (the whole "
            "file: shijin check x.csv --repair -o mended.csv)\n"
            "  name: row-too-long      (shijin explain row-too-long)\n"
            "x.csv: warning: the row has 1 field; the header has 2 (line 5; this row and others "
            "like it are left out)\n"
            "   | 短\n"
            "   | ^^\n"
            "  expected: 2 fields: text, label\n"
            "  help: write an empty field for what is missing, for example 短,\n"
            "  name: row-too-short      (shijin explain row-too-short)\n");
  EXPECT_EQ(said.zh,
            "x.csv: 警告：這一列有 3 個欄位；標題列有 2 個（第 2 行；這一列與同類的列都略過）\n"
            "   | a,b,1\n"
            "   | ^^^\n"
            "  應為：2 個欄位：text、label\n"
            "  解法：含有分隔符號的文字須以引號括住；請寫 \"a,b\",1（整個檔案：shijin check x.csv "
            "--repair -o mended.csv）\n"
            "  名稱：row-too-long　（shijin explain row-too-long）\n"
            "x.csv: 警告：這一列有 1 個欄位；標題列有 2 個（第 5 行；這一列與同類的列都略過）\n"
            "   | 短\n"
            "   | ^^\n"
            "  應為：2 個欄位：text、label\n"
            "  解法：缺少的內容請留空欄位，例如 短,\n"
            "  名稱：row-too-short　（shijin explain row-too-short）\n");
}

}  // namespace
}  // namespace shijin
