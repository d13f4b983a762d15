// Splitting jumps from one special byte to the next by bit masks.
#include "table/csv_record.h"

#include <bit>

#include "table/csv_mask.h"
#include "table/csv_scan.h"

namespace shijin {
namespace {

// The places of delimiters, quotes and NULs in a record, in order.
class Specials {
 public:
  Specials(std::string_view record, char delimiter, AfterRecord after)
      : record_(record), delimiter_(delimiter), after_(after) {
    load();
  }

  /// The next place, or the record's size
  [[gnu::always_inline]] std::size_t next() {
    while (mask_ == 0) {
      if (block_ + kMaskBytes >= record_.size()) return record_.size();
      block_ += kMaskBytes;
      load();
    }
    const auto bit = static_cast<std::size_t>(std::countr_zero(mask_));
    mask_ &= mask_ - 1;
    return block_ + bit;
  }

 private:
  [[gnu::always_inline]] void load() {
    const std::size_t left = record_.size() - block_;
    if (after_ == AfterRecord::unknown) {
      mask_ = specials(MaskBlock(record_.data() + block_, left));
      return;
    }
    mask_ = specials(MaskBlock(record_.data() + block_));
    if (left < kMaskBytes) mask_ &= (std::uint64_t{1} << left) - 1;
  }

  [[gnu::always_inline]] std::uint64_t specials(const MaskBlock& block) const {
    return block.of(delimiter_) | block.of('"') | block.of('\0');
  }

  std::string_view record_;
  char delimiter_;
  AfterRecord after_;
  std::size_t block_ = 0;
  std::uint64_t mask_ = 0;
};

constexpr std::size_t kSampleRows = 64;

// How well a delimiter cuts the head: fields in the header, and rows that agree with it.
struct Fit {
  std::size_t fields = 0;
  std::size_t agreeing = 0;
};

Fit fit_of(std::string_view head, char delimiter) {
  RecordCutter cutter(delimiter);
  cutter.begin(head);
  std::vector<Record> records;
  const bool more = cutter.cut(kSampleRows, MoreBytes::follow, records);
  if (!more && !cutter.rest().empty() && records.size() < 2) {
    records.push_back({cutter.rest(), 0});  // a short file without a last line end
  }
  Fit fit;
  std::vector<CsvField> fields;
  for (const Record& record : records) {
    split_record(record.bytes, delimiter, fields);
    if (fit.fields == 0) fit.fields = fields.size();
    fit.agreeing += fields.size() == fit.fields ? 1 : 0;
  }
  return fit;
}

}  // namespace

CsvFaultAt split_record(std::string_view record, char delimiter, std::vector<CsvField>& fields,
                        AfterRecord after) {
  fields.clear();
  Specials specials(record, delimiter, after);
  std::size_t begin = 0;
  std::size_t at = specials.next();
  for (;;) {
    const bool quoted = at == begin && at < record.size() && record[at] == '"';
    if (!quoted) {
      if (at == record.size() || record[at] == delimiter) {
        fields.push_back({record.substr(begin, at - begin), false, false});
      } else {
        return {record[at] == '"' ? CsvFault::quote_in_field : CsvFault::nul_byte, at, begin};
      }
    } else {
      bool doubled = false;
      std::size_t close = specials.next();
      for (;; close = specials.next()) {
        if (close == record.size()) return {CsvFault::quote_unclosed, begin, begin};
        if (record[close] == '\0') return {CsvFault::nul_byte, close, begin};
        if (record[close] != '"') continue;
        if (close + 1 == record.size() || record[close + 1] != '"') break;
        doubled = true;
        specials.next();
      }
      fields.push_back({record.substr(begin + 1, close - begin - 1), true, doubled});
      at = close + 1;
      if (at < record.size() && record[at] != delimiter) {
        return {CsvFault::text_after_quote, at, begin};
      }
      specials.next();
    }
    if (at == record.size()) return {};
    begin = at + 1;
    at = specials.next();
  }
}

bool plain_fields(std::string_view record, char delimiter, std::span<std::size_t> ends) {
  std::size_t field = 0;
  for (std::size_t at = 0; at < record.size(); at += kMaskBytes) {
    const MaskBlock block(record.data() + at);
    const std::size_t left = record.size() - at;
    const std::uint64_t held = left < kMaskBytes ? (std::uint64_t{1} << left) - 1 : ~0ULL;
    if (((block.of('"') | block.of('\0')) & held) != 0) return false;
    std::uint64_t delimiters = block.of(delimiter) & held;
    for (; delimiters != 0; delimiters &= delimiters - 1, ++field) {
      if (field + 1 >= ends.size()) return false;
      ends[field] = at + static_cast<std::size_t>(std::countr_zero(delimiters));
    }
  }
  ends[field] = record.size();
  return field + 1 == ends.size();
}

char detect_delimiter(std::string_view head) {
  char best = ',';
  Fit best_fit{1, 0};
  for (const char delimiter : {',', '\t', ';', '|'}) {
    const Fit fit = fit_of(head, delimiter);
    if (fit.fields < 2) continue;
    const bool better = best_fit.fields < 2 || fit.agreeing > best_fit.agreeing ||
                        (fit.agreeing == best_fit.agreeing && fit.fields > best_fit.fields);
    if (!better) continue;
    best = delimiter;
    best_fit = fit;
  }
  return best;
}

std::string unescape_field(const CsvField& field) {
  std::string out;
  out.reserve(field.text.size());
  for (std::size_t i = 0; i < field.text.size(); ++i) {
    out += field.text[i];
    if (field.doubled && field.text[i] == '"') ++i;
  }
  return out;
}

std::string write_field(std::string_view value, char delimiter) {
  const bool special =
      value.find_first_of(std::string("\"\r\n") + delimiter) != std::string_view::npos;
  const bool outer_blank =
      !value.empty() && (value.front() == ' ' || value.back() == ' ' || value.front() == '\t');
  if (!special && !outer_blank) return std::string(value);
  std::string out = "\"";
  for (const char c : value) {
    out += c;
    if (c == '"') out += c;
  }
  return out + "\"";
}

std::string write_row(const std::vector<std::string>& values, char delimiter) {
  std::string out;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out += delimiter;
    out += write_field(values[i], delimiter);
  }
  return out;
}

}  // namespace shijin
