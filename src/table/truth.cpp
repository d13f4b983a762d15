// Joining predictions with their truth, and refusing every join that leaves something over.
#include "table/truth.h"

#include <algorithm>
#include <cstring>

#include "base/numbers.h"

namespace shijin {
namespace {

constexpr Text kComma{", ", "、"};
constexpr Text kRepeated{"the id \"{0}\" stands on lines {1} and {2}",
                         "編號「{0}」出現在第 {1} 行與第 {2} 行"};
constexpr Text kRepeatedRow{"the id \"{0}\" stands in rows {1} and {2}",
                            "編號「{0}」出現在第 {1} 列與第 {2} 列"};
constexpr Text kOnce{"each id once", "每個編號只出現一次"};
constexpr Text kDropOne{"remove one of the two rows, or give it an id of its own",
                        "請刪除其中一列，或改用不同的編號"};
constexpr Text kCounts{"{0} has {1} rows and {2} has {3}", "{0} 有 {1} 列，而 {2} 有 {3} 列"};
constexpr Text kSameCount{"as many rows in both files, since they are joined line by line",
                          "兩個檔案逐行對應，列數須相同"};
constexpr Text kAddIds{"add an id column to both files, or mend the shorter one",
                       "請在兩個檔案加上 id 欄位，或補齊較短的檔案"};
constexpr Text kMissing{"{0} of {1} ids are not in {2}: {3}",
                        "{1} 個編號中有 {0} 個不在 {2} 中：{3}"};
constexpr Text kUnused{"{0} of {1} rows of {2} have no prediction: {3}",
                       "{2} 的 {1} 列中有 {0} 列沒有預測：{3}"};
constexpr Text kAllIds{"every id of the one file in the other", "兩個檔案的編號須互相對應"};
constexpr Text kSkipThem{"mend the files, or leave these rows out with --skip-bad",
                         "請修正檔案，或以 --skip-bad 略過這些列"};

constexpr std::size_t kShownIds = 20;
constexpr std::size_t kChunkBytes = 256U << 10U;

Message listed(const std::vector<std::string>& ids, std::size_t all) {
  std::vector<Message> parts(ids.begin(), ids.end());
  if (all > ids.size()) parts.emplace_back("…");
  return join(parts, kComma);
}

Error left_over(const std::string& path, std::string name, Message found) {
  Error error;
  error.name = std::move(name);
  error.at.file = path;
  error.found = std::move(found);
  error.expected = kAllIds;
  error.help = kSkipThem;
  return error;
}

Error repeated(const std::string& path, Text form, std::string_view id, std::int64_t first,
               std::int64_t second) {
  Error error;
  error.name = "id-repeated";
  error.at.file = path;
  error.found = Message(form, {std::string(id), std::to_string(first), std::to_string(second)});
  error.expected = kOnce;
  error.help = kDropOne;
  return error;
}

}  // namespace

std::string_view TruthRows::store(std::string_view cell) {
  if (cell.data() == nullptr) return cell;
  if (left_ < cell.size() || free_ == nullptr) {
    left_ = std::max(kChunkBytes, cell.size());
    chunks_.push_back(std::make_unique<char[]>(left_));
    free_ = chunks_.back().get();
  }
  char* const at = free_;
  std::memcpy(at, cell.data(), cell.size());
  free_ += cell.size();
  left_ -= cell.size();
  return {at, cell.size()};
}

// `rows` is how many rows the shard has, with the skipped ones, whose cells stay missing.
Result<Done> TruthRows::add(const Batch& batch, std::size_t rows, int id) {
  const std::size_t first = lines_.size();
  lines_.resize(first + rows);
  for (auto& column : columns_) column.resize(first + rows);
  if (id >= 0) ids_.resize(first + rows);
  for (std::size_t i = 0; i < batch.rows(); ++i) {
    const auto row = static_cast<std::size_t>(batch.row[i] - batch.first_row - 1) + first;
    lines_[row] = batch.line[i];
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      columns_[c][row] = store(batch.columns[c][i]);
    }
    if (id < 0) continue;
    ids_[row] = store(batch.columns[columns_.size()][i]);
    const auto [known, fresh] = row_of_id_.emplace(ids_[row], static_cast<std::int64_t>(row));
    if (!fresh) {
      return repeated(path_, kRepeated, ids_[row], lines_[static_cast<std::size_t>(known->second)],
                      lines_[row]);
    }
  }
  return Done{};
}

Result<std::shared_ptr<const TruthRows>> TruthRows::read(Reader& reader, const std::string& path,
                                                         const std::vector<int>& columns, int id,
                                                         BadRows bad_rows, Notes& notes) {
  auto out = std::make_shared<TruthRows>();
  out->path_ = path;
  out->has_ids_ = id >= 0;
  out->columns_.resize(columns.size());
  std::vector<int> wanted = columns;
  if (id >= 0) wanted.push_back(id);
  std::int64_t rows = 0;
  for (bool more = true; more;) {
    RawShard shard;
    shard.first_row = rows;
    more = SJ_TRY(reader.cut(shard, kShardRows));
    if (shard.records.empty()) continue;
    rows += static_cast<std::int64_t>(shard.records.size());
    Batch batch;
    batch.first_row = shard.first_row;
    Notes found;
    reader.parse(shard, wanted, batch, found);
    if (found.has_errors() && bad_rows == BadRows::refuse) {
      for (const Error& note : found.all()) {
        if (note.severity == Severity::error) return note;
      }
    }
    notes.append(found);
    SJ_TRY(out->add(batch, shard.records.size(), id));
  }
  return std::shared_ptr<const TruthRows>(std::move(out));
}

std::int64_t TruthRows::find(std::string_view id) const {
  const auto found = row_of_id_.find(id);
  return found == row_of_id_.end() ? -1 : found->second;
}

std::string_view TruthRows::cell(std::size_t column, std::int64_t row) const {
  const auto at = static_cast<std::size_t>(row);
  if (row < 0 || at >= columns_[column].size()) return {};
  return columns_[column][at];
}

Result<std::shared_ptr<JoinedRows>> TruthJoin::match(const RawShard& shard, const Batch& ids) {
  auto out = std::make_shared<JoinedRows>();
  out->truth.assign(shard.records.size(), -1);
  if (!by_id_) {
    for (auto& row : out->truth) {
      row = rows_->has(seen_) ? seen_ : -1;
      ++seen_;
    }
    return out;
  }
  seen_ += static_cast<std::int64_t>(shard.records.size());
  for (std::size_t i = 0; i < ids.rows(); ++i) {
    const std::string_view id = ids.columns[0][i];
    const std::int64_t row = rows_->find(id);
    if (row < 0) {
      if (++missing_ <= kShownIds) missing_first_.emplace_back(id);
      continue;
    }
    std::int64_t& used = used_[static_cast<std::size_t>(row)];
    if (used != 0) return repeated(path_, kRepeatedRow, id, used, ids.row[i]);
    used = ids.row[i];
    out->truth[static_cast<std::size_t>(ids.row[i] - shard.first_row - 1)] = row;
  }
  return out;
}

Error TruthJoin::counts_differ() const {
  Error error;
  error.name = "truth-count-differs";
  error.at.file = path_;
  error.found = Message(kCounts, {path_, grouped(seen_), rows_->path(),
                                  grouped(static_cast<std::int64_t>(rows_->rows()))});
  error.expected = kSameCount;
  error.help = kAddIds;
  return error;
}

Result<std::vector<Error>> TruthJoin::finish() const {
  std::vector<Error> out;
  if (!by_id_) {
    if (static_cast<std::size_t>(seen_) != rows_->rows()) return counts_differ();
    return out;
  }
  if (missing_ > 0) {
    const Message found(kMissing, {grouped(static_cast<std::int64_t>(missing_)), grouped(seen_),
                                   rows_->path(), listed(missing_first_, missing_)});
    out.push_back(left_over(path_, "id-missing", found));
  }
  std::int64_t unused = 0;
  std::vector<std::string> first;
  for (std::size_t row = 0; row < used_.size(); ++row) {
    if (used_[row] != 0 || rows_->id(static_cast<std::int64_t>(row)).data() == nullptr) continue;
    if (++unused <= static_cast<std::int64_t>(kShownIds)) {
      first.emplace_back(rows_->id(static_cast<std::int64_t>(row)));
    }
  }
  if (unused > 0) {
    const Message found(
        kUnused, {grouped(unused), grouped(static_cast<std::int64_t>(rows_->rows())), rows_->path(),
                  listed(first, static_cast<std::size_t>(unused))});
    out.push_back(left_over(path_, "truth-unused", found));
  }
  if (!out.empty() && bad_rows_ == BadRows::refuse) return out.front();
  for (Error& warning : out) {
    warning.severity = Severity::warning;
    warning.expected = Message();
    warning.help = Message();
  }
  return out;
}

}  // namespace shijin
