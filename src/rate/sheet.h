// Score sheets: one file a rater, out as CSV or XLSX and back again. Texts come back as they went
// out or not at all; what a rater wrote is taken only where it says what is meant.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
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
  choice,   // A, B or tie
  problem,  // of a marked copy: what to mend
};

struct SheetColumn {
  SheetColumnKind kind;
  std::string dimension = {};  // of a score or a choice
  Message words = {};          // its name

  Message title() const;
};

/// The title of the column in which a marked copy says what to mend
Message problem_title();

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
  int problem = -1;                   // the column of problems that a marked copy has
};

/// What is wrong at one place of a sheet, for a copy that is marked up
struct SheetProblem {
  std::size_t row = 0;  // index of SheetFile::rows
  int column = -1;      // of the file; -1: the whole row
  Severity severity = Severity::error;
  Message words;              // what was found, what was expected and how to mend it
  std::string put_back = {};  // the text that was handed out, where another one stands
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
  std::vector<SheetProblem> problems = {};
  std::vector<SheetColumnKind> kinds = {};  // of each column of the file; comment: one of theirs
};

/// Check a sheet against its campaign: errors E01 – E09 and warnings W01 – W05 go to `notes`, each
/// with its cell and what to do. Writes nothing
SheetCheck check_sheet(const Campaign& campaign, const SheetFile& file, const RatingTable& now,
                       Prefer prefer, Notes& notes);

/// A sheet that was refused, with what to mend: problems in a column of their own, by the row.
/// Texts that were changed are put back, and cells that hold formulas are empty, so that only what
/// is marked has to be mended
struct MarkedSheet {
  std::vector<std::vector<std::string>> cells;  // the header first
  std::vector<SheetColumnKind> kinds;
  std::vector<std::pair<std::size_t, std::size_t>> marked;                // row and column of cells
  std::map<std::pair<std::size_t, std::size_t>, std::string> notes = {};  // … what to mend there
};
MarkedSheet mark_sheet(const SheetFile& file, const SheetCheck& check, Language language);

/// Write it as a workbook of one sheet, with the marked cells coloured and a note on each; as CSV
/// by sheet_csv()
Result<Done> write_marked_xlsx(const std::string& path, const MarkedSheet& sheet,
                               Language language);

}  // namespace shijin
