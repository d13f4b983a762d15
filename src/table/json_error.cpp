// The words for every fault of a JSON record or file.
#include "table/json_error.h"

#include <algorithm>

#include "base/numbers.h"
#include "base/utf8.h"
#include "base/width.h"

namespace shijin {
namespace {

constexpr Text kSkip{"Correct it, or leave such rows out with --skip-bad.",
                     "請改正，或加上 --skip-bad 略過這類資料列。"};
constexpr Text kDumps{
    "Write each row with json.dumps(row, ensure_ascii=False); str(row) is not JSON.",
    "請以 json.dumps(row, ensure_ascii=False) 寫出每一列；str(row) 的結果不是 JSON。"};

constexpr Text kNotJson{"this is not JSON: {0}", "這不是合法的 JSON：{0}"};
constexpr Text kValueFound{"{0} stands where a value belongs", "該出現值的地方出現了 {0}"};
constexpr Text kKeyFound{"{0} stands where a key belongs", "該出現鍵的地方出現了 {0}"};
constexpr Text kColonFound{"{0} stands after the key", "鍵的後面出現了 {0}"};
constexpr Text kCommaFound{"{0} stands after a value", "值的後面出現了 {0}"};
constexpr Text kTrailingFound{"{0} follows after the record", "一筆資料結束後還有 {0}"};
constexpr Text kValueExpected{
    "a text in double quotes, a number, true, false, null, a list or an object",
    "雙引號括住的文字、數字、true、false、null、陣列或物件"};
constexpr Text kKeyExpected{"a key in double quotes", "雙引號括住的鍵"};
constexpr Text kColonExpected{"a colon", "冒號"};
constexpr Text kCommaExpected{"a comma, or the bracket that closes", "逗號，或收尾的括號"};
constexpr Text kTrailingExpected{"one object a line", "一行一個物件"};

constexpr Text kTruncated{"the record ends too early", "這筆資料不完整，提早結束了"};
constexpr Text kTruncatedText{"the record ends inside a text", "這筆資料在一段文字中間就結束了"};
constexpr Text kTruncatedObject{"the record ends inside an object",
                                "這筆資料在一個物件中間就結束了"};
constexpr Text kTruncatedList{"the record ends inside a list", "這筆資料在一個陣列中間就結束了"};
constexpr Text kTruncatedExpected{"the rest of the value", "值的其餘部分"};
constexpr Text kCloseText{"the closing double quote", "收尾的雙引號"};
constexpr Text kCloseObject{"a comma or }", "逗號，或收尾的 }"};
constexpr Text kCloseList{"a comma or ]", "逗號，或收尾的 ]"};
constexpr Text kTruncatedHelp{
    "The writing of the file was probably cut short: write it again, or leave such rows out with "
    "--skip-bad.",
    "檔案可能在寫入時中斷了。請重新產生，或加上 --skip-bad 略過這類資料列。"};

constexpr Text kControl{"a text holds a bare {0}", "文字裡直接出現了 {0}"};
constexpr Text kTab{"tab", "定位字元（tab）"};
constexpr Text kNewline{"newline", "換行字元"};
constexpr Text kControlCode{"control character U+{0}", "控制字元 U+{0}"};

constexpr Text kEscape{"{0} is not an escape that JSON knows", "{0} 不是 JSON 認得的跳脫序列"};
constexpr Text kEscapeHelp{"For a backslash itself write two of them: \\\\.",
                           "若要表示反斜線本身，請寫成兩個：\\\\。"};
constexpr Text kSurrogate{"{0} is only half of a character", "{0} 只是半個字元"};
constexpr Text kSurrogateHelp{
    "The text was cut in the middle of an emoji or a rare character. Drop the half when writing: "
    "text.encode(\"utf-8\", \"ignore\").decode().",
    "文字在表情符號或罕用字的中間被截斷。寫檔時請去掉這半個字元："
    "text.encode(\"utf-8\", \"ignore\").decode()。"};
constexpr Text kNumber{"{0} is not a number as JSON writes it", "{0} 不是 JSON 的數字寫法"};
constexpr Text kNumberExpected{"a number such as 0.5, -1 or 1e-3", "數字，例如 0.5、-1 或 1e-3"};
constexpr Text kNumberHelp{"Write it so, or put it in double quotes to keep it as a text.",
                           "請改成這種寫法，或加上雙引號當作文字。"};
constexpr Text kLiteral{"{0} is not a JSON value", "{0} 不是 JSON 的值"};
constexpr Text kNanExpected{"a finite number, or null where there is none",
                            "有限的數字；沒有數值時寫 null"};
constexpr Text kNanHelp{
    "Write null for a number that is missing: json.dumps(row, allow_nan=False) finds such rows.",
    "缺少數值時請寫 null；json.dumps(row, allow_nan=False) 能找出這些資料列。"};
constexpr Text kPythonExpected{"true, false or null", "true、false 或 null，皆為小寫"};
constexpr Text kRepeated{"the key \"{0}\" occurs twice in one object",
                         "同一個物件裡，鍵「{0}」出現了兩次"};
constexpr Text kRepeatedExpected{"every key once", "每個鍵只出現一次"};
constexpr Text kRepeatedHelp{
    "Rename or remove one of the two: which of them counts would be a guess.",
    "請改名或刪去其中一個，否則無從判斷該採用哪一個。"};
constexpr Text kDeep{"more than {0} brackets are open inside each other", "括號巢狀超過 {0} 層"};
constexpr Text kNotObject{"the record is {0}, not an object", "這筆資料是{0}，不是物件"};
constexpr Text kAText{"a text", "一段文字"};
constexpr Text kAList{"a list", "陣列"};
constexpr Text kANumber{"a number", "數字"};
constexpr Text kAWord{"true, false or null", "true、false 或 null 這樣的值"};
constexpr std::string_view kObjectExample = "{\"input\": …, \"output\": …, \"reference\": …}";
constexpr Text kObjectHelp{"Write every row as an object, so that its columns have names.",
                           "請把每一列寫成物件，欄位才有名稱。"};
constexpr Text kEndOfRecord{"the end of the record", "這筆資料的結尾"};

// The character at a place, as it is named in a message: "x", or the end.
Message found_at(std::string_view bytes, const JsonFinding& finding) {
  if (finding.at >= bytes.size()) return kEndOfRecord;
  std::size_t end = finding.at;
  if (finding.size > 1) {
    end += finding.size;
  } else {
    decode_utf8(bytes, end);
  }
  constexpr std::size_t kShown = 24;
  return printable(
      cut_to_width(bytes.substr(finding.at, std::min(end, bytes.size()) - finding.at), kShown));
}

struct Words {
  std::string_view name;
  Message found;
  Message expected;
  Message help;
};

Message help_for(std::string_view bytes, std::size_t at) {
  return at < bytes.size() && bytes[at] == '\'' ? kDumps : kSkip;
}

Words misplaced(Text found, Text expected, std::string_view bytes, const JsonFinding& finding) {
  return {"json-invalid", Message(kNotJson, {Message(found, {found_at(bytes, finding)})}), expected,
          help_for(bytes, finding.at)};
}

Words truncated_words(JsonInside inside) {
  switch (inside) {
    case JsonInside::text:
      return {"json-truncated", kTruncatedText, kCloseText, kTruncatedHelp};
    case JsonInside::object:
      return {"json-truncated", kTruncatedObject, kCloseObject, kTruncatedHelp};
    case JsonInside::list:
      return {"json-truncated", kTruncatedList, kCloseList, kTruncatedHelp};
    case JsonInside::nothing:
      break;
  }
  return {"json-truncated", kTruncated, kTruncatedExpected, kTruncatedHelp};
}

Words control_words(char c) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  const std::string code{'0', '0', kHex[byte >> 4U], kHex[byte & 15U]};
  if (c == '\t') return {"json-control", Message(kControl, {kTab}), "\\t", kDumps};
  if (c == '\n') return {"json-control", Message(kControl, {kNewline}), "\\n", kDumps};
  return {"json-control", Message(kControl, {Message(kControlCode, {code})}), "\\u" + code, kDumps};
}

Words literal_words(std::string_view word) {
  const Message found(kLiteral, {word});
  if (word == "None" || word == "True" || word == "False") {
    return {"json-literal", found, kPythonExpected, kDumps};
  }
  return {"json-nan", found, kNanExpected, kNanHelp};
}

Text kind_word(char first) {
  if (first == '"') return kAText;
  if (first == '[') return kAList;
  return first == '-' || (first >= '0' && first <= '9') ? kANumber : kAWord;
}

Words words_for(const JsonFinding& finding, std::string_view bytes) {
  const std::string_view there =
      bytes.substr(std::min(finding.at, bytes.size()), std::min(finding.size, bytes.size()));
  switch (finding.fault) {
    case JsonFault::key:
      return misplaced(kKeyFound, kKeyExpected, bytes, finding);
    case JsonFault::colon:
      return misplaced(kColonFound, kColonExpected, bytes, finding);
    case JsonFault::comma:
      return misplaced(kCommaFound, kCommaExpected, bytes, finding);
    case JsonFault::trailing:
      return misplaced(kTrailingFound, kTrailingExpected, bytes, finding);
    case JsonFault::truncated:
      return truncated_words(finding.inside);
    case JsonFault::control:
      return control_words(bytes[finding.at]);
    case JsonFault::escape:
      return {"json-escape", Message(kEscape, {found_at(bytes, finding)}),
              "\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX", kEscapeHelp};
    case JsonFault::surrogate:
      return {"json-surrogate", Message(kSurrogate, {there}), "\\ud83d\\ude00", kSurrogateHelp};
    case JsonFault::number:
      return {"json-number", Message(kNumber, {found_at(bytes, finding)}), kNumberExpected,
              kNumberHelp};
    case JsonFault::literal:
      return literal_words(there);
    case JsonFault::repeated:
      return {"json-key-repeated", Message(kRepeated, {found_at(bytes, finding)}),
              kRepeatedExpected, kRepeatedHelp};
    case JsonFault::deep:
      return {"json-deep", Message(kDeep, {std::to_string(kJsonDepth)}), Message(), kSkip};
    case JsonFault::not_object:
      return {"json-not-object", Message(kNotObject, {kind_word(bytes[finding.at])}),
              Message(kObjectExample), kObjectHelp};
    case JsonFault::value:
    case JsonFault::none:
      break;
  }
  return misplaced(kValueFound, kValueExpected, bytes, finding);
}

}  // namespace

Error json_error(const JsonFinding& finding, const std::string& path, const Record& record,
                 std::string_view before) {
  const std::string_view bytes = record.bytes;
  Words words = words_for(finding, bytes);
  Error error;
  error.name = words.name;
  error.found = std::move(words.found);
  error.expected = std::move(words.expected);
  error.help = std::move(words.help);

  const std::string_view until = bytes.substr(0, finding.at);
  const std::size_t newline = until.rfind('\n');
  const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
  const std::size_t end = std::min(bytes.find('\n', finding.at), bytes.size());
  const std::string_view lead = begin == 0 ? before : std::string_view();
  // A line of megabytes is not kept whole: only what may be shown around the fault.
  constexpr std::size_t kKept = 4096;
  std::size_t from = finding.at - begin > kKept ? finding.at - kKept : begin;
  while (from < finding.at && (static_cast<unsigned char>(bytes[from]) & 0xC0U) == 0x80U) ++from;
  error.line = std::string(from == begin ? lead : std::string_view());
  const std::size_t lead_size = error.line.size();
  error.line += bytes.substr(from, std::min(end, finding.at + kKept) - from);
  while (!error.line.empty() && error.line.back() == '\r') error.line.pop_back();
  error.line_begin = lead_size + finding.at - from;
  error.line_end = error.line_begin + std::max<std::size_t>(finding.size, 1);
  error.at.file = path;
  error.at.row =
      record.line + static_cast<std::int64_t>(std::count(until.begin(), until.end(), '\n'));
  error.at.column = static_cast<std::int64_t>(count_code_points(lead) +
                                              count_code_points(until.substr(begin)) + 1);
  return error;
}

namespace {

constexpr Text kEmpty{"the file is empty", "檔案是空的"};
constexpr Text kEmptyExpected{"one JSON object a row", "每列一個 JSON 物件"};
constexpr Text kEmptyHelp{"Check that the program that writes it has finished without an error.",
                          "請確認產生此檔案的程式已正常執行完畢。"};
constexpr Text kOneList{"the file is one JSON list, not one object a line",
                        "檔案是一整個 JSON 陣列，不是一行一個物件"};
constexpr Text kOneListExpected{"a line for each row, without brackets and commas around them",
                                "每列一行，外面沒有方括號和逗號"};
constexpr Text kOneListHelp{"Give it the ending .json, and it is read as a list.",
                            "請把副檔名改為 .json，就會以陣列讀取。"};
constexpr Text kCsv{"the file looks like CSV, not JSON", "檔案看起來是 CSV，不是 JSON"};
constexpr Text kCsvHelp{"Give it the ending .csv, or write one JSON object a line.",
                        "請把副檔名改為 .csv，或改寫成一行一個 JSON 物件。"};
constexpr Text kNoRecords{"the file holds no list of objects", "檔案裡沒有由物件組成的陣列"};
constexpr Text kNoRecordsExpected{
    "a list of objects, or an object that holds one under \"results\", \"data\" or \"predictions\"",
    "由物件組成的陣列，或在「results」、「data」或「predictions」下含有這種陣列的物件"};
constexpr Text kNoRecordsHelp{"Write the rows as [{…}, {…}], or one object a line (.jsonl).",
                              "請把資料寫成 [{…}, {…}]，或一行一個物件（.jsonl）。"};
constexpr Text kNoKeys{"no row has a single key", "每一列都沒有任何鍵"};
constexpr Text kNoKeysHelp{
    "Write what each row holds under names, such as input, output, reference.",
    "請在每一列以名稱寫出內容，例如 input、output、reference。"};
constexpr Text kSeveral{"the file holds several lists of objects: {0}",
                        "檔案裡有好幾個由物件組成的陣列：{0}"};
constexpr Text kSeveralHelp{"Write the one to evaluate to a file of its own.",
                            "請把要評估的那一個另存成檔案。"};
constexpr Text kOneOnly{"one list of objects", "一個由物件組成的陣列"};
constexpr Text kByColumn{"the file is stored by column: \"{0}\" holds the values of all rows",
                         "檔案是逐欄儲存的：「{0}」裡是所有列的值"};
constexpr Text kByColumnExpected{"an object for each row", "每列一個物件"};
constexpr Text kByColumnHelp{
    "With pandas, write it with df.to_json(path, orient=\"records\", lines=True, "
    "force_ascii=False).",
    "若使用 pandas，請以 df.to_json(path, orient=\"records\", lines=True, force_ascii=False) "
    "寫檔。"};
constexpr Text kNotClosed{"the file ends before the list is closed", "檔案在陣列收尾之前就結束了"};
constexpr Text kNotClosedExpected{"] at the end", "結尾的 ]"};
constexpr Text kMore{"more follows after the list: {0}", "陣列結束之後還有內容：{0}"};
constexpr Text kMoreExpected{"the end of the file", "檔案結尾"};
constexpr Text kMoreHelp{"Write all rows into one list, or one object a line (.jsonl).",
                         "請把所有資料寫進同一個陣列，或一行一個物件（.jsonl）。"};
constexpr Text kTooLong{"the record that begins here is longer than {0} MiB",
                        "從這裡開始的一筆資料超過 {0} MiB"};
constexpr Text kTooLongExpected{"one object a line", "一行一個物件"};
constexpr Text kTooLongHelp{
    "If the file is one JSON list, give it the ending .json; else a newline is missing.",
    "若檔案是一整個 JSON 陣列，請把副檔名改為 .json；否則就是缺了換行。"};
constexpr Text kDocumentTooLong{"the JSON object is longer than 1 GiB", "這個 JSON 物件超過 1 GiB"};
constexpr Text kDocumentHelp{"Write the rows as JSON Lines, one object a line (.jsonl).",
                             "請把資料寫成 JSON Lines，一行一個物件（.jsonl）。"};

Error file_error(std::string_view name, const std::string& path, std::int64_t line, Message found,
                 Message expected, Message help) {
  Error error;
  error.name = name;
  error.at = {path, line, 0};
  error.found = std::move(found);
  error.expected = std::move(expected);
  error.help = std::move(help);
  return error;
}

std::string head_of(std::string_view text) {
  constexpr std::size_t kShown = 40;
  return printable(cut_to_width(text.substr(0, std::min(text.find('\n'), text.size())), kShown));
}

}  // namespace

Error json_file_is_empty(const std::string& path) {
  return file_error("file-empty", path, 0, kEmpty, kEmptyExpected, kEmptyHelp);
}

Error json_file_is_one_list(const std::string& path) {
  return file_error("json-list", path, 1, kOneList, kOneListExpected, kOneListHelp);
}

Error json_file_is_csv(const std::string& path, std::string_view line) {
  Error error = file_error("json-csv", path, 1, kCsv, Message(kObjectExample), kCsvHelp);
  error.line = head_of(line);
  return error;
}

Error json_has_no_records(const std::string& path) {
  return file_error("json-no-records", path, 0, kNoRecords, kNoRecordsExpected, kNoRecordsHelp);
}

Error json_has_no_keys(const std::string& path) {
  return file_error("json-no-records", path, 0, kNoKeys, Message(kObjectExample), kNoKeysHelp);
}

Error json_has_several_lists(const std::string& path, std::string_view names) {
  return file_error("json-several-lists", path, 0, Message(kSeveral, {names}), kOneOnly,
                    kSeveralHelp);
}

Error json_is_by_column(const std::string& path, std::string_view name) {
  return file_error("json-by-column", path, 0, Message(kByColumn, {printable(name)}),
                    kByColumnExpected, kByColumnHelp);
}

Error json_list_is_not_closed(const std::string& path, std::int64_t line) {
  return file_error("json-truncated", path, line, kNotClosed, kNotClosedExpected, kTruncatedHelp);
}

Error json_more_after_list(const std::string& path, std::int64_t line, std::string_view rest) {
  return file_error("json-more", path, line, Message(kMore, {head_of(rest)}), kMoreExpected,
                    kMoreHelp);
}

Error json_record_too_long(const std::string& path, std::int64_t line) {
  return file_error("record-too-long", path, line,
                    Message(kTooLong, {std::to_string(kRecordBytes >> 20U)}), kTooLongExpected,
                    kTooLongHelp);
}

Error json_document_too_long(const std::string& path) {
  return file_error("json-too-long", path, 0, kDocumentTooLong, kOneOnly, kDocumentHelp);
}

}  // namespace shijin
