// Opening files by their content, numbering rows across them, and mapping columns by name.
#include "table/table.h"

#include <algorithm>
#include <optional>

#include "base/hash.h"
#include "table/compress.h"
#include "table/dataset_info.h"
#include "table/format.h"
#include "table/shape.h"
#include "table/truth.h"

namespace shijin {
namespace {

constexpr Text kComma{", ", "、"};
constexpr Text kEmpty{"the file is empty", "檔案是空的"};
constexpr Text kEmptyHelp{"check that the program that writes it has finished and had no error",
                          "請確認產生此檔案的程式已執行完畢且沒有出錯"};
constexpr Text kNoRows{"the file has column names but no rows", "檔案只有欄位名稱，沒有任何資料列"};
constexpr Text kNoRowsExpected{"at least one row below the column names",
                               "欄位名稱之下至少要有一列資料"};
constexpr Text kNoFile{"no file is named", "沒有指定檔案"};
constexpr Text kNoFileHelp{"write shijin eval FILE", "請寫 shijin eval 檔案"};
constexpr Text kFormat{"the file is in no form that can be read", "檔案的格式無法讀取"};
constexpr Text kLocked{"the workbook is encrypted, or saved in the format of Excel 97 (.xls)",
                       "活頁簿已加密，或是 Excel 97 格式（.xls）"};
constexpr Text kLockedExpected{"a workbook without a password (.xlsx), or text such as CSV",
                               "沒有密碼的活頁簿（.xlsx），或 CSV 之類的文字檔"};
constexpr Text kLockedHelp{
    "open it in a spreadsheet program, with its password, and save it without one as .xlsx or .csv",
    "請用試算表軟體（輸入密碼）開啟，另存為沒有密碼的 .xlsx 或 .csv"};
constexpr Text kFormatExpected{"one of the formats {0}", "下列格式之一：{0}"};
constexpr Text kColumnMissing{"the column \"{0}\" of {1} is missing here",
                              "{1} 的欄位「{0}」在此檔案中不存在"};
constexpr Text kColumnsHere{"the same columns in every file; this one has {0}",
                            "每個檔案的欄位須相同；此檔案有 {0}"};
constexpr Text kColumnHelp{"rename the column, or evaluate the files one by one",
                           "請改欄位名稱，或逐一評估各檔案"};
constexpr Text kTruthUseless{"no column of the truth file holds labels or references: {0}",
                             "真值檔沒有任何標籤或參考答案欄位：{0}"};
constexpr Text kTruthUsual{"a column such as label or reference", "例如 label 或 reference 的欄位"};
constexpr Text kTruthMap{"say which one: --map truth={0} or --map reference={0}",
                         "請指明是哪一個：--map truth={0} 或 --map reference={0}"};
constexpr Text kPipe{"{0} cannot be read from standard input", "無法從標準輸入讀取 {0}"};
constexpr Text kPipeHelp{"save it to a file first", "請先存成檔案"};

// What a reader gets: the table keeps the source itself, for progress and the digest.
class SharedSource : public Source {
 public:
  explicit SharedSource(std::shared_ptr<Source> source) : source_(std::move(source)) {}
  Result<bool> read(std::string& block, std::size_t bytes) override {
    return source_->read(block, bytes);
  }
  const std::string& path() const override { return source_->path(); }
  const std::string& encoding() const override { return source_->encoding(); }
  std::int64_t bytes_done() const override { return source_->bytes_done(); }
  std::int64_t bytes_total() const override { return source_->bytes_total(); }
  std::string digest() const override { return source_->digest(); }
  std::string_view raw_head() const override { return source_->raw_head(); }
  Result<std::string_view> head() override { return source_->head(); }

 private:
  std::shared_ptr<Source> source_;
};

struct OpenFile {
  std::shared_ptr<Source> source;
  std::unique_ptr<Reader> reader;
  const Format* format = nullptr;
  std::vector<int> columns;  // the reader's number of each of the table's columns, or -1
  std::string digest;        // once read to its end
};

std::string without_packing(std::string name) {
  for (const std::string_view suffix : {".gz", ".zst", ".GZ", ".ZST"}) {
    if (name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  }
  return name;
}

Error empty_file(const std::string& path) {
  Error error;
  error.name = "file-empty";
  error.at.file = path;
  error.found = kEmpty;
  error.help = kEmptyHelp;
  return error;
}

Result<OpenFile> open_file(const std::string& path, const ReadOptions& options, Notes& notes) {
  OpenFile file;
  file.source = SJ_TRY(open_source(path, options.encoding, notes));
  file.format = SJ_TRY(choose_format(*file.source));
  if (file.format->binary && path == "-") {
    Error error;
    error.name = "format-needs-file";
    error.at.file = file.source->path();
    error.found = Message(kPipe, {file.format->name});
    error.help = kPipeHelp;
    return error;
  }
  file.reader =
      SJ_TRY(file.format->open(std::make_unique<SharedSource>(file.source), options, notes));
  return file;
}

Error caution_of(const ShapeMatch& shape, const std::string& path) {
  Error note;
  note.name = "shape-" + std::string(shape.name);
  note.severity = Severity::note;
  note.at.file = path;
  note.found = shape.caution;
  return note;
}

Error no_rows(const std::string& path) {
  Error error;
  error.name = "rows-none";
  error.at.file = path;
  error.found = kNoRows;
  error.expected = kNoRowsExpected;
  error.help = kEmptyHelp;
  return error;
}

// Columns by name, since files may have them in different orders.
std::vector<int> columns_by_name(const std::vector<std::string>& wanted,
                                 const std::vector<std::string>& here) {
  std::vector<int> out;
  for (const std::string& name : wanted) {
    const auto found = std::find(here.begin(), here.end(), name);
    out.push_back(found == here.end() ? -1 : static_cast<int>(found - here.begin()));
  }
  return out;
}

Error column_missing(const std::string& column, const OpenFile& first, const OpenFile& file) {
  Error error;
  error.name = "column-missing";
  error.at.file = file.source->path();
  error.found = Message(kColumnMissing, {column, first.source->path()});
  std::vector<Message> names(file.reader->names().begin(), file.reader->names().end());
  error.expected = Message(kColumnsHere, {join(names, kComma)});
  error.help = kColumnHelp;
  return error;
}

FileFacts facts_of(const OpenFile& file) {
  return {file.source->path(), std::string(file.format->name), file.source->encoding(), ""};
}

// --encoding speaks of the predictions; the truth file may prove to be in another.
Result<OpenFile> open_truth(const ReadOptions& options, Notes& notes) {
  ReadOptions plain = options;
  plain.encoding.clear();
  Notes ignored;
  const auto probe = open_source(options.truth_file, "", ignored);
  const bool proved = probe.ok() && (*probe)->encoding().starts_with("UTF");
  return open_file(options.truth_file, proved ? plain : options, notes);
}

Error truth_useless(const OpenFile& truth) {
  Error error;
  error.name = "truth-useless";
  error.at.file = truth.source->path();
  const auto& names = truth.reader->names();
  error.found =
      Message(kTruthUseless, {join(std::vector<Message>(names.begin(), names.end()), kComma)});
  error.expected = kTruthUsual;
  error.help = Message(kTruthMap, {names.back()});
  return error;
}

Error locked_workbook(const std::string& path) {
  Error error;
  error.name = "workbook-encrypted";
  error.at.file = path;
  error.found = kLocked;
  error.expected = kLockedExpected;
  error.help = kLockedHelp;
  return error;
}

// The bytes of a file that its reader opened by itself.
std::string digest_of(const std::string& path) {
  auto bytes = ByteStream::open(path);
  if (!bytes.ok()) return "";
  std::string block(1U << 20U, '\0');
  for (;;) {
    const auto got = (*bytes)->read(block.data(), block.size());
    if (!got.ok() || *got == 0) break;
  }
  return (*bytes)->digest();
}

}  // namespace

Result<const Format*> choose_format(Source& source) {
  if (source.raw_head().empty()) return empty_file(source.path());
  const std::string name = without_packing(source.path());
  const Format* best = nullptr;
  int sure = 0;
  const auto consider = [&](bool binary, std::string_view head) {
    for (const Format* format : all_formats()) {
      if (format->binary != binary) continue;
      const int score = format->looks_like(head, name);
      if (score > sure) {
        best = format;
        sure = score;
      }
    }
  };
  constexpr int kCertain = 90;
  consider(true, source.raw_head());
  if (sure >= kCertain) return best;
  // The container of Excel 97, in which Office also wraps what has a password.
  if (source.raw_head().starts_with("\xD0\xCF\x11\xE0")) return locked_workbook(source.path());
  const std::string_view head = SJ_TRY(source.head());
  if (head.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return empty_file(source.path());
  }
  consider(false, head);
  if (best != nullptr) return best;
  Error error;
  error.name = "format-unknown";
  error.at.file = source.path();
  error.found = kFormat;
  std::vector<Message> names;
  for (const Format* format : all_formats()) names.emplace_back(format->name);
  error.expected = Message(kFormatExpected, {join(names, kComma)});
  return error;
}

struct Table::State {
  std::vector<OpenFile> files;
  std::vector<std::string> names;
  Roles roles;
  std::vector<FileFacts> facts;
  std::size_t current = 0;
  std::int64_t rows = 0;

  BadRows bad_rows = BadRows::refuse;
  std::optional<TruthJoin> join;
  int id = -1;  // the table's id column, when the join is by id
  std::string truth_digest;
  std::shared_ptr<const DatasetReferences> dataset;
  int label = -1;                 // the column whose cut references are in the dataset
  std::optional<RawShard> ahead;  // with a join, to know which shard is the last
  bool started = false;

  Result<Done> match_columns() {
    const std::size_t own = files.front().reader->names().size();
    for (OpenFile& file : files) {
      file.columns = columns_by_name(files.front().reader->names(), file.reader->names());
      for (const RoleColumn& role : roles.columns) {
        const auto column = static_cast<std::size_t>(role.column);
        if (column < own && file.columns[column] < 0) {
          return column_missing(names[column], files.front(), file);
        }
      }
    }
    return Done{};
  }

  RoleSource role_source() const {
    const OpenFile& first = files.front();
    return {first.source->path(), first.reader->names(), first.reader->sample()};
  }

  Result<Done> find_all_roles(const ReadOptions& options, Notes& notes) {
    RoleSource main = role_source();
    names = files.front().reader->names();
    const auto shape = match_shape(main.names, main.sample);
    if (shape) {
      main.known = shape->columns;
      for (FileFacts& file : facts) file.shape = shape->name;
      if (!shape->caution.empty()) notes.add(caution_of(*shape, main.file));
    }
    if (options.truth_file.empty()) {
      roles = SJ_TRY(find_roles(main, nullptr, options.map));
      return take_dataset(options, notes);
    }
    OpenFile truth = SJ_TRY(open_truth(options, notes));
    if (truth.reader->sample().empty()) return no_rows(truth.source->path());
    const RoleSource gold{truth.source->path(), truth.reader->names(), truth.reader->sample()};
    roles = SJ_TRY(find_roles(main, &gold, options.map));
    settle_labels(main, gold);
    return join_truth(truth, notes);
  }

  // A shape calls an answer "output" when its file has no references; beside a truth file of labels
  // it is what was predicted.
  void settle_labels(const RoleSource& main, const RoleSource& gold) {
    const int own = static_cast<int>(names.size());
    const int reference = roles.column(Role::reference);
    const bool guessed = std::all_of(roles.columns.begin(), roles.columns.end(), [](const auto& c) {
      const bool answer = c.role == Role::reference || c.role == Role::output;
      return !answer || c.guessed;
    });
    const bool labels = reference >= own && guessed && !main.known.empty() &&
                        roles.all(Role::reference).size() == 1 && !roles.has(Role::truth) &&
                        !roles.has(Role::predicted) && holds_labels(gold.sample, reference - own);
    if (!labels) return;
    for (RoleColumn& column : roles.columns) {
      if (column.role == Role::reference) column.role = Role::truth;
      if (column.role == Role::output) column.role = Role::predicted;
    }
  }

  // Columns that carry a role in the truth file become the table's last columns.
  Result<Done> join_truth(OpenFile& truth, Notes& notes) {
    const auto own = static_cast<int>(names.size());
    std::vector<int> taken;
    int key = -1;
    bool useful = false;
    for (RoleColumn& role : roles.columns) {
      if (role.column < own && role.role == Role::id && id < 0) id = role.column;
      if (role.column < own) continue;
      const int column = role.column - own;
      if (role.role == Role::id) {
        key = column;
        continue;
      }
      useful = useful || role.role == Role::truth || role.role == Role::reference;
      role.column = static_cast<int>(names.size());
      const std::string& name = truth.reader->names()[static_cast<std::size_t>(column)];
      const bool clash = std::find(names.begin(), names.end(), name) != names.end();
      names.push_back(clash ? "truth:" + name : name);
      taken.push_back(column);
    }
    if (!useful) return truth_useless(truth);
    if (id < 0 || key < 0) id = key = -1;
    std::erase_if(roles.columns,
                  [&](const RoleColumn& c) { return c.role == Role::id && c.column >= own; });
    auto read_rows =
        SJ_TRY(TruthRows::read(*truth.reader, truth.source->path(), taken, key, bad_rows, notes));
    truth_digest = truth.format->binary ? digest_of(truth.source->path()) : truth.source->digest();
    facts.push_back(facts_of(truth));
    join.emplace(std::move(read_rows), files.front().source->path(), key >= 0, bad_rows);
    return Done{};
  }

  // LLaMA-Factory cuts labels; the whole references are in the dataset it read.
  Result<Done> take_dataset(const ReadOptions& options, Notes& notes) {
    const std::string path = files.front().source->path();
    const bool asked = !options.dataset_dir.empty() || facts.front().shape == "llamafactory";
    label = std::max(roles.column(Role::reference), roles.column(Role::truth));
    if (!asked || label < 0 || files.size() > 1 || files.front().source->bytes_total() == 0) {
      return Done{};
    }
    const auto open = [&](const std::string& file) -> Result<std::unique_ptr<Reader>> {
      Notes ignored;  // what is to say of the predictions is said when they are evaluated
      return std::move(
          SJ_TRY(open_file(file, file == path ? options : ReadOptions(), ignored)).reader);
    };
    const DatasetQuery query{path, names[static_cast<std::size_t>(label)], options.dataset_dir,
                             open};
    auto found = SJ_TRY(find_dataset(query, notes));
    if (!found) return Done{};
    dataset = std::make_shared<const DatasetReferences>(*std::move(found));
    truth_digest = digest_of(dataset->file);
    return Done{};
  }

  // Put the whole references in the place of the labels that were cut.
  void fill_dataset(std::span<const int> columns, Batch& batch) const {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (columns[c] != label) continue;
      for (std::size_t i = 0; i < batch.rows(); ++i) {
        const std::string_view whole = dataset->find(batch.row[i]);
        if (whole.data() != nullptr) batch.columns[c][i] = whole;
      }
    }
    batch.blocks.push_back(Block(dataset, &dataset->file));
  }

  Result<bool> cut_plain(RawShard& shard);
  Result<bool> cut_joined(RawShard& shard);
  Result<bool> match_next();
  void fill_joined(const RawShard& shard, std::span<const int> columns, Batch& batch) const;

  void finish_file(OpenFile& file) {
    file.digest = file.format->binary ? digest_of(file.source->path()) : file.source->digest();
    facts[current].encoding = file.source->encoding();
  }
};

Table::Table(std::unique_ptr<State> state) : state_(std::move(state)) {}
Table::Table(Table&&) noexcept = default;
Table& Table::operator=(Table&&) noexcept = default;
Table::~Table() = default;

Result<Table> Table::open(std::span<const std::string> paths, const ReadOptions& options,
                          Notes& notes) {
  auto state = std::make_unique<State>();
  state->bad_rows = options.bad_rows;
  if (paths.empty()) {
    Error error;
    error.name = "file-none";
    error.found = kNoFile;
    error.help = kNoFileHelp;
    return error;
  }
  for (const std::string& path : paths) {
    state->files.push_back(SJ_TRY(open_file(path, options, notes)));
    const OpenFile& file = state->files.back();
    if (file.reader->sample().empty()) return no_rows(file.source->path());
    state->facts.push_back(facts_of(file));
  }
  SJ_TRY(state->find_all_roles(options, notes));
  SJ_TRY(state->match_columns());
  return Table(std::move(state));
}

const std::vector<std::string>& Table::names() const { return state_->names; }
const Roles& Table::roles() const { return state_->roles; }
const std::vector<FileFacts>& Table::files() const { return state_->facts; }

Result<bool> Table::State::cut_plain(RawShard& shard) {
  shard = RawShard();
  shard.first_row = rows;
  while (current < files.size()) {
    OpenFile& file = files[current];
    shard.file = static_cast<int>(current);
    const bool more = SJ_TRY(file.reader->cut(shard, kShardRows - shard.records.size()));
    if (!more) {
      finish_file(file);
      ++current;
    }
    if (shard.records.empty() || (more && shard.records.size() < kShardRows)) continue;
    rows += static_cast<std::int64_t>(shard.records.size());
    return true;
  }
  return false;
}

// Cut the shard after the one to be handed out, and find its rows in the truth file.
Result<bool> Table::State::match_next() {
  RawShard next;
  ahead.reset();
  if (!SJ_TRY(cut_plain(next))) return false;
  Batch ids;
  if (join->by_id()) {
    const OpenFile& file = files[static_cast<std::size_t>(next.file)];
    const int column = file.columns[static_cast<std::size_t>(id)];
    ids.first_row = next.first_row;
    Notes ignored;  // bad rows are noted when the shard is parsed
    file.reader->parse(next, std::span(&column, 1), ids, ignored);
  }
  next.joined = SJ_TRY(join->match(next, ids));
  ahead = std::move(next);
  return true;
}

Result<bool> Table::State::cut_joined(RawShard& shard) {
  if (!started) SJ_TRY(match_next());
  started = true;
  if (!ahead) return false;
  shard = std::move(*ahead);
  if (SJ_TRY(match_next())) return true;
  auto last = std::make_shared<JoinedRows>(*shard.joined);
  last->warnings = SJ_TRY(join->finish());
  shard.joined = std::move(last);
  return true;
}

Result<bool> Table::cut(RawShard& shard) {
  return state_->join ? state_->cut_joined(shard) : state_->cut_plain(shard);
}

// Put the truth file's cells in, and leave out the rows it does not have when that is allowed.
void Table::State::fill_joined(const RawShard& shard, std::span<const int> columns,
                               Batch& batch) const {
  const auto own = static_cast<int>(files.front().columns.size());
  const TruthRows& truth = *join->rows();
  std::vector<std::int64_t> rows_here;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < batch.rows(); ++i) {
    const auto record = static_cast<std::size_t>(batch.row[i] - shard.first_row - 1);
    const std::int64_t row = shard.joined->truth[record];
    if (row < 0 && bad_rows == BadRows::skip) {
      ++batch.skipped;
      continue;
    }
    batch.row[kept] = batch.row[i];
    batch.line[kept] = batch.line[i];
    for (auto& column : batch.columns) {
      if (!column.empty()) column[kept] = column[i];
    }
    rows_here.push_back(row);
    ++kept;
  }
  batch.row.resize(kept);
  batch.line.resize(kept);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    batch.columns[c].resize(kept);
    if (columns[c] < own) continue;
    for (std::size_t i = 0; i < kept; ++i) {
      batch.columns[c][i] = truth.cell(static_cast<std::size_t>(columns[c] - own), rows_here[i]);
    }
  }
  batch.blocks.push_back(TruthRows::keep(join->rows()));
}

void Table::parse(const RawShard& shard, std::span<const int> columns, Batch& batch,
                  Notes& notes) const {
  const OpenFile& file = state_->files[static_cast<std::size_t>(shard.file)];
  std::vector<int> wanted;
  std::vector<int> place;  // where each asked column stands among the wanted ones, or -1
  for (const int column : columns) {
    const auto at = static_cast<std::size_t>(column);
    const int here = at < file.columns.size() ? file.columns[at] : -1;
    place.push_back(here < 0 ? -1 : static_cast<int>(wanted.size()));
    if (here >= 0) wanted.push_back(here);
  }
  batch = Batch();
  batch.first_row = shard.first_row;
  file.reader->parse(shard, wanted, batch, notes);
  if (wanted.size() < columns.size()) {
    std::vector<std::vector<std::string_view>> all(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (place[i] >= 0) {
        all[i] = std::move(batch.columns[static_cast<std::size_t>(place[i])]);
      } else {
        all[i].resize(batch.rows());
      }
    }
    batch.columns = std::move(all);
  }
  if (state_->dataset != nullptr) state_->fill_dataset(columns, batch);
  if (shard.joined == nullptr) return;
  state_->fill_joined(shard, columns, batch);
  for (const Error& warning : shard.joined->warnings) notes.add(warning);
}

std::int64_t Table::bytes_done() const {
  std::int64_t done = 0;
  for (const OpenFile& file : state_->files) done += file.source->bytes_done();
  return done;
}

std::int64_t Table::bytes_total() const {
  std::int64_t total = 0;
  for (const OpenFile& file : state_->files) {
    if (file.source->bytes_total() == 0) return 0;
    total += file.source->bytes_total();
  }
  return total;
}

std::string Table::digest() const {
  if (state_->files.size() == 1 && state_->truth_digest.empty())
    return state_->files.front().digest;
  Digest all;
  for (const OpenFile& file : state_->files) all.add(file.digest);
  all.add(state_->truth_digest);
  return all.hex();
}

}  // namespace shijin
