// The CSV reader: what it reads, and the whole of what it says about bad files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace shijin
