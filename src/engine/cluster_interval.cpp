// What a cluster adds is what the sums lack without it.
#include "engine/cluster_interval.h"

#include <algorithm>
#include <cmath>

#include "stats/clustered.h"

namespace shijin {
namespace {

constexpr Text kOneCluster{"all rows are in one cluster: nothing tells how much clusters differ",
                           "所有資料列都在同一群，看不出群與群之間差多少"};

constexpr Text kFewClustersFound{
    "the rows fall into {0} clusters by column {1}: too few to know well how much clusters differ",
    "資料列依「{1}」欄分成 {0} 群：群數太少，群與群之間的差異無法估得準"};
constexpr Text kFewClustersHelp{
    "read the intervals as rough; more clusters help, more rows in each do not",
    "區間只能當作粗略的參考；要增加的是群數，而不是每群的筆數"};
using Kind = Uncertainty::Kind;

// What each cluster adds to a ratio: of successes to trials, or of a mean to its rows.
struct RatioParts {
  std::vector<double> above;
  std::vector<double> below;
};

double whole_of(const Uncertainty& doubt) { return doubt.kind == Kind::mean ? doubt.c : doubt.b; }
double part_of(const Uncertainty& doubt) {
  return doubt.kind == Kind::mean ? doubt.a * doubt.c : doubt.a;
}

RatioParts parts_of(const Metric& metric, const Accumulator& accumulator, const Units& units,
                    std::size_t threads, const Uncertainty& all) {
  RatioParts parts{std::vector<double>(units.count), std::vector<double>(units.count)};
  leave_out_each(accumulator, units, threads, [&](std::size_t unit, const State& state) {
    const Uncertainty left = metric.uncertainty(state);
    const bool empty = left.kind == Kind::none;  // undefined without this cluster: it was all
    parts.above[unit] = part_of(all) - (empty ? 0 : part_of(left));
    parts.below[unit] = whole_of(all) - (empty ? 0 : whole_of(left));
  });
  return parts;
}

// The scaled and moved bounds of what the closed form is about.
Bounds moved(const Bounds& bounds, const Uncertainty& doubt) {
  const double a = doubt.scale * bounds.lo + doubt.shift;
  const double b = doubt.scale * bounds.hi + doubt.shift;
  return {std::min(a, b), std::max(a, b)};
}

// Scores without each cluster, where all are defined.
std::vector<double> without_each(const Metric& metric, const Accumulator& accumulator,
                                 const Units& units, std::size_t threads) {
  std::vector<std::optional<double>> scores(units.count);
  leave_out_each(accumulator, units, threads, [&](std::size_t unit, const State& state) {
    scores[unit] = metric.finish(state).value;
  });
  std::vector<double> values;
  for (const auto& score : scores) {
    if (!score) return {};
    values.push_back(*score);
  }
  return values;
}

double jackknife_error(const std::vector<double>& values) {
  const auto units = static_cast<double>(values.size());
  double mean = 0;
  for (const double x : values) mean += x / units;
  double squares = 0;
  for (const double x : values) squares += (x - mean) * (x - mean);
  return std::sqrt(squares * (units - 1) / units);
}

bool by_jackknife(const Metric& metric, const Accumulator& accumulator, const Units& units,
                  std::size_t threads, double level, ScoreLine& line) {
  const std::vector<double> values = without_each(metric, accumulator, units, threads);
  const double range = line.high - line.low;
  if (values.empty() || !std::isfinite(range)) return false;
  const auto clusters = static_cast<double>(units.count);
  const double rate = (*line.score.value - line.low) / range;
  const EqualRows equal = equal_rows(rate, jackknife_error(values) / range,
                                     static_cast<double>(line.n), clusters, level);
  const Bounds bounds = wilson_interval(rate * equal.rows, equal.rows, equal.level);
  put_interval(line, Bounds{line.low + range * bounds.lo, line.low + range * bounds.hi}, level,
               "cluster-jackknife", units.count);
  return true;
}

}  // namespace

bool cluster_interval(const Metric& metric, const Accumulator& accumulator, const Units& units,
                      std::size_t threads, double level, ScoreLine& line) {
  const Uncertainty doubt = metric.uncertainty(accumulator.sum());
  if (doubt.kind == Kind::none) {
    line.no_interval_because = doubt.why;
    return true;
  }
  if (units.count < 2) {
    line.no_interval_because = Message(kOneCluster);
    return true;
  }
  if (doubt.kind == Kind::bootstrap) return false;
  if (doubt.kind == Kind::counts) {
    return by_jackknife(metric, accumulator, units, threads, level, line);
  }
  const RatioParts parts = parts_of(metric, accumulator, units, threads, doubt);
  const auto ratio = ratio_estimate(parts.above, parts.below);
  if (!ratio) return false;
  if (doubt.kind == Kind::mean) {
    put_interval(line, moved(ratio_interval(*ratio, level), doubt), level, "cluster-t",
                 units.count);
    return true;
  }
  const auto clusters = static_cast<double>(units.count);
  const auto [rows, wide] = equal_rows(ratio->ratio, ratio->error, doubt.b, clusters, level);
  const double part = ratio->ratio * rows;
  const bool rate = doubt.kind == Kind::proportion;
  const Bounds bounds = rate ? wilson_interval(part, rows, wide) : f1_interval(part, rows, wide);
  put_interval(line, moved(bounds, doubt), level,
               rate ? "cluster-wilson" : "cluster-wilson-jaccard", units.count);
  return true;
}

void give_clusters(std::size_t clusters, Evidence& evidence) {
  evidence.data.clusters = static_cast<std::int64_t>(clusters);
  if (clusters >= kFewClusters) return;
  const auto column = static_cast<std::size_t>(evidence.data.roles.column(Role::cluster));
  Error note;
  note.name = "clusters-few";
  note.severity = Severity::warning;
  if (!evidence.data.files.empty()) note.at.file = evidence.data.files.front().path;
  note.found = Message(kFewClustersFound, {std::to_string(clusters), evidence.data.names[column]});
  note.help = Message(kFewClustersHelp);
  evidence.notes.add(std::move(note));
}

}  // namespace shijin
