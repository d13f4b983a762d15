// A column of numbers, or an evaluation whose scores of single rows are taken up.
#include "serve/run_scores.h"

#include <algorithm>
#include <set>

#include "base/listed.h"
#include "base/numbers.h"
#include "base/utf8.h"
#include "base/width.h"
#include "engine/evaluate.h"
#include "table/table.h"

namespace shijin {
namespace {

constexpr Text kNoScores{"no metric gives each row of {0} a score of its own",
                         "沒有任何指標能為 {0} 的每一列各自評分"};
constexpr Text kNoScoresHelp{
    "name a column of machine scores: --risk-metric COLUMN; or draw without one: --sample "
    "uniform:N",
    "請指定機器分數的欄位：--risk-metric 欄位；或不靠分數抽樣：--sample uniform:N"};
constexpr Text kWhole{"{0} is a score of the whole file, not of single rows",
                      "{0} 是整個檔案的分數，不是單列的分數"};
constexpr Text kRowKeys{"scores of single rows: {0}", "單列的分數：{0}"};
constexpr Text kNotNumber{"column {0} holds \"{1}\", which is no number",
                          "欄位 {0} 中的「{1}」不是數字"};
constexpr Text kNumbers{"a number in each row, or an empty cell", "每列一個數字，或留空"};

constexpr std::size_t kDifferentLeast = 5;

Error scores_error(const char* name, Message found, Message expected, Text help) {
  Error error;
  error.name = name;
  error.found = std::move(found);
  error.expected = std::move(expected);
  if (!help.empty()) error.help = Message(help);
  return error;
}

// Measure a run's file, row by row.
Result<MachineScores> measured(const CampaignRun& run, const std::string& metrics,
                               const std::vector<std::pair<std::string, std::string>>& map) {
  Notes notes;
  ReadOptions read;
  read.map = map;
  const std::string paths[] = {run.path};
  Table table = SJ_TRY(Table::open(paths, read, notes));
  EvaluateOptions options;
  options.metrics = metrics;
  options.screens = false;
  std::string lines;
  EvaluateHooks hooks;
  hooks.samples = [&lines](std::string_view more) {
    lines += more;
    return true;
  };
  const Evidence evidence = SJ_TRY(evaluate(table, options, hooks));
  MachineScores scores;
  for (const ScoreLine& line : evidence.metrics) {
    MachineColumn& column = scores.emplace_back();
    column.key = line.key;
    column.higher_is_better = line.better != Better::lower;
    column.scores.resize(run.rows.size());
  }
  read_machine_scores(lines, run, scores);
  std::erase_if(scores, [](const MachineColumn& column) {
    const auto empty = [](const std::optional<double>& one) { return !one.has_value(); };
    return std::all_of(column.scores.begin(), column.scores.end(), empty);
  });
  return scores;
}

// Whether a score tells enough rows apart to sift by.
bool tells_apart(const MachineColumn& column) {
  std::set<double> different;
  for (const auto& score : column.scores) {
    if (score) different.insert(*score);
    if (different.size() >= kDifferentLeast) return true;
  }
  return different.size() * 2 > column.scores.size();
}

Result<MachineColumn> numbers_of(const CampaignRun& run, const std::string& name) {
  MachineColumn column{name, true, {}};
  for (const std::string& cell : run.more.back()) {
    const std::string_view word = strip_python_space(cell);
    const auto number = parse_number(word);
    if (!number && !word.empty()) {
      Error error =
          scores_error("rate-machine-invalid", Message(kNotNumber, {name, printable(cell)}),
                       Message(kNumbers), {});
      error.at.file = run.path;
      return error;
    }
    column.scores.push_back(number);
  }
  return column;
}

}  // namespace

Result<MachineScores> machine_scores(const CampaignRun& run, const std::string& key,
                                     const std::vector<std::pair<std::string, std::string>>& map) {
  Result<MachineScores> panel = measured(run, "", map);
  if (!panel.ok() && key.empty()) return panel.error();
  MachineScores scores = panel.ok() ? std::move(panel).value() : MachineScores();
  if (key.empty()) {
    const auto first = std::find_if(scores.begin(), scores.end(), tells_apart);
    if (first == scores.end()) {
      return scores_error("rate-machine-none", Message(kNoScores, {run.path}), {}, kNoScoresHelp);
    }
    std::rotate(scores.begin(), first, first + 1);
    return scores;
  }
  Notes notes;  // told when the run was read
  const Result<CampaignRun> again = read_campaign_run(run.path, run.name, map, notes, {key});
  MachineScores main;
  if (again.ok()) {
    main.push_back(SJ_TRY(numbers_of(*again, key)));
  } else {
    main = SJ_TRY(measured(run, key, map));
    if (main.empty()) {
      std::vector<std::string> keys;
      for (const MachineColumn& column : scores) keys.push_back(column.key);
      return scores_error("rate-machine-whole", Message(kWhole, {key}),
                          keys.empty() ? Message() : Message(kRowKeys, {comma_list(keys)}),
                          kNoScoresHelp);
    }
    main.resize(1);
  }
  for (MachineColumn& column : scores) {
    if (column.key != main.front().key) main.push_back(std::move(column));
  }
  return main;
}

}  // namespace shijin
