// Splitting jumps from one special byte to the next by bit masks.
#include "table/csv_record.h"

#include <bit>

#include "table/csv_mask.h"

namespace shijin {
namespace {

// The places of delimiters, quotes and NULs in a record, in order.
class Specials {
 public:
  Specials(std::string_view record, char delimiter) : record_(record), delimiter_(delimiter) {
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
    const MaskBlock block(record_.data() + block_, record_.size() - block_);
    mask_ = block.of(delimiter_) | block.of('"') | block.of('\0');
  }

  std::string_view record_;
  char delimiter_;
  std::size_t block_ = 0;
  std::uint64_t mask_ = 0;
};

}  // namespace

CsvFaultAt split_record(std::string_view record, char delimiter, std::vector<CsvField>& fields) {
  fields.clear();
  Specials specials(record, delimiter);
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
