// The zip through minizip, the small parts through pugixml, the shared strings as a stream.
#include "table/xlsx_book.h"

#include <unzip.h>

#include <algorithm>
#include <map>
#include <pugixml.hpp>

#include "base/numbers.h"
#include "base/utf8.h"
#include "table/xml_scan.h"

namespace shijin {
namespace {

constexpr Text kNoZip{"the file is no workbook: it cannot be unpacked",
                      "檔案無法解壓縮，不是活頁簿"};
constexpr Text kPartMissing{"the workbook is damaged: its part {0} is missing",
                            "活頁簿已損壞：缺少 {0}"};
constexpr Text kPartBroken{"the workbook is damaged: its part {0} cannot be unpacked",
                           "活頁簿已損壞：{0} 無法解壓縮"};
constexpr Text kPartUnreadable{"the workbook is damaged: its part {0} is no XML that can be read",
                               "活頁簿已損壞：{0} 不是可讀的 XML"};
constexpr Text kPartLarge{"the part {0} of the workbook takes {1} MiB unpacked",
                          "活頁簿的 {0} 解壓縮後有 {1} MiB"};
constexpr Text kPartMost{"at most {0} MiB a part", "每個部分至多 {0} MiB"};
constexpr Text kNoSheets{"the workbook has no sheet with cells", "活頁簿裡沒有含儲存格的工作表"};
constexpr Text kNoSheet{"the workbook has no sheet named \"{0}\"",
                        "活頁簿裡沒有名為「{0}」的工作表"};
constexpr Text kSheets{"one of: {0}", "下列之一：{0}"};
constexpr Text kComma{", ", "、"};
constexpr Text kWriteSheet{"write --sheet \"{0}\"", "請改寫為 --sheet \"{0}\""};
constexpr Text kSaveAgain{"open it in a spreadsheet program and save it again, as .xlsx or .csv",
                          "請用試算表軟體開啟，重新存成 .xlsx 或 .csv"};
constexpr Text kSaveCsv{
    "if the sheet truly is that large, save it as .csv, which is read at any size; else the file "
    "is "
    "damaged or made to fill the memory: ask for it anew",
    "若工作表確實這麼大，請另存為 .csv，大小不限；否則檔案已損壞或蓄意要塞滿記憶體，請重新索取"};

constexpr std::size_t kBlock = 64U << 10U;

Error too_large(const std::string& path, const std::string& part, std::uint64_t bytes) {
  const std::uint64_t mebibytes = (bytes + (1U << 20U) - 1) >> 20U;
  Error error = xlsx_damaged(
      path, Message(kPartLarge, {part, grouped(static_cast<std::int64_t>(mebibytes))}));
  error.name = "workbook-too-large";
  error.expected = Message(kPartMost, {std::to_string(kXlsxPartBytes >> 20U)});
  error.help = kSaveCsv;
  return error;
}

Error part_error(const std::string& path, Text found, const std::string& part) {
  return xlsx_damaged(path, Message(found, {part}));
}

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string attribute(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_attribute& found : node.attributes()) {
    if (local_name(found.name()) == name) return found.value();
  }
  return "";
}

struct Relation {
  std::string type;    // the last word of its URI
  std::string target;  // a part's name in the zip
};

// Where a target stands in the zip: relative to the folder of the part that names it.
std::string resolve(const std::string& folder, std::string target) {
  if (target.starts_with('/')) return target.substr(1);
  std::string base = folder;
  while (target.starts_with("../")) {
    target.erase(0, 3);
    const std::size_t slash =
        base.size() < 2 ? std::string::npos : base.rfind('/', base.size() - 2);
    base.resize(slash == std::string::npos ? 0 : slash + 1);
  }
  return base + target;
}

std::string folder_of(const std::string& part) {
  const std::size_t slash = part.rfind('/');
  return slash == std::string::npos ? "" : part.substr(0, slash + 1);
}

Result<Done> read_xml(const std::string& path, const std::string& part, pugi::xml_document& out) {
  XlsxPart reader = SJ_TRY(XlsxPart::open(path, part));
  std::string bytes;
  while (SJ_TRY(reader.read(bytes))) {
  }
  if (!out.load_buffer(bytes.data(), bytes.size())) {
    return part_error(path, kPartUnreadable, part);
  }
  return Done{};
}

using Relations = std::map<std::string, Relation, std::less<>>;

Result<Relations> read_relations(const std::string& path, const std::string& part) {
  const std::string folder = folder_of(part);
  const std::string name = folder + "_rels/" + part.substr(folder.size()) + ".rels";
  pugi::xml_document document;
  SJ_TRY(read_xml(path, name, document));
  Relations out;
  for (const pugi::xml_node& node : document.document_element().children()) {
    const std::string type = attribute(node, "Type");
    out[attribute(node, "Id")] = {type.substr(type.rfind('/') + 1),
                                  resolve(folder, attribute(node, "Target"))};
  }
  return out;
}

}  // namespace

Error xlsx_damaged(const std::string& path, Message found) {
  Error error;
  error.name = "workbook-damaged";
  error.at.file = path;
  error.found = std::move(found);
  error.help = kSaveAgain;
  return error;
}

struct XlsxPart::State {
  std::string path;
  std::string part;
  unzFile zip = nullptr;
  std::uint64_t size = 0;
  bool open = false;

  ~State() {
    if (open) unzCloseCurrentFile(zip);
    if (zip != nullptr) unzClose(zip);
  }
};

XlsxPart::XlsxPart(std::unique_ptr<State> state) : state_(std::move(state)) {}
XlsxPart::XlsxPart(XlsxPart&&) noexcept = default;
XlsxPart::~XlsxPart() = default;

Result<XlsxPart> XlsxPart::open(const std::string& path, const std::string& part) {
  auto state = std::make_unique<State>();
  state->path = path;
  state->part = part;
  state->zip = unzOpen64(path.c_str());
  if (state->zip == nullptr) return xlsx_damaged(path, kNoZip);
  constexpr int kAnyCase = 2;  // the names of parts compare without case
  if (unzLocateFile(state->zip, part.c_str(), kAnyCase) != UNZ_OK) {
    return part_error(path, kPartMissing, part);
  }
  // Never more than this comes out, so it tells the size before anything is unpacked.
  unz_file_info64 about{};
  if (unzGetCurrentFileInfo64(state->zip, &about, nullptr, 0, nullptr, 0, nullptr, 0) != UNZ_OK) {
    return part_error(path, kPartBroken, part);
  }
  state->size = about.uncompressed_size;
  if (state->size > kXlsxPartBytes) return too_large(path, part, state->size);
  if (unzOpenCurrentFile(state->zip) != UNZ_OK) return part_error(path, kPartBroken, part);
  state->open = true;
  return XlsxPart(std::move(state));
}

std::uint64_t XlsxPart::size() const { return state_->size; }

Result<bool> XlsxPart::read(std::string& buffer) {
  if (!state_->open) return false;
  const std::size_t before = buffer.size();
  buffer.resize(before + kBlock);
  const int got = unzReadCurrentFile(state_->zip, buffer.data() + before, kBlock);
  buffer.resize(before + (got > 0 ? static_cast<std::size_t>(got) : 0));
  if (got < 0) return part_error(state_->path, kPartBroken, state_->part);
  if (got == 0) {
    state_->open = false;
    if (unzCloseCurrentFile(state_->zip) != UNZ_OK) {
      return part_error(state_->path, kPartBroken, state_->part);
    }
    return false;
  }
  return true;
}

Result<XlsxBook> XlsxBook::open(const std::string& path) {
  std::string workbook;
  const Relations package = SJ_TRY(read_relations(path, ""));
  for (const auto& [id, relation] : package) {
    if (relation.type == "officeDocument") workbook = relation.target;
  }
  pugi::xml_document document;
  SJ_TRY(read_xml(path, workbook, document));
  const Relations relations = SJ_TRY(read_relations(path, workbook));
  XlsxBook book;
  for (const auto& [id, relation] : relations) {
    if (relation.type == "sharedStrings") book.shared_strings = relation.target;
  }
  for (const pugi::xml_node& list : document.document_element().children()) {
    if (local_name(list.name()) != "sheets") continue;
    for (const pugi::xml_node& sheet : list.children()) {
      const auto found = relations.find(attribute(sheet, "id"));
      if (found == relations.end() || found->second.type != "worksheet") continue;
      book.sheets.push_back({attribute(sheet, "name"), found->second.target});
    }
  }
  if (book.sheets.empty()) return xlsx_damaged(path, kNoSheets);
  return book;
}

Result<XlsxBook::Sheet> XlsxBook::sheet(const std::string& path, const std::string& name) const {
  if (name.empty()) return sheets.front();
  std::vector<std::string> names;
  for (const Sheet& sheet : sheets) {
    if (sheet.name == name) return sheet;
    names.push_back(sheet.name);
  }
  Error error;
  error.name = "sheet-unknown";
  error.at.file = path;
  error.found = Message(kNoSheet, {name});
  error.expected =
      Message(kSheets, {join(std::vector<Message>(names.begin(), names.end()), kComma)});
  const std::string near = nearest_name(name, names);
  error.help = Message(kWriteSheet, {near.empty() ? names.front() : near});
  return error;
}

Result<SharedStrings> SharedStrings::read(const std::string& path, const std::string& part) {
  SharedStrings out;
  if (part.empty()) return out;
  XlsxPart reader = SJ_TRY(XlsxPart::open(path, part));
  XmlScan scan([&reader](std::string& buffer) { return reader.read(buffer); });
  bool in_text = false;
  int phonetic = 0;  // how a word is read, not what it says
  for (;;) {
    const XmlEvent event = SJ_TRY(scan.next());
    const bool opens = event.kind == XmlEvent::Kind::open;
    if (event.kind == XmlEvent::Kind::broken || event.kind == XmlEvent::Kind::end) {
      return part_error(path, kPartUnreadable, part);
    }
    if (event.kind == XmlEvent::Kind::text) {
      if (!in_text || phonetic > 0) continue;
      if (event.literal) {
        out.text_ += event.text;
      } else {
        append_unescaped(out.text_, event.text);
      }
    } else if (event.name == "t") {
      in_text = opens;
    } else if (event.name == "rPh") {
      phonetic += opens ? 1 : -1;
    } else if (event.name == "si" && !opens) {
      out.ends_.push_back(out.text_.size());
    } else if (event.name == "sst" && !opens) {
      break;
    }
  }
  if (find_invalid_utf8(out.text_) != std::string_view::npos) {
    return part_error(path, kPartUnreadable, part);
  }
  return out;
}

}  // namespace shijin
