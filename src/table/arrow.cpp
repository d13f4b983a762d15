// Parquet and Feather through Arrow, where the build found it: one record batch at a time, each
// value as the text that the other formats would hold. Without Arrow such a file is named and
// refused.
#include <array>
#include <span>

#include "table/cell_row.h"
#include "table/format.h"

#ifdef SJ_HAS_ARROW
#include <arrow/api.h>
#include <arrow/io/file.h>
#include <arrow/ipc/reader.h>
#include <arrow/util/float16.h>
#include <parquet/arrow/reader.h>
#include <parquet/properties.h>

#include <algorithm>

#include "base/json_writer.h"
#include "base/numbers.h"
#include "base/utf8.h"
#endif

namespace shijin {
namespace {

#ifdef SJ_HAS_ARROW

constexpr Text kUnreadable{"the file cannot be read: {0}", "無法讀取檔案：{0}"};
constexpr Text kUnreadableHelp{"check that the program that wrote it has finished",
                               "請確認產生此檔案的程式已執行完畢"};
constexpr Text kNotText{"column {0} holds bytes that are no UTF-8",
                        "欄位 {0} 含有非 UTF-8 的位元組"};
constexpr Text kNotTextHelp{"write the column as text", "請將此欄位以文字寫出"};

constexpr std::size_t kSampled = 64;

using Batches = std::shared_ptr<arrow::RecordBatchReader>;

Error unreadable(const std::string& path, const arrow::Status& status) {
  Error error;
  error.name = "file-unreadable";
  error.at.file = path;
  error.found = Message(kUnreadable, {status.message()});
  error.help = kUnreadableHelp;
  return error;
}

// One value as text. In JSON (inside a list or an object) texts are quoted and null is written.
class ValueText {
 public:
  enum class Form : std::uint8_t { plain, json };

  static void append(const arrow::Array& array, std::int64_t i, Form form, std::string& out);

 private:
  static void append_text(std::string_view text, Form form, std::string& out) {
    if (form == Form::json) {
      append_json_text(out, text);
    } else {
      out += text;
    }
  }
  static void append_number(double x, Form form, std::string& out) {
    const bool finite = x - x == 0;
    out += !finite && form == Form::json ? "null" : shortest(x);
  }
  static void append_list(const arrow::Array& values, std::int64_t begin, std::int64_t end,
                          std::string& out);
  static void append_object(const arrow::StructArray& object, std::int64_t i, std::string& out);
  static bool append_nested(const arrow::Array& array, std::int64_t i, Form form, std::string& out);
};

void ValueText::append_list(const arrow::Array& values, std::int64_t begin, std::int64_t end,
                            std::string& out) {
  out += '[';
  for (std::int64_t i = begin; i < end; ++i) {
    if (i > begin) out += ',';
    append(values, i, Form::json, out);
  }
  out += ']';
}

void ValueText::append_object(const arrow::StructArray& object, std::int64_t i, std::string& out) {
  out += '{';
  for (int field = 0; field < object.num_fields(); ++field) {
    if (field > 0) out += ',';
    append_json_text(out, object.type()->field(field)->name());
    out += ':';
    append(*object.field(field), i, Form::json, out);
  }
  out += '}';
}

bool ValueText::append_nested(const arrow::Array& array, std::int64_t i, Form form,
                              std::string& out) {
  switch (array.type_id()) {
    case arrow::Type::DICTIONARY: {
      const auto& coded = static_cast<const arrow::DictionaryArray&>(array);
      append(*coded.dictionary(), coded.GetValueIndex(i), form, out);
      return true;
    }
    case arrow::Type::LIST: {
      const auto& list = static_cast<const arrow::ListArray&>(array);
      append_list(*list.values(), list.value_offset(i), list.value_offset(i + 1), out);
      return true;
    }
    case arrow::Type::LARGE_LIST: {
      const auto& list = static_cast<const arrow::LargeListArray&>(array);
      append_list(*list.values(), list.value_offset(i), list.value_offset(i + 1), out);
      return true;
    }
    case arrow::Type::FIXED_SIZE_LIST: {
      const auto& list = static_cast<const arrow::FixedSizeListArray&>(array);
      append_list(*list.values(), list.value_offset(i), list.value_offset(i + 1), out);
      return true;
    }
    case arrow::Type::STRUCT:
      append_object(static_cast<const arrow::StructArray&>(array), i, out);
      return true;
    default:
      return false;
  }
}

void ValueText::append(const arrow::Array& array, std::int64_t i, Form form, std::string& out) {
  if (array.IsNull(i)) {
    if (form == Form::json) out += "null";
    return;
  }
  switch (array.type_id()) {
    case arrow::Type::STRING:
    case arrow::Type::BINARY:
      return append_text(static_cast<const arrow::BinaryArray&>(array).GetView(i), form, out);
    case arrow::Type::LARGE_STRING:
    case arrow::Type::LARGE_BINARY:
      return append_text(static_cast<const arrow::LargeBinaryArray&>(array).GetView(i), form, out);
    case arrow::Type::STRING_VIEW:
    case arrow::Type::BINARY_VIEW:
      return append_text(static_cast<const arrow::BinaryViewArray&>(array).GetView(i), form, out);
    case arrow::Type::BOOL:
      out += static_cast<const arrow::BooleanArray&>(array).Value(i) ? "true" : "false";
      return;
    case arrow::Type::INT64:
      out += std::to_string(static_cast<const arrow::Int64Array&>(array).Value(i));
      return;
    case arrow::Type::DOUBLE:
      return append_number(static_cast<const arrow::DoubleArray&>(array).Value(i), form, out);
    case arrow::Type::FLOAT:
      return append_number(static_cast<const arrow::FloatArray&>(array).Value(i), form, out);
    case arrow::Type::HALF_FLOAT: {
      const auto bits = static_cast<const arrow::HalfFloatArray&>(array).Value(i);
      return append_number(arrow::util::Float16::FromBits(bits).ToDouble(), form, out);
    }
    default:
      break;
  }
  if (append_nested(array, i, form, out)) return;
  // Smaller integers, dates, decimals: as Arrow prints them.
  const auto scalar = array.GetScalar(i);
  const bool number = arrow::is_integer(array.type_id());
  append_text(scalar.ok() ? (*scalar)->ToString() : "", number ? Form::plain : form, out);
}

class ArrowReader final : public Reader {
 public:
  ArrowReader(std::string path, BadRows bad_rows, Batches batches)
      : path_(std::move(path)), bad_rows_(bad_rows), batches_(std::move(batches)) {
    names_ = batches_->schema()->field_names();
  }

  Result<Done> look();

  const std::vector<std::string>& names() const override { return names_; }
  const std::vector<std::vector<std::string_view>>& sample() const override { return sample_; }
  Result<bool> cut(RawShard& shard, std::size_t most) override;
  void parse(const RawShard& shard, std::span<const int> columns, Batch& batch,
             Notes& notes) const override {
    parse_cell_rows(shard, columns, path_, bad_rows_, batch, notes);
  }

 private:
  Result<bool> fetch();
  Result<Done> add_row(CellRows& rows);

  std::string path_;
  BadRows bad_rows_;
  Batches batches_;
  std::shared_ptr<arrow::RecordBatch> batch_;  // whose rows before next_ have been handed out
  std::int64_t next_ = 0;
  std::int64_t row_ = 0;
  std::vector<std::string> names_;
  std::vector<std::vector<std::string_view>> sample_;
  RawShard first_;
};

// Make sure that a row is at hand; false at the end.
Result<bool> ArrowReader::fetch() {
  while (batch_ == nullptr || next_ == batch_->num_rows()) {
    const arrow::Status status = batches_->ReadNext(&batch_);
    if (!status.ok()) return unreadable(path_, status);
    if (batch_ == nullptr) return false;
    next_ = 0;
  }
  return true;
}

Result<Done> ArrowReader::add_row(CellRows& rows) {
  rows.begin_row(++row_);
  std::string text;
  for (int column = 0; column < batch_->num_columns(); ++column) {
    const arrow::Array& array = *batch_->column(column);
    text.clear();
    const bool missing = array.IsNull(next_);
    if (!missing) ValueText::append(array, next_, ValueText::Form::plain, text);
    if (find_invalid_utf8(text) != std::string_view::npos) {
      Error error;
      error.name = "encoding-invalid";
      error.at = {path_, row_, 0};
      error.found = Message(kNotText, {names_[static_cast<std::size_t>(column)]});
      error.help = kNotTextHelp;
      return error;
    }
    append_cell(rows.bytes, missing ? CellKind::missing : CellKind::text, text);
  }
  ++next_;
  return Done{};
}

Result<Done> ArrowReader::look() {
  SJ_TRY(cut(first_, kSampled));
  for (const Record& record : first_.records) {
    std::string_view cells = record.bytes;
    std::vector<std::string_view>& row = sample_.emplace_back();
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const Cell cell = take_cell(cells);
      row.push_back(cell.kind == CellKind::text ? cell.text : std::string_view());
    }
  }
  return Done{};
}

Result<bool> ArrowReader::cut(RawShard& shard, std::size_t most) {
  const std::size_t before = shard.records.size();
  // The sampled rows are handed out again first; no shard asks for fewer.
  if (&shard != &first_ && !first_.records.empty()) {
    const std::size_t count = std::min(most, first_.records.size());
    const auto end = first_.records.begin() + static_cast<std::ptrdiff_t>(count);
    shard.records.insert(shard.records.end(), first_.records.begin(), end);
    shard.blocks.insert(shard.blocks.end(), first_.blocks.begin(), first_.blocks.end());
    first_.records.erase(first_.records.begin(), end);
  }
  CellRows rows;
  while (shard.records.size() - before + rows.size() < most && SJ_TRY(fetch())) {
    SJ_TRY(add_row(rows));
  }
  move_rows(std::move(rows), shard);
  return shard.records.size() > before;
}

arrow::Result<Batches> open_parquet_batches(const std::string& path) {
  parquet::arrow::FileReaderBuilder builder;
  ARROW_RETURN_NOT_OK(builder.OpenFile(path));
  parquet::ArrowReaderProperties properties(false);
  properties.set_batch_size(static_cast<std::int64_t>(kShardRows));
  properties.set_pre_buffer(false);
  builder.properties(properties);
  ARROW_ASSIGN_OR_RAISE(std::shared_ptr<parquet::arrow::FileReader> file, builder.Build());
  ARROW_ASSIGN_OR_RAISE(Batches batches, file->GetRecordBatchReader());
  // The batches do not keep their file alive; a reader that owns both does.
  struct Both {
    std::shared_ptr<parquet::arrow::FileReader> file;
    Batches batches;
  };
  auto both = std::make_shared<Both>(Both{std::move(file), std::move(batches)});
  return Batches(both, both->batches.get());
}

// The batches of a Feather file in order, each read when it is asked for.
class FeatherBatches final : public arrow::RecordBatchReader {
 public:
  explicit FeatherBatches(std::shared_ptr<arrow::ipc::RecordBatchFileReader> file)
      : file_(std::move(file)) {}
  std::shared_ptr<arrow::Schema> schema() const override { return file_->schema(); }
  arrow::Status ReadNext(std::shared_ptr<arrow::RecordBatch>* batch) override {
    *batch = nullptr;
    if (next_ == file_->num_record_batches()) return arrow::Status::OK();
    ARROW_ASSIGN_OR_RAISE(*batch, file_->ReadRecordBatch(next_++));
    return (*batch)->ValidateFull();
  }

 private:
  std::shared_ptr<arrow::ipc::RecordBatchFileReader> file_;
  int next_ = 0;
};

arrow::Result<Batches> open_feather_batches(const std::string& path) {
  ARROW_ASSIGN_OR_RAISE(auto file, arrow::io::ReadableFile::Open(path));
  ARROW_ASSIGN_OR_RAISE(auto reader, arrow::ipc::RecordBatchFileReader::Open(file));
  return std::make_shared<FeatherBatches>(std::move(reader));
}

Result<std::unique_ptr<Reader>> open_batches(const std::string& path, const ReadOptions& options,
                                             arrow::Result<Batches> batches) {
  if (!batches.ok()) return unreadable(path, batches.status());
  auto reader = std::make_unique<ArrowReader>(path, options.bad_rows, *std::move(batches));
  SJ_TRY(reader->look());
  return std::unique_ptr<Reader>(std::move(reader));
}

Result<std::unique_ptr<Reader>> open_parquet(std::unique_ptr<Source> source,
                                             const ReadOptions& options, Notes&) {
  return open_batches(source->path(), options, open_parquet_batches(source->path()));
}

Result<std::unique_ptr<Reader>> open_feather(std::unique_ptr<Source> source,
                                             const ReadOptions& options, Notes&) {
  return open_batches(source->path(), options, open_feather_batches(source->path()));
}

#else

constexpr Text kNoArrow{"this is a {0} file, and this shijin is built without Arrow",
                        "這是 {0} 檔，而這個 shijin 建置時未啟用 Arrow"};
constexpr Text kNoArrowHelp{
    "build with Arrow: cmake --preset release -DSHIJIN_ARROW=on, or save the file as .csv",
    "請以 cmake --preset release -DSHIJIN_ARROW=on 重新建置，或將檔案存成 .csv"};

Error no_arrow(const std::string& path, std::string_view format) {
  Error error;
  error.name = "arrow-not-built";
  error.at.file = path;
  error.found = Message(kNoArrow, {format});
  error.help = kNoArrowHelp;
  return error;
}

Result<std::unique_ptr<Reader>> open_parquet(std::unique_ptr<Source> source, const ReadOptions&,
                                             Notes&) {
  return no_arrow(source->path(), "Parquet");
}

Result<std::unique_ptr<Reader>> open_feather(std::unique_ptr<Source> source, const ReadOptions&,
                                             Notes&) {
  return no_arrow(source->path(), "Feather");
}

#endif

int looks_like_parquet(std::string_view head, std::string_view) {
  return head.starts_with("PAR1") ? 100 : 0;
}

int looks_like_feather(std::string_view head, std::string_view) {
  return head.starts_with("ARROW1") ? 100 : 0;
}

constexpr std::array<std::string_view, 1> kParquet = {".parquet"};
constexpr std::array<std::string_view, 3> kFeather = {".feather", ".arrow", ".ipc"};

}  // namespace

SJ_FORMAT(parquet, {
                       .name = "parquet",
                       .summary = {"Parquet, when built with Arrow", "Parquet（須以 Arrow 建置）"},
                       .extensions = kParquet,
                       .binary = true,
                       .looks_like = looks_like_parquet,
                       .open = open_parquet,
                   });

SJ_FORMAT(feather, {
                       .name = "feather",
                       .summary = {"Feather and Arrow files, when built with Arrow",
                                   "Feather 與 Arrow 檔（須以 Arrow 建置）"},
                       .extensions = kFeather,
                       .binary = true,
                       .looks_like = looks_like_feather,
                       .open = open_feather,
                   });

}  // namespace shijin
