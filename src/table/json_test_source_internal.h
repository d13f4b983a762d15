// A Source for tests: a text handed out in pieces of a chosen size.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "table/format.h"

namespace shijin {

class TextSource final : public Source {
 public:
  TextSource(std::string text, std::string path, std::size_t piece)
      : text_(std::move(text)), path_(std::move(path)), piece_(piece) {}

  Result<bool> read(std::string& block, std::size_t bytes) override {
    const std::size_t count = std::min({piece_, bytes, text_.size() - at_});
    block.append(text_, at_, count);
    at_ += count;
    return count > 0;
  }
  const std::string& path() const override { return path_; }
  const std::string& encoding() const override { return encoding_; }
  std::int64_t bytes_done() const override { return static_cast<std::int64_t>(at_); }
  std::int64_t bytes_total() const override { return static_cast<std::int64_t>(text_.size()); }
  std::string digest() const override { return ""; }
  std::string_view raw_head() const override { return text_; }
  Result<std::string_view> head() override { return std::string_view(text_); }

 private:
  std::string text_;
  std::string path_;
  std::string encoding_ = "UTF-8";
  std::size_t piece_;
  std::size_t at_ = 0;
};

/// All of a file at once: its wanted columns as rows, and what was said of it
struct ReadRows {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> rows;  // "∅" for a missing cell
  std::vector<std::int64_t> lines;
  std::vector<std::int64_t> numbers;
  std::int64_t skipped = 0;
  std::string said_en;
  std::string said_zh;
};

inline ReadRows refused(const Error& error) {
  ReadRows out;
  out.said_en = describe(error, Language::en);
  out.said_zh = describe(error, Language::zh_hant);
  return out;
}

/// Read `text` by `format`; `wanted` empty takes every column
inline ReadRows read_rows(const Format& format, std::string text, const std::string& path,
                          std::vector<std::string> wanted = {}, std::size_t piece = 1U << 20U,
                          const ReadOptions& options = {}) {
  Notes notes;
  auto opened =
      format.open(std::make_unique<TextSource>(std::move(text), path, piece), options, notes);
  if (!opened.ok()) return refused(opened.error());
  Reader& reader = **opened;
  ReadRows out;
  out.names = reader.names();
  if (wanted.empty()) wanted = out.names;
  std::vector<int> columns;
  for (const std::string& name : wanted) {
    const auto found = std::find(out.names.begin(), out.names.end(), name);
    if (found == out.names.end()) continue;
    columns.push_back(static_cast<int>(found - out.names.begin()));
  }
  std::int64_t first_row = 0;
  for (;;) {
    RawShard shard;
    shard.first_row = first_row;
    const auto more = reader.cut(shard, 3);  // small shards: borders everywhere
    if (!more.ok()) return refused(more.error());
    if (!*more) break;
    first_row += static_cast<std::int64_t>(shard.records.size());
    Batch batch;
    reader.parse(shard, columns, batch, notes);
    out.skipped += batch.skipped;
    for (std::size_t r = 0; r < batch.rows(); ++r) {
      std::vector<std::string> row;
      for (const auto& column : batch.columns) {
        row.push_back(column[r].data() == nullptr ? "∅" : std::string(column[r]));
      }
      out.rows.push_back(std::move(row));
      out.lines.push_back(batch.line[r]);
      out.numbers.push_back(batch.row[r]);
    }
  }
  out.said_en = describe(notes, Language::en);
  out.said_zh = describe(notes, Language::zh_hant);
  return out;
}

}  // namespace shijin
