// Between a measured run and what the store keeps of it: statistics as they write themselves.
#include "compare/stored.h"

#include <algorithm>
#include <cstdlib>

#include "engine/rescore.h"
#include "engine/version.h"
#include "metrics/human.h"

namespace shijin {
namespace {

constexpr Text kNoRows{"{0} was stored without its rows: they were too many to keep",
                       "{0} 儲存時沒有保留各筆資料：筆數太多"};
constexpr Text kNoRowsHelp{"name its file of predictions instead: {0}",
                           "請改為指定它的預測檔：{0}"};
constexpr Text kNotMeasured{"{0} was not measured in {1}", "{1} 沒有測量 {0}"};
constexpr Text kMeasured{"one of: {0}", "下列之一：{0}"};
constexpr Text kNotMeasuredHelp{"evaluate its file again with --metrics {0}",
                                "請用 --metrics {0} 重新評測它的檔案"};
constexpr Text kDamaged{"the statistics of {0} are damaged: {1} is not as it was written",
                        "{0} 的統計量已損壞：{1} 與寫入時不同"};
constexpr Text kDamagedHelp{"evaluate its file again", "請重新評測它的檔案"};

// A statistic of the run by its key.
const Statistic* statistic_of(const KeptRun& kept, std::string_view key) {
  for (const auto* metrics : {&kept.metrics, &kept.hidden}) {
    for (const auto& metric : *metrics) {
      if (metric->statistic().key() == key) return &metric->statistic();
    }
  }
  return nullptr;
}

RunRecord record_of(const Evidence& evidence, const KeptRun& kept) {
  RunRecord record;
  record.id = evidence.run.id;
  record.name = evidence.run.name;
  record.created = evidence.run.created;
  record.version = evidence.version;
  record.task = task_name(evidence.task);
  record.profile = evidence.profile;
  if (!evidence.data.files.empty()) record.path = evidence.data.files.front().path;
  record.digest = evidence.data.digest;
  if (!kept.too_many) {
    record.test_set = as_hex(kept.test_set());
    record.answers = as_hex(kept.answers);
  }
  record.rows = evidence.data.used;
  record.decision = decision_name(evidence.verdict.decision);
  const ScoreLine* line = evidence.find(evidence.verdict.primary_key);
  if (line == nullptr && !evidence.metrics.empty()) line = &evidence.metrics.front();
  if (line == nullptr) return record;
  record.primary = line->key;
  record.value = line->score.value;
  if (line->score.value && line->interval) {
    record.lo = line->interval->lo;
    record.hi = line->interval->hi;
  }
  record.decimals = line->decimals;
  return record;
}

void put_rows(const KeptRun& kept, StoredRun& run) {
  run.has_rows = true;
  run.has_input = kept.has_input;
  run.ids = kept.ids;
  run.row = kept.row;
  run.asked = kept.asked;
  run.expected = kept.expected;
  run.weights = kept.weights;
  run.lacks_text.assign(kept.lacks_text.begin(), kept.lacks_text.end());
  run.clusters = kept.clusters;
  for (const KeptRun::Column& column : kept.columns) {
    const Statistic* statistic = statistic_of(kept, column.statistic);
    if (statistic == nullptr || run.find(column.statistic) != nullptr) continue;
    StoredStatistic& stored = run.statistics.emplace_back();
    stored.key = column.statistic;
    ByteWriter rows;
    statistic->save_rows(column.rows, rows);
    stored.rows = rows.bytes();
    if (!column.sum) continue;
    ByteWriter sum;
    statistic->save(*column.sum, sum);
    stored.sum = sum.bytes();
  }
}

}  // namespace

std::string as_hex(std::uint64_t bits) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4) {
    out += kDigits[(bits >> static_cast<unsigned>(shift)) & 15U];
  }
  return out;
}

StoredRun to_store(const Evidence& evidence, const KeptRun& kept, const RunAsked& asked,
                   const std::optional<TrainerFacts>& trainer) {
  StoredRun run;
  run.record = record_of(evidence, kept);
  run.seed = evidence.run.seed;
  run.level = asked.level;
  run.command = evidence.run.command;
  run.settings = asked.settings;
  run.costs = evidence.costs;
  run.prevalence = evidence.prevalence;
  run.labels = asked.labels;
  run.classes = kept.classes;
  run.own = asked.own;
  run.trainer = trainer;
  run.han_share = kept.han_share;
  run.unspaced_share = kept.unspaced_share;
  for (std::size_t i = 0; i < kept.metrics.size(); ++i) {
    const Metric& metric = *kept.metrics[i];
    StoredMetric& stored = run.metrics.emplace_back();
    stored.key = metric.key();
    stored.statistic = metric.statistic().key();
    stored.with_text = kept.with_text[i];
    const ScoreLine* line = evidence.find(metric.key());
    if (line == nullptr) continue;
    stored.signature = line->signature;
    stored.value = line->score.value;
  }
  for (const auto& metric : kept.hidden) run.hidden.push_back(metric->key());
  if (!kept.too_many) put_rows(kept, run);
  return run;
}

namespace {

Error not_measured(const StoredRun& run, const std::string& key) {
  Error error;
  error.name = "metric-not-stored";
  error.found = Message(kNotMeasured, {key, run.record.name});
  std::string known;
  for (const StoredMetric& metric : run.metrics) known += (known.empty() ? "" : ", ") + metric.key;
  error.expected = Message(kMeasured, {known});
  error.help = Message(kNotMeasuredHelp, {key});
  return error;
}

Error damaged(const StoredRun& run, const std::string& what) {
  Error error;
  error.name = "statistics-damaged";
  error.found = Message(kDamaged, {run.record.name, what});
  error.help = Message(kDamagedHelp);
  return error;
}

std::string setting(const StoredRun& run, const std::string& name) {
  const auto found = run.settings.find(name);
  return found == run.settings.end() ? "" : found->second;
}

Result<OwnMetrics> own_metrics(const StoredRun& run) {
  std::vector<OwnText> texts;
  for (const std::string& text : run.own) texts.push_back(SJ_TRY(read_own_metric(text)));
  return OwnMetrics::make(texts);
}

// The rows of a metric's statistic, unless another metric has brought them.
Result<Done> load_column(const StoredRun& run, const Metric& metric, KeptRun& kept) {
  const Statistic& statistic = metric.statistic();
  for (const KeptRun::Column& column : kept.columns) {
    if (column.statistic == statistic.key()) return Done{};
  }
  const StoredStatistic* stored = run.find(statistic.key());
  if (stored == nullptr) return not_measured(run, metric.key());
  KeptRun::Column& column = kept.columns.emplace_back();
  column.statistic = statistic.key();
  ByteReader rows(stored->rows);
  column.rows = statistic.load_rows(rows);
  const bool whole = column.rows.size() == run.row.size() * statistic.stat_bytes();
  if (rows.failed() || !rows.at_end() || !whole) return damaged(run, statistic.key());
  if (!statistic.whole_set()) return Done{};
  ByteReader sum(stored->sum);
  column.sum = statistic.load(sum);
  if (sum.failed() || !sum.at_end()) return damaged(run, statistic.key());
  return Done{};
}

// The means of ratings by their keys: "human" alone is that of the only dimension there is.
Result<Done> load_ratings(const StoredRun& run, const FromStore& how, KeptRun& kept) {
  std::vector<std::string> known;
  for (const StoredMetric& metric : run.metrics) known.push_back(metric.key);
  known.insert(known.end(), run.hidden.begin(), run.hidden.end());
  std::vector<std::string> wanted = how.keys;
  if (wanted.empty()) {
    for (const StoredMetric& metric : run.metrics) wanted.push_back(metric.key);
  }
  for (const std::string& text : wanted) {
    for (const KeyText& key : SJ_TRY(parse_keys(text))) {
      const bool named = key.arguments.size() == 1 && key.arguments[0].first == "dim";
      const std::string whole = named ? rating_key(key.arguments[0].second) : key.name;
      const bool only = whole == "human" && known.size() == 1;
      if (!only && std::find(known.begin(), known.end(), whole) == known.end()) {
        return not_measured(run, whole);
      }
      kept.metrics.push_back(make_human(only ? known.front() : whole));
      kept.with_text.push_back(false);
      SJ_TRY(load_column(run, *kept.metrics.back(), kept));
    }
  }
  return Done{};
}

// The metrics by their keys, with the rows of their statistics.
Result<Done> load_metrics(const StoredRun& run, const FromStore& how, KeptRun& kept) {
  MetricContext context{kept.labels.get(), setting(run, "positive"), run.costs, run.prevalence};
  context.classes = run.classes;
  context.own = &kept.own;
  context.han_share = run.han_share;
  context.unspaced_share = run.unspaced_share;
  std::vector<std::string> keys = how.keys;
  if (keys.empty()) {
    for (const StoredMetric& metric : run.metrics) keys.push_back(metric.key);
  }
  for (const std::string& text : keys) {
    for (const KeyText& key : SJ_TRY(parse_keys(text))) {
      kept.metrics.push_back(SJ_TRY(bind_metric(key, context)));
      const Metric& metric = *kept.metrics.back();
      SJ_TRY(load_column(run, metric, kept));
      const auto stored =
          std::find_if(run.metrics.begin(), run.metrics.end(),
                       [&](const StoredMetric& one) { return one.key == metric.key(); });
      kept.with_text.push_back(how.rows == RowsCounted::as_stored && stored != run.metrics.end() &&
                               stored->with_text);
    }
  }
  return Done{};
}

// The signature that the run was stored with; of a key that was not shown then, the program that
// measured it and the words that its statistic was cut by.
std::string signature_of(const StoredRun& run, const ScoreLine& line) {
  for (const StoredMetric& metric : run.metrics) {
    if (metric.key == line.key) return metric.signature;
  }
  std::string signature = line.signature;
  const std::string mine = "|shijin:" + std::string(version());
  if (const std::size_t at = signature.find(mine); at != std::string::npos) {
    signature.replace(at, mine.size(), "|shijin:" + run.record.version);
  }
  return signature;
}

Task task_of(const std::string& name) {
  for (const Task task : {Task::classification, Task::generation, Task::rating, Task::lm}) {
    if (task_name(task) == name) return task;
  }
  return Task::classification;
}

Evidence evidence_of(const StoredRun& run) {
  Evidence evidence;
  evidence.version = run.record.version;
  evidence.task = task_of(run.record.task);
  evidence.profile = run.record.profile;
  evidence.run = {run.record.id, run.record.name, run.record.created, 0, run.seed, run.command};
  evidence.data.files.push_back({run.record.path, "", "", ""});
  evidence.data.digest = run.record.digest;
  evidence.data.rows = evidence.data.used = run.record.rows;
  evidence.positive = setting(run, "positive");
  evidence.costs = run.costs;
  evidence.prevalence = run.prevalence;
  return evidence;
}

}  // namespace

Result<MeasuredRun> from_store(const StoredRun& run, const FromStore& how) {
  if (!run.has_rows) {
    Error error;
    error.name = "metric-not-stored";
    error.found = Message(kNoRows, {run.record.name});
    error.help = Message(kNoRowsHelp, {run.record.path});
    return error;
  }
  MeasuredRun measured;
  measured.name = run.record.name;
  measured.trainer = run.trainer;
  measured.settings = run.settings;
  measured.evidence = evidence_of(run);
  KeptRun& kept = measured.kept;
  kept.own = SJ_TRY(own_metrics(run));
  kept.labels = how.labels != nullptr ? how.labels
                : run.labels.empty()  ? std::make_shared<LabelSet>()
                                      : std::make_shared<LabelSet>(run.labels);
  kept.ids = run.ids;
  kept.row = run.row;
  kept.asked = run.asked;
  kept.expected = run.expected;
  kept.weights = run.weights;
  kept.lacks_text.assign(run.lacks_text.begin(), run.lacks_text.end());
  kept.clusters = run.clusters;
  kept.has_input = run.has_input;
  kept.answers = std::strtoull(run.record.answers.c_str(), nullptr, 16);
  kept.classes = run.classes;
  kept.han_share = run.han_share;
  kept.unspaced_share = run.unspaced_share;
  if (measured.evidence.task == Task::rating) {
    SJ_TRY(load_ratings(run, how, kept));
    rescore_ratings(kept, how.level.value_or(run.level), measured.evidence);
    for (ScoreLine& line : measured.evidence.metrics) line.signature = signature_of(run, line);
    return measured;
  }
  SJ_TRY(load_metrics(run, how, kept));
  EvaluateOptions options;
  options.labels = run.labels;
  options.level = how.level.value_or(run.level);
  options.seed = run.seed;
  options.threads = how.threads;
  rescore(kept, options, measured.evidence);
  for (ScoreLine& line : measured.evidence.metrics) line.signature = signature_of(run, line);
  return measured;
}

}  // namespace shijin
