// A workbook of two sheets (ECMA-376): scores and rubric. Every text is a string cell, so that
// nothing in it can be a formula.
#include <zip.h>

#include <algorithm>
#include <cstdio>
#include <set>

#include "base/file.h"
#include "rate/rubric.h"
#include "rate/sheet.h"

namespace shijin {
namespace {

constexpr Text kCannotWrite{"the workbook cannot be written", "無法寫出活頁簿"};
constexpr Text kHelp{"make room on the disk, or write elsewhere: -o DIR",
                     "請清出磁碟空間，或寫到別處：-o 資料夾"};
constexpr Text kScores{"scores", "評分"};
constexpr Text kRubric{"rubric", "說明"};
constexpr Text kDimension{"dimension", "面向"};
constexpr Text kTagsLine{"compliance tags", "合規問題標籤"};
constexpr Text kVersion{"version of these words", "本說明的版本"};
constexpr Text kAskChoice{"A, B, tie or NA", "A、B、tie（平手）或 NA"};
constexpr Text kChoose{
    "Which of the two texts answers the prompt better, all in all? tie where neither does.",
    "整體而言，哪一篇較能回應指令？不分高下填 tie。"};
constexpr Text kAsk{"1, 2, 3, 4, 5 or NA", "1、2、3、4、5 或 NA"};

constexpr std::string_view kHead =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view kRelations =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view kPackage = "http://schemas.openxmlformats.org/package/2006/";

// Cell styles, by their number in styles.xml.
enum class Style : int { plain = 0, head = 1, text = 2, open = 3, marked = 4 };

std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (c == '_' && i + 6 < text.size() && text[i + 1] == 'x' && text[i + 6] == '_') {
      out += "_x005F_";  // else it would be read as a character's code
    } else {
      out += c;
    }
  }
  return out;
}

std::string cell(std::size_t column, std::size_t row, std::string_view value, Style style) {
  const std::string place = sheet_column_letters(column) + std::to_string(row);
  std::string out = "<c r=\"" + place + "\" s=\"" + std::to_string(static_cast<int>(style)) + '"';
  if (value.empty()) return out + "/>";
  const bool number =
      style >= Style::open && value.size() == 1 && value[0] >= '1' && value[0] <= '5';
  if (number) return out + "><v>" + std::string(value) + "</v></c>";
  return out + " t=\"inlineStr\"><is><t xml:space=\"preserve\">" + escaped(value) + "</t></is></c>";
}

bool is_open(SheetColumnKind kind) {
  return kind == SheetColumnKind::score || kind == SheetColumnKind::choice ||
         kind == SheetColumnKind::tags || kind == SheetColumnKind::comment ||
         kind == SheetColumnKind::cannot_judge;
}

int width_of(SheetColumnKind kind) {
  switch (kind) {
    case SheetColumnKind::input:
    case SheetColumnKind::reference:
      return 36;
    case SheetColumnKind::output:
      return 60;
    case SheetColumnKind::side_a:
    case SheetColumnKind::side_b:
      return 48;
    case SheetColumnKind::comment:
    case SheetColumnKind::tags:
      return 24;
    case SheetColumnKind::problem:
      return 60;
    default:
      return 12;
  }
}

std::string open_sheet(const std::vector<int>& widths) {
  std::string out(kHead);
  out += "<worksheet xmlns=\"" + std::string(kMain) +
         "\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" "
         "activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>";
  for (std::size_t c = 0; c < widths.size(); ++c) {
    const std::string number = std::to_string(c + 1);
    out += "<col min=\"" + number + "\" max=\"" + number + "\" width=\"" +
           std::to_string(widths[c]) + "\" customWidth=\"1\"/>";
  }
  return out + "</cols><sheetData>";
}

bool is_score(SheetColumnKind kind) {
  return kind == SheetColumnKind::score || kind == SheetColumnKind::choice;
}

// The choices that a spreadsheet offers in the cells of scores.
std::string offered(const MarkedSheet& sheet, Language language) {
  std::string where;
  bool pairs = false;
  for (std::size_t c = 0; c < sheet.kinds.size(); ++c) {
    if (!is_score(sheet.kinds[c])) continue;
    pairs = sheet.kinds[c] == SheetColumnKind::choice;
    const std::string letters = sheet_column_letters(c);
    where +=
        (where.empty() ? "" : " ") + letters + "2:" + letters + std::to_string(sheet.cells.size());
  }
  if (where.empty() || sheet.cells.size() < 2) return "";
  return "<dataValidations count=\"1\"><dataValidation type=\"list\" allowBlank=\"1\" "
         "showErrorMessage=\"1\" error=\"" +
         escaped((pairs ? kAskChoice : kAsk).in(language)) + "\" sqref=\"" + where +
         "\"><formula1>\"" + (pairs ? "A,B,tie,NA" : "1,2,3,4,5,NA") +
         "\"</formula1></dataValidation></dataValidations>";
}

// What stands on the cells as notes: their words, and the boxes that spreadsheets show them in.
std::string notes_part(const MarkedSheet& sheet) {
  std::string out(kHead);
  out += "<comments xmlns=\"" + std::string(kMain) +
         "\"><authors><author>Shijin</author></authors><commentList>";
  for (const auto& [place, words] : sheet.notes) {
    out += "<comment ref=\"" + sheet_column_letters(place.second) +
           std::to_string(place.first + 1) + "\" authorId=\"0\"><text><t xml:space=\"preserve\">" +
           escaped(words) + "</t></text></comment>";
  }
  return out + "</commentList></comments>";
}

std::string note_boxes(const MarkedSheet& sheet) {
  std::string out =
      "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" "
      "xmlns:o=\"urn:schemas-microsoft-com:office:office\" "
      "xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\"><o:idmap "
      "v:ext=\"edit\" data=\"1\"/></o:shapelayout><v:shapetype id=\"_x0000_t202\" "
      "coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke "
      "joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";
  int number = 1024;
  for (const auto& [place, words] : sheet.notes) {
    const auto text = [](std::size_t n) { return std::to_string(n); };
    const auto& [row, column] = place;
    out += "<v:shape id=\"_x0000_s" + std::to_string(++number) +
           "\" type=\"#_x0000_t202\" style=\"position:absolute;visibility:hidden\" "
           "fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:textbox "
           "style=\"mso-direction-alt:auto\"/><x:ClientData "
           "ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>" +
           text(column + 1) + ", 8, " + text(row) + ", 4, " + text(column + 5) + ", 8, " +
           text(row + 3) + ", 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>" + text(row) +
           "</x:Row><x:Column>" + text(column) + "</x:Column></x:ClientData></v:shape>";
  }
  return out + "</xml>";
}

std::string scores_sheet(const MarkedSheet& sheet, Language language) {
  const std::set<std::pair<std::size_t, std::size_t>> marked(sheet.marked.begin(),
                                                             sheet.marked.end());
  std::vector<int> widths;
  for (const SheetColumnKind kind : sheet.kinds) widths.push_back(width_of(kind));
  std::string out = open_sheet(widths);
  for (std::size_t r = 0; r < sheet.cells.size(); ++r) {
    out += "<row r=\"" + std::to_string(r + 1) + "\">";
    for (std::size_t c = 0; c < sheet.kinds.size(); ++c) {
      const Style style = r == 0                    ? Style::head
                          : marked.contains({r, c}) ? Style::marked
                          : is_open(sheet.kinds[c]) ? Style::open
                                                    : Style::text;
      out += cell(c, r + 1, sheet.cells[r][c], style);
    }
    out += "</row>";
  }
  // Without a password: it keeps from mistakes, not from malice, which the import finds.
  out +=
      "</sheetData><sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\" formatColumns=\"0\" "
      "formatRows=\"0\" deleteRows=\"0\" sort=\"0\" autoFilter=\"0\"/>";
  out += offered(sheet, language) + "<pageSetup orientation=\"landscape\" fitToHeight=\"0\"/>";
  if (!sheet.notes.empty()) {
    out += "<legacyDrawing xmlns:r=\"" + std::string(kRelations) + "\" r:id=\"rId1\"/>";
  }
  return out + "</worksheet>";
}

std::string rubric_sheet(const Campaign& campaign, Language language) {
  std::string out = open_sheet({16, 36, 36, 36, 36, 36});
  std::size_t row = 1;
  const auto add = [&](const std::vector<std::string>& words, Style style) {
    out += "<row r=\"" + std::to_string(row) + "\">";
    for (std::size_t c = 0; c < words.size(); ++c) out += cell(c, row, words[c], style);
    out += "</row>";
    ++row;
  };
  if (campaign.pairwise()) {
    add({std::string(kChoice), std::string(kChoose.in(language))}, Style::text);
    return out + "</sheetData></worksheet>";
  }
  add({std::string(kDimension.in(language)), "5", "4", "3", "2", "1"}, Style::head);
  for (const std::string& key : campaign.dimensions) {
    const RubricDimension* known = campaign.words(key);
    std::vector<std::string> words = {known == nullptr ? key : known->title.in(language)};
    if (known != nullptr) {
      for (std::size_t i = known->anchors.size(); i-- > 0;) {
        words.push_back(known->anchors[i].in(language));
      }
    }
    add(words, Style::text);
  }
  std::string tags;
  for (const Text& tag : compliance_tags()) {
    tags += (tags.empty() ? "" : "; ") + std::string(tag.in(language));
  }
  if (campaign.has_veto()) add({std::string(kTagsLine.in(language)), tags}, Style::text);
  add({std::string(kVersion.in(language)), version_words(campaign.rubric)}, Style::text);
  return out + "</sheetData></worksheet>";
}

std::string styles() {
  std::string out(kHead);
  out += "<styleSheet xmlns=\"" + std::string(kMain) +
         "\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/>"
         "<sz val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills count=\"3\"><fill>"
         "<patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/>"
         "</fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFC7CE\"/></patternFill>"
         "</fill></fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/>"
         "</border></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"5\">"
         "<xf xfId=\"0\"/>"
         "<xf xfId=\"0\" fontId=\"1\" applyFont=\"1\" applyAlignment=\"1\"><alignment "
         "vertical=\"top\" wrapText=\"1\"/></xf>"
         "<xf xfId=\"0\" numFmtId=\"49\" applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment "
         "vertical=\"top\" wrapText=\"1\"/></xf>"
         "<xf xfId=\"0\" applyAlignment=\"1\" applyProtection=\"1\"><alignment vertical=\"top\" "
         "wrapText=\"1\"/><protection locked=\"0\"/></xf>"
         "<xf xfId=\"0\" fillId=\"2\" applyFill=\"1\" applyAlignment=\"1\" "
         "applyProtection=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/><protection "
         "locked=\"0\"/></xf>"
         "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" "
         "builtinId=\"0\"/></cellStyles></styleSheet>";
  return out;
}

std::string workbook(const std::vector<Text>& titles, Language language) {
  std::string sheets;
  for (std::size_t i = 0; i < titles.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    sheets += "<sheet name=\"" + std::string(titles[i].in(language)) + "\" sheetId=\"" + number +
              "\" r:id=\"rId" + number + "\"/>";
  }
  return std::string(kHead) + "<workbook xmlns=\"" + std::string(kMain) + "\" xmlns:r=\"" +
         std::string(kRelations) + "\"><sheets>" + sheets +
         "</sheets><definedNames><definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">'" +
         std::string(titles[0].in(language)) + "'!$1:$1</definedName></definedNames></workbook>";
}

std::string relations(const std::vector<std::pair<std::string, std::string>>& targets) {
  std::string out(kHead);
  out += "<Relationships xmlns=\"" + std::string(kPackage) + "relationships\">";
  for (std::size_t i = 0; i < targets.size(); ++i) {
    out += "<Relationship Id=\"rId" + std::to_string(i + 1) + "\" Type=\"" +
           std::string(kRelations) + "/" + targets[i].first + "\" Target=\"" + targets[i].second +
           "\"/>";
  }
  return out + "</Relationships>";
}

std::string content_types(std::size_t sheets, bool notes) {
  constexpr std::string_view kType = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  std::string out(kHead);
  out += "<Types xmlns=\"" + std::string(kPackage) +
         "content-types\"><Default Extension=\"rels\" "
         "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default "
         "Extension=\"xml\" ContentType=\"application/xml\"/>";
  const auto add = [&](std::string_view part, std::string_view kind) {
    out += "<Override PartName=\"/xl/" + std::string(part) + "\" ContentType=\"" +
           std::string(kType) + std::string(kind) + "+xml\"/>";
  };
  add("workbook.xml", "sheet.main");
  for (std::size_t i = 1; i <= sheets; ++i) {
    add("worksheets/sheet" + std::to_string(i) + ".xml", "worksheet");
  }
  add("styles.xml", "styles");
  if (notes) {
    add("comments1.xml", "comments");
    out +=
        "<Default Extension=\"vml\" "
        "ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/>";
  }
  return out + "</Types>";
}

bool put(zipFile zip, const char* name, std::string_view bytes) {
  zip_fileinfo about{};
  about.tmz_date.tm_year = 1980;  // equal sheets are equal bytes
  about.tmz_date.tm_mday = 1;
  if (zipOpenNewFileInZip(zip, name, &about, nullptr, 0, nullptr, 0, nullptr, Z_DEFLATED,
                          Z_DEFAULT_COMPRESSION) != ZIP_OK) {
    return false;
  }
  const bool written =
      zipWriteInFileInZip(zip, bytes.data(), static_cast<unsigned>(bytes.size())) == ZIP_OK;
  return zipCloseFileInZip(zip) == ZIP_OK && written;
}

// A workbook of sheets by their titles and what stands in them; with the notes of the first.
Result<Done> write_workbook(const std::string& path, const std::vector<Text>& titles,
                            const std::vector<std::string>& sheets, const MarkedSheet& first,
                            Language language) {
  const bool notes = !first.notes.empty();
  const std::string temporary = path + ".part";
  zipFile zip = zipOpen64(temporary.c_str(), APPEND_STATUS_CREATE);
  bool good = zip != nullptr;
  const auto add = [&](const std::string& name, std::string_view bytes) {
    good = good && put(zip, name.c_str(), bytes);
  };
  std::vector<std::pair<std::string, std::string>> targets;
  for (std::size_t i = 1; i <= sheets.size(); ++i) {
    targets.emplace_back("worksheet", "worksheets/sheet" + std::to_string(i) + ".xml");
  }
  targets.emplace_back("styles", "styles.xml");
  add("[Content_Types].xml", content_types(sheets.size(), notes));
  add("_rels/.rels", relations({{"officeDocument", "xl/workbook.xml"}}));
  add("xl/workbook.xml", workbook(titles, language));
  add("xl/_rels/workbook.xml.rels", relations(targets));
  add("xl/styles.xml", styles());
  for (std::size_t i = 0; i < sheets.size(); ++i) add("xl/" + targets[i].second, sheets[i]);
  if (notes) {
    add("xl/worksheets/_rels/sheet1.xml.rels",
        relations(
            {{"vmlDrawing", "../drawings/vmlDrawing1.vml"}, {"comments", "../comments1.xml"}}));
    add("xl/comments1.xml", notes_part(first));
    add("xl/drawings/vmlDrawing1.vml", note_boxes(first));
  }
  if (zip != nullptr) good = zipClose(zip, nullptr) == ZIP_OK && good;
  Result<Done> done = Done{};
  if (good) {
    // Through a FileWriter, which puts it on the disk before it takes the name.
    Result<std::string> bytes = read_file(temporary, std::size_t{1} << 30U);
    done = bytes.ok() ? write_file(path, *bytes) : Result<Done>(bytes.error());
  }
  std::remove(temporary.c_str());
  if (good) return done;
  Error error;
  error.name = "file-unwritable";
  error.at.file = path;
  error.found = Message(kCannotWrite);
  error.help = Message(kHelp);
  return error;
}

}  // namespace

Result<Done> write_sheet_xlsx(const std::string& path, const Campaign& campaign,
                              const std::vector<std::vector<std::string>>& cells,
                              Language language) {
  MarkedSheet sheet;
  sheet.cells = cells;
  for (const SheetColumn& column : sheet_columns(campaign)) sheet.kinds.push_back(column.kind);
  return write_workbook(path, {kScores, kRubric},
                        {scores_sheet(sheet, language), rubric_sheet(campaign, language)}, sheet,
                        language);
}

Result<Done> write_marked_xlsx(const std::string& path, const MarkedSheet& sheet,
                               Language language) {
  return write_workbook(path, {kScores}, {scores_sheet(sheet, language)}, sheet, language);
}

}  // namespace shijin
