// Mending CSV rows: which fields of a row with too many belong together, and what a field with
// stray quotes was meant to be. Used to say how to mend a row, and by the repair of a whole file.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "table/csv_record.h"

namespace shijin {

/// What the values of each column look like, learnt from the good rows
class ColumnPatterns {
 public:
  explicit ColumnPatterns(const std::vector<std::string>& names);
  void learn(const std::vector<std::string>& row);

  std::size_t columns() const { return columns_.size(); }
  /// 2: this very value was seen; 1: it is of the same kind; 0: it does not fit the column
  int match(std::size_t column, std::string_view value) const;
  /// The first column that holds free text, by its name and its values
  std::size_t free_text() const;

 private:
  enum class Kind : unsigned char { text, number, word, label };
  struct Column {
    bool named_text = false;
    std::size_t count = 0;
    std::size_t longest = 0;  // code points
    bool all_numbers = true;
    bool all_words = true;
    bool many = false;  // too many different values to keep
    std::set<std::string, std::less<>> seen;
  };
  static Kind kind(const Column& column);

  std::vector<Column> columns_;
};

/// A row with too many fields as it was probably meant
struct JoinedRow {
  std::vector<std::string> values;
  std::size_t column = 0;   // where fields were joined
  std::size_t surplus = 0;  // how many were joined to the first
  bool ambiguous = false;   // another column would have done as well
};

/// Join the surplus fields in the column for which every value keeps the pattern of its column
///
/// Columns are tried from left to right and the best fit wins; on a tie, or when none fits, it is
/// the first free-text column and `ambiguous` is set. `fields` must have more than patterns do.
JoinedRow join_surplus(const std::vector<CsvField>& fields, const ColumnPatterns& patterns,
                       char delimiter);

/// A bad record as it was probably meant, and what was wrong with it
struct MendedRecord {
  std::vector<std::string> values;
  CsvFault fault = CsvFault::none;
  std::size_t column = 0;  // where fields were joined, if `surplus` is not 0
  std::size_t surplus = 0;
  bool ambiguous = false;
};

/// Mend a record that is not well formed or has not as many fields as `patterns`; nothing when it
/// has too few even so
std::optional<MendedRecord> mend_record(std::string_view record, char delimiter,
                                        const ColumnPatterns& patterns);

/// The fields of a record whose quotes are wrong, each quote taken to be what it most plausibly is
///
/// A quoted field ends at a quote before a delimiter or the record's end; any other quote is text.
std::vector<std::string> read_leniently(std::string_view record, char delimiter);

}  // namespace shijin
