// Score sheets: one file a rater, out as CSV or XLSX and back again. Texts come back as they went
// out or not at all; what a rater wrote is taken only where it says what is meant.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/notes.h"
#include "base/result.h"
#include "rate/campaign.h"

namespace shijin {

/// What a column of a sheet holds
enum class SheetColumnKind : std::uint8_t {
  key,
  input,
  output,
  reference,
  score,
  tags,
  comment,
  cannot_judge,
  sheet,   // whose it is: campaign/rater/version of the rubric
  side_a,  // of a pair: the text on the left
  side_b,
  choice,  // A, B or tie
};

struct SheetColumn {
  SheetColumnKind kind;
  std::string dimension = {};  // of a score or a choice

  Message title() const;
};

/// The columns of a campaign's sheets, in their order
std::vector<SheetColumn> sheet_columns(const Campaign& campaign);

/// A text as a sheet shows it: line ends as \n, no control characters, at most what a cell holds
std::string sheet_text(std::string_view text);

/// The cells of a rater's sheet, the header first; scores that are there already are filled in
std::vector<std::vector<std::string>> sheet_cells(const Campaign& campaign,
                                                  const std::string& rater,
                                                  const RatingTable& ratings, Language language);

/// UTF-8 with BOM, CRLF, RFC 4180; a cell that a spreadsheet would take for a formula begins with '
std::string sheet_csv(const std::vector<std::vector<std::string>>& cells);

/// Write a workbook: the sheet with typed cells and choices for the scores, and the rubric
Result<Done> write_sheet_xlsx(const std::string& path, const Campaign& campaign,
                              const std::vector<std::vector<std::string>>& cells,
                              Language language);

/// A sheet as it came back
struct SheetFile {
  std::string path;
  std::string sheet;  // of a workbook
  std::vector<std::string> header;
  struct Row {
    std::int64_t number = 0;  // as the spreadsheet counts
    std::int64_t line = 0;    // of the file
    std::vector<std::string> cells;
  };
  std::vector<Row> rows;
  std::vector<std::string> formulas;  // cells such as "F12"
};

/// Read a sheet; what cannot be read at all is an Error E10
Result<SheetFile> read_sheet(const std::string& path, Notes& notes);

/// "F" for 5
std::string sheet_column_letters(std::size_t column);

/// What a sheet says, as far as it may be taken
struct SheetCheck {
  std::string path;
  std::string rater;
  std::vector<RatingEntry> entries;
  std::int64_t rows = 0;     // with scores
  std::int64_t empty = 0;    // left as still to do
  std::int64_t changed = 0;  // entries that differ from what is there
  std::int64_t fresh = 0;    // entries where nothing was
};

/// Check a sheet against its campaign: errors E01 – E09 and warnings W01 – W05 go to `notes`, each
/// with its cell and what to do. Writes nothing
SheetCheck check_sheet(const Campaign& campaign, const SheetFile& file, const RatingTable& now,
                       Prefer prefer, Notes& notes);

}  // namespace shijin
