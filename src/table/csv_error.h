// What is said about a CSV record that is not as it should be. Private to the CSV reader and the
// repair of CSV files.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "table/csv_mend.h"
#include "table/csv_record.h"
#include "table/table.h"

namespace shijin {

/// What the messages need to know of the file
struct CsvFacts {
  std::string file;
  char delimiter = ',';
  std::vector<std::string> names;
};

/// Put `error` at bytes [begin, end) of a record: the physical line, the character in it, and the
/// text to underline
void place_in_record(Error& error, const CsvFacts& facts, const Record& record, std::size_t begin,
                     std::size_t end);

/// The row has not as many fields as the header; the help shows the row as it should be
Error ragged_error(const CsvFacts& facts, const ColumnPatterns& patterns, const Record& record,
                   const std::vector<CsvField>& fields);

/// Quotes or NUL bytes where they may not be
Error fault_error(const CsvFacts& facts, const Record& record, const CsvFaultAt& fault);

/// A record that goes on for more than kRecordBytes
Error long_record_error(const CsvFacts& facts, const Record& record);

}  // namespace shijin
