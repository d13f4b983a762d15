// One CSV record into its fields, and everything that can be wrong with it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shijin {

/// One field as it stands in the record: for a quoted one, what is between the quotes
struct CsvField {
  std::string_view text;
  bool quoted = false;
  bool doubled = false;  // holds "" that means one quote
};

enum class CsvFault : unsigned char {
  none,
  quote_in_field,    // a quote in the middle of an unquoted field
  text_after_quote,  // something other than a delimiter after the closing quote
  quote_unclosed,
  nul_byte
};

/// A fault and its byte in the record; `field` is where the field in question begins
struct CsvFaultAt {
  CsvFault fault = CsvFault::none;
  std::size_t at = 0;
  std::size_t field = 0;
};

/// May 64 bytes after the record be read? That saves copying its last bytes
enum class AfterRecord : bool { unknown, readable };

/// Split a record (without its line end) at the delimiters outside quotes
///
/// `fields` is cleared first; up to the fault its content is right.
CsvFaultAt split_record(std::string_view record, char delimiter, std::vector<CsvField>& fields,
                        AfterRecord after = AfterRecord::unknown);

/// Where the fields of a record end, if it has ends.size() of them, no quote and no NUL; else false
///
/// 64 bytes after the record may be read.
bool plain_fields(std::string_view record, char delimiter, std::span<std::size_t> ends);

/// The delimiter of a text by its first rows: the one of , tab ; | that the header has and most
/// rows agree on; a comma when the header has none
char detect_delimiter(std::string_view head);

/// What a quoted field means: "" is one quote
std::string unescape_field(const CsvField& field);

/// A value as a field: in quotes where it holds a delimiter, a quote, a line end or outer blanks
std::string write_field(std::string_view value, char delimiter);

/// A whole row
std::string write_row(const std::vector<std::string>& values, char delimiter);

}  // namespace shijin
