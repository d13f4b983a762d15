// The cells of a sheet, how they look as CSV, and the copy of a refused sheet, marked up.
#include "rate/sheet.h"

#include <algorithm>

#include "base/numbers.h"
#include "base/utf8.h"
#include "rate/blind.h"
#include "rate/rubric.h"
#include "table/csv_record.h"

namespace shijin {
namespace {

constexpr Text kKey{"key", "項目"};
constexpr Text kInput{"prompt", "指令"};
constexpr Text kOutput{"text", "生成文本"};
constexpr Text kReference{"reference text", "參考文本"};
constexpr Text kSideA{"text A", "文本 A"};
constexpr Text kSideB{"text B", "文本 B"};
constexpr Text kChoiceTitle{"better: A, B or tie", "較佳：A、B 或平手"};
constexpr Text kTags{"compliance tags", "合規問題標籤"};
constexpr Text kComment{"comment", "備註"};
constexpr Text kCannotJudge{"cannot judge", "無法判斷"};
constexpr Text kProblem{"problem", "問題"};
constexpr Text kSheet{"sheet (leave as it is)", "表單（請勿更動）"};

// A cell holds 32,767 UTF-16 units; what is left of that is for the mark of the cut.
constexpr std::size_t kCellUnits = 32'000;
constexpr std::string_view kCut = " …[…]";

const RatingEntry* entry_at(const RatingTable& ratings, const CampaignItem& item,
                            const std::string& rater, std::string_view field) {
  const auto found = ratings.find({item.number, rater, std::string(field)});
  return found == ratings.end() ? nullptr : &found->second;
}

std::string choice_words(const RatingEntry& entry) {
  if (!entry.score) return std::string(kNotApplicable);
  return *entry.score == 1 ? "A" : *entry.score == 0 ? "B" : "tie";
}

std::string score_words(const RatingEntry& entry) {
  return entry.score ? shortest(*entry.score) : std::string(kNotApplicable);
}

std::string cell_of(const Campaign& campaign, const SheetColumn& column, const CampaignItem& item,
                    const std::string& rater, const RatingTable& ratings) {
  const auto words = [&](std::string_view field) {
    const RatingEntry* entry = entry_at(ratings, item, rater, field);
    return entry == nullptr ? std::string() : sheet_text(entry->words);
  };
  switch (column.kind) {
    case SheetColumnKind::key:
      return item.key;
    case SheetColumnKind::input:
      return sheet_text(item.input);
    case SheetColumnKind::output:
    case SheetColumnKind::side_a:
      return sheet_text(item.output);
    case SheetColumnKind::side_b:
      return sheet_text(item.other);
    case SheetColumnKind::reference:
      return sheet_text(item.reference);
    case SheetColumnKind::score: {
      const RatingEntry* entry = entry_at(ratings, item, rater, column.dimension);
      return entry == nullptr ? std::string() : score_words(*entry);
    }
    case SheetColumnKind::choice: {
      const RatingEntry* entry = entry_at(ratings, item, rater, column.dimension);
      return entry == nullptr ? std::string() : choice_words(*entry);
    }
    case SheetColumnKind::tags:
      return words(kTagsField);
    case SheetColumnKind::comment:
      return words(kCommentField);
    case SheetColumnKind::cannot_judge:
      return "";
    case SheetColumnKind::problem:
      return "";
    case SheetColumnKind::sheet:
      return campaign.name + "/" + rater + "/" + version_words(campaign.rubric);
  }
  return "";
}

bool looks_like_formula(std::string_view cell) {
  if (cell.empty()) return false;
  if (std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos) return true;
  constexpr std::string_view kFullWidth[] = {"＝", "＋", "－", "＠"};
  return std::any_of(std::begin(kFullWidth), std::end(kFullWidth),
                     [&](std::string_view sign) { return cell.starts_with(sign); });
}

// Columns and rows as spreadsheets name them, from "F12".
std::pair<std::size_t, std::int64_t> place_of(const std::string& cell) {
  std::size_t column = 0;
  std::size_t at = 0;
  for (; at < cell.size() && cell[at] >= 'A' && cell[at] <= 'Z'; ++at) {
    column = column * 26 + static_cast<std::size_t>(cell[at] - 'A' + 1);
  }
  std::int64_t row = 0;
  for (; at < cell.size(); ++at) row = row * 10 + (cell[at] - '0');
  return {column == 0 ? 0 : column - 1, row};
}

}  // namespace

Message SheetColumn::title() const {
  switch (kind) {
    case SheetColumnKind::key:
      return Message(kKey);
    case SheetColumnKind::input:
      return Message(kInput);
    case SheetColumnKind::output:
      return Message(kOutput);
    case SheetColumnKind::reference:
      return Message(kReference);
    case SheetColumnKind::tags:
      return Message(kTags);
    case SheetColumnKind::comment:
      return Message(kComment);
    case SheetColumnKind::cannot_judge:
      return Message(kCannotJudge);
    case SheetColumnKind::sheet:
      return Message(kSheet);
    case SheetColumnKind::side_a:
      return Message(kSideA);
    case SheetColumnKind::side_b:
      return Message(kSideB);
    case SheetColumnKind::choice:
      return Message(kChoiceTitle);
    case SheetColumnKind::problem:
      return problem_title();
    case SheetColumnKind::score:
      break;
  }
  return words;
}

Message problem_title() { return Message(kProblem); }

std::vector<SheetColumn> sheet_columns(const Campaign& campaign) {
  const auto any = [&](std::string CampaignItem::* text) {
    return std::any_of(campaign.items.begin(), campaign.items.end(),
                       [&](const CampaignItem& item) { return !(item.*text).empty(); });
  };
  std::vector<SheetColumn> columns = {{SheetColumnKind::key}};
  if (any(&CampaignItem::input)) columns.push_back({SheetColumnKind::input});
  const bool pairs = campaign.pairwise();
  columns.push_back({pairs ? SheetColumnKind::side_a : SheetColumnKind::output});
  if (pairs) columns.push_back({SheetColumnKind::side_b});
  if (any(&CampaignItem::reference)) columns.push_back({SheetColumnKind::reference});
  for (const std::string& dimension : campaign.dimensions) {
    const RubricDimension* known = campaign.words(dimension);
    columns.push_back({pairs ? SheetColumnKind::choice : SheetColumnKind::score, dimension,
                       known != nullptr ? known->title.message() : Message(dimension)});
  }
  if (campaign.has_veto()) columns.push_back({SheetColumnKind::tags});
  columns.push_back({SheetColumnKind::comment});
  columns.push_back({SheetColumnKind::cannot_judge});
  columns.push_back({SheetColumnKind::sheet});
  return columns;
}

std::string sheet_text(std::string_view text) {
  std::string out;
  std::size_t units = 0;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = decode_utf8(text, at);
    if (c == '\r') {
      if (at < text.size() && text[at] == '\n') ++at;
      c = '\n';
    }
    const bool control =
        (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F || c == 0xFFFE || c == 0xFFFF;
    if (control) c = 0xFFFD;
    units += c > 0xFFFF ? 2 : 1;
    if (units > kCellUnits) {
      out += kCut;
      break;
    }
    append_utf8(out, c);
  }
  return out;
}

std::vector<std::vector<std::string>> sheet_cells(const Campaign& campaign,
                                                  const std::string& rater,
                                                  const RatingTable& ratings, Language language) {
  const std::vector<SheetColumn> columns = sheet_columns(campaign);
  std::vector<std::vector<std::string>> cells(1);
  for (const SheetColumn& column : columns) cells[0].push_back(column.title().in(language));
  for (const std::size_t i : item_order(campaign, rater)) {
    auto& row = cells.emplace_back();
    for (const SheetColumn& column : columns) {
      row.push_back(cell_of(campaign, column, campaign.items[i], rater, ratings));
    }
  }
  return cells;
}

std::string sheet_csv(const std::vector<std::vector<std::string>>& cells) {
  std::string out = "\xEF\xBB\xBF";
  for (const std::vector<std::string>& row : cells) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c > 0) out += ',';
      out += write_field(looks_like_formula(row[c]) ? "'" + row[c] : row[c], ',');
    }
    out += "\r\n";
  }
  return out;
}

std::string sheet_column_letters(std::size_t column) {
  std::string out;
  for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    out.insert(out.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return out;
}

MarkedSheet mark_sheet(const SheetFile& file, const SheetCheck& check, Language language) {
  MarkedSheet sheet;
  const bool there = file.problem >= 0;
  const auto last = there ? static_cast<std::size_t>(file.problem) : file.header.size();
  const std::size_t columns = file.header.size() + (there ? 0 : 1);
  sheet.kinds = check.kinds;
  sheet.kinds.resize(columns, SheetColumnKind::comment);
  sheet.kinds[last] = SheetColumnKind::problem;
  sheet.cells.push_back(file.header);
  for (const SheetFile::Row& row : file.rows) sheet.cells.push_back(row.cells);
  for (auto& row : sheet.cells) {
    row.resize(columns);
    row[last].clear();
  }
  sheet.cells[0][last] = problem_title().in(language);
  for (const std::string& cell : file.formulas) {
    const auto [column, number] = place_of(cell);
    for (std::size_t r = 0; r < file.rows.size(); ++r) {
      if (file.rows[r].number == number && column < columns) sheet.cells[r + 1][column].clear();
    }
  }
  for (const SheetProblem& problem : check.problems) {
    std::vector<std::string>& row = sheet.cells[problem.row + 1];
    if (!row[last].empty()) row[last] += '\n';
    row[last] += problem.words.in(language);
    if (problem.column < 0) continue;
    const auto column = static_cast<std::size_t>(problem.column);
    if (!problem.put_back.empty()) row[column] = sheet_text(problem.put_back);
    if (problem.severity != Severity::error) continue;
    sheet.marked.emplace_back(problem.row + 1, column);
    std::string& note = sheet.notes[sheet.marked.back()];
    if (!note.empty()) note += '\n';
    note += problem.words.in(language);
  }
  return sheet;
}

}  // namespace shijin
