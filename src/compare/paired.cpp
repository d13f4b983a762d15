// Both kinds of resampling re-add measured rows; nothing is tokenised or read again.
#include "compare/paired.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "base/parallel.h"
#include "base/random.h"
#include "engine/resample.h"
#include "stats/bootstrap.h"

namespace shijin {
namespace {

// Rows that differ up to which every exchange is tried, and how many are drawn beyond.
constexpr std::size_t kAllExchanges = 11;
constexpr std::size_t kExchanges = 2'000;

static_assert(kExchanges % kWeightings == 0 && (std::size_t{1} << 3U) % kWeightings == 0);

// Whole-number weights of the rows, one vector for each weighting of a batch.
using Weightings = std::vector<std::vector<std::int16_t>>;

Accumulator accumulate(const Statistic& statistic, const PairedRows& run) {
  Accumulator accumulator(statistic, Accumulator::Keep::for_resampling);
  ShardStats shard;
  shard.rows.assign(run.rows.begin(), run.rows.end());
  shard.sum = statistic.start();
  statistic.add(shard.sum, shard.rows, run.weights);
  accumulator.add(std::move(shard), run.keys, run.weights);
  return accumulator;
}

// The rows of two runs that are equal, added up once, and those that are not.
struct Discordant {
  State equal;
  std::vector<std::byte> a;
  std::vector<std::byte> b;
  std::vector<std::uint64_t> keys;
  std::vector<double> weights;
};

Discordant split(const Statistic& statistic, const PairedRows& a, const PairedRows& b) {
  Discordant out;
  out.equal = statistic.start();
  const std::size_t bytes = statistic.stat_bytes();
  std::vector<std::byte> equal;
  std::vector<double> equal_weights;
  for (std::size_t i = 0; i < a.keys.size(); ++i) {
    const auto from_a = a.rows.subspan(i * bytes, bytes);
    const auto from_b = b.rows.subspan(i * bytes, bytes);
    const bool same = std::memcmp(from_a.data(), from_b.data(), bytes) == 0;
    if (!a.weights.empty()) (same ? equal_weights : out.weights).push_back(a.weights[i]);
    if (same) {
      equal.insert(equal.end(), from_a.begin(), from_a.end());
      continue;
    }
    out.a.insert(out.a.end(), from_a.begin(), from_a.end());
    out.b.insert(out.b.end(), from_b.begin(), from_b.end());
    out.keys.push_back(a.keys[i]);
  }
  statistic.add(out.equal, equal, equal_weights);
  return out;
}

// Which rows exchange `r` exchanges: the bits of r where all are tried, else a bit of a hash. Rows
// of one cluster go together.
class Masks {
 public:
  Masks(const std::vector<std::uint64_t>& keys, bool all, std::uint64_t seed)
      : keys_(keys),
        units_(all ? units_of(keys, kResampleRows) : Units()),
        all_(all),
        seed_(mix_bits(seed + 1)) {}
  void fill(std::size_t r, std::span<std::int16_t> kept, std::span<std::int16_t> exchanged) const {
    const std::uint64_t round = mix_bits(seed_ + r / 64);
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      const std::uint64_t bits =
          all_ ? std::uint64_t{r} >> units_.of_key[i] : mix_bits(keys_[i] ^ round) >> (r % 64);
      exchanged[i] = static_cast<std::int16_t>(bits & 1U);
      kept[i] = static_cast<std::int16_t>(1 - exchanged[i]);
    }
  }

 private:
  std::span<const std::uint64_t> keys_;
  Units units_;
  bool all_;
  std::uint64_t seed_;
};

// The two runs with some of their rows exchanged.
class Exchanger {
 public:
  Exchanger(const Statistic& statistic, const Discordant& rows, bool all, std::uint64_t seed)
      : statistic_(&statistic),
        equal_(&rows.equal),
        a_(accumulate(statistic, {rows.a, rows.keys, rows.weights})),
        b_(accumulate(statistic, {rows.b, rows.keys, rows.weights})),
        keys_(a_.resampling_keys()),
        masks_(keys_, all, seed) {}

  std::pair<State, State> as_they_are() const {
    return {sum_of(a_.sum(), statistic_->start()), sum_of(b_.sum(), statistic_->start())};
  }
  // The exchanges first, first + 1, … of one batch.
  std::vector<std::pair<State, State>> exchange(std::size_t first) const {
    Weightings kept(kWeightings, std::vector<std::int16_t>(keys_.size()));
    Weightings exchanged = kept;
    for (std::size_t r = 0; r < kWeightings; ++r) {
      masks_.fill(first + r, kept[r], exchanged[r]);
    }
    const std::vector<Counts> kept_views(kept.begin(), kept.end());
    const std::vector<Counts> exchanged_views(exchanged.begin(), exchanged.end());
    const auto stay = std::span(kept_views).first<kWeightings>();
    const auto go = std::span(exchanged_views).first<kWeightings>();
    const auto a_stay = a_.weighted(stay);
    const auto a_go = a_.weighted(go);
    const auto b_stay = b_.weighted(stay);
    const auto b_go = b_.weighted(go);
    std::vector<std::pair<State, State>> pairs;
    for (std::size_t r = 0; r < kWeightings; ++r) {
      pairs.emplace_back(sum_of(a_stay[r], b_go[r]), sum_of(b_stay[r], a_go[r]));
    }
    return pairs;
  }

 private:
  State sum_of(const State& one, const State& other) const {
    State sum = *equal_;
    statistic_->merge(sum, one);
    statistic_->merge(sum, other);
    return sum;
  }

  const Statistic* statistic_;
  const State* equal_;
  Accumulator a_;
  Accumulator b_;
  std::vector<std::uint64_t> keys_;
  Masks masks_;
};

double difference(const Metric& metric, const State& a, const State& b) {
  const Score first = metric.finish(a);
  const Score second = metric.finish(b);
  // An exchange that leaves a score undefined counts against the claim.
  if (!first.value || !second.value) return std::numeric_limits<double>::infinity();
  return std::abs(*second.value - *first.value);
}

}  // namespace

PairedReplicates paired_replicates(const Statistic& statistic,
                                   std::span<const Metric* const> metrics,
                                   std::span<const PairedRows> runs, LeftOut left_out,
                                   std::uint64_t seed, std::size_t threads) {
  std::vector<Accumulator> accumulators;
  for (const PairedRows& run : runs) accumulators.push_back(accumulate(statistic, run));
  PairedReplicates out;
  const std::vector<std::optional<double>> none(kReplicates);
  out.drawn.assign(runs.size(), {metrics.size(), none});
  if (left_out == LeftOut::wanted) out.left_out = out.drawn;
  const BootstrapWeights weights(seed, accumulators.front().resampling_keys());
  const auto finish = [&](const Weightings& under, std::size_t first, Replicates& values) {
    const std::vector<Counts> views(under.begin(), under.end());
    for (std::size_t run = 0; run < runs.size(); ++run) {
      const auto states = accumulators[run].weighted(std::span(views).first<kWeightings>());
      for (std::size_t r = 0; r < kWeightings; ++r) {
        if (accumulators[run].draws_nothing(under[r])) continue;
        for (std::size_t m = 0; m < metrics.size(); ++m) {
          values[run][m][first + r] = metrics[m]->finish(states[r]).value;
        }
      }
    }
  };
  parallel_for(kReplicates / kWeightings, threads, [&](std::size_t chunk) {
    Weightings drawn(kWeightings, std::vector<std::int16_t>(weights.size()));
    const std::size_t first = chunk * kWeightings;
    for (std::size_t r = 0; r < kWeightings; r += 2) {
      weights.fill((first + r) / 2, drawn[r], drawn[r + 1]);
    }
    finish(drawn, first, out.drawn);
    if (left_out == LeftOut::not_wanted) return;
    for (auto& one : drawn) {
      for (std::int16_t& weight : one) weight = weight == 0 ? 1 : 0;
    }
    finish(drawn, first, out.left_out);
  });
  return out;
}

std::vector<PairedTest> exchange_tests(const Statistic& statistic,
                                       std::span<const Metric* const> metrics, const PairedRows& a,
                                       const PairedRows& b, std::uint64_t seed,
                                       std::size_t threads) {
  const Discordant rows = split(statistic, a, b);
  const std::size_t count = rows.keys.size();
  if (count == 0) return std::vector<PairedTest>(metrics.size(), PairedTest{1, "identical"});
  const std::size_t units = units_of(rows.keys, count).count;
  const bool all = units <= kAllExchanges;
  const std::size_t exchanges = all ? std::size_t{1} << units : kExchanges;
  const Exchanger exchanger(statistic, rows, all, seed);
  std::vector<std::vector<double>> differences(metrics.size(), std::vector<double>(exchanges));
  parallel_for((exchanges + kWeightings - 1) / kWeightings, threads, [&](std::size_t chunk) {
    const auto pairs = exchanger.exchange(chunk * kWeightings);
    for (std::size_t r = 0; r < kWeightings && chunk * kWeightings + r < exchanges; ++r) {
      for (std::size_t m = 0; m < metrics.size(); ++m) {
        differences[m][chunk * kWeightings + r] =
            difference(*metrics[m], pairs[r].first, pairs[r].second);
      }
    }
  });
  const auto [whole_a, whole_b] = exchanger.as_they_are();
  const auto tried = static_cast<double>(exchanges);
  std::vector<PairedTest> tests;
  for (std::size_t m = 0; m < metrics.size(); ++m) {
    const double observed = difference(*metrics[m], whole_a, whole_b);
    const double bar = observed - 1e-12 * std::max(1.0, observed);
    const auto far = static_cast<double>(std::count_if(differences[m].begin(), differences[m].end(),
                                                       [&](double one) { return one >= bar; }));
    tests.push_back(all ? PairedTest{far / tried, "exact-permutation", count, units}
                        : PairedTest{(far + 1) / (tried + 1), "permutation", count, units});
  }
  return tests;
}

}  // namespace shijin
