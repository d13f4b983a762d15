// What a sheet says, cell by cell: taken where it is plain, refused with the cell and the cure
// where it is not.
#include <algorithm>
#include <map>
#include <set>

#include "base/listed.h"
#include "base/numbers.h"
#include "base/utf8.h"
#include "rate/rubric.h"
#include "rate/sheet.h"

namespace shijin {
namespace {

constexpr Text kKeyUnknown{"E01: cell {0}: campaign {1} has no item \"{2}\"",
                           "E01：儲存格 {0}：評分活動 {1} 沒有項目「{2}」"};
constexpr Text kKeyHelp{
    "import a sheet that shijin rate sheet {0} wrote, with its keys as they were",
    "請匯入由 shijin rate sheet {0} 產生的表，並保留原本的項目代號"};
constexpr Text kKeyTwice{"E02: cell {0}: item {1} stands in row {2} too",
                         "E02：儲存格 {0}：項目 {1} 也出現在第 {2} 列"};
constexpr Text kKeyTwiceHelp{"keep one of the two rows", "請只保留其中一列"};
constexpr Text kScore{"E03: cell {0}: \"{1}\" is no score", "E03：儲存格 {0}：「{1}」不是分數"};
constexpr Text kChoiceExpected{"A, B, tie or NA", "A、B、平手或 NA"};
constexpr Text kScoreExpected{"1, 2, 3, 4, 5 or NA", "1、2、3、4、5 或 NA"};
constexpr Text kScoreHelp{"write one of them, or leave the whole row empty to score it later",
                          "請填其中之一，或將整列留空，之後再評"};
constexpr Text kBoth{"E04: row {0} has scores, and cell {1} says that it cannot be judged",
                     "E04：第 {0} 列有分數，但儲存格 {1} 表示無法判斷"};
constexpr Text kBothHelp{"empty either the scores or that cell", "請清空分數，或清空該儲存格"};
constexpr Text kOther{"E05: cell {0}: this row is of the sheet \"{1}\"",
                      "E05：儲存格 {0}：這一列屬於表單「{1}」"};
constexpr Text kOtherExpected{"{0}/RATER/{1} of one of its raters: {2}",
                              "{0}/評分者/{1}，評分者為下列之一：{2}"};
constexpr Text kOtherHelp{
    "import each sheet as it came, one rater a sheet, into the campaign that it is of",
    "每份表只含一位評分者，請原樣匯入所屬的評分活動"};
constexpr Text kNoName{"E05: row {0} does not say whose sheet it is of",
                       "E05：第 {0} 列沒有標明屬於哪一份表單"};
constexpr Text kVersion{"E06: cell {0}: the sheet is of version {1} of the rubric",
                        "E06：儲存格 {0}：這份表是評分標準第 {1} 版"};
constexpr Text kVersionExpected{"version {0}", "第 {0} 版"};
constexpr Text kVersionHelp{"write a new sheet with shijin rate sheet {0} and score on that",
                            "請用 shijin rate sheet {0} 產生新表後再評"};
constexpr Text kChanged{"E07: cell {0}: the text is not the one that was handed out",
                        "E07：儲存格 {0}：文字與發出時不同"};
constexpr Text kChangedExpected{"\"{0}\"", "「{0}」"};
constexpr Text kPutBack{"in this copy the text is put back: score what stands there now",
                        "本份已恢復原文：請依現在的文字評分"};
constexpr Text kProblem{"{0} ({1})", "{0}（{1}）"};
constexpr Text kProblemExpected{"{0} (expected: {1}; {2})", "{0}（應為：{1}；{2}）"};
constexpr Text kChangedHelp{
    "put the text back as it was: what is scored must be what the run wrote; remarks belong in the "
    "column for comments",
    "請恢復原文：被評的必須是模型寫的文字；意見請寫在備註欄"};
constexpr Text kMissing{"E08: cell {0}: no score for {1}, though the row has others",
                        "E08：儲存格 {0}：沒有「{1}」的分數，但同列有其他分數"};
constexpr Text kMissingHelp{"score it, or write NA where it does not apply",
                            "請評分；不適用則填 NA"};
constexpr Text kFormula{"E09: cell {0} holds a formula", "E09：儲存格 {0} 是公式"};
constexpr Text kFormulaHelp{"write what it should say itself", "請直接填寫內容"};
constexpr Text kColumn{"E10: these columns are missing: {0}", "E10：缺少這些欄位：{0}"};
constexpr Text kComma{", ", "、"};
constexpr Text kColumnsHere{"the columns are: {0}", "現有欄位：{0}"};
constexpr Text kColumnHelp{"give the columns the names that they had", "請恢復原本的欄名"};
constexpr Text kEmpty{"W01: rows without a score, left as still to do: {0}",
                      "W01：未評分而保留待辦的列：{0}"};
constexpr Text kConflict{"W02: cells that differ from what this rater said before: {0} (first {1})",
                         "W02：與這位評分者先前所評不同的儲存格：{0}（第一個 {1}）"};
constexpr Text kSheetWins{"the sheet is taken; --prefer store keeps what is there",
                          "採用表中的值；要保留原有的值請用 --prefer store"};
constexpr Text kStoreWins{"what is there is kept; --prefer sheet takes the sheet",
                          "保留原有的值；要採用表中的值請用 --prefer sheet"};
constexpr Text kAllEqual{"W03: all {0} rows have the same scores", "W03：全部 {0} 列的分數都相同"};
constexpr Text kAllEqualHelp{"ask {0} whether that is meant", "請向 {0} 確認是否本意如此"};
constexpr Text kNoTag{"W04: cell {0}: {1} {2} without a word on what is wrong",
                      "W04：儲存格 {0}：{1} {2}，但沒有註明問題"};
constexpr Text kNoTagHelp{"write it in the column \"{0}\", such as: {1}",
                          "請寫在「{0}」欄，例如：{1}"};
constexpr Text kRenamed{"W05: column {0} is called \"{1}\", taken as \"{2}\" by its place",
                        "W05：第 {0} 欄名為「{1}」，依位置視為「{2}」"};
constexpr Text kRenamedHelp{"give the column its name back", "請恢復原本的欄名"};

constexpr std::string_view kFormulaSigns = "=+-@";
constexpr std::size_t kRowsToBeEqual = 5;  // fewer rows with equal scores say nothing

std::string compared(std::string_view text) {
  return std::string(strip_python_space(sheet_text(text)));
}

// A text that comes back may have lost or kept the ' that keeps it from being a formula.
bool same_text(std::string_view cell, const std::string& text) {
  const std::string wanted = compared(text);
  if (compared(cell) == wanted) return true;
  return cell.starts_with('\'') && compared(cell.substr(1)) == wanted;
}

// Full-width characters as the plain ones, and in capitals.
std::string plain(std::string_view cell) {
  std::string out;
  const std::string_view text = strip_python_space(cell);
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = decode_utf8(text, at);
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (c >= 'a' && c <= 'z') c -= 0x20;
    append_utf8(out, c);
  }
  return out;
}

struct Said {
  bool valid = false;
  std::optional<double> score;  // none: NA
};

// The score cells of a row, by their columns.
struct SaidRow {
  std::vector<std::pair<std::size_t, Said>> scores;
  std::vector<std::size_t> empty;
};

Said score_of(std::string_view cell) {
  const std::string text = plain(cell);
  if (text == "NA" || text == "N/A") return {true, {}};
  constexpr std::string_view kNumerals[] = {"一", "二", "三", "四", "五"};
  for (int i = kScoreLow; i <= kScoreHigh; ++i) {
    if (text == kNumerals[i - kScoreLow]) return {true, i};
  }
  const std::optional<double> number = parse_number(text);
  for (int i = kScoreLow; i <= kScoreHigh; ++i) {
    if (number && *number == i) return {true, i};
  }
  return {};
}

Said choice_of(std::string_view cell) {
  const std::string text = plain(cell);
  if (text == "NA" || text == "N/A") return {true, {}};
  if (text == "A" || text == "甲") return {true, 1};
  if (text == "B" || text == "乙") return {true, 0};
  constexpr std::string_view kTies[] = {"TIE", "DRAW", "=", "平手", "平", "相同", "一樣", "一样"};
  const bool tie = std::find(std::begin(kTies), std::end(kTies), text) != std::end(kTies);
  return tie ? Said{true, 0.5} : Said{};
}

bool is_said(SheetColumnKind kind) {
  return kind == SheetColumnKind::score || kind == SheetColumnKind::choice;
}

const Text& what_is_said(SheetColumnKind kind) {
  return kind == SheetColumnKind::choice ? kChoiceExpected : kScoreExpected;
}

bool says_yes(std::string_view cell) {
  const std::string text = plain(cell);
  constexpr std::string_view kNo[] = {"", "0", "NO", "N", "FALSE", "否"};
  return std::find(std::begin(kNo), std::end(kNo), text) == std::end(kNo);
}

// A column that was left empty may be gone as well.
bool is_needed(SheetColumnKind kind) {
  return kind == SheetColumnKind::key || kind == SheetColumnKind::output || is_said(kind) ||
         kind == SheetColumnKind::sheet || kind == SheetColumnKind::side_a ||
         kind == SheetColumnKind::side_b;
}

class Checker {
 public:
  Checker(const Campaign& campaign, const SheetFile& file, const RatingTable& now, Prefer prefer,
          Notes& notes)
      : campaign_(campaign),
        file_(file),
        now_(now),
        prefer_(prefer),
        notes_(notes),
        columns_(sheet_columns(campaign)) {
    for (const CampaignItem& item : campaign.items) items_[item.key] = &item;
    check_.path = file.path;
    for (std::size_t r = 0; r < file.rows.size(); ++r) row_of_[file.rows[r].number] = r;
  }

  SheetCheck run() {
    if (!find_columns()) return std::move(check_);
    check_formulas();
    for (const SheetFile::Row& row : file_.rows) check_row(row);
    sum_up();
    return std::move(check_);
  }

 private:
  // Where a note belongs: a row of the file, and of its columns one or none.
  struct Place {
    const SheetFile::Row* row = nullptr;
    int column = -1;
    std::string_view text = {};  // that was handed out
    std::int64_t line = 0;       // of the file, where it is no row
  };
  static Place header() { return {nullptr, -1, {}, 1}; }
  Place at(const SheetFile::Row& row, std::size_t column) const {
    return {&row, column < place_.size() ? place_[column] : -1, {}, 0};
  }

  void add(const char* name, Severity severity, const Place& place, Message found, Message expected,
           Message help) {
    Error error;
    error.name = name;
    error.severity = severity;
    error.at = {file_.path, place.row == nullptr ? place.line : place.row->line, 0};
    error.found = std::move(found);
    error.expected = std::move(expected);
    error.help = std::move(help);
    if (place.row != nullptr) mark(error, place);
    notes_.add(std::move(error));
  }
  // What the marked copy says of it.
  void mark(const Error& error, const Place& place) {
    SheetProblem problem;
    problem.row = row_of_.at(place.row->number);
    problem.column = place.column;
    problem.severity = error.severity;
    problem.put_back = place.text;
    const Message cure = place.text.empty() ? error.help : Message(kPutBack);
    problem.words = error.expected.empty() || !place.text.empty()
                        ? Message(kProblem, {error.found, cure})
                        : Message(kProblemExpected, {error.found, error.expected, cure});
    check_.problems.push_back(std::move(problem));
  }
  void error(const char* name, const Place& place, Message found, Message expected, Message help) {
    add(name, Severity::error, place, std::move(found), std::move(expected), std::move(help));
  }
  void warn(const char* name, const Place& place, Message found, Message help) {
    add(name, Severity::warning, place, std::move(found), {}, std::move(help));
  }

  std::string_view value(const SheetFile::Row& row, std::size_t column) const {
    if (column >= place_.size() || place_[column] < 0) return {};
    const auto at = static_cast<std::size_t>(place_[column]);
    return at < row.cells.size() ? std::string_view(row.cells[at]) : std::string_view();
  }
  std::string cell(const SheetFile::Row& row, std::size_t column) const {
    return sheet_column_letters(static_cast<std::size_t>(place_[column])) +
           std::to_string(row.number);
  }
  std::size_t column_of(SheetColumnKind kind) const {
    const auto found = std::find_if(columns_.begin(), columns_.end(),
                                    [&](const SheetColumn& column) { return column.kind == kind; });
    return static_cast<std::size_t>(found - columns_.begin());
  }

  bool find_columns();
  void check_formulas();
  bool is_blank(const SheetFile::Row& row) const;
  void check_row(const SheetFile::Row& row);
  const CampaignItem* check_key(const SheetFile::Row& row);
  bool check_sheet_name(const SheetFile::Row& row);
  void check_texts(const SheetFile::Row& row, const CampaignItem& item);
  void check_scores(const SheetFile::Row& row, const CampaignItem& item);
  bool read_scores(const SheetFile::Row& row, SaidRow& said);
  bool check_whole(const SheetFile::Row& row, SaidRow& said);
  void take_words(const SheetFile::Row& row, const CampaignItem& item, SheetColumnKind kind,
                  std::string_view field);
  void take(const SheetFile::Row& row, std::size_t column, RatingEntry entry);
  void sum_up();

  const Campaign& campaign_;
  const SheetFile& file_;
  const RatingTable& now_;
  Prefer prefer_;
  Notes& notes_;
  std::vector<SheetColumn> columns_;
  std::vector<int> place_;  // of each of columns_ in the file
  std::map<std::string, const CampaignItem*, std::less<>> items_;
  std::map<std::string, std::int64_t> seen_;    // key → row
  std::set<std::string> lines_;                 // different rows of scores
  std::string conflict_;                        // the first cell
  std::map<std::int64_t, std::size_t> row_of_;  // by its number
  SheetCheck check_;
};

// By name in any language; a column that lost its name by its place, where all others kept theirs.
bool Checker::find_columns() {
  std::set<int> used;
  for (const SheetColumn& column : columns_) {
    int at = -1;
    const Message title = column.title();
    for (std::size_t c = 0; c < file_.header.size() && at < 0; ++c) {
      const std::string name(strip_python_space(file_.header[c]));
      for (const Language language : {Language::en, Language::zh_hant, Language::zh_hans}) {
        if (name == title.in(language)) at = static_cast<int>(c);
      }
      if (is_said(column.kind) && name == column.dimension) {
        at = static_cast<int>(c);
      }
    }
    place_.push_back(at);
    if (at >= 0) used.insert(at);
  }
  const std::size_t columns_there = file_.header.size() - (file_.problem >= 0 ? 1 : 0);
  std::vector<Message> missing;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (place_[c] >= 0) continue;
    const Message title = columns_[c].title();
    const int here = static_cast<int>(c);
    if (columns_there == columns_.size() && here != file_.problem && !used.contains(here)) {
      place_[c] = here;
      warn("sheet-column-renamed", header(),
           Message(kRenamed, {sheet_column_letters(c), file_.header[c], title}),
           Message(kRenamedHelp));
    } else if (is_needed(columns_[c].kind)) {
      missing.push_back(title);
    }
  }
  if (missing.empty()) {
    check_.kinds.assign(file_.header.size(), SheetColumnKind::comment);
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (place_[c] >= 0) check_.kinds[static_cast<std::size_t>(place_[c])] = columns_[c].kind;
    }
    return true;
  }
  error("sheet-unreadable", header(), Message(kColumn, {join(missing, kComma)}),
        Message(kColumnsHere, {comma_list(file_.header)}), Message(kColumnHelp));
  return false;
}

// Whatever value a workbook keeps beside a formula, nobody has written it.
void Checker::check_formulas() {
  for (const std::string& place : file_.formulas) {
    const std::string letters = place.substr(0, place.find_first_of("0123456789"));
    const auto ours = std::find_if(place_.begin(), place_.end(), [&](int column) {
      return column >= 0 && sheet_column_letters(static_cast<std::size_t>(column)) == letters;
    });
    if (ours == place_.end()) continue;
    const auto number = parse_integer(place.substr(letters.size()));
    const auto row = row_of_.find(number.value_or(0));
    const Place where =
        row == row_of_.end() ? Place{} : Place{&file_.rows[row->second], *ours, {}, 0};
    error("sheet-formula", where, Message(kFormula, {place}), {}, Message(kFormulaHelp));
  }
}

bool Checker::is_blank(const SheetFile::Row& row) const {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& text) { return strip_python_space(text).empty(); });
}

void Checker::check_row(const SheetFile::Row& row) {
  if (is_blank(row)) return;
  const CampaignItem* item = check_key(row);
  if (item == nullptr || !check_sheet_name(row)) return;
  check_texts(row, *item);
  check_scores(row, *item);
}

const CampaignItem* Checker::check_key(const SheetFile::Row& row) {
  const std::size_t column = column_of(SheetColumnKind::key);
  const std::string key(strip_python_space(value(row, column)));
  const auto found = items_.find(key);
  if (found == items_.end()) {
    error("sheet-key-unknown", at(row, column),
          Message(kKeyUnknown, {cell(row, column), campaign_.name, key}), {},
          Message(kKeyHelp, {campaign_.name}));
    return nullptr;
  }
  const auto [first, fresh] = seen_.try_emplace(key, row.number);
  if (fresh) return found->second;
  error("sheet-key-twice", at(row, column),
        Message(kKeyTwice, {cell(row, column), key, std::to_string(first->second)}), {},
        Message(kKeyTwiceHelp));
  return nullptr;
}

bool Checker::check_sheet_name(const SheetFile::Row& row) {
  const std::size_t column = column_of(SheetColumnKind::sheet);
  const std::string name(strip_python_space(value(row, column)));
  const Message expected(kOtherExpected, {campaign_.name, version_words(campaign_.rubric),
                                          comma_list(campaign_.raters)});
  if (name.empty()) {
    error("sheet-other-rater", at(row, column), Message(kNoName, {std::to_string(row.number)}),
          expected, Message(kOtherHelp));
    return false;
  }
  const std::string head = campaign_.name + "/";
  const std::size_t slash = name.rfind('/');
  const bool ours = name.starts_with(head) && slash >= head.size();
  const std::string rater = ours ? name.substr(head.size(), slash - head.size()) : "";
  const bool known =
      std::find(campaign_.raters.begin(), campaign_.raters.end(), rater) != campaign_.raters.end();
  if (!ours || !known || (!check_.rater.empty() && rater != check_.rater)) {
    error("sheet-other-rater", at(row, column), Message(kOther, {cell(row, column), name}),
          expected, Message(kOtherHelp));
    return false;
  }
  check_.rater = rater;
  const std::string version = name.substr(slash + 1);
  if (version == version_words(campaign_.rubric)) return true;
  error("sheet-rubric-version", at(row, column), Message(kVersion, {cell(row, column), version}),
        Message(kVersionExpected, {version_words(campaign_.rubric)}),
        Message(kVersionHelp, {campaign_.name}));
  return false;
}

void Checker::check_texts(const SheetFile::Row& row, const CampaignItem& item) {
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const SheetColumnKind kind = columns_[c].kind;
    const std::string* text = kind == SheetColumnKind::input       ? &item.input
                              : kind == SheetColumnKind::output    ? &item.output
                              : kind == SheetColumnKind::side_a    ? &item.output
                              : kind == SheetColumnKind::side_b    ? &item.other
                              : kind == SheetColumnKind::reference ? &item.reference
                                                                   : nullptr;
    if (text == nullptr || place_[c] < 0 || same_text(value(row, c), *text)) continue;
    constexpr std::size_t kShown = 40;
    std::string shown;
    std::size_t count = 0;
    for (std::size_t at = 0; at < text->size() && count < kShown; ++count) {
      append_utf8(shown, decode_utf8(*text, at));
    }
    if (shown.size() < text->size()) shown += "…";
    std::replace(shown.begin(), shown.end(), '\n', ' ');
    Place where = at(row, c);
    where.text = *text;
    error("sheet-text-changed", where, Message(kChanged, {cell(row, c)}),
          Message(kChangedExpected, {shown}), Message(kChangedHelp));
  }
}

// The scores of a row, and the columns without one; false where a cell holds something else.
bool Checker::read_scores(const SheetFile::Row& row, SaidRow& said) {
  bool good = true;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const SheetColumnKind kind = columns_[c].kind;
    if (!is_said(kind)) continue;
    const std::string_view text = strip_python_space(value(row, c));
    if (text.size() > 1 && text.starts_with('=')) {
      error("sheet-formula", at(row, c), Message(kFormula, {cell(row, c)}), {},
            Message(kFormulaHelp));
      good = false;
    } else if (text.empty()) {
      said.empty.push_back(c);
    } else if (const Said score =
                   kind == SheetColumnKind::choice ? choice_of(text) : score_of(text);
               score.valid) {
      said.scores.emplace_back(c, score);
    } else {
      error("sheet-score-invalid", at(row, c), Message(kScore, {cell(row, c), text}),
            Message(what_is_said(kind)), Message(kScoreHelp));
      good = false;
    }
  }
  return good;
}

// Whether the scores stand together: all or none, and none where the row cannot be judged.
bool Checker::check_whole(const SheetFile::Row& row, SaidRow& said) {
  const std::size_t cannot = column_of(SheetColumnKind::cannot_judge);
  if (says_yes(value(row, cannot))) {
    const bool scored = std::any_of(said.scores.begin(), said.scores.end(),
                                    [](const auto& one) { return one.second.score.has_value(); });
    if (scored) {
      error("sheet-score-and-cannot-judge", at(row, cannot),
            Message(kBoth, {std::to_string(row.number), cell(row, cannot)}), {},
            Message(kBothHelp));
      return false;
    }
    for (const std::size_t c : said.empty) said.scores.emplace_back(c, Said{true, {}});
    said.empty.clear();
  }
  if (said.scores.empty()) return true;
  for (const std::size_t c : said.empty) {
    error("sheet-score-missing", at(row, c), Message(kMissing, {cell(row, c), columns_[c].title()}),
          Message(what_is_said(columns_[c].kind)), Message(kMissingHelp));
  }
  return said.empty.empty();
}

void Checker::check_scores(const SheetFile::Row& row, const CampaignItem& item) {
  SaidRow said;
  if (!read_scores(row, said) || !check_whole(row, said)) return;
  said.scores.empty() ? ++check_.empty : ++check_.rows;
  std::string line;
  const std::size_t tags = column_of(SheetColumnKind::tags);
  const bool tagged = tags < columns_.size() && !strip_python_space(value(row, tags)).empty();
  for (const auto& [c, score] : said.scores) {
    const std::string words(score.score ? "" : kNotApplicable);
    line += (score.score ? shortest(*score.score) : words) + " ";
    take(row, c, {item.number, check_.rater, columns_[c].dimension, score.score, words});
    const bool veto = campaign_.vetoes(columns_[c].dimension);
    if (!veto || !score.score || *score.score > 2 || tagged) continue;
    warn("sheet-tag-missing", at(row, tags),
         Message(kNoTag,
                 {Message(cell(row, c)), columns_[c].title(), Message(shortest(*score.score))}),
         Message(kNoTagHelp, {columns_[tags].title(), Message(compliance_tags().front())}));
  }
  if (!said.scores.empty()) lines_.insert(line);
  take_words(row, item, SheetColumnKind::tags, kTagsField);
  take_words(row, item, SheetColumnKind::comment, kCommentField);
}

void Checker::take_words(const SheetFile::Row& row, const CampaignItem& item, SheetColumnKind kind,
                         std::string_view field) {
  const std::size_t c = column_of(kind);
  if (c == columns_.size()) return;
  std::string_view words = strip_python_space(value(row, c));
  if (words.size() > 1 && words[0] == '\'' &&
      kFormulaSigns.find(words[1]) != std::string_view::npos) {
    words.remove_prefix(1);
  }
  if (words.empty()) return;
  take(row, c, {item.number, check_.rater, std::string(field), {}, sheet_text(words)});
}

void Checker::take(const SheetFile::Row& row, std::size_t column, RatingEntry entry) {
  const auto there = now_.find({entry.item, entry.rater, entry.field});
  if (there == now_.end()) {
    ++check_.fresh;
  } else if (!there->second.same_words(entry)) {
    if (check_.changed++ == 0) conflict_ = cell(row, column);
  }
  check_.entries.push_back(std::move(entry));
}

void Checker::sum_up() {
  if (check_.empty > 0) {
    warn("sheet-rows-empty", Place{}, Message(kEmpty, {std::to_string(check_.empty)}), {});
  }
  if (check_.changed > 0) {
    warn("sheet-conflict", Place{}, Message(kConflict, {std::to_string(check_.changed), conflict_}),
         Message(prefer_ == Prefer::sheet ? kSheetWins : kStoreWins));
  }
  const auto rows = static_cast<std::size_t>(check_.rows);
  if (rows >= kRowsToBeEqual && lines_.size() == 1) {
    warn("sheet-rows-equal", Place{}, Message(kAllEqual, {std::to_string(rows)}),
         Message(kAllEqualHelp, {check_.rater}));
  }
}

}  // namespace

SheetCheck check_sheet(const Campaign& campaign, const SheetFile& file, const RatingTable& now,
                       Prefer prefer, Notes& notes) {
  return Checker(campaign, file, now, prefer, notes).run();
}

}  // namespace shijin
