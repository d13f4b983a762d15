// Columns instead of objects: names once, and equal things beside each other, which packs well.
#include "report/sample_rows.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>

#include "base/hash.h"
#include "base/json_writer.h"

namespace shijin {
namespace {

constexpr std::int64_t kMostRows = 200'000;
constexpr std::size_t kMostBytes = 256U << 20U;
constexpr std::size_t kTextBytes = 8U << 20U;
constexpr std::size_t kMatter = 2'000;
constexpr std::size_t kRandom = 200;

using Json = nlohmann::ordered_json;

struct Column {
  std::string name;
  std::vector<std::string> cells;  // JSON, "null" where a row has none
  std::vector<double> numbers;     // of a column of scores, in the order of the rows that have one
  std::vector<std::size_t> rows;   // … and which rows they are
  bool is_text = false;
};

struct Columns {
  std::vector<Column> all;
  std::vector<std::string> ids;
  std::vector<std::size_t> text_bytes;  // of each row
  std::vector<std::size_t> wrong;       // rows whose prediction is not the truth
  bool plain_ids = true;                // each id is the number of its row, counted from 1
};

// Texts, and the lists of what a model gave their tokens: they stay or go together.
bool is_text(std::string_view name) {
  return name == "input" || name == "output" || name == "reference" || name == "log_prob" ||
         name == "token_bytes";
}

std::string short_number(double x) {
  char text[40];
  const int size = std::snprintf(text, sizeof text, "%.6g", x);
  return {text, static_cast<std::size_t>(size)};
}

// A list of log-probabilities, to what a shade and "1 in 3,000" can show.
std::string short_list(const Json& list) {
  std::string out = "[";
  for (const Json& value : list) {
    char text[40];
    const double x = value.is_number() ? value.get<double>() : 0;
    const int size = std::snprintf(text, sizeof text, "%.4g", x);
    if (out.size() > 1) out += ',';
    out.append(text, static_cast<std::size_t>(size));
  }
  return out + "]";
}

Column& column_of(Columns& columns, const std::string& name, std::size_t place) {
  // Rows of one run have the same keys in the same order, nearly always.
  if (place < columns.all.size() && columns.all[place].name == name) return columns.all[place];
  for (Column& column : columns.all) {
    if (column.name == name) return column;
  }
  columns.all.push_back({name, {}, {}, {}, is_text(name)});
  return columns.all.back();
}

void add_row(Columns& columns, const Json& row) {
  const std::size_t index = columns.ids.size();
  const std::string number = std::to_string(index + 1);
  columns.ids.push_back(row.value("id", number));
  columns.plain_ids = columns.plain_ids && columns.ids.back() == number;
  std::size_t bytes = 0;
  std::size_t place = 0;
  for (const auto& [name, value] : row.items()) {
    Column& column = column_of(columns, name, place++);
    column.cells.resize(index, "null");
    if (value.is_number_float() || value.is_number_integer()) {
      column.numbers.push_back(value.get<double>());
      column.rows.push_back(index);
      column.cells.push_back(name == "row" ? value.dump() : short_number(column.numbers.back()));
    } else if (name == "log_prob" && value.is_array()) {
      column.cells.push_back(short_list(value));
    } else {
      column.cells.push_back(value.dump(-1, ' ', false, Json::error_handler_t::replace));
    }
    if (column.is_text) bytes += column.cells.back().size();
  }
  columns.text_bytes.push_back(bytes);
  if (row.contains("truth") && row.contains("predicted") && row["truth"] != row["predicted"]) {
    columns.wrong.push_back(index);
  }
}

Columns columns_of(std::string_view lines) {
  Columns columns;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    const Json row = Json::parse(line, nullptr, false);
    if (row.is_object()) add_row(columns, row);
  }
  for (Column& column : columns.all) column.cells.resize(columns.ids.size(), "null");
  return columns;
}

// The first and the last rows by a column of scores.
void add_ends(const Column& column, std::vector<std::size_t>& order) {
  std::vector<std::size_t> by(column.numbers.size());
  for (std::size_t i = 0; i < by.size(); ++i) by[i] = i;
  std::stable_sort(by.begin(), by.end(), [&](std::size_t a, std::size_t b) {
    return column.numbers[a] < column.numbers[b];
  });
  for (std::size_t i = 0; i < std::min(kMatter, by.size()); ++i) {
    order.push_back(column.rows[by[i]]);
  }
  for (std::size_t i = 0; i < std::min(kMatter, by.size()); ++i) {
    order.push_back(column.rows[by[by.size() - 1 - i]]);
  }
}

// Rows in the order in which their texts are worth the room.
std::vector<std::size_t> by_worth(const Columns& columns, const std::vector<std::string>& wanted) {
  std::vector<std::size_t> order;
  const std::set<std::string_view> named(wanted.begin(), wanted.end());
  for (std::size_t i = 0; i < columns.ids.size(); ++i) {
    if (named.contains(columns.ids[i])) order.push_back(i);
  }
  const std::size_t wrong = std::min(kMatter, columns.wrong.size());
  order.insert(order.end(), columns.wrong.begin(),
               columns.wrong.begin() + static_cast<std::ptrdiff_t>(wrong));
  for (const Column& column : columns.all) {
    if (column.numbers.empty() || column.name == "row") continue;
    add_ends(column, order);
    break;
  }
  std::vector<std::pair<std::uint64_t, std::size_t>> random;
  for (std::size_t i = 0; i < columns.ids.size(); ++i) {
    random.emplace_back(hash_bytes(columns.ids[i]), i);
  }
  const std::size_t some = std::min(kRandom, random.size());
  std::partial_sort(random.begin(), random.begin() + static_cast<std::ptrdiff_t>(some),
                    random.end());
  for (std::size_t i = 0; i < some; ++i) order.push_back(random[i].second);
  return order;
}

// Which rows keep their texts.
std::vector<bool> rows_with_text(const Columns& columns, const std::vector<std::string>& wanted) {
  std::size_t all = 0;
  for (const std::size_t bytes : columns.text_bytes) all += bytes;
  if (all <= kTextBytes) return std::vector<bool>(columns.ids.size(), true);
  std::vector<bool> kept(columns.ids.size(), false);
  std::size_t used = 0;
  for (const std::size_t row : by_worth(columns, wanted)) {
    if (kept[row] || used + columns.text_bytes[row] > kTextBytes) continue;
    kept[row] = true;
    used += columns.text_bytes[row];
  }
  return kept;
}

bool is_implied(const Columns& columns, const Column& column) {
  if (column.name == "id") return columns.plain_ids;
  if (column.name != "row") return false;
  for (std::size_t i = 0; i < column.cells.size(); ++i) {
    if (column.cells[i] != std::to_string(i + 1)) return false;
  }
  return true;
}

}  // namespace

void SampleRows::add(std::string_view lines) {
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size() - 1) + 1;
    ++seen_;
    if (kept_ + 1 == seen_ && kept_ < kMostRows && lines_.size() + end <= kMostBytes) {
      lines_ += lines.substr(0, end);
      ++kept_;
    }
    lines.remove_prefix(end);
  }
}

void SampleRows::write(JsonWriter& json, std::string_view run,
                       const std::vector<std::string>& wanted) const {
  const Columns columns = columns_of(lines_);
  const std::vector<bool> kept = rows_with_text(columns, wanted);
  json.begin_object().key("run").text(run).key("total").integer(seen_);
  json.key("count").integer(static_cast<std::int64_t>(columns.ids.size()));
  json.key("texts").integer(std::count(kept.begin(), kept.end(), true));
  json.key("columns").begin_array();
  for (const Column& column : columns.all) {
    if (is_implied(columns, column)) continue;
    json.begin_object().key("name").text(column.name).key("values").begin_array();
    for (std::size_t i = 0; i < column.cells.size(); ++i) {
      column.is_text && !kept[i] ? json.null() : json.raw(column.cells[i]);
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
}

}  // namespace shijin
