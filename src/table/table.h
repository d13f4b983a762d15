// Table: one test set, however many files it lies in, read in shards of 4,096 rows. Cutting a file
// into records is serial and fast; taking a shard's records apart is done by many threads.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/notes.h"
#include "base/result.h"
#include "table/role.h"

namespace shijin {

/// Rows in a shard; part of the contract, since results are put together shard by shard
inline constexpr std::size_t kShardRows = 4096;

/// Bytes one record may take before the file is refused
inline constexpr std::size_t kRecordBytes = 64U << 20U;

enum class BadRows : std::uint8_t { refuse, skip };

struct ReadOptions {
  std::string encoding;  // "" detects; else a name such as "GB18030"
  std::string sheet;     // of an XLSX workbook; "" is the first
  std::vector<std::pair<std::string, std::string>> map;  // role (with :detail) → column name
  std::string truth_file;   // references or labels in a file of their own; "" is none
  std::string dataset_dir;  // holds LLaMA-Factory's dataset_info.json; "" looks beside the file
  BadRows bad_rows = BadRows::refuse;
};

/// Bytes that batches point into; shared by all shards cut from it
using Block = std::shared_ptr<const std::string>;

/// One record of the file as it lies there, and where: `line` is its 1-based physical line
struct Record {
  std::string_view bytes;
  std::int64_t line = 0;
};

struct JoinedRows;
struct AddedColumns;

/// Up to kShardRows records, cut but not yet taken apart
///
/// A shard lies in one file: all have exactly kShardRows records but the last of each file. So the
/// shards are the same on any number of threads.
struct RawShard {
  std::int64_t first_row = 0;  // 0-based number of the first data row in the whole table
  int file = 0;                // which of the table's files
  std::vector<Record> records;
  std::vector<Block> blocks;                 // keep the bytes alive
  std::shared_ptr<const JoinedRows> joined;  // with the rows of the truth file, when there is one
};

/// The cells of one shard: `columns[c][r]`, only the columns that were asked for, in that order
///
/// Views live as long as the batch. A missing cell (no such key, JSON null) has data() == nullptr;
/// an empty one has size 0 and a non-null data(). A bad row that is skipped is not in the batch.
struct Batch {
  std::int64_t first_row = 0;
  std::vector<std::int64_t> row;   // 1-based data row of each batch row, over the whole table
  std::vector<std::int64_t> line;  // 1-based physical line of each batch row
  std::vector<std::vector<std::string_view>> columns;
  std::int64_t skipped = 0;

  std::vector<Block> blocks;                       // what the views point into
  std::vector<std::unique_ptr<char[]>> unescaped;  // and the cells that had to be rewritten

  std::size_t rows() const { return row.size(); }
};

/// How one file was read, for the output and for error messages
struct FileFacts {
  std::string path;
  std::string format;    // "csv", "jsonl", …
  std::string encoding;  // "UTF-8", "UTF-8 with BOM", "GB18030", …
  std::string shape;     // "llamafactory", "ms-swift", "lm-eval", "openai", "promptfoo", or ""
};

/// A test set opened for reading: its columns, their roles, and its shards in order
///
/// With a truth file, its labels and references are further columns, at the end of names(); rows
/// are joined by id when both files have one, else line by line. What is left over on either side
/// is an Error of cut() by its last shard, or with BadRows::skip a warning of parse().
class Table {
 public:
  /// Open the files as shards of one set; all must have the columns that carry a role
  static Result<Table> open(std::span<const std::string> paths, const ReadOptions& options,
                            Notes& notes);
  Table(Table&&) noexcept;
  Table& operator=(Table&&) noexcept;
  ~Table();

  /// Give every data row further cells: columns at the end of names(), before anything is cut
  void add(std::shared_ptr<const AddedColumns> columns);

  const std::vector<std::string>& names() const;
  const Roles& roles() const;
  const std::vector<FileFacts>& files() const;

  /// Cut the next shard; false at the end. One thread at a time
  Result<bool> cut(RawShard& shard);
  /// Take a shard apart into `columns` (indices of names()). Any number of threads at once
  void parse(const RawShard& shard, std::span<const int> columns, Batch& batch, Notes& notes) const;

  /// Bytes consumed so far, and all of them (0 when unknown, as from a pipe); for progress, from
  /// any thread
  std::int64_t bytes_done() const;
  std::int64_t bytes_total() const;
  /// The digest of all bytes read; complete once cut() has said false
  std::string digest() const;

 private:
  struct State;
  explicit Table(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace shijin
