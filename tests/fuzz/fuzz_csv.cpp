// Fuzz the CSV reader: records and fields equal the naive twin's, and no input crashes the reader,
// the mending of rows, the detection of encodings or the decoders.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "../reference/memory_source.h"
#include "../reference/naive_csv.h"
#include "base/utf8.h"
#include "table/csv_mend.h"
#include "table/csv_record.h"
#include "table/csv_scan.h"
#include "table/encoding.h"
#include "table/format.h"

namespace shijin {
namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

void compare_with_twin(std::string_view text, char delimiter) {
  std::vector<Record> records;
  RecordCutter cutter(delimiter);
  cutter.begin(text);
  cutter.cut(text.size() + 1, MoreBytes::none, records);
  const auto expected = reference::naive_records(text, delimiter);
  check(records.size() == expected.size());
  std::vector<CsvField> fields;
  for (std::size_t i = 0; i < records.size(); ++i) {
    check(records[i].bytes == expected[i].bytes && records[i].line == expected[i].line);
    const CsvFaultAt fault = split_record(records[i].bytes, delimiter, fields);
    const auto values = reference::naive_fields(records[i].bytes, delimiter);
    check(values.has_value() == (fault.fault == CsvFault::none));
    if (!values) {
      read_leniently(records[i].bytes, delimiter);
      continue;
    }
    std::vector<std::string> got;
    for (const CsvField& field : fields) got.push_back(unescape_field(field));
    check(got == *values);
    const std::string again = write_row(got, delimiter);
    check(reference::naive_fields(again, delimiter) == values);
  }
}

void read_all(const std::string& text) {
  for (const Format* format : all_formats()) {
    if (format->name != "csv") continue;
    Notes notes;
    ReadOptions options;
    auto reader = format->open(std::make_unique<reference::MemorySource>(text), options, notes);
    if (!reader.ok()) return;
    for (bool more = true; more;) {
      RawShard shard;
      const auto cut = (*reader)->cut(shard, kShardRows);
      if (!cut.ok()) return;
      more = *cut;
      Batch batch;
      const int column = 0;
      (*reader)->parse(shard, std::span(&column, 1), batch, notes);
      check(batch.rows() + static_cast<std::size_t>(batch.skipped) == shard.records.size());
    }
  }
}

void decode(std::string_view bytes) {
  const EncodingFound found = detect_encoding(bytes, Head::whole);
  if (found.name.empty() || found.name.starts_with("UTF-8")) return;
  const auto decoder = Decoder::make(found.name);
  std::string out;
  std::string bad;
  if (decoder->decode(bytes.substr(found.bom), true, out, bad)) {
    check(find_invalid_utf8(out) == std::string_view::npos);
  }
}

}  // namespace
}  // namespace shijin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  shijin::decode(bytes);
  shijin::compare_with_twin(bytes, ',');
  shijin::compare_with_twin(bytes, '\t');
  if (shijin::find_invalid_utf8(bytes) == std::string_view::npos) {
    shijin::read_all(std::string(bytes));
  }
  return 0;
}
