// For the tests of this folder: files that go away again, and whole tables as strings.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "table/table.h"

namespace shijin::testing {

/// A folder under the system's temporary one, removed at the end of the test
class Folder {
 public:
  Folder() {
    static int count = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("shijin_" + std::to_string(::getpid()) + "_" + std::to_string(count++));
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string file(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, std::string_view bytes) const {
    const std::string path = file(name);
    const auto written = write_file(path, bytes);
    SJ_CHECK(written.ok(), "the test cannot write its file");
    return path;
  }
  /// A message without the folder's own name, which differs from run to run
  std::string plain(std::string text) const {
    const std::string prefix = path_.string() + "/";
    for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at)) {
      text.erase(at, prefix.size());
    }
    return text;
  }

 private:
  std::filesystem::path path_;
};

/// A table read to its end: every cell, or the error that stopped it
struct Whole {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::int64_t> numbers;
  std::vector<std::int64_t> lines;
  std::int64_t skipped = 0;
  Notes notes;
  std::vector<FileFacts> files;
  std::string digest;
  std::vector<std::string> roles;  // "truth=label", or "truth:detail=label"
};

inline Result<Whole> read_whole(const std::vector<std::string>& paths,
                                const ReadOptions& options = {}) {
  Whole out;
  Table table = SJ_TRY(Table::open(paths, options, out.notes));
  out.names = table.names();
  for (const RoleColumn& role : table.roles().columns) {
    out.roles.push_back(std::string(role_name(role.role)) +
                        (role.detail.empty() ? "" : ":" + role.detail) + "=" +
                        out.names[static_cast<std::size_t>(role.column)]);
  }
  std::vector<int> columns;
  for (std::size_t i = 0; i < out.names.size(); ++i) columns.push_back(static_cast<int>(i));
  RawShard shard;
  while (SJ_TRY(table.cut(shard))) {
    Batch batch;
    table.parse(shard, columns, batch, out.notes);
    out.skipped += batch.skipped;
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      std::vector<std::string> cells;
      for (const auto& column : batch.columns) {
        cells.push_back(column[row].data() == nullptr ? "(missing)" : std::string(column[row]));
      }
      out.rows.push_back(std::move(cells));
    }
    out.numbers.insert(out.numbers.end(), batch.row.begin(), batch.row.end());
    out.lines.insert(out.lines.end(), batch.line.begin(), batch.line.end());
  }
  out.files = table.files();
  out.digest = table.digest();
  return out;
}

}  // namespace shijin::testing
