// The file given by --truth: its labels and references in memory, found by id or by line.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "table/format.h"

namespace shijin {

/// Cells of the truth file that the table needs; immutable once read
class TruthRows {
 public:
  /// Read all rows: `columns` of the reader, and its id column or -1. Two rows with one id are an
  /// Error, as is a bad row unless bad rows are skipped (it then has missing cells)
  static Result<std::shared_ptr<const TruthRows>> read(Reader& reader, const std::string& path,
                                                       const std::vector<int>& columns, int id,
                                                       BadRows bad_rows, Notes& notes);

  std::size_t rows() const { return lines_.size(); }
  const std::string& path() const { return path_; }
  bool has_ids() const { return has_ids_; }
  /// The row of an id, or -1
  std::int64_t find(std::string_view id) const;
  /// Is there such a row, and was it readable?
  bool has(std::int64_t row) const {
    return row >= 0 && row < static_cast<std::int64_t>(lines_.size()) &&
           lines_[static_cast<std::size_t>(row)] > 0;
  }
  std::string_view id(std::int64_t row) const { return ids_[static_cast<std::size_t>(row)]; }
  /// A cell of the columns asked for; data() is null when it is missing or there is no such row
  std::string_view cell(std::size_t column, std::int64_t row) const;
  /// Something for a batch to hold so that the cells live as long as it does
  static Block keep(const std::shared_ptr<const TruthRows>& rows) {
    return Block(rows, &rows->path_);
  }

 private:
  Result<Done> add(const Batch& batch, std::size_t rows, int id);
  std::string_view store(std::string_view cell);

  std::string path_;
  bool has_ids_ = false;
  std::vector<std::int64_t> lines_;
  std::vector<std::string_view> ids_;
  std::vector<std::vector<std::string_view>> columns_;
  std::unordered_map<std::string_view, std::int64_t> row_of_id_;
  std::vector<std::unique_ptr<char[]>> chunks_;
  char* free_ = nullptr;
  std::size_t left_ = 0;
};

/// Which truth row belongs to each record of a shard, and what to say about it
struct JoinedRows {
  std::vector<std::int64_t> truth;  // by record; -1: none
  std::vector<Error> warnings;      // about the whole table, on its last shard
};

/// The running join of a table with its truth file
class TruthJoin {
 public:
  TruthJoin(std::shared_ptr<const TruthRows> rows, std::string path, bool by_id, BadRows bad_rows)
      : rows_(std::move(rows)),
        path_(std::move(path)),
        by_id_(by_id),
        bad_rows_(bad_rows),
        used_(rows_->rows(), 0) {}

  bool by_id() const { return by_id_; }
  const std::shared_ptr<const TruthRows>& rows() const { return rows_; }
  /// Match a shard; `ids` holds its parsed id column when the join is by id
  Result<std::shared_ptr<JoinedRows>> match(const RawShard& shard, const Batch& ids);
  /// Once all shards are matched: what is left over, as an Error or as warnings
  Result<std::vector<Error>> finish() const;

 private:
  Error counts_differ() const;

  std::shared_ptr<const TruthRows> rows_;
  std::string path_;  // of the predictions
  bool by_id_;
  BadRows bad_rows_;
  std::vector<std::int64_t> used_;  // the table row that took each truth row, or 0
  std::int64_t seen_ = 0;
  std::size_t missing_ = 0;
  std::vector<std::string> missing_first_;
};

}  // namespace shijin
