// Both kinds of resampling re-add measured rows; nothing is tokenised or read again.
#include "compare/paired.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>
#include <variant>

#include "base/parallel.h"
#include "base/random.h"
#include "engine/resample.h"
#include "metrics/label_cells.h"
#include "stats/bootstrap.h"

namespace shijin {
namespace {

// Rows that differ up to which every exchange is tried, and how many are drawn beyond.
constexpr std::size_t kAllExchanges = 11;
constexpr std::size_t kExchanges = 2'000;

static_assert(kExchanges % kWeightings == 0 && (std::size_t{1} << 3U) % kWeightings == 0);

// Whole-number weights of the rows, one vector for each weighting of a batch.
using Weightings = std::vector<std::vector<std::int8_t>>;

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

// Which rows an exchange exchanges: its bit of a number for each row, the number's 64 bits being so
// many exchanges one after the other. Where all are tried the bits count through them, else they
// are a hash. Rows of one cluster go together.
constexpr std::size_t kMaskBits = 64;
static_assert(kMaskBits % kWeightings == 0 && kWeightings == 8);

class Masks {
 public:
  Masks(const std::vector<std::uint64_t>& keys, bool all, std::uint64_t seed)
      : keys_(keys),
        units_(all ? units_of(keys, kResampleRows) : Units()),
        all_(all),
        seed_(mix_bits(seed + 1)) {}
  // Of the exchanges first, first + 1, …; `first` is a multiple of kMaskBits.
  std::vector<std::uint64_t> numbers(std::size_t first) const {
    std::vector<std::uint64_t> numbers(keys_.size());
    if (!all_) {
      const std::uint64_t round = mix_bits(seed_ + first / kMaskBits);
      for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = mix_bits(keys_[i] ^ round);
      return numbers;
    }
    std::vector<std::uint64_t> of_unit(units_.count);
    for (std::size_t unit = 0; unit < of_unit.size(); ++unit) {
      for (std::size_t r = 0; r < kMaskBits; ++r) {
        of_unit[unit] |= std::uint64_t{(first + r) >> unit & 1U} << r;
      }
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = of_unit[units_.of_key[i]];
    return numbers;
  }
  // 1 for each row that the exchanges of one batch exchange, else 0: `place` is a multiple of 8.
  static void fill(std::span<const std::uint64_t> numbers, std::size_t place, Weightings& go) {
    static_assert(kWeightings == 8);
    std::vector<std::uint8_t> batch(numbers.size());  // the batch's bits of each row
    for (std::size_t i = 0; i < batch.size(); ++i) {
      batch[i] = static_cast<std::uint8_t>(numbers[i] >> place);
    }
    for (std::size_t r = 0; r < kWeightings; ++r) {
      std::int8_t* const out = go[r].data();
      for (std::size_t i = 0; i < batch.size(); ++i) {
        out[i] = static_cast<std::int8_t>(batch[i] >> r & 1U);
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
      : statistic_(&statistic),
        a_(statistic.sums()),
        differences_(statistic.sums(), CountRows::Most::differences) {}

  const Statistic* statistic_;
  std::vector<double> a_;
  std::vector<double> b_;
  CountRows differences_;  // of the rows that differ: b less a
};

// Two runs under the label statistic: an exchange moves a row's count from one cell to another.
class LabelExchanger {
 public:
  static std::optional<LabelExchanger> of(const Statistic& statistic, const Discordant& rows) {
    const bool labels = statistic.key() == LabelRule().shared_key();
    const bool in_blocks = rows.keys.size() > kResampleRows;
    if (!labels || in_blocks || !rows.weights.empty() || !rows.equal_weights.empty()) {
      return std::nullopt;
    }
    LabelExchanger out(statistic);
    std::vector<std::uint32_t> equal;
    out.cells_.place(labels_of(rows.equal_rows), equal);
    out.cells_.place(labels_of(rows.a), out.a_);
    out.cells_.place(labels_of(rows.b), out.b_);
    out.counts_a_.resize(out.cells_.size());
    for (const std::uint32_t cell : equal) ++out.counts_a_[cell];
    out.counts_b_ = out.counts_a_;
    for (const std::uint32_t cell : out.a_) ++out.counts_a_[cell];
    for (const std::uint32_t cell : out.b_) ++out.counts_b_[cell];
    return out;
  }

  std::pair<State, State> as_they_are() const {
    std::vector<std::int32_t> a(counts_a_.size() * kWeightings);
    std::vector<std::int32_t> b = a;
    for (std::size_t cell = 0; cell < counts_a_.size(); ++cell) {
      a[cell * kWeightings] = counts_a_[cell];
      b[cell * kWeightings] = counts_b_[cell];
    }
    return {state(a, 0), state(b, 0)};
  }
  Exchanged exchange(std::span<const Counts, kWeightings> go) const {
    std::vector<std::int32_t> gone(counts_a_.size() * kWeightings);
    std::vector<std::int32_t> come = gone;
    add_to_cells(a_, go, gone);
    add_to_cells(b_, go, come);
    for (std::size_t i = 0; i < gone.size(); ++i) {
      const std::int32_t moved = come[i] - gone[i];
      come[i] = counts_b_[i / kWeightings] - moved;
      gone[i] = counts_a_[i / kWeightings] + moved;
    }
    Exchanged pairs;
    for (std::size_t r = 0; r < kWeightings; ++r)
      pairs.emplace_back(state(gone, r), state(come, r));
    return pairs;
  }

 private:
  explicit LabelExchanger(const Statistic& statistic) : statistic_(&statistic) {}

  static std::span<const LabelCounts::Stat> labels_of(const std::vector<std::byte>& rows) {
    return {reinterpret_cast<const LabelCounts::Stat*>(rows.data()),
            rows.size() / sizeof(LabelCounts::Stat)};
  }
  State state(std::span<const std::int32_t> counts, std::size_t weighting) const {
    State state = statistic_->start();
    state.as<LabelCounts::State>() = cells_.state(counts, weighting);
    return state;
  }

  const Statistic* statistic_;
  LabelCells cells_;
  std::vector<std::uint32_t> a_;  // the cells of the rows that differ
  std::vector<std::uint32_t> b_;
  std::vector<std::int32_t> counts_a_;  // of all rows
  std::vector<std::int32_t> counts_b_;
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
      for (const std::int8_t one : go[r]) kept[r].push_back(static_cast<std::int8_t>(1 - one));
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
using Exchanger = std::variant<WholeExchanger, LabelExchanger, AnyExchanger>;

Exchanger exchanger_of(const Statistic& statistic, const Discordant& rows) {
  if (auto whole = WholeExchanger::of(statistic, rows)) return std::move(*whole);
  if (auto labels = LabelExchanger::of(statistic, rows)) return std::move(*labels);
  return AnyExchanger(statistic, rows);
}

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
    Weightings drawn(kWeightings, std::vector<std::int8_t>(weights.size()));
    const std::size_t first = chunk * kWeightings;
    for (std::size_t r = 0; r < kWeightings; r += 2) {
      weights.fill((first + r) / 2, drawn[r], drawn[r + 1]);
    }
    finish(drawn, first, out.drawn);
    if (left_out == LeftOut::not_wanted) return;
    for (auto& one : drawn) {
      for (std::int8_t& weight : one) weight = weight == 0 ? 1 : 0;
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
  const Exchanger exchanger = exchanger_of(statistic, rows);
  const auto* const blocks = std::get_if<AnyExchanger>(&exchanger);
  const std::vector<std::uint64_t> keys = blocks != nullptr ? blocks->keys() : rows.keys;
  const Masks masks(keys, all, seed);
  std::vector<std::vector<double>> differences(metrics.size(), std::vector<double>(exchanges));
  parallel_for((exchanges + kMaskBits - 1) / kMaskBits, threads, [&](std::size_t chunk) {
    const std::vector<std::uint64_t> numbers = masks.numbers(chunk * kMaskBits);
    Weightings go(kWeightings, std::vector<std::int8_t>(numbers.size()));
    const std::vector<Counts> views(go.begin(), go.end());
    const auto batch = std::span(views).first<kWeightings>();
    for (std::size_t place = 0; place < kMaskBits; place += kWeightings) {
      const std::size_t first = chunk * kMaskBits + place;
      if (first >= exchanges) break;
      Masks::fill(numbers, place, go);
      const Exchanged pairs =
          std::visit([&](const auto& one) { return one.exchange(batch); }, exchanger);
      for (std::size_t r = 0; r < kWeightings && first + r < exchanges; ++r) {
        for (std::size_t m = 0; m < metrics.size(); ++m) {
          differences[m][first + r] = difference(*metrics[m], pairs[r].first, pairs[r].second);
        }
      }
    }
  });
  const auto [whole_a, whole_b] =
      std::visit([](const auto& one) { return one.as_they_are(); }, exchanger);
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
