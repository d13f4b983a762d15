// Rows of cells to records, and records to columns.
#include "table/cell_row.h"

#include <algorithm>

namespace shijin {
namespace {

constexpr Text kFormula{"cell {0} has a formula with no stored value",
                        "儲存格 {0} 是公式，但檔案裡沒有存下它的值"};
constexpr Text kFormulaExpected{"the value that the formula gives", "公式算出的值"};
constexpr Text kFormulaHelp{"open the file in a spreadsheet program and save it once",
                            "請用試算表軟體開啟檔案並存檔一次"};
constexpr Text kFault{"cell {0} holds the error {1} instead of a value",
                      "儲存格 {0} 的內容是錯誤 {1}，不是值"};
constexpr Text kFaultExpected{"a value", "一個值"};
constexpr Text kFaultHelp{"mend its formula, or add --skip-bad to leave such rows out",
                          "請修正公式，或加上 --skip-bad 略過這類列"};

void note_bad_cell(const Cell& cell, std::int64_t line, const std::string& path, BadRows bad_rows,
                   Notes& notes) {
  const bool skip = bad_rows == BadRows::skip;
  if (skip && notes.warnings() >= Notes::kShownErrors) return;
  const bool formula = cell.kind == CellKind::formula;
  Error error;
  error.name = formula ? "cell-without-value" : "cell-error";
  error.at = {path, line, 0};
  const std::size_t blank = std::min(cell.text.find(' '), cell.text.size() - 1);
  error.found = formula
                    ? Message(kFormula, {cell.text})
                    : Message(kFault, {cell.text.substr(0, blank), cell.text.substr(blank + 1)});
  error.expected = formula ? kFormulaExpected : kFaultExpected;
  error.help = formula ? kFormulaHelp : kFaultHelp;
  if (skip) error.severity = Severity::warning;
  notes.add(std::move(error));
}

}  // namespace

void move_rows(CellRows&& rows, RawShard& shard) {
  if (rows.size() == 0) return;
  auto block = std::make_shared<const std::string>(std::move(rows.bytes));
  const std::string_view all = *block;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t end = i + 1 < rows.size() ? rows.begins[i + 1] : all.size();
    shard.records.push_back({all.substr(rows.begins[i], end - rows.begins[i]), rows.lines[i]});
  }
  shard.blocks.push_back(std::move(block));
}

void parse_cell_rows(const RawShard& shard, std::span<const int> columns, const std::string& path,
                     BadRows bad_rows, Batch& batch, Notes& notes) {
  batch.first_row = shard.first_row;
  batch.columns.resize(columns.size());
  batch.blocks.insert(batch.blocks.end(), shard.blocks.begin(), shard.blocks.end());
  int last = -1;
  for (int column : columns) last = std::max(last, column);
  std::vector<Cell> cells(static_cast<std::size_t>(last + 1));
  for (std::size_t i = 0; i < shard.records.size(); ++i) {
    const Record& record = shard.records[i];
    std::string_view rest = record.bytes;
    for (Cell& cell : cells) cell = take_cell(rest);
    const auto bad = std::find_if(columns.begin(), columns.end(), [&](int column) {
      const CellKind kind = cells[static_cast<std::size_t>(column)].kind;
      return kind == CellKind::formula || kind == CellKind::fault;
    });
    if (bad != columns.end()) {
      note_bad_cell(cells[static_cast<std::size_t>(*bad)], record.line, path, bad_rows, notes);
      ++batch.skipped;
      continue;
    }
    batch.row.push_back(shard.first_row + static_cast<std::int64_t>(i) + 1);
    batch.line.push_back(record.line);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const Cell& cell = cells[static_cast<std::size_t>(columns[c])];
      batch.columns[c].push_back(cell.kind == CellKind::missing ? std::string_view() : cell.text);
    }
  }
}

}  // namespace shijin
