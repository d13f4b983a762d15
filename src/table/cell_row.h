// One row of a binary format as bytes: how a reader hands the cells it has taken out of a workbook
// or a column file to `parse`, which picks those that were asked for.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "table/table.h"

namespace shijin {

enum class CellKind : char {
  missing = 'm',
  text = 't',
  formula = 'f',  // no stored value; the text names the cell
  fault = 'e'     // the text is the cell, a blank, and the error: "C5 #N/A"
};

struct Cell {
  CellKind kind = CellKind::missing;
  std::string_view text;
};

/// Append one cell to a row's bytes: its kind, the length in four bytes, the text
inline void append_cell(std::string& row, CellKind kind, std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  char bytes[5] = {static_cast<char>(kind), 0, 0, 0, 0};
  std::memcpy(bytes + 1, &size, 4);
  row.append(bytes, 5);
  row.append(text);
}

/// Take the first cell off a row's bytes; a missing one once they are used up
inline Cell take_cell(std::string_view& row) {
  if (row.size() < 5) return {};
  std::uint32_t size = 0;
  std::memcpy(&size, row.data() + 1, 4);
  const Cell cell{static_cast<CellKind>(row.front()), row.substr(5, size)};
  row.remove_prefix(5 + size);
  return cell;
}

/// Rows as they are cut: their bytes in one block, and where each begins
struct CellRows {
  std::string bytes;
  std::vector<std::size_t> begins;
  std::vector<std::int64_t> lines;

  std::size_t size() const { return begins.size(); }
  /// Begin a row; its cells are appended to `bytes`
  void begin_row(std::int64_t line) {
    begins.push_back(bytes.size());
    lines.push_back(line);
  }
};

/// Move the rows into a shard as records of one shared block
void move_rows(CellRows&& rows, RawShard& shard);

/// Pick the asked columns of every record; a row whose asked cells hold no value is noted and left
/// out. `path` is for the notes
void parse_cell_rows(const RawShard& shard, std::span<const int> columns, const std::string& path,
                     BadRows bad_rows, Batch& batch, Notes& notes);

}  // namespace shijin
