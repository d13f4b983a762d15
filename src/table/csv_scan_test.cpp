// Cutting and splitting against the naive twin, on random bytes made of what CSV trips over.
#include "table/csv_scan.h"

#include <gtest/gtest.h>

#include "../../tests/reference/naive_csv.h"
#include "base/random.h"
#include "table/csv_record.h"

namespace shijin {
namespace {

using reference::naive_fields;
using reference::naive_records;
using reference::NaiveRecord;

std::string nasty_csv(Random& random, std::uint64_t longest) {
  static constexpr std::string_view kPieces[] = {
      "\"", "\"",  ",",   "\n",   "\r\n", "\"\"",
      "a",  ",\"", "\",", "\n\"", "\"\n", "好",
      " ",  "\t",  "0,1", "\r",   "x\"y", "long text without anything special in it, almost"};
  const std::uint64_t choices = random.below(2) == 0 ? 9 : std::size(kPieces);
  std::string out;
  for (std::uint64_t i = random.below(longest + 1); i > 0; --i) {
    out += kPieces[random.below(choices)];
  }
  return out;
}

std::vector<NaiveRecord> cut_in_pieces(std::string_view text, Random& random) {
  std::vector<NaiveRecord> out;
  RecordCutter cutter(',');
  std::string block;
  std::size_t given = 0;
  for (;;) {
    const std::size_t piece = std::min<std::size_t>(text.size() - given, 1 + random.below(200));
    block = std::string(cutter.rest()) + std::string(text.substr(given, piece));
    given += piece;
    cutter.begin(block);
    const MoreBytes more = given < text.size() ? MoreBytes::follow : MoreBytes::none;
    for (bool enough = true; enough;) {
      std::vector<Record> records;
      enough = cutter.cut(1 + random.below(5), more, records);
      for (const Record& record : records) {
        out.push_back({std::string(record.bytes), record.line});
      }
    }
    if (more == MoreBytes::none) return out;
  }
}

TEST(CsvScan, cuts_any_bytes_as_the_naive_twin_does_however_they_arrive) {
  Random random(7, 1);
  for (int round = 0; round < 20000; ++round) {
    const std::string text = nasty_csv(random, round % 10 == 0 ? 300 : 30);
    ASSERT_EQ(cut_in_pieces(text, random), naive_records(text, ',')) << text;
  }
}

TEST(CsvScan, splits_records_as_the_naive_twin_does) {
  Random random(7, 2);
  std::vector<CsvField> fields;
  for (int round = 0; round < 20000; ++round) {
    for (const NaiveRecord& record : naive_records(nasty_csv(random, 40), ',')) {
      const CsvFaultAt fault = split_record(record.bytes, ',', fields);
      const auto expected = naive_fields(record.bytes, ',');
      ASSERT_EQ(fault.fault == CsvFault::none, expected.has_value()) << record.bytes;
      if (!expected) continue;
      std::vector<std::string> got;
      for (const CsvField& field : fields) got.push_back(unescape_field(field));
      ASSERT_EQ(got, *expected) << record.bytes;
      const std::string padded = record.bytes + std::string(64, ',');
      const std::string_view same = std::string_view(padded).substr(0, record.bytes.size());
      ASSERT_EQ(split_record(same, ',', fields, AfterRecord::readable).fault, CsvFault::none);
      ASSERT_EQ(fields.size(), got.size());
      for (std::size_t i = 0; i < got.size(); ++i) ASSERT_EQ(unescape_field(fields[i]), got[i]);
    }
  }
}

TEST(CsvScan, reads_back_whatever_table_is_written) {
  Random random(7, 3);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    std::vector<std::vector<std::string>> rows(1 + random.below(9));
    for (auto& row : rows) {
      for (int i = 0; i < 3; ++i) row.push_back(nasty_csv(random, 6));
      text += write_row(row, ';') + (random.below(2) == 0 ? "\n" : "\r\n");
    }
    RecordCutter cutter(';');
    cutter.begin(text);
    std::vector<Record> records;
    cutter.cut(100, MoreBytes::none, records);
    ASSERT_EQ(records.size(), rows.size()) << text;
    std::vector<CsvField> fields;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      ASSERT_EQ(split_record(records[i].bytes, ';', fields).fault, CsvFault::none);
      std::vector<std::string> got;
      for (const CsvField& field : fields) got.push_back(unescape_field(field));
      ASSERT_EQ(got, rows[i]) << text;
    }
  }
}

TEST(CsvScan, counts_newlines) {
  EXPECT_EQ(count_newlines(""), 0U);
  EXPECT_EQ(count_newlines(std::string(100, '\n')), 100U);
  EXPECT_EQ(count_newlines("a\n" + std::string(200, 'x') + "\n"), 2U);
}

}  // namespace
}  // namespace shijin
