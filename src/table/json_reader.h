// JsonReader: the Reader of JSON and JSONL files. The two differ only in how records are cut.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "table/format.h"

namespace shijin {

/// A stretch of a file with the records that lie in it whole
struct JsonBlock {
  Block bytes;
  std::vector<Record> records;
};

/// Cuts a file into records, block by block
class JsonCutter {
 public:
  virtual ~JsonCutter() = default;
  /// Give the next block with at least one record; false at the end
  virtual Result<bool> next(JsonBlock& block) = 0;
};

/// Bytes read at a time
inline constexpr std::size_t kJsonReadBytes = 1U << 20U;

/// How far before a record `JsonReader` looks for the beginning of its line, to name columns
inline constexpr std::size_t kJsonLeadBytes = 256;

/// Read the first records for columns and sample, and give the reader
Result<std::unique_ptr<Reader>> open_json_reader(const std::string& path,
                                                 std::unique_ptr<JsonCutter> cutter,
                                                 const ReadOptions& options);

/// What a JSON file begins with, as far as telling JSON from JSONL needs it
struct JsonHead {
  char first = '\0';           // first byte that is not white space; '\0' when there is none
  bool line_is_whole = false;  // the first line that is not blank is a whole JSON value
  char second = '\0';          // first byte of the second such line; '\0' when none is in sight
};
JsonHead look_at_json(std::string_view head);

/// Tell whether a file name ends so, before .gz or .zst and whatever the case
bool has_extension(std::string_view file_name, std::string_view extension);

/// Drop a byte order mark
std::string_view without_bom(std::string_view text);

}  // namespace shijin
