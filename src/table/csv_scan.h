// Scanning CSV bytes 64 at a time: where records end, and how many lines there are. Quote parity by
// prefix xor, as simdjson does for JSON strings (Langdale and Lemire 2019).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "table/table.h"

namespace shijin {

/// Count the bytes "\n"
std::size_t count_newlines(std::string_view bytes);

enum class MoreBytes : bool { follow, none };
enum class BlankLines : std::uint8_t { skip, keep };

/// Cut bytes into records at the line ends that stand outside quotes
///
/// A quote opens only at the beginning of a field, so a stray one does not swallow what follows;
/// and a quoted field that is never closed ends at its first line, so that the damage stays in one
/// record. Taking the record apart finds out what is wrong with it.
class RecordCutter {
 public:
  explicit RecordCutter(char delimiter) : delimiter_(delimiter) {}
  void keep_blank_lines() { blank_ = BlankLines::keep; }

  /// Begin on new bytes, which start where a record starts
  void begin(std::string_view bytes);
  /// Add up to `most` records (more where kept blank lines come before the last one); false when
  /// the bytes are used up, but for rest()
  bool cut(std::size_t most, MoreBytes more, std::vector<Record>& records);
  /// The begun record at the end of the bytes, to be put in front of the next ones
  std::string_view rest() const { return bytes_.substr(record_); }
  /// The 1-based physical line on which the next record starts
  std::int64_t line() const { return record_line_; }

 private:
  friend struct CutterLoop;

  bool end_record(std::size_t end, std::vector<Record>& records);
  bool step_slowly(std::size_t size, std::vector<Record>& records);
  void recover_from_open_quote(std::size_t newline);
  bool finish(std::vector<Record>& records);
  bool full(const std::vector<Record>& records) const { return records.size() >= limit_; }

  char delimiter_;
  BlankLines blank_ = BlankLines::skip;
  std::string_view bytes_;
  std::size_t at_ = 0;      // scanned up to here
  std::size_t record_ = 0;  // the current record starts here
  std::size_t opened_ = 0;  // the quote that opened the current field
  std::int64_t record_line_ = 1;
  std::int64_t line_ = 1;        // of at_
  bool inside_ = false;          // at_ stands within quotes
  bool literal_before_ = false;  // the byte before at_ is a quote that means nothing
  std::size_t limit_ = 0;
  std::vector<std::int64_t> blanks_;  // lines of blank records that may yet turn out trailing
};

}  // namespace shijin
