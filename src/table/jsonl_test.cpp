// JSON Lines: columns, cells, and what is said of broken lines.
#include <gtest/gtest.h>
#include <simdjson.h>

#include "base/random.h"
#include "base/utf8.h"
#include "table/json_columns.h"
#include "table/json_test_source_internal.h"

namespace shijin {
extern const Format format_jsonl;
extern const Format format_json;

namespace {

using Rows = std::vector<std::vector<std::string>>;
using Names = std::vector<std::string>;
using Lines = std::vector<std::int64_t>;

ReadRows jsonl(const std::string& text, std::vector<std::string> wanted = {}) {
  return read_rows(format_jsonl, text, "a.jsonl", std::move(wanted));
}

TEST(Jsonl, reads_texts_numbers_and_missing_cells) {
  const ReadRows read = jsonl(
      "{\"text\":\"價格便宜\",\"score\":0.50,\"ok\":true}\n"
      "{\"score\":-1e3,\"text\":null}\n"
      "{\"text\":\"\",\"ok\":false,\"more\":1}\n");
  EXPECT_EQ(read.names, (Names{"text", "score", "ok", "more"}));
  EXPECT_EQ(
      read.rows,
      (Rows{{"價格便宜", "0.50", "true", "∅"}, {"∅", "-1e3", "∅", "∅"}, {"", "∅", "false", "1"}}));
  EXPECT_EQ(read.said_en, "");
}

TEST(Jsonl, undoes_every_escape) {
  const ReadRows read =
      jsonl("{\"t\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u4f60\\ud83d\\ude00\\u00e9\\u0041\"}\n");
  EXPECT_EQ(read.rows, (Rows{{"\"\\/\b\f\n\r\t你😀éA"}}));
  const ReadRows keys = jsonl("{\"\\u6807\\u7b7e\":\"a\"}\n{\"标签\":\"b\"}\n");
  EXPECT_EQ(keys.names, Names{"标签"});
  EXPECT_EQ(keys.rows, (Rows{{"a"}, {"b"}}));
}

TEST(Jsonl, passes_over_blank_lines_a_byte_order_mark_and_carriage_returns) {
  const ReadRows read = jsonl("\xEF\xBB\xBF\n{\"a\":1}\r\n  \n\n{\"a\":2}");
  EXPECT_EQ(read.rows, (Rows{{"1"}, {"2"}}));
  EXPECT_EQ(read.lines, (Lines{2, 5}));
  EXPECT_EQ(read.numbers, (Lines{1, 2}));
}

TEST(Jsonl, names_columns_by_dotted_paths) {
  const ReadRows read = jsonl(
      "{\"response\":{\"body\":{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}},"
      "\"refs\":[\"a\",\"b\"],\"empty\":{},\"nested\":[[\"x\"]]}\n");
  EXPECT_EQ(read.names, (Names{"response.body.choices.0.message.content", "response.body.choices",
                               "refs.0", "refs.1", "refs", "nested.0.0", "nested.0", "nested"}));
  EXPECT_EQ(read.rows, (Rows{{"hi", "[{\"message\":{\"content\":\"hi\"}}]", "a", "b",
                              "[\"a\",\"b\"]", "x", "[\"x\"]", "[[\"x\"]]"}}));
}

TEST(Jsonl, reaches_the_last_messages_of_chats_of_different_lengths) {
  const ReadRows read = jsonl(
      "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},"
      "{\"role\":\"assistant\",\"content\":\"a\"}]}\n"
      "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":"
      "\"q2\"},"
      "{\"role\":\"assistant\",\"content\":\"a2\"}]}\n"
      "{\"messages\":[]}\n",
      {"messages.-1.content", "messages.-2.content", "messages.-1.role", "messages.0.role"});
  EXPECT_EQ(read.rows, (Rows{{"a", "q", "assistant", "user"},
                             {"a2", "q2", "assistant", "system"},
                             {"∅", "∅", "∅", "∅"}}));
}

TEST(Jsonl, gives_an_object_at_a_wanted_path_as_its_json) {
  const ReadRows read = jsonl("{\"a\":\"x\"}\n{\"a\":{\"b\": [1, 2]}}\n", {"a"});
  EXPECT_EQ(read.rows, (Rows{{"x"}, {"{\"b\": [1, 2]}"}}));
}

TEST(Jsonl, finds_columns_that_appear_after_the_first_record) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "{\"a\":" + std::to_string(i) + "}\n";
  text += "{\"late\":7,\"a\":8}\n";
  const ReadRows read = jsonl(text);
  EXPECT_EQ(read.names, (Names{"a", "late"}));
  EXPECT_EQ(read.rows.back(), (std::vector<std::string>{"8", "7"}));
  EXPECT_EQ(read.rows.size(), 101U);
}

TEST(Jsonl, tolerates_nan_only_where_nobody_asks_for_it) {
  const std::string text = "{\"a\":\"x\",\"p\":NaN}\n{\"a\":\"y\",\"p\":0.5}\n";
  EXPECT_EQ(jsonl(text, {"a"}).rows, (Rows{{"x"}, {"y"}}));
  const ReadRows read = jsonl(text, {"p"});
  EXPECT_EQ(read.rows, (Rows{{"0.5"}}));
  EXPECT_EQ(read.said_en,
            "a.jsonl:1:14: error: NaN is not a JSON value\n"
            "  1 | {\"a\":\"x\",\"p\":NaN}\n"
            "    |              ^^^\n"
            "  expected: a finite number, or null where there is none\n"
            "  help: Write null for a number that is missing: json.dumps(row, allow_nan=False) "
            "finds such rows.\n"
            "  name: json-nan      (shijin explain json-nan)\n");
  EXPECT_EQ(read.said_zh,
            "a.jsonl:1:14: 錯誤：NaN 不是 JSON 的值\n"
            "  1 | {\"a\":\"x\",\"p\":NaN}\n"
            "    |              ^^^\n"
            "  應為：有限的數字；沒有數值時寫 null\n"
            "  解法：缺少數值時請寫 null；json.dumps(row, allow_nan=False) 能找出這些資料列。\n"
            "  名稱：json-nan　（shijin explain json-nan）\n");
}

// One line that cannot be read between two that can.
ReadRows with_bad_line(const std::string& line) {
  return jsonl("{\"a\":\"甲\"}\n" + line + "\n{\"a\":\"乙\"}\n");
}

TEST(Jsonl, says_where_a_line_is_cut_short) {
  const ReadRows read = with_bad_line("{\"a\":\"續航太");
  EXPECT_EQ(read.rows, (Rows{{"甲"}, {"乙"}}));
  EXPECT_EQ(read.numbers, (Lines{1, 3}));
  EXPECT_EQ(read.skipped, 1);
  EXPECT_EQ(read.said_en,
            "a.jsonl:2:10: error: the record ends inside a text\n"
            "  2 | {\"a\":\"續航太\n"
            "    |             ^\n"
            "  expected: the closing double quote\n"
            "  help: The writing of the file was probably cut short: write it again, or leave such "
            "rows out with --skip-bad.\n"
            "  name: json-truncated      (shijin explain json-truncated)\n");
  EXPECT_EQ(read.said_zh,
            "a.jsonl:2:10: 錯誤：這筆資料在一段文字中間就結束了\n"
            "  2 | {\"a\":\"續航太\n"
            "    |             ^\n"
            "  應為：收尾的雙引號\n"
            "  解法：檔案可能在寫入時中斷了。請重新產生，或加上 --skip-bad 略過這類資料列。\n"
            "  名稱：json-truncated　（shijin explain json-truncated）\n");
}

TEST(Jsonl, says_what_stands_in_the_wrong_place) {
  EXPECT_EQ(with_bad_line("{'a': 'x'}").said_en,
            "a.jsonl:2:2: error: this is not JSON: ' stands where a key belongs\n"
            "  2 | {'a': 'x'}\n"
            "    |  ^\n"
            "  expected: a key in double quotes\n"
            "  help: Write each row with json.dumps(row, ensure_ascii=False); str(row) is not "
            "JSON.\n"
            "  name: json-invalid      (shijin explain json-invalid)\n");
  EXPECT_EQ(with_bad_line("{\"a\":\"x\" \"b\":1}").said_zh,
            "a.jsonl:2:10: 錯誤：這不是合法的 JSON：值的後面出現了 \"\n"
            "  2 | {\"a\":\"x\" \"b\":1}\n"
            "    |          ^\n"
            "  應為：逗號，或收尾的括號\n"
            "  解法：請改正，或加上 --skip-bad 略過這類資料列。\n"
            "  名稱：json-invalid　（shijin explain json-invalid）\n");
}

TEST(Jsonl, refuses_a_key_that_occurs_twice) {
  EXPECT_EQ(with_bad_line("{\"a\":\"x\",\"b\":1,\"a\":\"y\"}").said_en,
            "a.jsonl:2:17: error: the key \"a\" occurs twice in one object\n"
            "  2 | {\"a\":\"x\",\"b\":1,\"a\":\"y\"}\n"
            "    |                 ^\n"
            "  expected: every key once\n"
            "  help: Rename or remove one of the two: which of them counts would be a guess.\n"
            "  name: json-key-repeated      (shijin explain json-key-repeated)\n");
  EXPECT_EQ(with_bad_line("{\"a\":\"x\",\"\\u0061\":\"y\"}").skipped, 1);
  std::string wide = "{";
  for (int i = 0; i < 100; ++i) wide += "\"k" + std::to_string(i) + "\":1,";
  EXPECT_EQ(with_bad_line(wide + "\"a\":\"x\"}").skipped, 0);
  EXPECT_EQ(with_bad_line(wide + "\"k7\":2}").skipped, 1);
}

TEST(Jsonl, refuses_half_of_a_character) {
  EXPECT_EQ(with_bad_line("{\"a\":\"x\\ud83d!\"}").said_en,
            "a.jsonl:2:8: error: \\ud83d is only half of a character\n"
            "  2 | {\"a\":\"x\\ud83d!\"}\n"
            "    |        ^^^^^^\n"
            "  expected: \\ud83d\\ude00\n"
            "  help: The text was cut in the middle of an emoji or a rare character. Drop the half "
            "when writing: text.encode(\"utf-8\", \"ignore\").decode().\n"
            "  name: json-surrogate      (shijin explain json-surrogate)\n");
}

TEST(Jsonl, refuses_rows_that_are_not_objects) {
  EXPECT_EQ(with_bad_line("[1, 2]").said_en,
            "a.jsonl:2:1: error: the record is a list, not an object\n"
            "  2 | [1, 2]\n"
            "    | ^^^^^^\n"
            "  expected: {\"input\": …, \"output\": …, \"reference\": …}\n"
            "  help: Write every row as an object, so that its columns have names.\n"
            "  name: json-not-object      (shijin explain json-not-object)\n");
}

TEST(Jsonl, names_every_other_fault) {
  const auto said = [](const std::string& line) {
    const std::string all = with_bad_line(line).said_en;
    return all.substr(0, all.find('\n'));
  };
  EXPECT_EQ(said("{\"a\":01}"), "a.jsonl:2:6: error: 01 is not a number as JSON writes it");
  EXPECT_EQ(said("{\"a\":True}"), "a.jsonl:2:6: error: True is not a JSON value");
  EXPECT_EQ(said("{\"a\":\"x\ty\"}"), "a.jsonl:2:8: error: a text holds a bare tab");
  EXPECT_EQ(said("{\"a\":\"\\x41\"}"), "a.jsonl:2:7: error: \\x is not an escape that JSON knows");
  EXPECT_EQ(said("{\"a\":\"x\"} {\"a\":1}"),
            "a.jsonl:2:11: error: this is not JSON: { follows after the record");
  EXPECT_EQ(said("{\"a\":\"x\",}"),
            "a.jsonl:2:10: error: this is not JSON: } stands where a key belongs");
  EXPECT_EQ(said("{\"a\" \"x\"}"), "a.jsonl:2:6: error: this is not JSON: \" stands after the key");
  EXPECT_EQ(said("{\"a\":}"),
            "a.jsonl:2:6: error: this is not JSON: } stands where a value belongs");
  EXPECT_EQ(said("{\"a\":[1"), "a.jsonl:2:8: error: the record ends inside a list");
  EXPECT_EQ(said("{\"a\":tru"), "a.jsonl:2:9: error: the record ends too early");
  EXPECT_EQ(said("{\"a\":" + std::string(300, '[') + std::string(300, ']') + "}"),
            "a.jsonl:2:261: error: more than 256 brackets are open inside each other");
}

TEST(Jsonl, leaves_bad_rows_out_with_a_warning_when_told_to) {
  ReadOptions options;
  options.bad_rows = BadRows::skip;
  const ReadRows read =
      read_rows(format_jsonl, "{\"a\":1}\n{\"a\":\n{\"a\":2}\n", "a.jsonl", {}, 1U << 20U, options);
  EXPECT_EQ(read.rows, (Rows{{"1"}, {"2"}}));
  EXPECT_EQ(read.skipped, 1);
  EXPECT_EQ(read.said_en,
            "a.jsonl: warning: the record ends inside an object (line 2; this row and others like "
            "it are left out)\n"
            "   | {\"a\":\n"
            "   |      ^\n"
            "  expected: a comma or }\n"
            "  help: The writing of the file was probably cut short: write it again, or leave such "
            "rows out with --skip-bad.\n"
            "  name: json-truncated      (shijin explain json-truncated)\n");
}

TEST(Jsonl, says_when_the_file_is_empty_a_list_or_csv) {
  EXPECT_EQ(jsonl("\n  \n").said_en,
            "a.jsonl: error: the file is empty\n"
            "  expected: one JSON object a row\n"
            "  help: Check that the program that writes it has finished without an error.\n"
            "  name: file-empty      (shijin explain file-empty)\n");
  EXPECT_EQ(jsonl("[\n{\"a\":1}]\n").said_zh,
            "a.jsonl:1: 錯誤：檔案是一整個 JSON 陣列，不是一行一個物件\n"
            "  應為：每列一行，外面沒有方括號和逗號\n"
            "  解法：請把副檔名改為 .json，就會以陣列讀取。\n"
            "  名稱：json-list　（shijin explain json-list）\n");
  EXPECT_EQ(jsonl("text,label\n好,1\n").said_en,
            "a.jsonl:1: error: the file looks like CSV, not JSON\n"
            "  1 | text,label\n"
            "  expected: {\"input\": …, \"output\": …, \"reference\": …}\n"
            "  help: Give it the ending .csv, or write one JSON object a line.\n"
            "  name: json-csv      (shijin explain json-csv)\n");
}

TEST(Jsonl, refuses_a_record_longer_than_the_limit) {
  const std::string text = "{\"a\":1}\n{\"a\":\"" + std::string(kRecordBytes + 10, 'x') + "\"}\n";
  EXPECT_EQ(read_rows(format_jsonl, text, "a.jsonl", {}, 8U << 20U).said_en,
            "a.jsonl:2: error: the record that begins here is longer than 64 MiB\n"
            "  expected: one object a line\n"
            "  help: If the file is one JSON list, give it the ending .json; else a newline is "
            "missing.\n"
            "  name: record-too-long      (shijin explain record-too-long)\n");
}

TEST(Jsonl, reads_the_same_whatever_the_pieces) {
  std::string text;
  for (int i = 0; i < 50; ++i) {
    text += "{\"id\":" + std::to_string(i) + ",\"t\":\"第 " + std::to_string(i) + " 筆\\n好\"}\n";
  }
  const ReadRows whole = jsonl(text);
  for (std::size_t piece : {1U, 2U, 7U, 64U, 1000U}) {
    const ReadRows read = read_rows(format_jsonl, text, "a.jsonl", {}, piece);
    EXPECT_EQ(read.rows, whole.rows) << piece;
    EXPECT_EQ(read.lines, whole.lines) << piece;
  }
}

TEST(Jsonl, is_told_from_json_by_its_lines) {
  const std::string lines = "{\"a\":1}\n{\"a\":2}\n";
  const std::string pretty = "{\n  \"results\": [\n    {\"a\": 1}\n  ]\n}\n";
  EXPECT_GT(format_jsonl.looks_like(lines, "x.json"), format_json.looks_like(lines, "x.json"));
  EXPECT_GT(format_jsonl.looks_like(lines, "-"), format_json.looks_like(lines, "-"));
  EXPECT_GT(format_json.looks_like(pretty, "x"), format_jsonl.looks_like(pretty, "x"));
  EXPECT_GT(format_json.looks_like("[{\"a\":1}]", "x.jsonl"),
            format_jsonl.looks_like("[{\"a\":1}]", "x.jsonl"));
  EXPECT_GT(format_json.looks_like("{\"data\":[{}]}", "x.json.gz"),
            format_jsonl.looks_like("{\"data\":[{}]}", "x.json.gz"));
  EXPECT_EQ(format_jsonl.looks_like("text,label\n", "x.csv"), 0);
}

// simdjson, which knows nothing of our code, judges what is JSON and what a text says.
struct Verdict {
  bool good = false;
  std::string text;
};

Verdict by_simdjson(const std::string& record) {
  static simdjson::dom::parser parser;
  simdjson::dom::element document;
  if (parser.parse(record).get(document) != simdjson::SUCCESS) return {};
  simdjson::dom::object object;
  if (document.get_object().get(object) != simdjson::SUCCESS) return {};
  std::string_view text;
  if (object["t"].get_string().get(text) != simdjson::SUCCESS) return {true, "∅"};
  return {true, std::string(text)};
}

std::string mutated(std::string text, Random& random) {
  static constexpr std::string_view kBytes = "{}[]\",:\\u0nte-+.1 \xE4\t";
  const std::uint64_t changes = 1 + random.below(3);
  for (std::uint64_t i = 0; i < changes && !text.empty(); ++i) {
    const std::size_t at = random.below(text.size());
    const std::uint64_t what = random.below(3);
    const char byte = kBytes[random.below(kBytes.size())];
    if (what == 0) text.erase(at, 1);
    if (what == 1) text.insert(at, 1, byte);
    if (what == 2) text[at] = byte;
  }
  return text;
}

TEST(Jsonl, agrees_with_simdjson_on_twenty_thousand_damaged_records) {
  const std::string base =
      "{\"t\":\"價\\u683c\\ud83d\\ude00 ok\",\"n\":[1,-2.5e3,true,null,{\"x\":\"\\\\\\\"\"}],"
      "\"o\":{\"p\":\"q\"}}";
  const std::vector<JsonPath> paths{{{"t", 0, true}}};
  const int wanted[] = {0};
  const JsonPlan plan(paths, wanted);
  std::vector<std::unique_ptr<char[]>> chunks;
  JsonArena arena(chunks);
  JsonRecordReader reader(plan, arena, JsonRecordReader::Nan::refuse);
  Random random(7, 0);
  int good = 0;
  for (int i = 0; i < 20000; ++i) {
    const std::string record = mutated(base, random);
    std::vector<std::string_view> cells(1);
    const JsonFinding finding = reader.read(record, cells);
    const Verdict judged = by_simdjson(record);
    // simdjson checks UTF-8 (our Source has done that before), and lets keys occur twice.
    if (find_invalid_utf8(record) != std::string_view::npos) continue;
    if (finding.fault == JsonFault::repeated) continue;
    ASSERT_EQ(finding.ok(), judged.good) << record;
    if (!finding.ok()) continue;
    ++good;
    if (judged.text == "∅") continue;
    ASSERT_EQ(std::string(cells[0]), judged.text) << record;
  }
  EXPECT_GT(good, 1000);
}

// A record of some of seven keys, mostly in one order; at times a key twice, escaped, or set apart.
std::string record_of_keys(Random& random) {
  static constexpr std::string_view kWritten[] = {
      "a", "b", "long key: with a colon", "", "標籤", "\\u0061", "c"};
  std::string out = "{";
  const std::uint64_t from = random.below(10) == 0 ? random.below(7) : 0;
  for (std::uint64_t i = 0; i < 7; ++i) {
    if (random.below(16) == 0) continue;
    if (i == 5 && random.below(20) != 0) continue;
    const std::uint64_t key = random.below(40) == 0 ? random.below(7) : (i + from) % 7;
    if (out.size() > 1) out += random.below(30) == 0 ? " , " : ",";
    out.append("\"").append(kWritten[key]).append(random.below(30) == 0 ? "\" : " : "\":");
    out += std::to_string(random.below(1000));
  }
  return out + (random.below(50) == 0 ? "" : "}");
}

TEST(Jsonl, reads_a_record_alike_whatever_stood_before_it) {
  const std::vector<JsonPath> paths{{{"a", 0, true}},
                                    {{"", 0, true}},
                                    {{"標籤", 0, true}},
                                    {{"long key: with a colon", 0, true}}};
  const int wanted[] = {0, 1, 2, 3};
  const JsonPlan plan(paths, wanted);
  std::vector<std::unique_ptr<char[]>> chunks;
  JsonArena arena(chunks);
  Random random(11, 0);
  int good = 0;
  for (int file = 0; file < 40; ++file) {
    JsonRecordReader reader(plan, arena, JsonRecordReader::Nan::refuse);
    for (int i = 0; i < 200; ++i) {
      const std::string record = record_of_keys(random);
      std::vector<std::string_view> cells(4);
      std::vector<std::string_view> alone(4);
      const JsonFinding found = reader.read(record, cells);
      const JsonFinding expected =
          JsonRecordReader(plan, arena, JsonRecordReader::Nan::refuse).read(record, alone);
      ASSERT_EQ(found.fault, expected.fault) << record;
      ASSERT_EQ(found.at, expected.at) << record;
      ASSERT_EQ(found.size, expected.size) << record;
      ASSERT_EQ(found.inside, expected.inside) << record;
      if (!found.ok()) continue;
      ++good;
      ASSERT_EQ(cells, alone) << record;
    }
  }
  EXPECT_GT(good, 4000);
  EXPECT_LT(good, 7900);
}

TEST(Jsonl, finds_the_end_of_a_text_of_any_length) {
  const std::string clean = "這是一段 plain text \x7F\x80\xFF of every byte that goes on. ";
  for (std::size_t size = 0; size <= 200; ++size) {
    std::string text;
    while (text.size() < size) text += clean;
    text.resize(size);
    const char* const begin = text.data();
    ASSERT_EQ(find_text_stop(begin, begin + size), begin + size);
    for (std::size_t at = 0; at < size; ++at) {
      for (const char stop : {'"', '\\', '\0', '\x1F', '\n'}) {
        const char kept = text[at];
        text[at] = stop;
        ASSERT_EQ(find_text_stop(text.data(), text.data() + size) - text.data(), at);
        text[at] = kept;
      }
    }
  }
}

}  // namespace
}  // namespace shijin
