// Finishing metrics and putting intervals on them: closed forms where the metric has one, draws of
// the counts or Poisson replicates where it has not (research: Wilson 1927; Chamandy et al. 2012).
#include "engine/score.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>

#include "base/parallel.h"
#include "engine/version.h"
#include "stats/bootstrap.h"
#include "stats/interval.h"
#include "stats/weighted_sums.h"

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
constexpr Text kTooFewRows{"one row alone says nothing about the spread",
                           "單獨一列無法看出離散程度"};
constexpr Text kUndefinedOften{"too many resamples have no defined score",
                               "太多次重抽樣得不到有定義的分數"};

static_assert(kReplicates % kWeightings == 0 && kWeightings % 2 == 0);

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

// The middle of the values that are defined; nothing when more than one in twenty resamples has
// none.
std::optional<Bounds> middle(const std::vector<std::optional<double>>& values,
                             std::size_t resamples, double level) {
  std::vector<double> defined;
  for (const auto& value : values) {
    if (value) defined.push_back(*value);
  }
  if (defined.empty() || defined.size() * 20 < resamples * 19) return std::nullopt;
  std::sort(defined.begin(), defined.end());
  return percentile_interval(defined, level);
}

void put(ScoreLine& line, const std::optional<Bounds>& bounds, double level,
         std::string_view method) {
  if (!bounds || !std::isfinite(bounds->lo) || !std::isfinite(bounds->hi)) {
    line.no_interval_because = Message(kUndefinedOften);
    return;
  }
  line.interval = Interval{std::clamp(bounds->lo, line.low, line.high),
                           std::clamp(bounds->hi, line.low, line.high), level, method};
}

// One metric waiting for replicates of its statistic.
struct Waiting {
  const Metric* metric;
  ScoreLine* line;
  std::vector<std::optional<double>> values;
};

// Draw the counts once for all metrics that finish from them.
void draw_counts(const Accumulator& accumulator, std::vector<Waiting>& waiting,
                 const EvaluateOptions& options, std::size_t draws) {
  for (Waiting& one : waiting) one.values.resize(draws);
  parallel_for(draws / 100, thread_count(options), [&](std::size_t hundred) {
    for (std::size_t i = 100 * hundred; i < 100 * (hundred + 1); ++i) {
      Random random(options.seed, i);
      const auto drawn = accumulator.statistic().resample(accumulator.sum(), random);
      if (!drawn) continue;
      for (Waiting& one : waiting) one.values[i] = one.metric->finish(*drawn).value;
    }
  });
  for (Waiting& one : waiting) {
    put(*one.line, middle(one.values, draws, options.level), options.level, "dirichlet");
  }
}

// Re-add the statistics under Poisson(1) weights. All accumulators hold the same rows (or blocks),
// so the weights are drawn once for all.
void bootstrap(std::map<const Accumulator*, std::vector<Waiting>>& waiting,
               const EvaluateOptions& options) {
  if (waiting.empty()) return;
  const BootstrapWeights weights(options.seed, waiting.begin()->first->resampling_keys());
  for (auto& [accumulator, metrics] : waiting) {
    for (Waiting& one : metrics) one.values.resize(kReplicates);
  }
  std::map<const Accumulator*, std::atomic<std::size_t>> resamples;
  for (const auto& one : waiting) resamples[one.first] = 0;
  parallel_for(kReplicates / kWeightings, thread_count(options), [&](std::size_t chunk) {
    std::vector<std::vector<std::int16_t>> drawn(kWeightings,
                                                 std::vector<std::int16_t>(weights.size()));
    const std::vector<Counts> views(drawn.begin(), drawn.end());
    const std::size_t first = chunk * kWeightings;
    for (std::size_t r = 0; r < kWeightings; r += 2) {
      weights.fill((first + r) / 2, drawn[r], drawn[r + 1]);
    }
    for (auto& [accumulator, metrics] : waiting) {
      const std::vector<State> states =
          accumulator->weighted(std::span(views).first<kWeightings>());
      for (std::size_t r = 0; r < kWeightings; ++r) {
        // A resample may draw no row at all; of two rows one in seven does. It is no evidence.
        if (accumulator->draws_nothing(drawn[r])) continue;
        ++resamples.at(accumulator);
        for (Waiting& one : metrics) one.values[first + r] = one.metric->finish(states[r]).value;
      }
    }
  });
  for (auto& [accumulator, metrics] : waiting) {
    for (Waiting& one : metrics) {
      put(*one.line, middle(one.values, resamples.at(accumulator), options.level), options.level,
          "poisson-bootstrap");
    }
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
    put(line, bounds, level, method);
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

}  // namespace

std::vector<ScoreLine> score_lines(const Plan& plan, const PassResult& pass,
                                   const EvaluateOptions& options, bool weighted,
                                   std::size_t labels) {
  std::vector<ScoreLine> lines;
  lines.reserve(plan.metrics.size());
  std::map<const Accumulator*, std::vector<Waiting>> resampled;
  std::map<const Accumulator*, std::vector<Waiting>> redrawn;
  for (const PlannedMetric& planned : plan.metrics) {
    const Metric& metric = *planned.metric;
    const MetricInfo& info = metric.info();
    const Accumulator& accumulator = pass.of(planned);
    ScoreLine& line = lines.emplace_back();
    line.key = metric.key();
    line.metric = metric.name();
    line.title = title_of(metric);
    line.better = info.better;
    line.low = info.low;
    line.high = info.high;
    line.decimals = info.decimals;
    line.n = pass.facts.used() - (planned.rows == Rows::all ? 0 : pass.facts.lacking_text());
    line.signature = line.key + "|shijin:" + std::string(version());
    if (!info.definition.empty()) line.signature += "|" + std::string(info.definition);
    if (options.words && accumulator.words_used()) mark_words(*options.words, line);
    line.score = metric.finish(accumulator.sum());
    if (!line.score.value) continue;
    const Uncertainty doubt = metric.uncertainty(accumulator.sum());
    if (weighted && doubt.kind != Uncertainty::Kind::none) {
      resampled[&accumulator].push_back({&metric, &line, {}});
    } else if (!closed_form(doubt, options.level, line)) {
      auto& waiting = doubt.kind == Uncertainty::Kind::counts ? redrawn : resampled;
      waiting[&accumulator].push_back({&metric, &line, {}});
    }
  }
  // A draw costs as much as there are pairs of labels: fewer of them where labels are many.
  const std::size_t draws =
      labels <= 32 ? kDraws : std::max<std::size_t>(4, 40 * 32 / labels) * 100;
  for (auto& [accumulator, metrics] : redrawn) draw_counts(*accumulator, metrics, options, draws);
  bootstrap(resampled, options);
  return lines;
}

}  // namespace shijin
