// Patterns are deliberately simple: a number, a word without blanks, one of a few labels, or text.
#include "table/csv_mend.h"

#include <algorithm>

#include "base/numbers.h"
#include "base/utf8.h"
#include "table/role_names.h"

namespace shijin {
namespace {

constexpr std::size_t kKept = 256;        // different values remembered in a column
constexpr std::size_t kLabelLength = 40;  // code points
constexpr std::size_t kEnough = 8;        // rows after which an unseen label does not fit

bool is_number(std::string_view value) {
  return parse_number(strip_python_space(value)).has_value();
}

bool is_word(std::string_view value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || c == '/';
  });
}

}  // namespace

ColumnPatterns::ColumnPatterns(const std::vector<std::string>& names) : columns_(names.size()) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto named = read_role_name(names[i]);
    if (!named) continue;
    columns_[i].named_text =
        named->role == Role::input || named->role == Role::output || named->role == Role::reference;
  }
}

void ColumnPatterns::learn(const std::vector<std::string>& row) {
  for (std::size_t i = 0; i < columns_.size() && i < row.size(); ++i) {
    Column& column = columns_[i];
    ++column.count;
    column.longest = std::max(column.longest, count_code_points(row[i]));
    column.all_numbers = column.all_numbers && is_number(row[i]);
    column.all_words = column.all_words && is_word(row[i]);
    if (column.many) continue;
    column.seen.insert(row[i]);
    column.many = column.seen.size() > kKept;
    if (column.many) column.seen.clear();
  }
}

ColumnPatterns::Kind ColumnPatterns::kind(const Column& column) {
  if (column.count == 0) return Kind::text;
  if (column.all_numbers) return Kind::number;
  if (column.all_words) return Kind::word;
  const bool repeats = !column.many && column.seen.size() * 2 <= column.count;
  return repeats && column.longest <= kLabelLength ? Kind::label : Kind::text;
}

int ColumnPatterns::match(std::size_t column, std::string_view value) const {
  const Column& here = columns_[column];
  if (here.seen.find(value) != here.seen.end()) return 2;
  switch (kind(here)) {
    case Kind::number:
      return is_number(value) ? 1 : 0;
    case Kind::word:
      return is_word(value) ? 1 : 0;
    case Kind::label:
      return here.count < kEnough && count_code_points(value) <= 2 * here.longest ? 1 : 0;
    case Kind::text:
      return 1;
  }
  return 1;
}

std::size_t ColumnPatterns::free_text() const {
  for (const bool named : {true, false}) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const bool text = kind(columns_[i]) == Kind::text;
      if (text && (!named || columns_[i].named_text)) return i;
    }
  }
  return 0;
}

JoinedRow join_surplus(const std::vector<CsvField>& fields, const ColumnPatterns& patterns,
                       char delimiter) {
  const std::size_t surplus = fields.size() - patterns.columns();
  const auto joined_at = [&](std::size_t column) {
    JoinedRow row;
    row.column = column;
    row.surplus = surplus;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const bool glue = i > column && i <= column + surplus;
      if (glue) {
        row.values.back() += delimiter + unescape_field(fields[i]);
      } else {
        row.values.push_back(unescape_field(fields[i]));
      }
    }
    return row;
  };
  JoinedRow best = joined_at(patterns.free_text());
  int best_score = 0;
  bool tie = false;
  for (std::size_t column = 0; column < patterns.columns(); ++column) {
    JoinedRow row = joined_at(column);
    int score = 0;
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      const int level = patterns.match(i, row.values[i]);
      if (level == 0) {
        score = 0;
        break;
      }
      score += level;
    }
    if (score == 0 || score < best_score) continue;
    tie = score == best_score;
    if (tie && column != patterns.free_text()) continue;
    best_score = score;
    best = std::move(row);
  }
  best.ambiguous = best_score == 0 || tie;
  return best;
}

std::optional<MendedRecord> mend_record(std::string_view record, char delimiter,
                                        const ColumnPatterns& patterns) {
  std::vector<CsvField> fields;
  MendedRecord out;
  const CsvFaultAt fault = split_record(record, delimiter, fields);
  out.fault = fault.fault;
  std::string without_quote;  // an opening quote that is never closed was not meant as one
  std::vector<std::string> values;
  if (fault.fault == CsvFault::quote_unclosed) {
    without_quote = record;
    without_quote.erase(fault.at, 1);
    if (split_record(without_quote, delimiter, fields).fault != CsvFault::none) fields.clear();
  } else if (fault.fault != CsvFault::none) {
    values = read_leniently(record, delimiter);
    fields.clear();
    for (const std::string& value : values) fields.push_back({value, false, false});
  }
  if (fields.size() < patterns.columns() || fields.empty()) return std::nullopt;
  if (fields.size() == patterns.columns()) {
    for (const CsvField& field : fields) out.values.push_back(unescape_field(field));
    return out;
  }
  JoinedRow joined = join_surplus(fields, patterns, delimiter);
  out.values = std::move(joined.values);
  out.column = joined.column;
  out.surplus = joined.surplus;
  out.ambiguous = joined.ambiguous;
  return out;
}

std::vector<std::string> read_leniently(std::string_view record, char delimiter) {
  // The quote that ends the field opened at `open`, or npos: the next one before a delimiter or the
  // end of the record that is not doubled.
  const auto closing = [&](std::size_t open) {
    for (std::size_t at = open + 1; at < record.size(); ++at) {
      if (record[at] != '"') continue;
      if (at + 1 == record.size() || record[at + 1] == delimiter) return at;
      if (record[at + 1] == '"') ++at;
    }
    return std::string_view::npos;
  };
  std::vector<std::string> out;
  std::size_t at = 0;
  bool closes = true;  // once no quote ends a field, none further on does
  for (;;) {
    const bool quote = closes && at < record.size() && record[at] == '"';
    const std::size_t close = quote ? closing(at) : std::string_view::npos;
    const bool quoted = close != std::string_view::npos;
    closes = closes && (quoted || !quote);
    const std::size_t end = quoted ? close : std::min(record.find(delimiter, at), record.size());
    std::string value;
    for (std::size_t i = quoted ? at + 1 : at; i < end; ++i) {
      if (record[i] != '\0') value += record[i];
      if (quoted && record[i] == '"' && i + 1 < end && record[i + 1] == '"') ++i;
    }
    out.push_back(std::move(value));
    at = quoted ? end + 1 : end;
    if (at >= record.size()) return out;
    ++at;
  }
}

}  // namespace shijin
