// Statistics are re-added under whole-number weights; nothing is read or tokenised again.
#include "engine/resample.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <unordered_map>

#include "base/parallel.h"
#include "base/random.h"
#include "stats/bootstrap.h"

namespace shijin {
namespace {

constexpr Text kUndefinedOften{"too many resamples have no defined score",
                               "太多次重抽樣得不到有定義的分數"};

constexpr Text kAllAlike{"all rows have the same score, so nothing tells how much scores differ",
                         "每列的分數都相同，看不出分數會差多少"};
constexpr double kRounding = 1e-12;

static_assert(kReplicates % kWeightings == 0 && kWeightings % 2 == 0);

// The score without each unit; nothing when it is undefined without one of them.
std::vector<double> jackknife(const WaitingMetric& one,
                              const std::vector<std::optional<double>>& without) {
  std::vector<double> values;
  values.reserve(without.size());
  for (const auto& value : without) {
    if (!value) return {};
    values.push_back(*value);
  }
  return one.line->score.value ? values : std::vector<double>();
}

// The scores of every metric without each unit, in the order of the metrics.
std::vector<std::vector<std::optional<double>>> without_each(
    const Accumulator& accumulator, const std::vector<WaitingMetric>& metrics, const Units& units,
    std::size_t threads) {
  std::vector<std::vector<std::optional<double>>> values(
      metrics.size(), std::vector<std::optional<double>>(units.count));
  leave_out_each(accumulator, units, threads, [&](std::size_t unit, const State& state) {
    for (std::size_t m = 0; m < metrics.size(); ++m) {
      values[m][unit] = metrics[m].metric->finish(state).value;
    }
  });
  return values;
}

void finish_intervals(const Accumulator& accumulator, std::vector<WaitingMetric>& metrics,
                      std::size_t drawn, const Units& units, std::size_t threads, double level) {
  const bool accelerated = units.count >= 2 && units.count <= kAcceleratedUnits;
  std::vector<std::vector<std::optional<double>>> without(metrics.size());
  if (accelerated) without = without_each(accumulator, metrics, units, threads);
  for (std::size_t m = 0; m < metrics.size(); ++m) {
    WaitingMetric& one = metrics[m];
    const std::vector<double> values = defined_values(one.values, drawn);
    if (values.empty()) {
      put_interval(*one.line, std::nullopt, level, "poisson-bootstrap");
      continue;
    }
    const std::vector<double> left_out = jackknife(one, without[m]);
    const auto corrected = left_out.empty()
                               ? std::nullopt
                               : bca_interval(values, *one.line->score.value, left_out, level);
    if (corrected) {
      put_interval(*one.line, corrected, level, "poisson-bootstrap-bca");
    } else {
      put_interval(*one.line, percentile_interval(values, level), level, "poisson-bootstrap");
    }
  }
}

}  // namespace

Units units_of(const std::vector<std::uint64_t>& keys, std::size_t most) {
  Units units;
  units.of_key.reserve(keys.size());
  std::unordered_map<std::uint64_t, std::uint32_t> known;
  const auto number = [&](std::uint64_t key) {
    return known.try_emplace(key, static_cast<std::uint32_t>(known.size())).first->second;
  };
  for (const std::uint64_t key : keys) units.of_key.push_back(number(key));
  if (known.size() > most) {
    known.clear();
    for (std::size_t i = 0; i < keys.size(); ++i) {
      units.of_key[i] =
          number(static_cast<std::uint64_t>((static_cast<Wide>(keys[i]) * most) >> 64U));
    }
  }
  units.count = known.size();
  return units;
}

void leave_out_each(const Accumulator& accumulator, const Units& units, std::size_t threads,
                    const std::function<void(std::size_t unit, const State& state)>& each) {
  parallel_for((units.count + kWeightings - 1) / kWeightings, threads, [&](std::size_t chunk) {
    const std::size_t first = chunk * kWeightings;
    std::vector<std::vector<std::int8_t>> kept(kWeightings,
                                               std::vector<std::int8_t>(units.of_key.size(), 1));
    for (std::size_t i = 0; i < units.of_key.size(); ++i) {
      const std::size_t unit = units.of_key[i];
      if (unit >= first && unit < first + kWeightings) kept[unit - first][i] = 0;
    }
    const std::vector<Counts> views(kept.begin(), kept.end());
    const std::vector<State> states = accumulator.weighted(std::span(views).first<kWeightings>());
    for (std::size_t r = 0; r < kWeightings && first + r < units.count; ++r) {
      each(first + r, states[r]);
    }
  });
}

void put_interval(ScoreLine& line, const std::optional<Bounds>& bounds, double level,
                  std::string_view method, std::size_t units) {
  if (!bounds || !std::isfinite(bounds->lo) || !std::isfinite(bounds->hi)) {
    line.no_interval_because = Message(kUndefinedOften);
    return;
  }
  const double width = bounds->hi - bounds->lo;
  if (line.score.value && width <= kRounding * std::abs(*line.score.value)) {
    const double count = static_cast<double>(units > 0 ? units : static_cast<std::size_t>(line.n));
    const auto alike = alike_interval(*line.score.value, count, line.low, line.high, level);
    if (alike) {
      line.interval = Interval{alike->lo, alike->hi, level, "all-alike"};
    } else {
      line.no_interval_because = Message(kAllAlike);
    }
    return;
  }
  line.interval = Interval{std::clamp(bounds->lo, line.low, line.high),
                           std::clamp(bounds->hi, line.low, line.high), level, method};
}

std::vector<double> defined_values(const std::vector<std::optional<double>>& values,
                                   std::size_t drawn) {
  std::vector<double> defined;
  for (const auto& value : values) {
    if (value) defined.push_back(*value);
  }
  if (defined.empty() || defined.size() * 20 < drawn * 19) return {};
  std::sort(defined.begin(), defined.end());
  return defined;
}

void bootstrap_intervals(WaitingMetrics& waiting, std::uint64_t seed, std::size_t threads,
                         double level) {
  if (waiting.empty()) return;
  const std::vector<std::uint64_t> keys = waiting.begin()->first->resampling_keys();
  const BootstrapWeights weights(seed, keys);
  for (auto& [accumulator, metrics] : waiting) {
    for (WaitingMetric& one : metrics) one.values.resize(kReplicates);
  }
  std::map<const Accumulator*, std::atomic<std::size_t>> resamples;
  for (const auto& one : waiting) resamples[one.first] = 0;
  parallel_for(kReplicates / kWeightings, threads, [&](std::size_t chunk) {
    std::vector<std::vector<std::int8_t>> drawn(kWeightings,
                                                std::vector<std::int8_t>(weights.size()));
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
        for (WaitingMetric& one : metrics) {
          one.values[first + r] = one.metric->finish(states[r]).value;
        }
      }
    }
  });
  const Units units = units_of(keys, kResampleRows);
  for (auto& [accumulator, metrics] : waiting) {
    finish_intervals(*accumulator, metrics, resamples.at(accumulator), units, threads, level);
  }
}

}  // namespace shijin
