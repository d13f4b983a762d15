// Opening files by their content, numbering rows across them, and mapping columns by name.
#include "table/table.h"

#include <algorithm>

#include "base/hash.h"
#include "table/compress.h"
#include "table/format.h"
#include "table/shape.h"

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
constexpr Text kFormatExpected{"one of the formats {0}", "下列格式之一：{0}"};
constexpr Text kColumnMissing{"the column \"{0}\" of {1} is missing here",
                              "{1} 的欄位「{0}」在此檔案中不存在"};
constexpr Text kColumnsHere{"the same columns in every file; this one has {0}",
                            "每個檔案的欄位須相同；此檔案有 {0}"};
constexpr Text kColumnHelp{"rename the column, or evaluate the files one by one",
                           "請改欄位名稱，或逐一評估各檔案"};
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

struct Table::State {
  std::vector<OpenFile> files;
  std::vector<std::string> names;
  Roles roles;
  std::vector<FileFacts> facts;
  std::size_t current = 0;
  std::int64_t rows = 0;

  Result<Done> match_columns() {
    for (OpenFile& file : files) {
      file.columns = columns_by_name(names, file.reader->names());
      for (const RoleColumn& role : roles.columns) {
        const auto column = static_cast<std::size_t>(role.column);
        if (file.columns[column] < 0) {
          return column_missing(names[column], files.front(), file);
        }
      }
    }
    return Done{};
  }

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
    state->facts.push_back(
        {file.source->path(), std::string(file.format->name), file.source->encoding(), ""});
  }
  const Reader& first = *state->files.front().reader;
  state->names = first.names();
  const auto shape = match_shape(first.names(), first.sample());
  std::vector<RoleColumn> known;
  if (shape) {
    known = shape->columns;
    for (FileFacts& facts : state->facts) facts.shape = shape->name;
    if (!shape->caution.empty()) notes.add(caution_of(*shape, paths.front()));
  }
  const RoleSource main{paths.front(), first.names(), first.sample(), known};
  state->roles = SJ_TRY(find_roles(main, nullptr, options.map));
  SJ_TRY(state->match_columns());
  return Table(std::move(state));
}

const std::vector<std::string>& Table::names() const { return state_->names; }
const Roles& Table::roles() const { return state_->roles; }
const std::vector<FileFacts>& Table::files() const { return state_->facts; }

Result<bool> Table::cut(RawShard& shard) {
  shard = RawShard();
  shard.first_row = state_->rows;
  while (state_->current < state_->files.size()) {
    OpenFile& file = state_->files[state_->current];
    shard.file = static_cast<int>(state_->current);
    const bool more = SJ_TRY(file.reader->cut(shard, kShardRows - shard.records.size()));
    if (!more) {
      state_->finish_file(file);
      ++state_->current;
    }
    if (shard.records.empty()) continue;
    if (more && shard.records.size() < kShardRows) continue;
    state_->rows += static_cast<std::int64_t>(shard.records.size());
    return true;
  }
  return false;
}

void Table::parse(const RawShard& shard, std::span<const int> columns, Batch& batch,
                  Notes& notes) const {
  const OpenFile& file = state_->files[static_cast<std::size_t>(shard.file)];
  std::vector<int> wanted;
  std::vector<int> place;  // where each asked column stands among the wanted ones, or -1
  for (const int column : columns) {
    const int here = file.columns[static_cast<std::size_t>(column)];
    place.push_back(here < 0 ? -1 : static_cast<int>(wanted.size()));
    if (here >= 0) wanted.push_back(here);
  }
  batch = Batch();
  batch.first_row = shard.first_row;
  file.reader->parse(shard, wanted, batch, notes);
  if (wanted.size() == columns.size()) return;
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
  if (state_->files.size() == 1) return state_->files.front().digest;
  Digest all;
  for (const OpenFile& file : state_->files) all.add(file.digest);
  return all.hex();
}

}  // namespace shijin
