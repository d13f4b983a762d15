// The CSV reader: what it reads, and the whole of what it says about bad files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zstd.h>

#include "table/testing.h"

namespace shijin {
namespace {

using ::testing::ElementsAre;
using Row = std::vector<std::string>;
using testing::Folder;
using testing::read_whole;

std::vector<Row> rows_of(const std::string& bytes) {
  const Folder folder;
  auto whole = read_whole({folder.write("x.csv", bytes)});
  if (!whole.ok()) return {{describe(whole.error(), Language::en)}};
  return whole->rows;
}

TEST(Csv, reads_rows_in_order) {
  EXPECT_THAT(rows_of("text,label\n好,1\n壞,0\n"), ElementsAre(Row{"好", "1"}, Row{"壞", "0"}));
}

TEST(Csv, keeps_a_newline_inside_quotes) {
  EXPECT_THAT(rows_of("text,label\n\"a\nb\",1\nc,0"), ElementsAre(Row{"a\nb", "1"}, Row{"c", "0"}));
}

TEST(Csv, reads_a_doubled_quote_as_one) {
  EXPECT_THAT(rows_of("text,label\n\"5\"\" screen\",1\n\"\",0\n\"\"\"\",2\n"),
              ElementsAre(Row{"5\" screen", "1"}, Row{"", "0"}, Row{"\"", "2"}));
}

TEST(Csv, accepts_carriage_returns_and_blank_lines) {
  EXPECT_THAT(rows_of("text,label\r\na,1\r\n\r\nb,0\r\n\r\n\n"),
              ElementsAre(Row{"a", "1"}, Row{"b", "0"}));
}

TEST(Csv, finds_the_delimiter_that_the_rows_agree_on) {
  for (const std::string delimiter : {",", "\t", ";", "|"}) {
    EXPECT_THAT(rows_of("text" + delimiter + "label\n好，很好" + delimiter + "1\n"),
                ElementsAre(Row{"好，很好", "1"}));
  }
  EXPECT_THAT(rows_of("text;label\n\"a;b\";1,5\n"), ElementsAre(Row{"a;b", "1,5"}));
}

TEST(Csv, numbers_rows_and_lines_across_shards_blocks_and_files) {
  const Folder folder;
  std::string text = "text,label\n";
  for (int i = 0; i < 10000; ++i) text += "\"" + std::string(200, 'x') + "\n\"," + "1\n";
  const auto whole = read_whole({folder.write("a.csv", text), folder.write("b.csv", text)});
  ASSERT_TRUE(whole.ok());
  ASSERT_EQ(whole->rows.size(), 20000U);
  for (std::size_t i = 0; i < 20000; ++i) {
    ASSERT_EQ(whole->numbers[i], static_cast<std::int64_t>(i) + 1);
    ASSERT_EQ(whole->lines[i], static_cast<std::int64_t>(2 + 2 * (i % 10000)));
  }
}

TEST(Csv, makes_shards_of_4096_rows_but_the_last_of_a_file) {
  const Folder folder;
  std::string text = "text,label\n";
  for (int i = 0; i < 5000; ++i) text += "a,1\n";
  const std::string path = folder.write("a.csv", text);
  Notes notes;
  auto table = Table::open(std::vector{path, path}, {}, notes);
  ASSERT_TRUE(table.ok());
  std::vector<std::size_t> sizes;
  RawShard shard;
  while (table->cut(shard).value()) sizes.push_back(shard.records.size());
  EXPECT_THAT(sizes, ElementsAre(4096, 904, 4096, 904));
}

TEST(Csv, maps_the_columns_of_several_files_by_name) {
  const Folder folder;
  const auto whole = read_whole({folder.write("a.csv", "text,label,more\na,1,x\n"),
                                 folder.write("b.csv", "label,text\n0,b\n")});
  ASSERT_TRUE(whole.ok());
  EXPECT_THAT(whole->rows, ElementsAre(Row{"a", "1", "x"}, Row{"b", "0", "(missing)"}));
  const auto lacking = read_whole(
      {folder.write("a.csv", "text,label\na,1\n"), folder.write("b.csv", "text,other\nb,1\n")});
  ASSERT_FALSE(lacking.ok());
  EXPECT_EQ(folder.plain(describe(lacking.error(), Language::en)),
            "b.csv: error: the column \"label\" of a.csv is missing here\n"
            "  expected: the same columns in every file; this one has text, other\n"
            "  help: rename the column, or evaluate the files one by one\n"
            "  name: column-missing      (shijin explain column-missing)\n");
}

TEST(Csv, keeps_blank_lines_of_a_single_column_but_the_last) {
  EXPECT_THAT(rows_of("generated\na\n\n\nb\n\n"),
              ElementsAre(Row{"a"}, Row{""}, Row{""}, Row{"b"}));
}

TEST(Csv, names_the_row_numbers_that_pandas_writes) {
  const Folder folder;
  const auto whole = read_whole({folder.write("a.csv", ",text,label\n0,a,1\n1,b,0\n")});
  ASSERT_TRUE(whole.ok());
  EXPECT_THAT(whole->names, ElementsAre("column_1", "text", "label"));
}

TEST(Csv, goes_on_after_a_bad_row_and_keeps_the_numbers) {
  const Folder folder;
  ReadOptions options;
  options.bad_rows = BadRows::skip;
  const auto whole =
      read_whole({folder.write("a.csv", "text,label\na,1\n\"open,1\nb,c,1\nd,0\n")}, options);
  ASSERT_TRUE(whole.ok());
  EXPECT_THAT(whole->rows, ElementsAre(Row{"a", "1"}, Row{"d", "0"}));
  EXPECT_THAT(whole->numbers, ElementsAre(1, 4));
  EXPECT_EQ(whole->skipped, 2);
}

TEST(Csv, counts_the_errors_beyond_the_first_twenty) {
  const Folder folder;
  std::string text = "text,label\n";
  for (int i = 0; i < 9000; ++i) text += "a,b,1\n";
  const auto whole = read_whole({folder.write("a.csv", text)});
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(whole->notes.errors(), 9000U);
  EXPECT_EQ(whole->notes.all().size(), Notes::kShownErrors);
}

std::string zstd_of(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 1));
  return out;
}

TEST(Csv, refuses_a_record_of_more_than_64_mib) {
  const std::string header = "text,label\na,1\n";
  const std::string big(70U << 20U, 'x');
  const Folder folder;
  const auto plain = read_whole({folder.write("a.csv.zst", zstd_of(header + big))});
  ASSERT_FALSE(plain.ok());
  EXPECT_EQ(plain.error().name, "record-too-long");
  EXPECT_EQ(plain.error().at.row, 3);
  EXPECT_EQ(plain.error().found.in(Language::en),
            "the record that begins here is longer than 64 MiB");
  const auto quoted = read_whole({folder.write("a.csv.zst", zstd_of(header + "b,\"" + big))});
  ASSERT_FALSE(quoted.ok());
  EXPECT_EQ(quoted.error().name, "quote-unclosed");
  EXPECT_EQ(quoted.error().found.in(Language::zh_hant), "從這裡開始的引號在 64 MiB 之內都沒有結束");
  EXPECT_EQ(quoted.error().at.column, 3);
}

}  // namespace
}  // namespace shijin
