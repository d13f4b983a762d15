// A sheet as cells: CSV in whatever encoding and with whatever delimiter a spreadsheet saved it, or
// XLSX with the places of its formulas.
#include <algorithm>
#include <filesystem>

#include "base/utf8.h"
#include "rate/sheet.h"
#include "table/format.h"
#include "table/xlsx_book.h"
#include "table/xml_scan.h"

namespace shijin {
namespace {

constexpr Text kUnreadable{"E10: this is no score sheet that can be read: {0}",
                           "E10：這不是可讀取的評分表：{0}"};
constexpr Text kEncrypted{"it is encrypted, or saved in the format of Excel 97",
                          "檔案已加密，或是 Excel 97 格式"};
constexpr Text kTooLarge{"it has {0} MB, and at most {1} are read",
                         "檔案有 {0} MB，最多讀取 {1} MB"};
constexpr Text kUnpacked{"its part {0} takes {1} MiB unpacked", "其中的 {0} 解壓縮後有 {1} MiB"};
constexpr Text kUnpackedMost{"at most {0} MiB a part, which no score sheet comes near",
                             "每個部分至多 {0} MiB，評分表遠小於此"};
constexpr Text kUnpackedHelp{
    "do not open it: it is damaged or made to fill the memory; ask the rater to save the sheet "
    "anew",
    "請勿開啟：檔案已損壞，或蓄意要塞滿記憶體；請評分者重新存檔"};
constexpr Text kTooMany{"it has more than {0} rows", "超過 {0} 列"};
constexpr Text kKind{"it is a file of the kind {0}", "檔案種類為 {0}"};
constexpr Text kEmpty{"it is empty", "它是空的"};
constexpr Text kHelp{"save it as XLSX or as CSV (UTF-8), without a password, and import that",
                     "請另存為 XLSX 或 CSV（UTF-8），不要設密碼，再匯入"};

constexpr std::uintmax_t kMostBytes = 50U << 20U;
constexpr std::uint64_t kMostUnpacked = 200U << 20U;
constexpr std::size_t kMostRows = 1'048'576;
constexpr std::string_view kOle = "\xD0\xCF\x11\xE0";

Error unreadable(const std::string& path, Message why) {
  Error error;
  error.name = "sheet-unreadable";
  error.at.file = path;
  error.found = Message(kUnreadable, {std::move(why)});
  error.help = Message(kHelp);
  return error;
}

// A small zip may hold gigabytes; what a part says it has is known before it is unpacked.
Result<Done> check_size(const std::string& path, const std::string& part) {
  if (part.empty()) return Done{};
  const Result<XlsxPart> bytes = XlsxPart::open(path, part);
  constexpr std::uint64_t kMebibyte = 1U << 20U;
  const bool larger = !bytes.ok() && bytes.error().name == "workbook-too-large";
  if (bytes.ok() && bytes->size() <= kMostUnpacked) return Done{};
  if (!bytes.ok() && !larger) return bytes.error();
  Error error = unreadable(
      path,
      bytes.ok()
          ? Message(kUnpacked, {part, std::to_string((bytes->size() + kMebibyte - 1) / kMebibyte)})
          : bytes.error().found);
  error.expected = Message(kUnpackedMost, {std::to_string(kMostUnpacked / kMebibyte)});
  error.help = Message(kUnpackedHelp);
  return error;
}

// The cells of a sheet's part that hold formulas.
Result<std::vector<std::string>> formulas_of(const std::string& path, const std::string& part) {
  XlsxPart bytes = SJ_TRY(XlsxPart::open(path, part));
  XmlScan scan([&](std::string& buffer) { return bytes.read(buffer); });
  std::vector<std::string> cells;
  std::string place;
  for (;;) {
    const XmlEvent event = SJ_TRY(scan.next());
    if (event.kind == XmlEvent::Kind::end || event.kind == XmlEvent::Kind::broken) return cells;
    if (event.kind == XmlEvent::Kind::close && event.name == "sheetData") return cells;
    if (event.kind != XmlEvent::Kind::open) continue;
    if (event.name == "c") place = xml_attribute(event.attributes, "r");
    if (event.name == "f") cells.push_back(place);
  }
}

Result<Done> read_rows(Reader& reader, bool workbook, SheetFile& file, Notes& notes) {
  file.header = reader.names();
  std::vector<int> columns;
  for (std::size_t c = 0; c < file.header.size(); ++c) columns.push_back(static_cast<int>(c));
  std::int64_t first = 0;
  for (bool more = true; more;) {
    RawShard raw;
    raw.first_row = first;
    more = SJ_TRY(reader.cut(raw, kShardRows));  // the last records come with the end
    Batch batch;
    reader.parse(raw, columns, batch, notes);
    for (std::size_t i = 0; i < batch.rows(); ++i) {
      SheetFile::Row& row = file.rows.emplace_back();
      row.line = batch.line[i];
      // A line of a CSV may be part of a row; spreadsheets count rows.
      row.number = workbook ? batch.line[i] : batch.row[i] + 1;
      for (const auto& column : batch.columns) row.cells.emplace_back(column[i]);
    }
    first += static_cast<std::int64_t>(raw.records.size());
    if (file.rows.size() > kMostRows) {
      return unreadable(file.path, Message(kTooMany, {std::to_string(kMostRows)}));
    }
  }
  return Done{};
}

Result<SheetFile> read(const std::string& path, Notes& notes) {
  std::error_code ignored;
  const std::uintmax_t size = std::filesystem::file_size(path, ignored);
  if (!ignored && size > kMostBytes) {
    return unreadable(
        path, Message(kTooLarge, {std::to_string(size >> 20U), std::to_string(kMostBytes >> 20U)}));
  }
  std::unique_ptr<Source> source = SJ_TRY(open_source(path, "", notes));
  if (source->raw_head().starts_with(kOle)) return unreadable(path, Message(kEncrypted));
  if (source->raw_head().empty()) return unreadable(path, Message(kEmpty));
  const Format* format = SJ_TRY(choose_format(*source));
  const std::string name(format->name);
  if (name != "csv" && name != "xlsx") return unreadable(path, Message(kKind, {name}));
  SheetFile file;
  file.path = path;
  ReadOptions options;
  if (name == "xlsx") {
    const XlsxBook book = SJ_TRY(XlsxBook::open(path));
    const XlsxBook::Sheet sheet = SJ_TRY(book.sheet(path, ""));
    file.sheet = sheet.name;
    SJ_TRY(check_size(path, sheet.part));
    SJ_TRY(check_size(path, book.shared_strings));
    file.formulas = SJ_TRY(formulas_of(path, sheet.part));
  }
  const auto reader = SJ_TRY(format->open(std::move(source), options, notes));
  SJ_TRY(read_rows(*reader, name == "xlsx", file, notes));
  for (std::size_t c = 0; c < file.header.size(); ++c) {
    const std::string title(strip_python_space(file.header[c]));
    for (const Language language : {Language::en, Language::zh_hant, Language::zh_hans}) {
      if (title == problem_title().in(language)) file.problem = static_cast<int>(c);
    }
  }
  return file;
}

}  // namespace

Result<SheetFile> read_sheet(const std::string& path, Notes& notes) {
  Result<SheetFile> file = read(path, notes);
  if (file.ok() || file.error().name == "sheet-unreadable") return file;
  return unreadable(path, file.error().found);
}

}  // namespace shijin
