// JSON files: arrays and objects of records, and what is said of broken ones.
#include <gtest/gtest.h>

#include "table/json_test_source_internal.h"

namespace shijin {
extern const Format format_json;

namespace {

using Rows = std::vector<std::vector<std::string>>;
using Names = std::vector<std::string>;
using Lines = std::vector<std::int64_t>;

ReadRows json(const std::string& text, std::vector<std::string> wanted = {}) {
  return read_rows(format_json, text, "a.json", std::move(wanted));
}

TEST(Json, reads_a_list_of_objects_laid_out_over_lines) {
  const ReadRows read = json(
      "[\n"
      "  {\n"
      "    \"text\": \"a ] , } \\\" b\",\n"
      "    \"n\": [1, {\"x\": \"]\"}]\n"
      "  },\n"
      "\n"
      "  {\"text\": \"乙\", \"n\": null}\n"
      "]\n");
  EXPECT_EQ(read.names, (Names{"text", "n.0", "n.1.x", "n", "n.-1.x", "n.-2.x"}));
  EXPECT_EQ(read.rows, (Rows{{"a ] , } \" b", "1", "]", "[1, {\"x\": \"]\"}]", "]", "∅"},
                             {"乙", "∅", "∅", "∅", "∅", "∅"}}));
  EXPECT_EQ(read.lines, (Lines{2, 7}));
  EXPECT_EQ(read.said_en, "");
}

TEST(Json, reads_the_same_whatever_the_pieces) {
  std::string text = "\xEF\xBB\xBF [";
  for (int i = 0; i < 50; ++i) {
    if (i > 0) text += i % 3 == 0 ? ",\n" : " , ";
    text +=
        "{\"id\":" + std::to_string(i) + ",\"t\":\"\\\\\\\"],第 " + std::to_string(i) + " 筆\"}";
  }
  text += "\n]\n";
  const ReadRows whole = json(text);
  ASSERT_EQ(whole.rows.size(), 50U);
  EXPECT_EQ(whole.rows[49], (std::vector<std::string>{"49", "\\\"],第 49 筆"}));
  EXPECT_EQ(whole.lines[49], 17);
  for (std::size_t piece : {1U, 2U, 7U, 64U, 500U}) {
    const ReadRows read = read_rows(format_json, text, "a.json", {}, piece);
    EXPECT_EQ(read.rows, whole.rows) << piece;
    EXPECT_EQ(read.lines, whole.lines) << piece;
    EXPECT_EQ(read.said_en, "") << piece;
  }
}

TEST(Json, finds_the_rows_inside_an_object) {
  const Rows rows{{"x"}, {"y"}};
  const std::string list = "[{\"a\":\"x\"},{\"a\":\"y\"}]";
  EXPECT_EQ(json("{\"version\":3,\"results\":" + list + "}").rows, rows);
  EXPECT_EQ(json("{\"evalId\":\"e\",\"results\":{\"prompts\":[{\"raw\":1}],\"results\":" + list +
                 ",\"stats\":{}}}")
                .rows,
            rows);
  EXPECT_EQ(json("{\"predictions\":" + list + ",\"other\":[{\"b\":1}]}").rows, rows);
  EXPECT_EQ(json("{\"my_rows\":" + list + ",\"count\":2}").rows, rows);
  EXPECT_EQ(json("{\"0\":{\"a\":\"x\"},\n\"1\":{\"a\":\"y\"}}").rows, rows);
  EXPECT_EQ(json("{\"0\":{\"a\":\"x\"},\n\"1\":{\"a\":\"y\"}}").lines, (Lines{1, 2}));
}

TEST(Json, takes_an_object_of_scalars_as_one_row) {
  EXPECT_EQ(json("{\"predict\":\"x\",\n \"label\":\"y\"}").rows, (Rows{{"x", "y"}}));
  EXPECT_EQ(
      json("{\"response\":\"x\",\"id\":1,\"messages\":[{\"role\":\"user\"}]}", {"response"}).rows,
      Rows{{"x"}});
}

TEST(Json, names_the_line_and_column_of_a_fault_in_a_list) {
  const ReadRows read = json(
      "[\n"
      "  {\"a\": \"甲\"}, {\"a\": 01},\n"
      "  {\n"
      "    \"a\": \"乙\"\n"
      "    \"b\": 2\n"
      "  },\n"
      "  {\"a\": \"丙\"},\n"
      "]\n");
  EXPECT_EQ(read.rows, (Rows{{"甲"}, {"丙"}}));
  EXPECT_EQ(read.said_en,
            "a.json:2:21: error: 01 is not a number as JSON writes it\n"
            "  2 |   {\"a\": \"甲\"}, {\"a\": 01}\n"
            "    |                      ^^\n"
            "  expected: a number such as 0.5, -1 or 1e-3\n"
            "  help: Write it so, or put it in double quotes to keep it as a text.\n"
            "  name: json-number      (shijin explain json-number)\n"
            "a.json:5:5: error: this is not JSON: \" stands after a value\n"
            "  5 |     \"b\": 2\n"
            "    |     ^\n"
            "  expected: a comma, or the bracket that closes\n"
            "  help: Correct it, or leave such rows out with --skip-bad.\n"
            "  name: json-invalid      (shijin explain json-invalid)\n"
            "a.json:8:1: error: the record ends too early\n"
            "  expected: the rest of the value\n"
            "  help: The writing of the file was probably cut short: write it again, or leave such "
            "rows out with --skip-bad.\n"
            "  name: json-truncated      (shijin explain json-truncated)\n");
}

TEST(Json, refuses_a_list_that_is_not_closed_or_followed_by_more) {
  EXPECT_EQ(json("[{\"a\":1},\n{\"a\":2").said_en,
            "a.json:2: error: the file ends before the list is closed\n"
            "  expected: ] at the end\n"
            "  help: The writing of the file was probably cut short: write it again, or leave such "
            "rows out with --skip-bad.\n"
            "  name: json-truncated      (shijin explain json-truncated)\n");
  EXPECT_EQ(json("[{\"a\":1}]\n[{\"a\":2}]\n").said_zh,
            "a.json:2: 錯誤：陣列結束之後還有內容：[{\"a\":2}]\n"
            "  應為：檔案結尾\n"
            "  解法：請把所有資料寫進同一個陣列，或一行一個物件（.jsonl）。\n"
            "  名稱：json-more　（shijin explain json-more）\n");
}

TEST(Json, refuses_documents_without_rows) {
  const auto said = [](const std::string& text) {
    const std::string all = json(text).said_en;
    return all.substr(0, all.find('\n'));
  };
  EXPECT_EQ(said(""), "a.json: error: the file is empty");
  EXPECT_EQ(said("[]"), "a.json: error: the file is empty");
  EXPECT_EQ(said("{\"a\":1}"), "a.json: error: the file holds no list of objects");
  EXPECT_EQ(said("{\"a\":[{}],\"b\":[{}]}"),
            "a.json: error: the file holds several lists of objects: a, b");
  EXPECT_EQ(said("{\"text\":{\"0\":\"x\",\"1\":\"y\"},\"label\":{\"0\":1,\"1\":2}}"),
            "a.json: error: the file is stored by column: \"text\" holds the values of all rows");
  EXPECT_EQ(said("{\"text\":[\"x\"],\"label\":[\"y\"]}"),
            "a.json: error: the file is stored by column: \"text\" holds the values of all rows");
  EXPECT_EQ(said("{\"a\":1,\n\"b\":}"),
            "a.json:2:5: error: this is not JSON: } stands where a value belongs");
  EXPECT_EQ(said("[1, 2]"), "a.json:1:2: error: the record is a number, not an object");
}

}  // namespace
}  // namespace shijin
