// Rows go through the same accumulators in the same shards, so that every bit comes out the same.
#include "engine/rescore.h"

#include <algorithm>
#include <cstring>
#include <unordered_set>

#include "base/hash.h"
#include "base/random.h"
#include "engine/label_lines.h"
#include "engine/score.h"
#include "engine/version.h"
#include "metrics/human.h"
#include "metrics/log_probs.h"

namespace shijin {
namespace {

std::vector<std::uint64_t> stream_keys(const KeptRun& kept) {
  if (!kept.clusters.empty()) return kept.clusters;
  std::vector<std::uint64_t> keys(kept.row.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    keys[i] = kept.ids.empty() ? mix_bits(static_cast<std::uint64_t>(kept.row[i]))
                               : hash_bytes(kept.ids[i]);
  }
  return keys;
}

// The rows' weights for a metric; empty where every row weighs 1.
std::vector<double> weights_of(const KeptRun& kept, Rows rows) {
  std::vector<double> weights = kept.weights;
  if (rows == Rows::all || kept.lacks_text.empty()) return weights;
  weights.resize(kept.row.size(), 1.0);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (kept.lacks_text[i]) weights[i] = 0;
  }
  return weights;
}

// Shards as the file was read in: their rows in order, cut where the row numbers tell.
std::vector<std::pair<std::size_t, std::size_t>> shards_of(const KeptRun& kept) {
  std::vector<std::pair<std::size_t, std::size_t>> shards;
  for (std::size_t i = 0; i < kept.row.size();) {
    const auto shard = (kept.row[i] - 1) / static_cast<std::int64_t>(kShardRows);
    std::size_t end = i + 1;
    while (end < kept.row.size() &&
           (kept.row[end] - 1) / static_cast<std::int64_t>(kShardRows) == shard) {
      ++end;
    }
    shards.emplace_back(i, end);
    i = end;
  }
  return shards;
}

void fill(const KeptRun& kept, const std::vector<std::uint64_t>& keys, PassResult::Sum& sum) {
  Accumulator& accumulator = *sum.accumulator;
  const Statistic& statistic = accumulator.statistic();
  const std::vector<double> weights = weights_of(kept, sum.rows);
  const std::span<const std::byte> rows = kept.of(statistic);
  const std::size_t bytes = statistic.stat_bytes();
  const State* whole = nullptr;
  for (const KeptRun::Column& column : kept.columns) {
    if (column.statistic == statistic.key() && column.sum) whole = &*column.sum;
  }
  for (const auto& [begin, end] : shards_of(kept)) {
    ShardStats shard;
    const auto part = rows.subspan(begin * bytes, (end - begin) * bytes);
    shard.rows.assign(part.begin(), part.end());
    const std::span<const double> weighed(weights);
    const auto mine = weights.empty() ? weighed : weighed.subspan(begin, end - begin);
    shard.sum = statistic.start();
    if (whole == nullptr) {
      statistic.add(shard.sum, shard.rows, mine);
    } else if (begin == 0) {
      shard.sum = *whole;
    }
    accumulator.add(std::move(shard), std::span(keys).subspan(begin, end - begin), mine);
  }
}

// Rows without a token that a language model scored.
std::int64_t unscored_of(const KeptRun& kept, std::string_view statistic) {
  std::int64_t count = 0;
  for (const KeptRun::Column& column : kept.columns) {
    if (column.statistic != statistic) continue;
    for (std::size_t at = 0; at < column.rows.size(); at += sizeof(LogProbRow)) {
      LogProbRow row;
      std::memcpy(&row, column.rows.data() + at, sizeof row);
      count += row.tokens == 0 ? 1 : 0;
    }
  }
  return count;
}

}  // namespace

void rescore(KeptRun& kept, const EvaluateOptions& options, Evidence& evidence) {
  Plan plan;
  for (std::size_t i = 0; i < kept.metrics.size(); ++i) {
    PlannedMetric& planned = plan.metrics.emplace_back();
    planned.metric = std::move(kept.metrics[i]);
    planned.rows = kept.with_text[i] ? Rows::with_text : Rows::all;
  }
  PassResult pass;
  const std::vector<std::uint64_t> keys = stream_keys(kept);
  for (const PlannedMetric& planned : plan.metrics) {
    const Statistic& statistic = planned.metric->statistic();
    const auto known = std::find_if(pass.sums.begin(), pass.sums.end(), [&](const auto& sum) {
      return sum.rows == planned.rows && sum.accumulator->statistic().key() == statistic.key();
    });
    if (known != pass.sums.end()) continue;
    pass.sums.push_back(
        {std::make_unique<Accumulator>(statistic, Accumulator::Keep::for_resampling),
         planned.rows});
    fill(kept, keys, pass.sums.back());
  }
  const auto lacking = std::count(kept.lacks_text.begin(), kept.lacks_text.end(), true);
  pass.facts = Collector::counted(static_cast<std::int64_t>(kept.row.size()), lacking,
                                  unscored_of(kept, kLogProbRows), unscored_of(kept, kChunkedRows));
  for (const PassResult::Sum& sum : pass.sums) {
    if (sum.accumulator->statistic().key() != LabelRule().shared_key()) continue;
    const auto& counts = sum.accumulator->sum().as<LabelCounts::State>();
    const bool given = !options.labels.empty();
    give_labels(label_sums(counts, *kept.labels), given ? LabelsGiven::yes : LabelsGiven::no,
                evidence);
    break;
  }
  const std::unordered_set<std::uint64_t> clusters(kept.clusters.begin(), kept.clusters.end());
  evidence.data.clusters = static_cast<std::int64_t>(clusters.size());
  const bool labelled = !evidence.labels.empty();
  const Sampling sampling{!kept.weights.empty(), !kept.clusters.empty(),
                          labelled ? kept.labels.get() : nullptr, evidence.labels.size()};
  evidence.metrics = score_lines(plan, pass, options, sampling);
  for (std::size_t i = 0; i < plan.metrics.size(); ++i) {
    kept.metrics[i] = std::move(plan.metrics[i].metric);
  }
}

void rescore_ratings(const KeptRun& kept, double level, Evidence& evidence) {
  const std::unordered_set<std::uint64_t> clusters(kept.clusters.begin(), kept.clusters.end());
  evidence.data.clusters = static_cast<std::int64_t>(clusters.size());
  for (const auto& metric : kept.metrics) {
    const std::span<const std::byte> rows = kept.of(metric->statistic());
    std::vector<ItemSum> sums(rows.size() / sizeof(ItemSum));
    if (!rows.empty()) std::memcpy(sums.data(), rows.data(), rows.size());
    ScoreLine& line =
        evidence.metrics.emplace_back(rating_mean(metric->key(), sums, kept.clusters, level));
    line.signature = line.key + "|shijin:" + std::string(version());
  }
}

}  // namespace shijin
