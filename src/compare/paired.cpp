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

// The rows of two runs that are equal, and those that are not.
struct Discordant {
  std::vector<std::byte> equal_rows;
  std::vector<double> equal_weights;
  std::vector<std::byte> a;
  std::vector<std::byte> b;
  std::vector<std::uint64_t> keys;
  std::vector<double> weights;
};

Discordant split(const Statistic& statistic, const PairedRows& a, const PairedRows& b) {
  Discordant out;
  const std::size_t bytes = statistic.stat_bytes();
  for (std::size_t i = 0; i < a.keys.size(); ++i) {
    const auto from_a = a.rows.subspan(i * bytes, bytes);
    const auto from_b = b.rows.subspan(i * bytes, bytes);
    const bool same = std::memcmp(from_a.data(), from_b.data(), bytes) == 0;
    if (!a.weights.empty()) (same ? out.equal_weights : out.weights).push_back(a.weights[i]);
    if (same) {
      out.equal_rows.insert(out.equal_rows.end(), from_a.begin(), from_a.end());
      continue;
    }
    out.a.insert(out.a.end(), from_a.begin(), from_a.end());
    out.b.insert(out.b.end(), from_b.begin(), from_b.end());
    out.keys.push_back(a.keys[i]);
  }
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
  std::size_t rows() const { return keys_.size(); }
  // 1 for each row that the exchanges first, first + 1, … of one batch exchange, else 0.
  void fill(std::size_t first, Weightings& exchanged) const {
    static_assert(64 % kWeightings == 0);  // the bits of a batch lie in one word
    std::vector<std::uint64_t> words(keys_.size());
    const std::uint64_t round = mix_bits(seed_ + first / 64);
    for (std::size_t i = 0; i < words.size() && !all_; ++i) {
      words[i] = mix_bits(keys_[i] ^ round) >> (first % 64);
    }
    for (std::size_t r = 0; r < kWeightings; ++r) {
      std::vector<std::int16_t>& one = exchanged[r];
      for (std::size_t i = 0; i < words.size(); ++i) {
        const std::uint64_t bits = all_ ? (first + r) >> units_.of_key[i] : words[i] >> r;
        one[i] = static_cast<std::int16_t>(bits & 1U);
      }
    }
  }

 private:
  std::span<const std::uint64_t> keys_;
  Units units_;
  bool all_;
  std::uint64_t seed_;
};

using Exchanged = std::vector<std::pair<State, State>>;  // both runs after each exchange of a batch

// Adds up sums of whole numbers; `whole` becomes false when one is none.
void add_up(const Statistic& statistic, std::span<const std::byte> rows, std::vector<double>& sums,
            bool& whole) {
  constexpr std::size_t kAtOnce = 1'024;
  const std::size_t bytes = statistic.stat_bytes();
  const std::size_t width = statistic.sums();
  std::vector<double> units(kAtOnce * width);
  for (std::size_t at = 0; at < rows.size() && whole; at += kAtOnce * bytes) {
    const auto some = rows.subspan(at, std::min(kAtOnce * bytes, rows.size() - at));
    const auto given = std::span(units).first(some.size() / bytes * width);
    statistic.unit_sums(some, given);
    for (std::size_t i = 0; i < given.size(); ++i) {
      whole = whole && given[i] == std::nearbyint(given[i]);
      sums[i % width] += given[i];
    }
  }
}

// Two runs whose statistics are sums of whole numbers: an exchange moves the difference of its rows
// from one run to the other, exactly, so that one weighted sum does for both.
class WholeExchanger {
 public:
  // Nothing where a number is no small whole one, or where blocks of rows are exchanged.
  static std::optional<WholeExchanger> of(const Statistic& statistic, const Discordant& rows) {
    const std::size_t width = statistic.sums();
    const bool in_blocks = rows.keys.size() > kResampleRows;
    if (width == 0 || in_blocks || !rows.weights.empty()) return std::nullopt;
    WholeExchanger out(statistic);
    bool whole = true;
    add_up(statistic, rows.equal_rows, out.a_, whole);
    out.b_ = out.a_;
    add_up(statistic, rows.a, out.a_, whole);
    add_up(statistic, rows.b, out.b_, whole);
    const std::size_t bytes = statistic.stat_bytes();
    std::vector<double> a(width);
    std::vector<double> b(width);
    for (std::size_t at = 0; at < rows.a.size() && whole; at += bytes) {
      statistic.unit_sums(std::span(rows.a).subspan(at, bytes), a);
      statistic.unit_sums(std::span(rows.b).subspan(at, bytes), b);
      for (std::size_t k = 0; k < width; ++k) b[k] -= a[k];
      whole = out.differences_.push(b);
    }
    if (!whole) return std::nullopt;
    return out;
  }

  std::pair<State, State> as_they_are() const {
    return {statistic_->from_sums(a_), statistic_->from_sums(b_)};
  }
  Exchanged exchange(std::span<const Counts, kWeightings> exchanged) const {
    const std::size_t width = a_.size();
    std::vector<double> moved(kWeightings * width);
    differences_.add_weighted(exchanged, moved);
    Exchanged pairs;
    for (std::size_t r = 0; r < kWeightings; ++r) {
      std::vector<double> a = a_;
      std::vector<double> b = b_;
      for (std::size_t k = 0; k < width; ++k) {
        a[k] += moved[r * width + k];
        b[k] -= moved[r * width + k];
      }
      pairs.emplace_back(statistic_->from_sums(a), statistic_->from_sums(b));
    }
    return pairs;
  }

 private:
  explicit WholeExchanger(const Statistic& statistic)
      : statistic_(&statistic), a_(statistic.sums()), differences_(statistic.sums()) {}

  const Statistic* statistic_;
  std::vector<double> a_;
  std::vector<double> b_;
  CountRows differences_;  // of the rows that differ: b less a
};

// Any two runs: the rows that stay and those that go are added up by themselves.
class AnyExchanger {
 public:
  AnyExchanger(const Statistic& statistic, const Discordant& rows)
      : statistic_(&statistic),
        equal_(statistic.start()),
        a_(accumulate(statistic, {rows.a, rows.keys, rows.weights})),
        b_(accumulate(statistic, {rows.b, rows.keys, rows.weights})) {
    statistic.add(equal_, rows.equal_rows, rows.equal_weights);
  }

  std::vector<std::uint64_t> keys() const { return a_.resampling_keys(); }
  std::pair<State, State> as_they_are() const {
    return {sum_of(a_.sum(), statistic_->start()), sum_of(b_.sum(), statistic_->start())};
  }
  Exchanged exchange(std::span<const Counts, kWeightings> go) const {
    Weightings kept(kWeightings);
    for (std::size_t r = 0; r < kWeightings; ++r) {
      for (const std::int16_t one : go[r]) kept[r].push_back(static_cast<std::int16_t>(1 - one));
    }
    const std::vector<Counts> kept_views(kept.begin(), kept.end());
    const auto stay = std::span(kept_views).first<kWeightings>();
    const auto a_stay = a_.weighted(stay);
    const auto a_go = a_.weighted(go);
    const auto b_stay = b_.weighted(stay);
    const auto b_go = b_.weighted(go);
    Exchanged pairs;
    for (std::size_t r = 0; r < kWeightings; ++r) {
      pairs.emplace_back(sum_of(a_stay[r], b_go[r]), sum_of(b_stay[r], a_go[r]));
    }
    return pairs;
  }

 private:
  State sum_of(const State& one, const State& other) const {
    State sum = equal_;
    statistic_->merge(sum, one);
    statistic_->merge(sum, other);
    return sum;
  }

  const Statistic* statistic_;
  State equal_;
  Accumulator a_;
  Accumulator b_;
};

// The two runs with some of their rows exchanged.
class Exchanger {
 public:
  Exchanger(const Statistic& statistic, const Discordant& rows, bool all, std::uint64_t seed)
      : whole_(WholeExchanger::of(statistic, rows)) {
    if (!whole_) any_.emplace(statistic, rows);
    keys_ = whole_ ? rows.keys : any_->keys();
    masks_.emplace(keys_, all, seed);
  }

  std::pair<State, State> as_they_are() const {
    return whole_ ? whole_->as_they_are() : any_->as_they_are();
  }
  // The exchanges first, first + 1, … of one batch.
  Exchanged exchange(std::size_t first) const {
    Weightings exchanged(kWeightings, std::vector<std::int16_t>(masks_->rows()));
    masks_->fill(first, exchanged);
    const std::vector<Counts> views(exchanged.begin(), exchanged.end());
    const auto go = std::span(views).first<kWeightings>();
    return whole_ ? whole_->exchange(go) : any_->exchange(go);
  }

 private:
  std::optional<WholeExchanger> whole_;
  std::optional<AnyExchanger> any_;
  std::vector<std::uint64_t> keys_;
  std::optional<Masks> masks_;
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
    const Exchanged pairs = exchanger.exchange(chunk * kWeightings);
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
