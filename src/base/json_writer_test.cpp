// JSON written by hand-made calls, compared as whole texts.
#include "base/json_writer.h"

#include <gtest/gtest.h>

#include <limits>

namespace shijin {
namespace {

using Layout = JsonWriter::Layout;

TEST(JsonWriter, writes_a_sample_on_one_line) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("id").text("7").key("hits").integer(3).key("f1").number(0.1);
  json.key("ok").boolean(true).key("why").null().key("tags").begin_array();
  json.text("a").text("b").end_array().key("none").begin_object().end_object().end_object();
  EXPECT_EQ(out, R"({"id":"7","hits":3,"f1":0.1,"ok":true,"why":null,"tags":["a","b"],"none":{}})");
}

TEST(JsonWriter, indents_by_two_and_keeps_a_row_of_numbers_together) {
  std::string out;
  JsonWriter json(out, Layout::lines);
  json.begin_object().key("labels").begin_array(Layout::one_line).text("0").text("1").end_array();
  json.key("counts").begin_array();
  json.begin_array(Layout::one_line).number(1).number(0.5).end_array();
  json.begin_array(Layout::one_line).begin_object().key("n").integer(2).end_object().end_array();
  json.end_array().key("empty").begin_array().end_array().end_object();
  EXPECT_EQ(out,
            "{\n"
            "  \"labels\": [\"0\", \"1\"],\n"
            "  \"counts\": [\n"
            "    [1, 0.5],\n"
            "    [{\"n\": 2}]\n"
            "  ],\n"
            "  \"empty\": []\n"
            "}");
}

TEST(JsonWriter, escapes_quotes_controls_and_invalid_bytes_and_keeps_chinese) {
  std::string out;
  append_json_text(out, std::string("續航\"差\"\\\n\r\t\x01\x1f\x7f\xff\0.", 21));
  EXPECT_EQ(out, "\"續航\\\"差\\\"\\\\\\n\\r\\t\\u0001\\u001f\\u007f\xEF\xBF\xBD\\u0000.\"");
}

TEST(JsonWriter, prints_numbers_unrounded_and_whole_ones_as_integers) {
  std::string out;
  JsonWriter json(out);
  json.begin_array().number(1.0 / 3).number(100000).number(-0.0).number(1e300).number(-2.5e-7);
  json.number(std::numeric_limits<double>::quiet_NaN());
  json.number(std::numeric_limits<double>::infinity()).end_array();
  EXPECT_EQ(out, "[0.3333333333333333,100000,0,1e+300,-2.5e-07,null,null]");
}

}  // namespace
}  // namespace shijin
