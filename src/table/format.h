// Format: one way a test set is stored in a file. One file a format; the build finds them.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/notes.h"
#include "base/result.h"
#include "table/source.h"
#include "table/table.h"

namespace shijin {

/// An open file of some format: its columns, and its records in order
class Reader {
 public:
  virtual ~Reader() = default;
  virtual const std::vector<std::string>& names() const = 0;
  /// Cells of the first rows (at most 64), a vector a row, for guessing roles; missing ones are
  /// null
  virtual const std::vector<std::vector<std::string_view>>& sample() const = 0;
  /// Add the next records (at most kShardRows, or up to `most`) to the shard; false at the end
  virtual Result<bool> cut(RawShard& shard, std::size_t most) = 0;
  /// Take records apart; thread-safe. Bad rows are noted and left out
  virtual void parse(const RawShard& shard, std::span<const int> columns, Batch& batch,
                     Notes& notes) const = 0;
};

/// One registered format
struct Format {
  std::string_view name;                         // "csv"
  Text summary;                                  // what it is, for the catalogue
  std::span<const std::string_view> extensions;  // ".csv", without compression suffixes
  bool binary;  // opens source->path() itself and never asks the source for bytes
  /// How sure, 0–100, that bytes beginning with `head` (raw when binary, else UTF-8) are this
  /// format
  int (*looks_like)(std::string_view head, std::string_view file_name);
  Result<std::unique_ptr<Reader>> (*open)(std::unique_ptr<Source> source,
                                          const ReadOptions& options, Notes& notes);
};

/// Every format, in order of name
std::span<const Format* const> all_formats();

/// The format that a file is in, by its beginning and its name; an empty file is in none
Result<const Format*> choose_format(Source& source);

}  // namespace shijin

/// Register the format of this file: SJ_FORMAT(csv, {...})
#define SJ_FORMAT(key, ...)         \
  extern const Format format_##key; \
  constinit const Format format_##key = __VA_ARGS__
