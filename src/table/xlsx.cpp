// Excel workbooks: the rows of one sheet, read as a stream so that memory stays flat. The first row
// that holds anything names the columns; a number is the text that is stored.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/utf8.h"
#include "table/cell_row.h"
#include "table/format.h"
#include "table/xlsx_book.h"
#include "table/xml_scan.h"

namespace shijin {
namespace {

constexpr Text kBadSheet{"the workbook is damaged: the sheet \"{0}\" is no XML that can be read",
                         "活頁簿已損壞：工作表「{0}」不是可讀的 XML"};
constexpr Text kBadPlace{"the workbook is damaged: there is no cell {0}",
                         "活頁簿已損壞：沒有儲存格 {0}"};
constexpr Text kBadString{"the workbook is damaged: cell {0} points at a text that is not there",
                          "活頁簿已損壞：儲存格 {0} 指向不存在的文字"};
constexpr Text kBadText{"the workbook is damaged: cell {0} holds no UTF-8",
                        "活頁簿已損壞：儲存格 {0} 不是 UTF-8"};
constexpr Text kHeaderFault{"cell {0}, which should name a column, holds no value",
                            "儲存格 {0} 應為欄位名稱，卻沒有值"};

constexpr std::int64_t kMostRows = 1048576;  // of a sheet, by the standard
constexpr std::int64_t kMostColumns = 16384;
constexpr std::size_t kSampled = 64;

std::string column_letters(std::int64_t column) {
  std::string out;
  for (std::int64_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    out.insert(out.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return out;
}

// The 0-based column of a place such as "BC12"; -1 when it is none.
std::int64_t column_of(std::string_view place) {
  std::int64_t column = 0;
  std::size_t letters = 0;
  for (; letters < place.size() && place[letters] >= 'A' && place[letters] <= 'Z'; ++letters) {
    column = column * 26 + (place[letters] - 'A' + 1);
    if (column > kMostColumns) return -1;
  }
  return letters == 0 ? -1 : column - 1;
}

std::int64_t integer_or(std::string_view text, std::int64_t otherwise) {
  std::int64_t value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  return end.ec == std::errc() && end.ptr == text.data() + text.size() ? value : otherwise;
}

// The rows of one sheet, one after another.
class SheetScan {
 public:
  SheetScan(const std::string& path, std::string sheet, XlsxPart part, SharedStrings strings)
      : path_(path),
        sheet_(std::move(sheet)),
        part_(std::move(part)),
        strings_(std::move(strings)),
        scan_([this](std::string& buffer) { return part_.read(buffer); }) {}
  SheetScan(const SheetScan&) = delete;
  SheetScan& operator=(const SheetScan&) = delete;

  /// Append the next row that holds anything; false at the end
  Result<bool> next(CellRows& rows);

 private:
  enum class Inside : std::uint8_t { nothing, value, text };

  Error damaged(Text what, std::string place) const {
    return xlsx_damaged(path_, Message(what, {std::move(place)}));
  }
  std::string place() const { return column_letters(column_) + std::to_string(row_); }

  Result<Done> open_row(const XmlEvent& event);
  Result<Done> open_cell(const XmlEvent& event);
  Result<Done> open_tag(const XmlEvent& event);
  Result<Done> close_cell(CellRows& rows);
  void add_text(const XmlEvent& event);
  void put(CellRows& rows, CellKind kind, std::string_view text);

  std::string path_;
  std::string sheet_;
  XlsxPart part_;
  SharedStrings strings_;
  XmlScan scan_;
  std::int64_t row_ = 0;      // 1-based, as the sheet counts
  std::int64_t column_ = -1;  // 0-based
  std::int64_t written_ = 0;  // cells of this row that stand in the bytes
  std::string type_;
  std::string text_;
  bool formula_ = false;
  Inside inside_ = Inside::nothing;
  int phonetic_ = 0;
};

Result<Done> SheetScan::open_row(const XmlEvent& event) {
  const std::int64_t before = row_;
  row_ = integer_or(xml_attribute(event.attributes, "r"), row_ + 1);
  if (row_ <= before || row_ > kMostRows) return damaged(kBadPlace, "A" + std::to_string(row_));
  column_ = -1;
  written_ = 0;
  return Done{};
}

Result<Done> SheetScan::open_cell(const XmlEvent& event) {
  const std::string_view at = xml_attribute(event.attributes, "r");
  const std::int64_t before = column_;
  column_ = at.empty() ? column_ + 1 : column_of(at);
  if (column_ <= before || column_ >= kMostColumns) return damaged(kBadPlace, std::string(at));
  type_ = xml_attribute(event.attributes, "t");
  text_.clear();
  formula_ = false;
  return Done{};
}

Result<Done> SheetScan::open_tag(const XmlEvent& event) {
  if (event.name == "row") return open_row(event);
  if (event.name == "c") return open_cell(event);
  if (event.name == "v") inside_ = Inside::value;
  if (event.name == "t") inside_ = Inside::text;
  if (event.name == "f") formula_ = true;
  if (event.name == "rPh") ++phonetic_;
  return Done{};
}

void SheetScan::add_text(const XmlEvent& event) {
  if (inside_ == Inside::nothing || phonetic_ > 0) return;
  if (event.literal) {
    text_ += event.text;
  } else {
    append_unescaped(text_, event.text);
  }
}

void SheetScan::put(CellRows& rows, CellKind kind, std::string_view text) {
  if (written_ == 0) rows.begin_row(row_);
  for (; written_ < column_; ++written_) append_cell(rows.bytes, CellKind::missing, {});
  append_cell(rows.bytes, kind, text);
  ++written_;
}

Result<Done> SheetScan::close_cell(CellRows& rows) {
  if (type_ == "s") {
    const std::int64_t index = integer_or(text_, -1);
    if (index < 0 || static_cast<std::size_t>(index) >= strings_.size()) {
      return damaged(kBadString, place());
    }
    const std::string_view text = strings_[static_cast<std::size_t>(index)];
    if (!text.empty()) put(rows, CellKind::text, text);
    return Done{};
  }
  if (find_invalid_utf8(text_) != std::string_view::npos) return damaged(kBadText, place());
  if (type_ == "e") {
    put(rows, CellKind::fault, place() + " " + text_);
  } else if (formula_ && text_.empty() && type_ != "str") {
    put(rows, CellKind::formula, place());
  } else if (!text_.empty() || type_ == "str") {
    put(rows, CellKind::text, text_);
  }
  return Done{};
}

Result<bool> SheetScan::next(CellRows& rows) {
  for (;;) {
    const XmlEvent event = SJ_TRY(scan_.next());
    switch (event.kind) {
      case XmlEvent::Kind::broken:
      case XmlEvent::Kind::end:
        return damaged(kBadSheet, sheet_);
      case XmlEvent::Kind::open:
        SJ_TRY(open_tag(event));
        break;
      case XmlEvent::Kind::text:
        add_text(event);
        break;
      case XmlEvent::Kind::close:
        if (event.name == "v" || event.name == "t") inside_ = Inside::nothing;
        if (event.name == "rPh") --phonetic_;
        if (event.name == "c") SJ_TRY(close_cell(rows));
        if (event.name == "row" && written_ > 0) return true;
        if (event.name == "sheetData" || event.name == "worksheet") {
          // To the end, so that the check sum is proved before the numbers are believed.
          std::string rest;
          while (SJ_TRY(part_.read(rest))) rest.clear();
          return false;
        }
        break;
    }
  }
}

class XlsxReader final : public Reader {
 public:
  XlsxReader(std::string path, BadRows bad_rows, std::unique_ptr<SheetScan> scan)
      : path_(std::move(path)), bad_rows_(bad_rows), scan_(std::move(scan)) {}

  Result<Done> look();

  const std::vector<std::string>& names() const override { return names_; }
  const std::vector<std::vector<std::string_view>>& sample() const override { return sample_; }
  Result<bool> cut(RawShard& shard, std::size_t most) override;
  void parse(const RawShard& shard, std::span<const int> columns, Batch& batch,
             Notes& notes) const override {
    parse_cell_rows(shard, columns, path_, bad_rows_, batch, notes);
  }

 private:
  std::string path_;
  BadRows bad_rows_;
  std::unique_ptr<SheetScan> scan_;
  std::vector<std::string> names_;
  std::vector<std::vector<std::string_view>> sample_;
  RawShard first_;  // the sampled rows, which are handed out once more
  std::size_t handed_out_ = 0;
  bool ended_ = false;
};

Result<Done> XlsxReader::look() {
  CellRows header;
  if (!SJ_TRY(scan_->next(header))) return Done{};
  std::string_view rest = header.bytes;
  while (!rest.empty()) {
    const Cell cell = take_cell(rest);
    if (cell.kind == CellKind::formula || cell.kind == CellKind::fault) {
      return xlsx_damaged(path_, Message(kHeaderFault, {cell.text.substr(0, cell.text.find(' '))}));
    }
    const std::string_view name = strip_python_space(cell.text);
    // A column without a name is called as the sheet calls it.
    names_.push_back(name.empty() ? column_letters(static_cast<std::int64_t>(names_.size()))
                                  : std::string(name));
  }
  CellRows rows;
  while (rows.size() < kSampled && !ended_) ended_ = !SJ_TRY(scan_->next(rows));
  move_rows(std::move(rows), first_);
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

Result<bool> XlsxReader::cut(RawShard& shard, std::size_t most) {
  const std::size_t before = shard.records.size();
  const std::size_t wanted = std::min(most, kShardRows);
  const std::size_t again = std::min(wanted, first_.records.size() - handed_out_);
  if (again > 0) {
    const auto from = first_.records.begin() + static_cast<std::ptrdiff_t>(handed_out_);
    shard.records.insert(shard.records.end(), from, from + static_cast<std::ptrdiff_t>(again));
    shard.blocks.insert(shard.blocks.end(), first_.blocks.begin(), first_.blocks.end());
    handed_out_ += again;
  }
  CellRows rows;
  while (again + rows.size() < wanted && !ended_) ended_ = !SJ_TRY(scan_->next(rows));
  move_rows(std::move(rows), shard);
  return shard.records.size() > before;
}

int looks_like(std::string_view head, std::string_view file_name) {
  if (!head.starts_with("PK\x03\x04")) return 0;
  return file_name.ends_with(".xlsx") || file_name.ends_with(".xlsm") ||
                 head.find("[Content_Types].xml") != std::string_view::npos
             ? 100
             : 50;
}

Result<std::unique_ptr<Reader>> open_xlsx(std::unique_ptr<Source> source,
                                          const ReadOptions& options, Notes&) {
  const std::string path = source->path();
  const XlsxBook book = SJ_TRY(XlsxBook::open(path));
  const XlsxBook::Sheet sheet = SJ_TRY(book.sheet(path, options.sheet));
  SharedStrings strings = SJ_TRY(SharedStrings::read(path, book.shared_strings));
  XlsxPart part = SJ_TRY(XlsxPart::open(path, sheet.part));
  auto scan = std::make_unique<SheetScan>(path, sheet.name, std::move(part), std::move(strings));
  auto reader = std::make_unique<XlsxReader>(path, options.bad_rows, std::move(scan));
  SJ_TRY(reader->look());
  return std::unique_ptr<Reader>(std::move(reader));
}

constexpr std::array<std::string_view, 2> kExtensions = {".xlsx", ".xlsm"};

}  // namespace

SJ_FORMAT(xlsx, {
                    .name = "xlsx",
                    .summary = {"Excel workbooks; --sheet names the sheet, else the first is read",
                                "Excel 活頁簿；可用 --sheet 指定工作表，預設讀第一張"},
                    .extensions = kExtensions,
                    .binary = true,
                    .looks_like = looks_like,
                    .open = open_xlsx,
                });

}  // namespace shijin
