// The CSV reader (RFC 4180): records are cut from blocks by one thread and taken apart by many,
// without copying a cell unless it holds doubled quotes.
#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <set>

#include "base/numbers.h"
#include "base/utf8.h"
#include "table/csv_error.h"
#include "table/csv_scan.h"
#include "table/format.h"
#include "table/role_names.h"

namespace shijin {
namespace {

constexpr Text kTwice{"the column name \"{0}\" stands twice in the header",
                      "標題列中「{0}」這個欄位名稱出現兩次"};
constexpr Text kDifferent{"a name of its own for each column", "每個欄位各有不同的名稱"};
constexpr Text kRename{"rename one of them, for example \"{0}_2\"",
                       "請改其中一個名稱，例如「{0}_2」"};
constexpr Text kNameless{"column {0} has no name in the header", "標題列的第 {0} 個欄位沒有名稱"};
constexpr Text kGiveName{"give it a name, or remove the column", "請補上名稱，或刪除這個欄位"};
constexpr Text kNoHeader{"the first row looks like data, not like column names",
                         "第一列看起來是資料，而不是欄位名稱"};
constexpr Text kWantHeader{"a first row with the names of the columns", "第一列是各欄位的名稱"};
constexpr Text kAddHeader{"add a first row such as {0}", "請在最前面加上一列，例如 {0}"};
constexpr Text kCarriage{"the lines end in carriage returns only", "每行只以歸位字元（CR）結尾"};
constexpr Text kWantNewline{"line ends \"\\n\" or \"\\r\\n\"", "以「\\n」或「\\r\\n」換行"};
constexpr Text kCarriageHelp{"convert it: tr '\\r' '\\n' < {0} > converted.csv",
                             "請轉換：tr '\\r' '\\n' < {0} > converted.csv"};
constexpr Text kSkipped{"{0} (line {1}; this row and others like it are left out)",
                        "{0}（第 {1} 行；這一列與同類的列都略過）"};

constexpr std::size_t kBlockBytes = 1U << 20U;
constexpr std::size_t kPadding = 64;  // readable bytes after each block's last record
constexpr std::size_t kSampleRows = 64;
constexpr std::size_t kArenaBytes = 64U << 10U;

// Which kinds of bad rows were spoken of in a shard: the faults, then too few and too many fields.
using BadKinds = std::array<bool, 8>;

class CsvReader : public Reader {
 public:
  CsvReader(std::unique_ptr<Source> source, char delimiter, const ReadOptions& options)
      : source_(std::move(source)), cutter_(delimiter), bad_rows_(options.bad_rows) {
    facts_.file = source_->path();
    facts_.delimiter = delimiter;
  }

  Result<Done> start(const ReadOptions& options);
  const std::vector<std::string>& names() const override { return facts_.names; }
  const std::vector<std::vector<std::string_view>>& sample() const override { return sample_; }
  Result<bool> cut(RawShard& shard, std::size_t most) override;
  void parse(const RawShard& shard, std::span<const int> columns, Batch& batch,
             Notes& notes) const override;

 private:
  struct Pending {
    Record record;
    Block block;
  };

  Result<bool> refill();
  Result<bool> gather(std::size_t most, RawShard& shard);
  Result<Done> read_header(const Record& record);
  Result<Done> check_names(const Record& record) const;
  Result<Done> check_that_header_is_one(const Record& record) const;
  void take_sample();
  void note_bad(const Record& record, const CsvFaultAt& fault, const std::vector<CsvField>& fields,
                Batch& batch, Notes& notes, BadKinds& said) const;

  std::unique_ptr<Source> source_;
  RecordCutter cutter_;
  BadRows bad_rows_;
  CsvFacts facts_;
  std::vector<std::vector<std::string_view>> sample_;
  Batch sample_batch_;  // keeps the sample's bytes alive
  std::unique_ptr<ColumnPatterns> patterns_;
  Block block_;
  MoreBytes more_ = MoreBytes::follow;
  std::vector<Pending> pending_;  // cut already, for the sample or beyond what was asked
  std::size_t pending_at_ = 0;
};

// Rewritten cells of one batch, many to an allocation.
class Arena {
 public:
  explicit Arena(Batch& batch) : batch_(batch) {}

  std::string_view unescape(const CsvField& field) {
    if (left_ < field.text.size()) {
      left_ = std::max(kArenaBytes, field.text.size());
      batch_.unescaped.push_back(std::make_unique<char[]>(left_));
      at_ = batch_.unescaped.back().get();
    }
    char* const begin = at_;
    for (std::size_t i = 0; i < field.text.size(); ++i) {
      *at_++ = field.text[i];
      if (field.text[i] == '"') ++i;
    }
    const auto size = static_cast<std::size_t>(at_ - begin);
    left_ -= size;
    return {begin, size};
  }

 private:
  Batch& batch_;
  char* at_ = nullptr;
  std::size_t left_ = 0;
};

// The next block: what was left of the last one, and more bytes of the file. A record never spans
// two blocks.
Result<bool> CsvReader::refill() {
  if (more_ == MoreBytes::none) return false;
  const std::string_view rest = block_ == nullptr ? std::string_view() : cutter_.rest();
  if (rest.size() > kRecordBytes) {
    return long_record_error(facts_, {rest, cutter_.line()});
  }
  auto next = std::make_shared<std::string>();
  const std::size_t more = std::max(kBlockBytes, rest.size());
  next->reserve(rest.size() + more + 2 * kPadding);
  next->append(rest);
  const bool some = SJ_TRY(source_->read(*next, more));
  if (!some) more_ = MoreBytes::none;
  const std::size_t size = next->size();
  next->append(kPadding, ' ');
  block_ = std::move(next);
  cutter_.begin(std::string_view(*block_).substr(0, size));
  return true;
}

// Add records until there are `most`; false when the file is at its end.
Result<bool> CsvReader::gather(std::size_t most, RawShard& shard) {
  while (shard.records.size() < most) {
    if (block_ != nullptr) {
      const std::size_t before = shard.records.size();
      const bool enough = cutter_.cut(most - before, more_, shard.records);
      if (shard.records.size() > before) shard.blocks.push_back(block_);
      if (enough) return true;
    }
    if (!SJ_TRY(refill())) {
      block_.reset();  // a reader at its end may be kept long, for parse()
      return false;
    }
  }
  return true;
}

Result<bool> CsvReader::cut(RawShard& shard, std::size_t most) {
  const std::size_t wanted = shard.records.size() + most;
  for (; pending_at_ < pending_.size() && shard.records.size() < wanted; ++pending_at_) {
    const Pending& pending = pending_[pending_at_];
    shard.records.push_back(pending.record);
    if (shard.blocks.empty() || shard.blocks.back() != pending.block) {
      shard.blocks.push_back(pending.block);
    }
  }
  if (pending_at_ < pending_.size()) return true;
  pending_.clear();
  pending_at_ = 0;
  const bool more = SJ_TRY(gather(wanted, shard));
  for (std::size_t i = wanted; i < shard.records.size(); ++i) {  // kept blank lines came at once
    pending_.push_back({shard.records[i], shard.blocks.back()});
  }
  if (shard.records.size() > wanted) shard.records.resize(wanted);
  return more || !pending_.empty();
}

Result<Done> CsvReader::check_names(const Record& record) const {
  std::vector<CsvField> fields;
  split_record(record.bytes, facts_.delimiter, fields);
  std::set<std::string> seen;
  for (std::size_t i = 0; i < facts_.names.size(); ++i) {
    const std::string& name = facts_.names[i];
    Error error;
    const char* const at = fields[i].text.data();
    const auto begin = static_cast<std::size_t>(at - record.bytes.data());
    place_in_record(error, facts_, record, begin, begin + fields[i].text.size());
    if (name.empty() && i > 0) {  // the first may be the row numbers that pandas writes
      error.name = "header-nameless";
      error.found = Message(kNameless, {std::to_string(i + 1)});
      error.expected = kDifferent;
      error.help = kGiveName;
      return error;
    }
    if (!seen.insert(name).second) {
      error.name = "header-repeated";
      error.found = Message(kTwice, {name});
      error.expected = kDifferent;
      error.help = Message(kRename, {name});
      return error;
    }
  }
  return Done{};
}

Result<Done> CsvReader::read_header(const Record& record) {
  std::vector<CsvField> fields;
  const CsvFaultAt fault = split_record(record.bytes, facts_.delimiter, fields);
  if (fault.fault != CsvFault::none) return fault_error(facts_, record, fault);
  for (const CsvField& field : fields) {
    const std::string name = unescape_field(field);
    facts_.names.emplace_back(strip_python_space(name));
  }
  if (facts_.names.size() == 1) cutter_.keep_blank_lines();
  return Done{};
}

// A first row that names no role, but holds a number or a value seen again below it, is data.
Result<Done> CsvReader::check_that_header_is_one(const Record& record) const {
  bool data = false;
  for (std::size_t i = 0; i < facts_.names.size(); ++i) {
    const std::string& name = facts_.names[i];
    if (read_role_name(name)) return Done{};
    const auto same = std::count_if(sample_.begin(), sample_.end(), [&](const auto& row) {
      return i < row.size() && row[i] == name;
    });
    data = data || parse_number(name).has_value() || (same > 0 && !name.empty());
  }
  if (!data) return Done{};
  Error error;
  place_in_record(error, facts_, record, 0, record.bytes.size());
  error.name = "header-missing";
  error.found = kNoHeader;
  error.expected = kWantHeader;
  std::vector<std::string> names = {"text", "true_label", "pred_label"};
  for (std::size_t i = names.size(); i < facts_.names.size(); ++i) {
    names.push_back("column_" + std::to_string(i + 1));
  }
  names.resize(facts_.names.size());
  error.help = Message(kAddHeader, {write_row(names, facts_.delimiter)});
  return error;
}

void CsvReader::take_sample() {
  RawShard shard;
  for (const Pending& pending : pending_) {
    shard.records.push_back(pending.record);
    if (shard.blocks.empty() || shard.blocks.back() != pending.block) {
      shard.blocks.push_back(pending.block);
    }
  }
  std::vector<int> columns;
  for (std::size_t i = 0; i < facts_.names.size(); ++i) columns.push_back(static_cast<int>(i));
  Notes ignored;  // they come again when the rows are read
  parse(shard, columns, sample_batch_, ignored);
  for (std::size_t row = 0; row < sample_batch_.rows(); ++row) {
    std::vector<std::string_view> cells;
    std::vector<std::string> values;
    for (const auto& column : sample_batch_.columns) {
      cells.push_back(column[row]);
      values.emplace_back(column[row]);
    }
    sample_.push_back(std::move(cells));
    patterns_->learn(values);
  }
  if (sample_.empty() && !pending_.empty()) sample_.emplace_back(facts_.names.size());
}

Result<Done> CsvReader::start(const ReadOptions& options) {
  RawShard shard;
  SJ_TRY(gather(1, shard));
  if (shard.records.empty()) return Done{};
  const Record header = shard.records.front();
  SJ_TRY(read_header(header));
  patterns_ = std::make_unique<ColumnPatterns>(facts_.names);
  RawShard first;
  SJ_TRY(gather(kSampleRows, first));
  std::size_t block = 0;
  for (const Record& record : first.records) {
    while (record.bytes.data() < first.blocks[block]->data() ||
           record.bytes.data() > first.blocks[block]->data() + first.blocks[block]->size()) {
      ++block;
    }
    pending_.push_back({record, first.blocks[block]});
  }
  take_sample();
  if (options.map.empty()) SJ_TRY(check_that_header_is_one(header));
  SJ_TRY(check_names(header));
  if (facts_.names.front().empty()) facts_.names.front() = "column_1";
  return Done{};
}

// A refused row is an error; a skipped one a warning without a place, so that each kind is said
// once. Messages that nobody will see are not made.
void CsvReader::note_bad(const Record& record, const CsvFaultAt& fault,
                         const std::vector<CsvField>& fields, Batch& batch, Notes& notes,
                         BadKinds& said) const {
  ++batch.skipped;
  const bool ragged = fault.fault == CsvFault::none;
  const bool many = ragged && fields.size() > facts_.names.size();
  const auto kind = ragged ? said.size() - (many ? 1 : 2) : static_cast<std::size_t>(fault.fault);
  const bool known = bad_rows_ == BadRows::skip && said.at(kind);
  said.at(kind) = true;
  if (known) return;
  if (bad_rows_ == BadRows::refuse && notes.errors() >= Notes::kShownErrors) {
    notes.add(Error());
    return;
  }
  Error error = ragged ? ragged_error(facts_, *patterns_, record, fields)
                       : fault_error(facts_, record, fault);
  if (bad_rows_ == BadRows::skip) {
    error.severity = Severity::warning;
    error.found = Message(kSkipped, {error.found, std::to_string(error.at.row)});
    error.at.row = 0;
    error.at.column = 0;
  }
  notes.add(std::move(error));
}

void CsvReader::parse(const RawShard& shard, std::span<const int> columns, Batch& batch,
                      Notes& notes) const {
  batch.first_row = shard.first_row;
  batch.blocks = shard.blocks;
  batch.columns.resize(columns.size());
  for (auto& column : batch.columns) column.reserve(shard.records.size());
  batch.row.reserve(shard.records.size());
  batch.line.reserve(shard.records.size());
  Arena arena(batch);
  BadKinds said{};
  std::vector<CsvField> fields;
  fields.reserve(facts_.names.size() + 1);
  std::vector<std::size_t> ends(facts_.names.size());
  for (std::size_t i = 0; i < shard.records.size(); ++i) {
    const Record& record = shard.records[i];
    if (plain_fields(record.bytes, facts_.delimiter, ends)) {
      batch.row.push_back(shard.first_row + static_cast<std::int64_t>(i) + 1);
      batch.line.push_back(record.line);
      for (std::size_t c = 0; c < columns.size(); ++c) {
        const auto field = static_cast<std::size_t>(columns[c]);
        const std::size_t begin = field == 0 ? 0 : ends[field - 1] + 1;
        batch.columns[c].emplace_back(record.bytes.data() + begin, ends[field] - begin);
      }
      continue;
    }
    const CsvFaultAt fault =
        split_record(record.bytes, facts_.delimiter, fields, AfterRecord::readable);
    if (fault.fault != CsvFault::none || fields.size() != facts_.names.size()) {
      note_bad(record, fault, fields, batch, notes, said);
      continue;
    }
    batch.row.push_back(shard.first_row + static_cast<std::int64_t>(i) + 1);
    batch.line.push_back(record.line);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const CsvField& field = fields[static_cast<std::size_t>(columns[c])];
      batch.columns[c].push_back(field.doubled ? arena.unescape(field) : field.text);
    }
  }
}

Result<std::unique_ptr<Reader>> open_delimited(std::unique_ptr<Source> source, char delimiter,
                                               const ReadOptions& options) {
  const std::string_view head = SJ_TRY(source->head());
  const std::size_t carriage = head.find('\r');
  if (head.find('\n') == std::string_view::npos && carriage < head.size() - 1) {
    Error error;
    error.name = "line-ends-unknown";
    error.at.file = source->path();
    error.found = kCarriage;
    error.expected = kWantNewline;
    error.help = Message(kCarriageHelp, {source->path()});
    return error;
  }
  if (delimiter == '\0') delimiter = detect_delimiter(head);
  auto reader = std::make_unique<CsvReader>(std::move(source), delimiter, options);
  SJ_TRY(reader->start(options));
  return std::unique_ptr<Reader>(std::move(reader));
}

Result<std::unique_ptr<Reader>> open_csv(std::unique_ptr<Source> source, const ReadOptions& options,
                                         Notes&) {
  return open_delimited(std::move(source), '\0', options);
}

Result<std::unique_ptr<Reader>> open_tsv(std::unique_ptr<Source> source, const ReadOptions& options,
                                         Notes&) {
  return open_delimited(std::move(source), '\t', options);
}

bool has_extension(std::string_view name, std::string_view extension) {
  if (name.size() < extension.size()) return false;
  const std::string_view end = name.substr(name.size() - extension.size());
  return std::equal(end.begin(), end.end(), extension.begin(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

// Named so: 80. Otherwise a text with a delimiter in its first line might be one, and any text is
// at least a single column.
int looks_like_csv(std::string_view head, std::string_view name) {
  if (has_extension(name, ".csv")) return 80;
  const std::string_view first = head.substr(0, head.find('\n'));
  if (first.find_first_of("{[") == 0) return 5;
  return first.find_first_of(",;|\t") != std::string_view::npos ? 30 : 10;
}

int looks_like_tsv(std::string_view, std::string_view name) {
  return has_extension(name, ".tsv") || has_extension(name, ".tab") ? 80 : 0;
}

constexpr std::array<std::string_view, 1> kCsvExtensions = {".csv"};
constexpr std::array<std::string_view, 2> kTsvExtensions = {".tsv", ".tab"};

}  // namespace

SJ_FORMAT(csv, {"csv",
                {"Comma-separated values; the delimiter may be , ; | or a tab",
                 "逗號分隔檔；分隔符號可為 , ; | 或定位字元"},
                kCsvExtensions,
                false,
                looks_like_csv,
                open_csv});

SJ_FORMAT(tsv, {"tsv",
                {"Tab-separated values, quoted as in CSV", "以定位字元分隔，引號規則與 CSV 相同"},
                kTsvExtensions,
                false,
                looks_like_tsv,
                open_tsv});

}  // namespace shijin
