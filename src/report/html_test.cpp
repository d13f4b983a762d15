// The page that a report is written into, and what stands in it.
#include <gtest/gtest.h>
#include <zlib.h>

#include <map>
#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "report/html_page.h"
#include "report/made_internal.h"
#include "report/render.h"

namespace shijin {
namespace {

constexpr std::string_view kBegin = "<script type=\"application/gzip-base64\" id=\"shijin-data\">";

int digit_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

std::string bytes_of(std::string_view base64) {
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : base64) {
    if (c == '=') break;
    bits = bits << 6U | static_cast<std::uint32_t>(digit_of(c));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> static_cast<unsigned>(count) & 255U);
  }
  return out;
}

std::string unpacked(const std::string& gzip) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string out(1U << 20U, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzip.data()));
  stream.avail_in = static_cast<uInt>(gzip.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

std::string data_of(const std::string& page) {
  const std::size_t begin = page.find(kBegin);
  EXPECT_NE(begin, std::string::npos);
  const std::string_view rest = std::string_view(page).substr(begin + kBegin.size());
  return unpacked(bytes_of(rest.substr(0, rest.find('<'))));
}

nlohmann::json rows_of(const SampleRows& rows, const std::vector<std::string>& wanted = {}) {
  std::string text;
  JsonWriter json(text);
  rows.write(json, "run", wanted);
  return nlohmann::json::parse(text);
}

TEST(Html, is_the_empty_page_with_the_data_where_its_mark_was) {
  const std::string_view empty = report_page();
  const std::size_t mark = empty.find(kPageMark);
  ASSERT_NE(mark, std::string_view::npos);
  EXPECT_EQ(empty.find(kPageMark, mark + 1), std::string_view::npos);
  const std::string page = render_html(made_sentiment(), {}, Language::en);
  EXPECT_EQ(page.substr(0, mark), empty.substr(0, mark));
  EXPECT_TRUE(page.ends_with(empty.substr(mark + kPageMark.size())));
}

TEST(Html, holds_the_result_as_json_has_it_and_the_reader_s_language) {
  const auto data =
      nlohmann::json::parse(data_of(render_html(made_sentiment(), {}, Language::zh_hant)));
  EXPECT_EQ(data["language"], "zh-Hant");
  EXPECT_EQ(data["result"], nlohmann::json::parse(render_json(made_sentiment())));
  EXPECT_EQ(data["rows"], nlohmann::json::array());
}

TEST(Html, lets_no_text_end_an_element) {
  SampleRows rows;
  rows.add("{\"id\":\"1\",\"input\":\"</script><script>x()</script>\",\"output\":\"<!--\"}\n");
  const std::string page = render_html(made_hostile(), rows, Language::en);
  const std::size_t begin = page.find(kBegin) + kBegin.size();
  const std::string_view data = std::string_view(page).substr(begin, page.find('<', begin) - begin);
  EXPECT_EQ(data.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                   "+/="),
            std::string_view::npos);
  EXPECT_TRUE(std::string_view(page).substr(begin + data.size()).starts_with("</script>"));
}

TEST(Html, is_the_same_page_each_time) {
  EXPECT_EQ(render_html(made_intents(), {}, Language::en),
            render_html(made_intents(), {}, Language::en));
}

TEST(SampleRows, turns_lines_into_columns_and_leaves_out_what_rows_imply) {
  SampleRows rows;
  rows.add(
      "{\"id\":\"1\",\"row\":1,\"input\":\"a\",\"bleu\":0.123456789}\n"
      "{\"id\":\"2\",\"row\":2,\"input\":\"b\",\"bleu\":null}\n");
  EXPECT_EQ(rows_of(rows), nlohmann::json::parse(R"({
    "run": "run", "total": 2, "count": 2, "texts": 2, "columns": [
      {"name": "input", "values": ["a", "b"]}, {"name": "bleu", "values": [0.123457, null]}]})"));
}

TEST(SampleRows, keeps_ids_and_rows_that_do_not_count_from_one) {
  SampleRows rows;
  rows.add("{\"id\":\"x\",\"row\":1,\"input\":\"a\"}\n");
  rows.add("{\"id\":\"y\",\"row\":3,\"input\":\"b\"}\n");
  const auto columns = rows_of(rows)["columns"];
  EXPECT_EQ(columns[0], nlohmann::json::parse(R"({"name": "id", "values": ["x", "y"]})"));
  EXPECT_EQ(columns[1], nlohmann::json::parse(R"({"name": "row", "values": [1, 3]})"));
}

TEST(SampleRows, shortens_what_a_model_gave_tokens) {
  SampleRows rows;
  rows.add(
      R"({"id":"1","row":1,"output":"ab","log_prob":[-0.0016269828,-12.345678],"token_bytes":[1,1]})"
      "\n");
  const auto json = rows_of(rows);
  std::map<std::string, nlohmann::json> columns;
  for (const auto& column : json["columns"]) columns[column["name"]] = column["values"];
  EXPECT_EQ(columns["log_prob"].dump(), "[[-0.001627,-12.35]]");
  EXPECT_EQ(columns["token_bytes"].dump(), "[[1,1]]");
}

TEST(SampleRows, keeps_the_texts_that_matter_where_not_all_fit) {
  // 3,000 texts of 5,000 bytes are 15 MB; 8 MB have room for 1,677 of them and their quotes.
  SampleRows rows;
  const std::string text(5000, 'x');
  for (int i = 1; i <= 3000; ++i) {
    const std::string number = std::to_string(i);
    rows.add("{\"id\":\"" + number + "\",\"row\":" + number + ",\"input\":\"" + text +
             "\",\"truth\":\"a\",\"predicted\":\"" + (i % 10 == 0 ? "b" : "a") + "\"}\n");
  }
  const auto packed = rows_of(rows, {"7"});
  EXPECT_EQ(packed["count"], 3000);
  const auto& texts = packed["columns"][0]["values"];
  EXPECT_EQ(packed["columns"][0]["name"], "input");
  EXPECT_TRUE(texts[6].is_string()) << "asked for";
  for (std::size_t i = 9; i < 3000; i += 10) EXPECT_TRUE(texts[i].is_string()) << "wrong row " << i;
  EXPECT_LE(packed["texts"], 1677);
  EXPECT_GE(packed["texts"], 301);
  EXPECT_EQ(packed["columns"][1]["values"].size(), 3000U) << "labels of all rows";
}

}  // namespace
}  // namespace shijin
