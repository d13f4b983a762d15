// Messages about CSV records.
#include "table/csv_error.h"

#include <algorithm>

#include "base/utf8.h"
#include "base/width.h"

namespace shijin {
namespace {

constexpr Text kComma{", ", "、"};
constexpr Text kFields{"the row has {0} fields; the header has {1}",
                       "這一列有 {0} 個欄位；標題列有 {1} 個"};
constexpr Text kOneField{"the row has 1 field; the header has {0}",
                         "這一列有 1 個欄位；標題列有 {0} 個"};
constexpr Text kWantFields{"{0} fields: {1}", "{0} 個欄位：{1}"};
constexpr Text kQuoteIt{
    "a text that holds the delimiter goes in quotes; write {0} (the whole file: shijin check {1} "
    "--repair -o mended.csv)",
    "含有分隔符號的文字須以引號括住；請寫 {0}（整個檔案：shijin check {1} --repair -o "
    "mended.csv）"};
constexpr Text kPerhapsQuoteIt{
    "a text that holds the delimiter goes in quotes; which one is not certain, perhaps {0} (the "
    "whole file: shijin check {1} --repair -o mended.csv)",
    "含有分隔符號的文字須以引號括住；無法確定是哪一個，也許是 {0}"
    "（整個檔案：shijin check {1} --repair -o mended.csv）"};
constexpr Text kFillIt{"write an empty field for what is missing, for example {0}",
                       "缺少的內容請留空欄位，例如 {0}"};
constexpr Text kQuoteInField{"a quote stands in the middle of a field that is not in quotes",
                             "未以引號括住的欄位中間出現了引號"};
constexpr Text kTextAfter{"text follows the quote that closes the field",
                          "結束欄位的引號後面還有文字"};
constexpr Text kUnclosed{"the quote that opens here is never closed", "從這裡開始的引號沒有結束"};
constexpr Text kNul{"the field holds a NUL byte", "欄位中含有 NUL 位元組"};
constexpr Text kWantDoubled{"the field in quotes, and each quote inside it written twice",
                            "整個欄位以引號括住，其中的引號須重複一次"};
constexpr Text kWantClosed{"a closing quote before the next delimiter or line end",
                           "在下一個分隔符號或行尾之前要有結束的引號"};
constexpr Text kWantText{"text without NUL bytes", "不含 NUL 位元組的文字"};
constexpr Text kWriteField{"write {0}", "請寫 {0}"};
constexpr Text kCloseIt{"put a quote where the field ends, or write it without the first quote",
                        "請在欄位結尾補上引號，或去掉開頭的引號"};
constexpr Text kNulHelp{"remove the NUL bytes: tr -d '\\000' < {0} > mended.csv",
                        "請移除 NUL 位元組：tr -d '\\000' < {0} > mended.csv"};
constexpr Text kLong{"the record that begins here is longer than {0} MiB",
                     "從這裡開始的記錄超過 {0} MiB"};
constexpr Text kLongQuoted{"the quote that opens here is not closed within {0} MiB",
                           "從這裡開始的引號在 {0} MiB 之內都沒有結束"};
constexpr Text kWantLines{"one row a line", "每行一列資料"};
constexpr Text kLongHelp{"check that the file is a CSV with a line end after each row",
                         "請確認檔案是 CSV，且每列之後都有換行"};

constexpr std::size_t kShownColumns = 160;  // of a mended row, in a help line

std::string shown(const std::string& row) { return cut_to_width(printable(row), kShownColumns); }

Message names_of(const CsvFacts& facts) {
  return join({facts.names.begin(), facts.names.end()}, kComma);
}

Error too_many(const CsvFacts& facts, const ColumnPatterns& patterns, const Record& record,
               const std::vector<CsvField>& fields) {
  Error error;
  const JoinedRow joined = join_surplus(fields, patterns, facts.delimiter);
  const char* const start = record.bytes.data();
  const std::string_view first = fields[joined.column].text;
  const std::string_view last = fields[joined.column + joined.surplus].text;
  place_in_record(error, facts, record, static_cast<std::size_t>(first.data() - start),
                  static_cast<std::size_t>(last.data() + last.size() - start));
  const std::string row = shown(write_row(joined.values, facts.delimiter));
  error.help = Message(joined.ambiguous ? kPerhapsQuoteIt : kQuoteIt, {row, facts.file});
  return error;
}

Error too_few(const CsvFacts& facts, const Record& record, const std::vector<CsvField>& fields) {
  Error error;
  const std::size_t size = record.bytes.size();
  place_in_record(error, facts, record, 0, size);
  std::vector<std::string> values;
  for (const CsvField& field : fields) values.push_back(unescape_field(field));
  values.resize(facts.names.size());
  error.help = Message(kFillIt, {shown(write_row(values, facts.delimiter))});
  return error;
}

}  // namespace

void place_in_record(Error& error, const CsvFacts& facts, const Record& record, std::size_t begin,
                     std::size_t end) {
  const std::string_view before = record.bytes.substr(0, begin);
  const std::size_t newline = before.rfind('\n');
  const std::size_t start = newline == std::string_view::npos ? 0 : newline + 1;
  std::size_t stop = record.bytes.find('\n', begin);
  stop = stop == std::string_view::npos ? record.bytes.size() : stop;
  error.at.file = facts.file;
  error.at.row = record.line + std::count(before.begin(), before.end(), '\n');
  error.at.column =
      static_cast<std::int64_t>(count_code_points(record.bytes.substr(start, begin - start))) + 1;
  // A line of many megabytes is not copied whole for a message.
  constexpr std::size_t kAround = 4096;
  const std::size_t from = begin - start > kAround ? begin - kAround : start;
  const std::size_t to = std::min(stop, begin + kAround);
  error.line = std::string(record.bytes.substr(from, to - from));
  if (error.line.ends_with('\r')) error.line.pop_back();
  error.line_begin = begin - from;
  error.line_end = std::min(error.line.size(), std::max(end, begin) - from);
}

Error ragged_error(const CsvFacts& facts, const ColumnPatterns& patterns, const Record& record,
                   const std::vector<CsvField>& fields) {
  const bool many = fields.size() > facts.names.size();
  Error error = many ? too_many(facts, patterns, record, fields) : too_few(facts, record, fields);
  const std::string here = std::to_string(fields.size());
  const std::string wanted = std::to_string(facts.names.size());
  error.name = many ? "row-too-long" : "row-too-short";
  error.found =
      fields.size() == 1 ? Message(kOneField, {wanted}) : Message(kFields, {here, wanted});
  error.expected = Message(kWantFields, {wanted, names_of(facts)});
  return error;
}

Error fault_error(const CsvFacts& facts, const Record& record, const CsvFaultAt& fault) {
  Error error;
  const std::size_t next = std::min(record.bytes.size(), fault.at + 1);
  place_in_record(error, facts, record, fault.at, next);
  switch (fault.fault) {
    case CsvFault::none:
      break;
    case CsvFault::nul_byte:
      error.name = "nul-byte";
      error.found = kNul;
      error.expected = kWantText;
      error.help = Message(kNulHelp, {facts.file});
      break;
    case CsvFault::quote_unclosed:
      error.name = "quote-unclosed";
      error.found = kUnclosed;
      error.expected = kWantClosed;
      error.help = kCloseIt;
      break;
    case CsvFault::quote_in_field:
    case CsvFault::text_after_quote: {
      const bool inside = fault.fault == CsvFault::quote_in_field;
      error.name = inside ? "quote-in-field" : "quote-stray";
      error.found = inside ? kQuoteInField : kTextAfter;
      error.expected = kWantDoubled;
      const std::vector<std::string> meant =
          read_leniently(record.bytes.substr(fault.field), facts.delimiter);
      error.help = Message(kWriteField, {shown(write_field(meant.front(), facts.delimiter))});
      break;
    }
  }
  return error;
}

Error long_record_error(const CsvFacts& facts, const Record& record) {
  Error error;
  std::vector<CsvField> fields;
  const CsvFaultAt fault = split_record(record.bytes, facts.delimiter, fields);
  const std::string limit = std::to_string(kRecordBytes >> 20U);
  if (fault.fault == CsvFault::quote_unclosed) {
    place_in_record(error, facts, record, fault.at, fault.at + 1);
    error.name = "quote-unclosed";
    error.found = Message(kLongQuoted, {limit});
    error.expected = kWantClosed;
    error.help = kCloseIt;
    return error;
  }
  place_in_record(error, facts, record, 0, 0);
  error.name = "record-too-long";
  error.found = Message(kLong, {limit});
  error.expected = kWantLines;
  error.help = kLongHelp;
  return error;
}

}  // namespace shijin
