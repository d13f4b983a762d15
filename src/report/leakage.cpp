// How the scores stand with and without the rows that the training set holds.
#include "report/leakage.h"

#include <algorithm>

#include "base/numbers.h"
#include "report/json_internal.h"
#include "report/section.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kLeakage{"Leakage", "資料外洩"};
constexpr Text kSummary{"The scores with and without the rows that the training set holds.",
                        "含與不含訓練集樣本時的分數。"};
constexpr Text kRows{"rows", "筆數"};
constexpr Text kAll{"all rows", "全部"};
constexpr Text kClean{"not in the training set", "不在訓練集中"};
constexpr Text kCleanShort{"clean", "乾淨"};
constexpr Text kInterval{"95 % interval", "95 % 區間"};
constexpr Text kLeaked{"in the training set", "在訓練集中"};
constexpr Text kLeakedShort{"leaked", "外洩"};
constexpr Text kTrain{"Compared with {0} training rows.", "已與 {0} 筆訓練資料比對。"};

constexpr std::size_t kShown = 4;  // scores; the JSON has all

using Layout = JsonWriter::Layout;

Grid grid_of(const LeakageFacts& facts) {
  Grid grid;
  grid.head = {Message(), Message(kAll), Message(kClean), Message(kInterval), Message(kLeaked)};
  grid.head_short = {Message(), Message(kAll), Message(kCleanShort), Message(kInterval),
                     Message(kLeakedShort)};
  grid.numeric = {false, true, true, true, true};
  const LeakedScore& first = facts.scores.front();
  grid.rows.push_back({Message(kRows), grouped(first.all.n), grouped(first.clean.n), Message(),
                       grouped(first.leaked.n)});
  for (std::size_t i = 0; i < std::min(kShown, facts.scores.size()); ++i) {
    const LeakedScore& score = facts.scores[i];
    const int decimals = score.all.decimals;
    grid.rows.push_back(
        {score.all.title, value_words(score.all.score, decimals),
         value_words(score.clean.score, decimals),
         score.clean.interval ? interval_words(*score.clean.interval, decimals) : Message("—"),
         value_words(score.leaked.score, decimals)});
  }
  return grid;
}

void write_part(JsonWriter& json, std::string_view key, const ScoreLine& line) {
  json.key(key).begin_object(Layout::one_line).key("n").integer(line.n);
  write_optional(json, "value", line.score.value);
  write_optional(json, "lo", line.interval ? std::optional(line.interval->lo) : std::nullopt);
  write_optional(json, "hi", line.interval ? std::optional(line.interval->hi) : std::nullopt);
  json.end_object();
}

void write_scores(JsonWriter& json, const std::vector<LeakedScore>& scores) {
  json.key("scores").begin_object();
  for (const LeakedScore& score : scores) {
    json.key(score.all.key).begin_object();
    write_part(json, "all", score.all);
    write_part(json, "clean", score.clean);
    write_part(json, "leaked", score.leaked);
    const auto& between = score.difference;
    write_optional(json, "difference_lo", between ? std::optional(between->lo) : std::nullopt);
    write_optional(json, "difference_hi", between ? std::optional(between->hi) : std::nullopt);
    json.end_object();
  }
  json.end_object();
}

void write(const Evidence& evidence, Chapter& chapter) {
  if (!evidence.leakage) return;
  chapter.title = Message(kLeakage);
  add_leakage(*evidence.leakage, chapter);
}

}  // namespace

void add_leakage(const LeakageFacts& facts, Chapter& chapter) {
  if (!facts.scores.empty()) chapter.blocks.emplace_back(grid_of(facts));
  chapter.blocks.emplace_back(Paragraph{Message(kTrain, {grouped(facts.train_rows)}), Tone::faint});
}

void write_repeated(JsonWriter& json, const std::vector<RepeatedRow>& rows) {
  json.begin_array();
  for (const RepeatedRow& row : rows) {
    json.begin_object(Layout::one_line).key("row").integer(row.row).key("other");
    row.other > 0 ? json.integer(row.other) : json.null();
    json.key("similarity").number(row.similarity).key("text").text(row.text);
    json.key("other_text").text(row.other_text).key("other_file").text(row.other_file);
    json.key("label").text(row.label);
    json.key("other_label").text(row.other_label).end_object();
  }
  json.end_array();
}

void write_leakage(JsonWriter& json, const std::optional<LeakageFacts>& leakage) {
  json.key("leakage");
  if (!leakage) {
    json.null();
    return;
  }
  json.begin_object().key("test_rows").integer(leakage->test_rows);
  json.key("train_rows").integer(leakage->train_rows);
  json.key("exact").integer(leakage->exact).key("near").integer(leakage->near);
  json.key("held").integer(leakage->held).key("relabelled").integer(leakage->relabelled);
  write_scores(json, leakage->scores);
  json.key("rows");
  write_repeated(json, leakage->rows);
  json.key("row_numbers").begin_array(Layout::one_line);
  for (const std::int64_t row : leakage->row_numbers) json.integer(row);
  json.end_array().end_object();
}

SJ_SECTION(leakage, {"leakage", 65, true, kSummary, &write});

}  // namespace shijin
