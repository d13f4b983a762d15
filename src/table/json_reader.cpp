// Reading JSON records: columns and sample from the first ones, then shards.
#include "table/json_reader.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <functional>

#include "table/json_columns.h"
#include "table/json_error.h"

namespace shijin {
namespace {

constexpr std::size_t kLookedAt = 4096;            // records whose columns are found
constexpr std::size_t kLookedAtBytes = 8U << 20U;  // or so many bytes
constexpr std::size_t kSampled = 64;

constexpr Text kSkipped{"{0} (line {1}; this row and others like it are left out)",
                        "{0}（第 {1} 行；這一列與同類的列都略過）"};

// What stands before a record on its line: blanks and brackets, or earlier records of the line.
// Nothing when the line begins too far away; `known` tells the two apart.
struct Lead {
  std::string_view text;
  bool known = true;
};

Lead lead_of(std::string_view record, const std::vector<Block>& blocks) {
  const std::less_equal<const char*> below;
  for (const Block& block : blocks) {
    const char* begin = block->data();
    if (!below(begin, record.data()) || !below(record.data(), begin + block->size())) continue;
    const auto size = static_cast<std::size_t>(record.data() - begin);
    const std::size_t seen = std::min(size, kJsonLeadBytes);
    const std::string_view before(record.data() - seen, seen);
    const std::size_t newline = before.rfind('\n');
    if (newline == std::string_view::npos && seen == kJsonLeadBytes) return {{}, false};
    const std::size_t from = newline == std::string_view::npos ? 0 : newline + 1;
    return {before.substr(from), true};
  }
  return {{}, false};
}

class JsonReader final : public Reader {
 public:
  JsonReader(std::string path, std::unique_ptr<JsonCutter> cutter, BadRows bad_rows)
      : path_(std::move(path)), cutter_(std::move(cutter)), bad_rows_(bad_rows) {}

  Result<Done> look();

  const std::vector<std::string>& names() const override { return columns_.names; }
  const std::vector<std::vector<std::string_view>>& sample() const override { return sample_; }
  Result<bool> cut(RawShard& shard, std::size_t most) override;
  void parse(const RawShard& shard, std::span<const int> columns, Batch& batch,
             Notes& notes) const override;

 private:
  void take_sample();
  void note_bad_row(const JsonFinding& finding, const Record& record,
                    const std::vector<Block>& blocks, Notes& notes) const;

  std::string path_;
  std::unique_ptr<JsonCutter> cutter_;
  BadRows bad_rows_;
  JsonColumns columns_;
  std::deque<JsonBlock> waiting_;  // cut, but not yet handed out
  std::size_t handed_out_ = 0;     // records of the first of them
  std::vector<std::vector<std::string_view>> sample_;
  std::vector<Block> sample_blocks_;
  std::vector<std::unique_ptr<char[]>> sample_unescaped_;
};

Result<Done> JsonReader::look() {
  JsonColumnFinder finder;
  std::size_t records = 0;
  std::size_t bytes = 0;
  std::size_t good = 0;
  std::optional<Error> first_fault;
  while (records < kLookedAt && bytes < kLookedAtBytes) {
    JsonBlock block;
    if (!SJ_TRY(cutter_->next(block))) break;
    bytes += block.bytes->size();
    for (const Record& record : block.records) {
      if (records++ >= kLookedAt) break;
      const JsonFinding finding = finder.add(record.bytes);
      good += finding.ok() ? 1 : 0;
      if (finding.ok() || first_fault) continue;
      const Lead lead = lead_of(record.bytes, {block.bytes});
      first_fault = json_error(finding, path_, record, lead.text);
    }
    waiting_.push_back(std::move(block));
  }
  if (records == 0) return json_file_is_empty(path_);
  if (good == 0) return *std::move(first_fault);
  columns_ = finder.columns();
  if (columns_.names.empty()) return json_has_no_keys(path_);
  take_sample();
  return Done{};
}

void JsonReader::take_sample() {
  std::vector<int> all(columns_.names.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<int>(i);
  const JsonPlan plan(columns_.paths, all);
  JsonArena arena(sample_unescaped_);
  JsonRecordReader reader(plan, arena, JsonRecordReader::Nan::keep);
  std::vector<std::string_view> cells(all.size());
  for (const JsonBlock& block : waiting_) {
    sample_blocks_.push_back(block.bytes);
    for (const Record& record : block.records) {
      if (sample_.size() == kSampled) return;
      if (reader.read(record.bytes, cells).ok()) sample_.push_back(cells);
    }
  }
}

Result<bool> JsonReader::cut(RawShard& shard, std::size_t most) {
  const std::size_t before = shard.records.size();
  while (shard.records.size() - before < std::min(most, kShardRows)) {
    if (waiting_.empty()) {
      JsonBlock block;
      if (!SJ_TRY(cutter_->next(block))) break;
      waiting_.push_back(std::move(block));
    }
    const JsonBlock& block = waiting_.front();
    const std::size_t room = std::min(most, kShardRows) - (shard.records.size() - before);
    const std::size_t count = std::min(room, block.records.size() - handed_out_);
    const auto from = block.records.begin() + static_cast<std::ptrdiff_t>(handed_out_);
    shard.records.insert(shard.records.end(), from, from + static_cast<std::ptrdiff_t>(count));
    shard.blocks.push_back(block.bytes);
    handed_out_ += count;
    if (handed_out_ < block.records.size()) break;
    waiting_.pop_front();
    handed_out_ = 0;
  }
  return shard.records.size() > before;
}

void JsonReader::parse(const RawShard& shard, std::span<const int> columns, Batch& batch,
                       Notes& notes) const {
  const JsonPlan plan(columns_.paths, columns);
  JsonArena arena(batch.unescaped);
  JsonRecordReader reader(plan, arena, JsonRecordReader::Nan::refuse);
  std::vector<std::string_view> cells(columns.size());
  batch.first_row = shard.first_row;
  batch.columns.resize(columns.size());
  batch.blocks.insert(batch.blocks.end(), shard.blocks.begin(), shard.blocks.end());
  batch.row.reserve(shard.records.size());
  batch.line.reserve(shard.records.size());
  for (auto& column : batch.columns) column.reserve(shard.records.size());
  for (std::size_t i = 0; i < shard.records.size(); ++i) {
    const Record& record = shard.records[i];
    const JsonFinding finding = reader.read(record.bytes, cells);
    if (!finding.ok()) {
      note_bad_row(finding, record, shard.blocks, notes);
      ++batch.skipped;
      continue;
    }
    batch.row.push_back(shard.first_row + static_cast<std::int64_t>(i) + 1);
    batch.line.push_back(record.line);
    for (std::size_t c = 0; c < cells.size(); ++c) batch.columns[c].push_back(cells[c]);
  }
}

// A skipped row is a warning without a place, so that its kind is said once.
void JsonReader::note_bad_row(const JsonFinding& finding, const Record& record,
                              const std::vector<Block>& blocks, Notes& notes) const {
  const Lead lead = lead_of(record.bytes, blocks);
  Error error = json_error(finding, path_, record, lead.text);
  if (!lead.known && error.at.row == record.line) error.at.column = 0;
  if (bad_rows_ == BadRows::skip) {
    error.severity = Severity::warning;
    error.found = Message(kSkipped, {error.found, std::to_string(error.at.row)});
    error.at.row = 0;
    error.at.column = 0;
  }
  notes.add(std::move(error));
}

}  // namespace

Result<std::unique_ptr<Reader>> open_json_reader(const std::string& path,
                                                 std::unique_ptr<JsonCutter> cutter,
                                                 const ReadOptions& options) {
  auto reader = std::make_unique<JsonReader>(path, std::move(cutter), options.bad_rows);
  SJ_TRY(reader->look());
  return std::unique_ptr<Reader>(std::move(reader));
}

namespace {

// Sees nothing; the walk alone tells whether a text is JSON.
struct NoSink {
  using Node = const int*;
  Node child(Node, std::string_view) { return nullptr; }
  Node element(Node, std::size_t) { return nullptr; }
  std::size_t tail(Node) { return 0; }
  Node from_end(Node, std::size_t) { return nullptr; }
  void text(Node, std::string_view, bool) {}
  void value(Node, std::string_view, JsonKind) {}
  bool allows_nan(Node) { return true; }
};

// Take the first line that is not blank off the front of `text`; `ended` when a newline ends it.
std::string_view take_line(std::string_view& text, bool& ended) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  text.remove_prefix(std::min(first, text.size()));
  const std::size_t newline = text.find('\n');
  ended = newline != std::string_view::npos;
  const std::string_view line = text.substr(0, newline);
  text.remove_prefix(ended ? newline + 1 : text.size());
  return line;
}

}  // namespace

JsonHead look_at_json(std::string_view head) {
  JsonHead out;
  std::string_view rest = without_bom(head);
  bool ended = false;
  const std::string_view line = take_line(rest, ended);
  if (line.empty()) return out;
  out.first = line.front();
  NoSink sink;
  out.line_is_whole = JsonWalk<NoSink>(sink).any_value(line, nullptr).ok();
  const std::string_view second = take_line(rest, ended);
  if (!second.empty()) out.second = second.front();
  return out;
}

bool has_extension(std::string_view file_name, std::string_view extension) {
  std::string name(file_name);
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (std::string_view packed : {".gz", ".zst"}) {
    if (name.ends_with(packed)) name.resize(name.size() - packed.size());
  }
  return name.ends_with(extension);
}

std::string_view without_bom(std::string_view text) {
  return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

}  // namespace shijin
