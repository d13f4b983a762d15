// Finishing metrics and putting intervals on them: closed forms where the metric has one; for other
// functions of label counts draws of the counts or the delta method; Poisson replicates for the
// rest (Wilson 1927; Chamandy et al. 2012).
#include "engine/score.h"

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "engine/cluster_interval.h"
#include "engine/count_interval.h"
#include "engine/resample.h"
#include "engine/version.h"
#include "metrics/label_counts.h"
#include "metrics/log_probs.h"
#include "stats/bootstrap.h"
#include "stats/interval.h"

namespace shijin {
namespace {

constexpr Text kTitleLabel{"{0}, label {1}", "{0}，標籤 {1}"};
constexpr Text kTitleArguments{"{0} ({1})", "{0}（{1}）"};
constexpr Text kTitleAverage{"{0}, {1} average", "{0}，{1}平均"};
constexpr Text kMacro{"macro", "巨觀"};
constexpr Text kMicro{"micro", "微觀"};
constexpr Text kWeighted{"weighted", "加權"};
constexpr Text kWithWords{"cut with the words of {0}: compare it only with scores that were, too",
                          "斷詞時用了 {0} 的詞；只能與同樣用了這些詞的分數比較"};
constexpr Text kTooLarge{"too many rows to resample by cluster", "資料列太多，無法按群重抽樣"};
constexpr Text kOneCell{"the rows show too few kinds of right and wrong to tell the spread",
                        "資料列的對錯種類太少，看不出離散程度"};
constexpr Text kTooFewRows{"one row alone says nothing about the spread",
                           "單獨一列無法看出離散程度"};

// "f1[label=0]" → name "f1", arguments {label: 0}.
Message title_of(const Metric& metric) {
  const MetricInfo& info = metric.info();
  // The words of an own metric go with its definition: a result that outlives it keeps a copy.
  if (!info.definition.empty()) return Message::kept(info.title);
  const Message name(info.title);
  const auto keys = parse_keys(metric.key());
  if (!keys.ok() || keys->front().arguments.empty()) return name;
  std::string rest;
  Message title = name;
  for (const auto& [argument, value] : keys->front().arguments) {
    if (argument == "label") {
      title = Message(kTitleLabel, {title, value});
    } else if (argument == "avg" && (value == "macro" || value == "micro" || value == "weighted")) {
      const Text word = value == "macro" ? kMacro : value == "micro" ? kMicro : kWeighted;
      title = Message(kTitleAverage, {title, Message(word)});
    } else {
      rest += (rest.empty() ? "" : ", ") + (argument == "tok" ? value : argument + "=" + value);
    }
  }
  return rest.empty() ? title : Message(kTitleArguments, {title, rest});
}

// Draw the counts once for all metrics that finish from them.
void draw_counts(const Accumulator& accumulator, std::vector<WaitingMetric>& waiting,
                 const EvaluateOptions& options, std::size_t draws) {
  for (WaitingMetric& one : waiting) one.values.resize(draws);
  parallel_for(draws / 100, thread_count(options), [&](std::size_t hundred) {
    for (std::size_t i = 100 * hundred; i < 100 * (hundred + 1); ++i) {
      Random random(options.seed, i);
      const auto drawn = accumulator.statistic().resample(accumulator.sum(), random);
      if (!drawn) continue;
      for (WaitingMetric& one : waiting) one.values[i] = one.metric->finish(*drawn).value;
    }
  });
  for (WaitingMetric& one : waiting) {
    const std::vector<double> values = defined_values(one.values, draws);
    std::optional<Bounds> bounds;
    if (!values.empty()) bounds = percentile_interval(values, options.level);
    if (bounds && values.front() == values.back()) {
      one.line->no_interval_because = Message(kOneCell);
      continue;
    }
    // A score at the end of its range is beyond every draw.
    if (bounds) {
      bounds->lo = std::min(bounds->lo, *one.line->score.value);
      bounds->hi = std::max(bounds->hi, *one.line->score.value);
    }
    put_interval(*one.line, bounds, options.level, "dirichlet");
  }
}

// Put a closed-form interval on a line; false when it has to be resampled.
bool closed_form(const Uncertainty& doubt, double level, ScoreLine& line) {
  const auto put_line = [&](std::optional<Bounds> bounds, std::string_view method) {
    if (bounds) {
      const double a = doubt.scale * bounds->lo + doubt.shift;
      const double b = doubt.scale * bounds->hi + doubt.shift;
      bounds = Bounds{std::min(a, b), std::max(a, b)};
    }
    put_interval(line, bounds, level, method);
  };
  switch (doubt.kind) {
    case Uncertainty::Kind::none:
      line.no_interval_because = doubt.why;
      return true;
    case Uncertainty::Kind::proportion:
      if (doubt.b > 0) put_line(wilson_interval(doubt.a, doubt.b, level), "wilson");
      return true;
    case Uncertainty::Kind::jaccard:
      if (doubt.b > 0) put_line(f1_interval(doubt.a, doubt.b, level), "wilson-jaccard");
      return true;
    case Uncertainty::Kind::mean:
      if (doubt.c < 2) {
        line.no_interval_because = Message(kTooFewRows);
      } else {
        line.spread = std::abs(doubt.scale) * std::sqrt(doubt.b);
        put_line(mean_interval(doubt.a, doubt.b, doubt.c, level), "t");
      }
      return true;
    case Uncertainty::Kind::counts:
    case Uncertainty::Kind::bootstrap:
      return false;
  }
  return false;
}

// Scores of other words are other scores: they are told apart by the signature, and in words.
void mark_words(const UserWords& words, ScoreLine& line) {
  line.signature += "|user-dict:" + words.digest();
  line.flag = Message(kWithWords, {words.path()});
}

// Put the delta method's interval on a line; false where there are few labels, or it has none.
bool by_delta(const Metric& metric, const State& sum, const Sampling& sampling, double level,
              ScoreLine& line) {
  const bool counts = metric.statistic().key() == LabelRule().shared_key();
  if (!counts || sampling.labels == nullptr || sampling.label_count <= kPosteriorLabels) {
    return false;
  }
  const auto bounds = delta_count_interval(metric, sum, *sampling.labels, line, level);
  if (bounds) put_interval(line, bounds, level, "delta");
  return bounds.has_value();
}

// Put a cluster-robust interval on a line; false when whole clusters have to be drawn for it.
bool by_clusters(const Metric& metric, const Accumulator& accumulator,
                 const EvaluateOptions& options, ScoreLine& line) {
  const std::vector<std::uint64_t> keys = accumulator.resampling_keys();
  if (keys.empty()) {  // a state too large for it: no row was kept
    line.no_interval_because = Message(kTooLarge);
    return true;
  }
  return cluster_interval(metric, accumulator, units_of(keys, kClusterUnits), thread_count(options),
                          options.level, line);
}

// A line without its score.
ScoreLine start_line(const PlannedMetric& planned, const PassResult& pass) {
  const Metric& metric = *planned.metric;
  const MetricInfo& info = metric.info();
  ScoreLine line;
  line.key = metric.key();
  line.metric = metric.name();
  line.title = title_of(metric);
  line.better = info.better;
  line.low = info.low;
  line.high = info.high;
  line.decimals = info.decimals;
  line.n = pass.facts.used() - (planned.rows == Rows::all ? 0 : pass.facts.lacking_text());
  if (metric.statistic().key() == kLogProbRows) line.n -= pass.facts.unscored();
  if (metric.statistic().key() == kChunkedRows) line.n -= pass.facts.unchunked();
  line.signature = line.key + "|shijin:" + std::string(version());
  if (!info.definition.empty()) line.signature += "|" + std::string(info.definition);
  return line;
}

// The score, and the peer's own line where it would have read the same: it has no weights, and
// takes every row.
void put_score(const Metric& metric, const Accumulator& accumulator, const Collector& facts,
               const Sampling& sampling, ScoreLine& line) {
  line.score = metric.finish(accumulator.sum());
  const std::string references = facts.references();
  if (!line.score.value || sampling.weighted || line.n != facts.used() || references.empty())
    return;
  line.peer_line = metric.peer_line(accumulator.sum(), references);
}

}  // namespace

std::vector<ScoreLine> score_lines(const Plan& plan, const PassResult& pass,
                                   const EvaluateOptions& options, const Sampling& sampling) {
  std::vector<ScoreLine> lines;
  lines.reserve(plan.metrics.size());
  WaitingMetrics resampled;
  WaitingMetrics redrawn;
  for (const PlannedMetric& planned : plan.metrics) {
    const Metric& metric = *planned.metric;
    const Accumulator& accumulator = pass.of(planned);
    ScoreLine& line = lines.emplace_back(start_line(planned, pass));
    if (options.words && accumulator.words_used()) mark_words(*options.words, line);
    put_score(metric, accumulator, pass.facts, sampling, line);
    if (!line.score.value) continue;
    if (line.n == 1 && metric.uncertainty(accumulator.sum()).kind == Uncertainty::Kind::bootstrap) {
      line.no_interval_because = Message(kTooFewRows);
      continue;
    }
    if (sampling.clustered) {
      if (!by_clusters(metric, accumulator, options, line)) {
        resampled[&accumulator].push_back({&metric, &line});
      }
      continue;
    }
    const Uncertainty doubt = metric.uncertainty(accumulator.sum());
    if (sampling.weighted && doubt.kind != Uncertainty::Kind::none) {
      resampled[&accumulator].push_back({&metric, &line});
    } else if (!closed_form(doubt, options.level, line)) {
      const bool counts = doubt.kind == Uncertainty::Kind::counts;
      if (counts && by_delta(metric, accumulator.sum(), sampling, options.level, line)) continue;
      (counts ? redrawn : resampled)[&accumulator].push_back({&metric, &line});
    }
  }
  // A draw costs as much as there are pairs of labels: fewer of them where labels are many.
  const std::size_t draws = sampling.label_count <= 32
                                ? kDraws
                                : std::max<std::size_t>(4, 40 * 32 / sampling.label_count) * 100;
  // A comparison draws the same replicates of all its runs at once, and has the intervals from
  // them.
  if (options.has_base && !sampling.weighted && !sampling.clustered) {
    std::erase_if(resampled, [](const auto& one) {
      return one.first->resampling_keys().size() > kAcceleratedUnits;
    });
  }
  for (auto& [accumulator, metrics] : redrawn) draw_counts(*accumulator, metrics, options, draws);
  bootstrap_intervals(resampled, options.seed, thread_count(options), options.level);
  return lines;
}

}  // namespace shijin
