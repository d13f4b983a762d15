// Each sample's mean by its id, then the estimators of stats.
#include "rate/core_estimate.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

#include "rate/mean.h"
#include "rate/rubric.h"
#include "stats/interval.h"

namespace shijin {
namespace {

constexpr Text kFewScored{"fewer than three of the drawn samples are scored",
                          "抽出的樣本中，已評分的不到三個"};

// Means by sample, of those that belong to the run.
std::unordered_map<std::string, double> means_by_sample(const RatingSet& ratings,
                                                        std::size_t dimension,
                                                        std::string_view run) {
  const std::string prefix = std::string(run) + "/";
  const std::vector<ItemSum> sums = item_sums(ratings, dimension);
  std::unordered_map<std::string, double> means;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const std::string& id = ratings.items()[i];
    if (sums[i].count > 0 && id.starts_with(prefix)) {
      means.emplace(id.substr(prefix.size()), sums[i].sum / sums[i].count);
    }
  }
  return means;
}

// The share of drawn samples that are scored, by slice and by whether they were certain.
class Response {
 public:
  Response(const CampaignPool& pool, const std::unordered_map<std::string, double>& means) {
    for (const PoolSample& sample : pool.samples) {
      if (!sample.drawn) continue;
      const bool scored = means.contains(sample.sample);
      for (Part* part : {&parts_[key_of(sample)], &all_}) {
        part->drawn += 1;
        part->scored += scored ? 1 : 0;
      }
    }
    whole_ = std::all_of(parts_.begin(), parts_.end(),
                         [](const auto& part) { return part.second.scored > 0; });
  }

  double of(const PoolSample& sample) const {
    const Part& part = whole_ ? parts_.at(key_of(sample)) : all_;
    return part.scored / part.drawn;
  }
  double scored() const { return all_.scored; }
  double drawn() const { return all_.drawn; }

 private:
  struct Part {
    double drawn = 0;
    double scored = 0;
  };
  using Key = std::pair<std::string, bool>;
  static Key key_of(const PoolSample& sample) { return {sample.slice, sample.probability >= 1}; }

  std::map<Key, Part> parts_;
  Part all_;
  bool whole_ = true;
};

// PPI++ as ppi-python where all were as likely, else with the probabilities. It believes a machine
// at most as it is, so the machine's scores are brought to people's scale first.
std::optional<PoweredMean> powered_of(std::vector<DrawnItem> items, const GregMean& line,
                                      double machine_mean, double level) {
  for (DrawnItem& item : items) {
    item.machine = line.value + line.slope * (item.machine - machine_mean);
  }
  std::vector<double> scores;
  std::vector<double> machine;
  std::vector<double> others;
  std::optional<double> probability;
  bool even = true;
  for (const DrawnItem& item : items) {
    if (!item.score) {
      others.push_back(item.machine);
      continue;
    }
    scores.push_back(*item.score);
    machine.push_back(item.machine);
    even = even && item.probability == probability.value_or(item.probability);
    probability = item.probability;
  }
  return even ? ppi_mean(scores, machine, others, {}, level) : active_mean(items, {}, level);
}

CoreEstimate estimate_of(const CampaignPool& pool, std::size_t run,
                         const std::unordered_map<std::string, double>& means, double level) {
  const Response response(pool, means);
  CoreEstimate estimate;
  estimate.scored = static_cast<std::int64_t>(response.scored());
  estimate.drawn = static_cast<std::int64_t>(response.drawn());
  estimate.rows = static_cast<std::int64_t>(pool.samples.size());
  std::vector<GregItem> scored;
  std::vector<double> machine;
  std::vector<DrawnItem> items;
  for (const PoolSample& sample : pool.samples) {
    machine.push_back(sample.machine[run]);
    DrawnItem& item = items.emplace_back(DrawnItem{{}, sample.machine[run], 1});
    const auto found = means.find(sample.sample);
    if (!sample.drawn || found == means.end()) continue;
    item.score = found->second;
    item.probability = sample.probability * response.of(sample);
    scored.push_back({found->second, item.machine, item.probability});
  }
  estimate.greg = greg_mean(scored, machine, level);
  if (!estimate.greg) return estimate;
  const GregMean& greg = *estimate.greg;
  const double mean =
      std::accumulate(machine.begin(), machine.end(), 0.0) / static_cast<double>(machine.size());
  estimate.powered = powered_of(items, greg, mean, level);
  if (!estimate.powered) return estimate;
  const double variance = estimate.powered->error * estimate.powered->error;
  const double least = 1e-20 * (1 + greg.value * greg.value);
  estimate.powered_equal_to = variance > least ? greg.variance / variance : greg.equal_to;
  if (greg.variance > least) return estimate;
  // Scores that are all the same leave no error to go by; rows are as many as were scored.
  const auto n = static_cast<double>(scored.size());
  if (const auto alike = alike_interval(greg.value, n, kScoreLow, kScoreHigh, level)) {
    estimate.greg->interval = estimate.powered->interval = *alike;
  }
  return estimate;
}

}  // namespace

std::vector<CoreEstimate> core_estimates(const RatingSet& ratings, std::string_view run,
                                         std::size_t run_number, const CampaignPool& pool,
                                         double level) {
  std::vector<CoreEstimate> estimates;
  for (std::size_t d = 0; d < ratings.dimensions().size(); ++d) {
    estimates.push_back(estimate_of(pool, run_number, means_by_sample(ratings, d, run), level));
    estimates.back().dimension = ratings.dimensions()[d];
  }
  return estimates;
}

std::optional<VetoShare> veto_share(const RunRatings& ratings, const CampaignPool& pool) {
  std::map<std::string_view, double> probabilities;
  for (const PoolSample& sample : pool.samples) probabilities[sample.sample] = sample.probability;
  const auto weight_of = [&](const std::string& sample) {
    const auto found = probabilities.find(sample);
    return found == probabilities.end() ? 0 : 1 / found->second;
  };
  double all = 0;
  double squares = 0;
  for (const std::string& sample : ratings.compliance_samples) {
    const double weight = weight_of(sample);
    all += weight;
    squares += weight * weight;
  }
  if (all == 0) return std::nullopt;
  double vetoed = 0;
  for (const VetoItem& veto : ratings.vetoed) vetoed += weight_of(veto.item->sample);
  VetoShare share;
  share.value = vetoed / all;
  share.equal_to = all * all / squares;
  // The upper end of a 90 % interval is the one-sided bound at 95 %.
  share.upper = clopper_pearson_interval(share.value * share.equal_to, share.equal_to, 0.90).hi;
  return share;
}

void put_estimate(const CoreEstimate& estimate, double level, ScoreLine& line) {
  line.interval.reset();
  line.no_interval_because = {};
  line.spread = 0;
  line.n = estimate.scored;
  if (!estimate.greg) {
    line.score = Score::undefined(Message(kFewScored));
    return;
  }
  const GregMean& mean = *estimate.greg;
  line.score = Score::of(std::clamp(mean.value, line.low, line.high));
  line.interval = Interval{std::clamp(mean.interval.lo, line.low, line.high),
                           std::clamp(mean.interval.hi, line.low, line.high), level, "greg"};
}

}  // namespace shijin
