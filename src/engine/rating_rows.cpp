// Which item, which rater, which score; what is none is said with its place.
#include "engine/rating_rows.h"

#include <algorithm>
#include <cmath>

#include "base/excerpt.h"
#include "base/hash.h"
#include "base/numbers.h"
#include "base/utf8.h"

namespace shijin {
namespace {

constexpr Text kBadRating{"the rating of {0} is \"{1}\"", "「{0}」的評分是「{1}」"};
constexpr Text kRatingForm{"a number, or a list of numbers such as [4, 5]",
                           "一個數字，或像 [4, 5] 這樣的數字清單"};
constexpr Text kRatingHelp{
    "mend the cell, leave it empty where nobody scored, or leave the row out with --skip-bad",
    "請修正這一格；沒有評分就留空；或用 --skip-bad 略過這一列"};
constexpr Text kTwice{"{0} scored {1} on {2} already, in an earlier row",
                      "{0} 已在前面的資料列評過「{1}」的「{2}」"};
constexpr Text kTwiceHelp{
    "keep one of the rows, or give each item its own id; --skip-bad keeps the first",
    "請只留一列，或讓每個項目有自己的 id；--skip-bad 會保留第一筆"};
constexpr Text kNoRater{"the rater is empty", "評分者是空白的"};
constexpr Text kNoRaterHelp{"say who scored, in every row", "請在每一列寫明由誰評分"};

constexpr std::size_t kSkippedRows = 1'000;

// "fluency:ann" → fluency by ann; the rater may also stand behind "@".
RatingLayout::Scores scores_of(const std::string& detail) {
  const std::size_t at = detail.find_first_of(":@");
  if (at == std::string::npos || at == 0 || at + 1 == detail.size()) return {-1, detail, ""};
  return {-1, detail.substr(0, at), detail.substr(at + 1)};
}

// Whether a column is one number of a list that has a column of its own, as "style.0" of "style".
bool of_a_list(const Table& table, const RoleColumn& column) {
  const auto& names = table.names();
  const std::string& name = names[static_cast<std::size_t>(column.column)];
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos) return false;
  const std::vector<int> ratings = table.roles().all(Role::rating);
  return std::any_of(ratings.begin(), ratings.end(), [&](int other) {
    return names[static_cast<std::size_t>(other)] == name.substr(0, dot);
  });
}

std::string_view cell(const Batch& batch, int position, std::size_t row) {
  if (position < 0) return {};
  const std::string_view text = batch.columns[static_cast<std::size_t>(position)][row];
  return text.data() == nullptr ? std::string_view("") : text;
}

// The numbers of a cell: one, or those of a list; nothing when it is neither.
std::optional<std::vector<std::optional<double>>> read_scores(std::string_view text) {
  text = strip_python_space(text);
  const bool list = text.starts_with('[') && text.ends_with(']') && text.size() > 1;
  if (list) text = text.substr(1, text.size() - 2);
  std::vector<std::optional<double>> values;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t comma = list ? std::min(text.find(',', begin), text.size()) : text.size();
    const std::string_view one = strip_python_space(text.substr(begin, comma - begin));
    begin = comma + 1;
    if (one.empty() || one == "null") {
      values.emplace_back();
      continue;
    }
    const auto value = parse_number(one);
    if (!value || !std::isfinite(*value)) return std::nullopt;
    values.emplace_back(*value);
  }
  return values;
}

class RowReader {
 public:
  RowReader(const Table& table, const RatingLayout& layout, BadRows bad_rows, RatingRows& out,
            Notes& notes)
      : table_(table), layout_(layout), bad_rows_(bad_rows), out_(out), notes_(notes) {}

  void read(const Batch& batch, int file, std::size_t row) {
    file_ = file;
    line_ = batch.line[row];
    const std::string_view rater = strip_python_space(cell(batch, layout_.rater, row));
    const std::string item = item_of(batch, row);
    note_item(batch, row, item);
    bool good = true;
    bool any = false;
    if (layout_.rater >= 0 && rater.empty()) {
      complain("rater-missing", Message(kNoRater), {}, Message(kNoRaterHelp));
      good = false;
    }
    for (std::size_t s = 0; s < layout_.scores.size() && good; ++s) {
      good = read_cell(batch, row, layout_.scores[s], item, std::string(rater), any);
    }
    ++out_.rows;
    if (good && any) ++out_.used;
    if (good) return;
    ++out_.skipped;
    if (out_.skipped_rows.size() < kSkippedRows) out_.skipped_rows.push_back(batch.row[row]);
  }

 private:
  std::string item_of(const Batch& batch, std::size_t row) const {
    if (layout_.id >= 0) return std::string(cell(batch, layout_.id, row));
    const bool texts = layout_.input >= 0 || layout_.output >= 0;
    if (layout_.rater < 0 || !texts) return std::to_string(batch.row[row]);
    return std::string(cell(batch, layout_.input, row)) + '\x1f' +
           std::string(cell(batch, layout_.output, row));
  }

  void note_item(const Batch& batch, std::size_t row, const std::string& item) {
    if (out_.ratings.item(item) < out_.items.size()) return;
    const std::string_view input = cell(batch, layout_.input, row);
    RatedItem& one = out_.items.emplace_back();
    one.row = batch.row[row];
    one.asked = hash_bytes(input);
    one.cluster = hash_bytes(cell(batch, layout_.cluster, row));
    if (!out_.keeps_texts) return;
    one.input = input;
    one.output = cell(batch, layout_.output, row);
    one.reference = cell(batch, layout_.reference, row);
  }

  bool read_cell(const Batch& batch, std::size_t row, const RatingLayout::Scores& scores,
                 const std::string& item, const std::string& rater, bool& any) {
    const std::string_view text = cell(batch, scores.position, row);
    const auto values = read_scores(text);
    if (!values) {
      complain("rating-invalid", Message(kBadRating, {scores.dimension, text}),
               Message(kRatingForm), Message(kRatingHelp));
      return false;
    }
    for (std::size_t i = 0; i < values->size(); ++i) {
      if (!(*values)[i]) {
        out_.ratings.add_missing(scores.dimension);
        continue;
      }
      std::string who = scores.rater.empty() ? rater : scores.rater;
      if (values->size() > 1 || who.empty()) {
        who += (who.empty() ? "" : " ") + std::to_string(i + 1);
      }
      if (!out_.ratings.add({item, who, scores.dimension, *(*values)[i]})) {
        complain("rating-twice", Message(kTwice, {who, shown(item), scores.dimension}), {},
                 Message(kTwiceHelp));
        return false;
      }
      any = true;
    }
    return true;
  }

  static std::string shown(std::string item) {
    std::replace(item.begin(), item.end(), '\x1f', ' ');
    constexpr std::size_t kMost = 40;
    return excerpt(item, kMost);
  }

  void complain(std::string name, Message found, Message expected, Message help) {
    Error error;
    error.name = std::move(name);
    error.at.file = table_.files()[static_cast<std::size_t>(file_)].path;
    error.at.row = line_;
    error.found = std::move(found);
    error.expected = std::move(expected);
    error.help = std::move(help);
    if (bad_rows_ == BadRows::skip) error.severity = Severity::warning;
    notes_.add(std::move(error));
  }

  const Table& table_;
  const RatingLayout& layout_;
  BadRows bad_rows_;
  RatingRows& out_;
  Notes& notes_;
  int file_ = 0;
  std::int64_t line_ = 0;
};

}  // namespace

RatingLayout lay_out_ratings(const Table& table) {
  RatingLayout layout;
  const auto add = [&](int column) {
    if (column < 0) return -1;
    layout.columns.push_back(column);
    return static_cast<int>(layout.columns.size()) - 1;
  };
  const Roles& roles = table.roles();
  layout.id = add(roles.column(Role::id));
  layout.input = add(roles.column(Role::input));
  layout.output = add(roles.column(Role::output));
  layout.reference = add(roles.column(Role::reference));
  layout.rater = add(roles.column(Role::rater));
  layout.cluster = add(roles.column(Role::cluster));
  for (const RoleColumn& column : roles.columns) {
    if (column.role != Role::rating || of_a_list(table, column)) continue;
    RatingLayout::Scores scores = scores_of(column.detail);
    scores.position = add(column.column);
    layout.scores.push_back(std::move(scores));
  }
  // Several columns of one dimension are several raters', by the columns' names where nothing else
  // says who.
  for (RatingLayout::Scores& one : layout.scores) {
    const auto same = std::count_if(
        layout.scores.begin(), layout.scores.end(),
        [&](const RatingLayout::Scores& other) { return other.dimension == one.dimension; });
    if (same < 2 || !one.rater.empty() || layout.rater >= 0) continue;
    const int column = layout.columns[static_cast<std::size_t>(one.position)];
    one.rater = table.names()[static_cast<std::size_t>(column)];
  }
  return layout;
}

void add_rating_rows(const Table& table, const RatingLayout& layout, const RawShard& raw,
                     BadRows bad_rows, RatingRows& rows, Notes& notes) {
  Batch batch;
  table.parse(raw, layout.columns, batch, notes);
  RowReader reader(table, layout, bad_rows, rows, notes);
  for (std::size_t row = 0; row < batch.rows(); ++row) reader.read(batch, raw.file, row);
  rows.rows += batch.skipped;
  rows.skipped += batch.skipped;
}

}  // namespace shijin
