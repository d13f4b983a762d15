// Each measure from the same ratings; items are resampled whole.
#include "rate/agreement_lines.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "base/parallel.h"
#include "stats/bootstrap.h"
#include "stats/icc.h"

namespace shijin {
namespace {

constexpr Text kOneRater{"only one rater", "只有一位評分者"};
constexpr Text kNoPair{"no item has two ratings", "沒有任何項目有兩筆評分"};
constexpr Text kAllSame{"every score is the same", "所有分數都相同"};
constexpr Text kNoneRatedByAll{"fewer than two items were scored by every rater",
                               "每位評分者都評過的項目不到兩個"};
constexpr Text kContrary{
    "the raters contradict each other so far that nothing is left to share out",
    "評分者彼此矛盾到沒有變異可分"};
constexpr Text kManyRaters{"more than {0} raters: too many pairs", "評分者超過 {0} 位，配對過多"};
constexpr Text kFewResamples{"too many resamples of items have no value", "太多次重抽樣算不出數值"};

constexpr std::size_t kResamples = 1'000;
constexpr std::size_t kMostPairedRaters = 30;
constexpr double kReliable = 0.8;

using Ratings = std::span<const ItemRating>;
using Measure = std::function<std::optional<double>(Ratings)>;

// The mean of Cohen's kappa over pairs of raters who share items; nothing without such a pair.
std::optional<double> mean_kappa(Ratings ratings, std::size_t raters) {
  double sum = 0;
  double pairs = 0;
  for (std::uint32_t a = 0; a < raters; ++a) {
    for (std::uint32_t b = a + 1; b < raters; ++b) {
      const auto kappa = cohen_kappa(ratings, a, b, AgreementWeights::quadratic);
      if (!kappa) continue;
      sum += *kappa;
      pairs += 1;
    }
  }
  return pairs > 0 ? std::optional(sum / pairs) : std::nullopt;
}

// The items whose every rater is there, as a table row by row.
std::vector<double> complete_table(const DimensionRatings& of) {
  std::map<std::uint32_t, std::map<std::uint32_t, double>> rows;
  for (const ItemRating& one : of.ratings) rows[one.item][one.rater] = one.value;
  std::vector<double> table;
  for (const auto& [item, row] : rows) {
    if (row.size() != of.raters) continue;
    for (const auto& [rater, value] : row) table.push_back(value);
  }
  return table;
}

std::int64_t paired_items(Ratings ratings) {
  std::map<std::uint32_t, int> count;
  for (const ItemRating& one : ratings) ++count[one.item];
  return std::count_if(count.begin(), count.end(), [](const auto& one) { return one.second > 1; });
}

// Ratings of the items as often as their weights say; each copy is an item of its own.
std::vector<ItemRating> resampled(const std::vector<std::vector<ItemRating>>& by_item,
                                  const std::vector<std::uint32_t>& weights) {
  std::vector<ItemRating> out;
  std::uint32_t item = 0;
  for (std::size_t i = 0; i < by_item.size(); ++i) {
    for (std::uint32_t copy = 0; copy < weights[i]; ++copy, ++item) {
      for (const ItemRating& one : by_item[i]) out.push_back({item, one.rater, one.value});
    }
  }
  return out;
}

// The middle of a measure over Poisson resamples of items, for several measures at once.
class Resampler {
 public:
  Resampler(const DimensionRatings& of, const RatingOptions& options)
      : of_(&of), options_(&options), by_item_(of.item_keys.size()) {
    for (const ItemRating& one : of.ratings) by_item_[one.item].push_back(one);
    // Fewer resamples of very many ratings: the middle is then narrow, and sure, anyway.
    const std::size_t afford = 40'000'000 / std::max<std::size_t>(1, of.ratings.size());
    count_ = std::clamp<std::size_t>(afford, 200, kResamples);
  }

  void put(const std::vector<Measure>& measures, const std::vector<AgreementLine*>& lines) const {
    std::vector<std::vector<std::optional<double>>> values(
        measures.size(), std::vector<std::optional<double>>(count_));
    parallel_for(count_, options_->threads, [&](std::size_t r) {
      std::vector<std::uint32_t> weights;
      for (const std::uint64_t key : of_->item_keys) {
        weights.push_back(bootstrap_weight(options_->seed, key, r));
      }
      const std::vector<ItemRating> drawn = resampled(by_item_, weights);
      for (std::size_t m = 0; m < measures.size(); ++m) values[m][r] = measures[m](drawn);
    });
    for (std::size_t m = 0; m < measures.size(); ++m) {
      std::vector<double> defined;
      for (const auto& value : values[m]) {
        if (value) defined.push_back(*value);
      }
      if (!lines[m]->score.value || defined.size() * 20 < count_ * 19) continue;
      const Bounds bounds = percentile_interval(defined, options_->level);
      lines[m]->interval = Interval{std::min(bounds.lo, *lines[m]->score.value),
                                    std::max(bounds.hi, *lines[m]->score.value), options_->level,
                                    "poisson-bootstrap"};
    }
  }

 private:
  const DimensionRatings* of_;
  const RatingOptions* options_;
  std::vector<std::vector<ItemRating>> by_item_;
  std::size_t count_ = kResamples;
};

Score score_of(std::optional<double> value, const Message& why) {
  return value ? Score::of(*value) : Score::undefined(why);
}

AgreementLine gwet_line(const DimensionRatings& of, const RatingOptions& options,
                        const Message& why) {
  AgreementLine line{"gwet_ac2", Score::undefined(why), std::nullopt};
  const auto estimate = gwet_ac(of.ratings, AgreementWeights::quadratic, options.level);
  if (!estimate) return line;
  line.score = Score::of(estimate->value);
  if (estimate->error > 0 && options.clusters.empty()) {
    const Bounds& bounds = estimate->interval;
    line.interval = Interval{bounds.lo, bounds.hi, options.level, "gwet-t"};
  }
  return line;
}

std::pair<AgreementLine, AgreementLine> icc_lines(const DimensionRatings& of,
                                                  const RatingOptions& options,
                                                  const Message& why) {
  AgreementLine one{"icc", Score::undefined(why), std::nullopt};
  AgreementLine mean{"icc_mean", Score::undefined(why), std::nullopt};
  const std::vector<double> table = complete_table(of);
  one.items = mean.items =
      static_cast<std::int64_t>(table.size() / std::max<std::size_t>(1, of.raters));
  if (of.raters >= 2 && one.items < 2) {
    one.score = mean.score = Score::undefined(Message(kNoneRatedByAll));
    return {one, mean};
  }
  const auto icc = intraclass_correlation(table, of.raters, options.level);
  if (!icc) return {one, mean};
  const auto put = [&](const IccEstimate& estimate, AgreementLine& line) {
    if (!(estimate.value <= 1) || !std::isfinite(estimate.value)) {
      line.score = Score::undefined(Message(kContrary));
      return;
    }
    line.score = Score::of(estimate.value);
    // Where the single ICC may be so far below 0 that raters contradict each other, that of the
    // mean has no lower end.
    const Bounds& bounds = estimate.interval;
    if (!(bounds.lo <= estimate.value && estimate.value <= bounds.hi)) return;
    if (!options.clusters.empty()) return;
    line.interval = Interval{bounds.lo, bounds.hi, options.level, "f"};
  };
  put(icc->agreement.single, one);
  put(icc->agreement.mean, mean);
  return {one, mean};
}

}  // namespace

std::vector<AgreementLine> agreement_lines(const DimensionRatings& of,
                                           const RatingOptions& options) {
  const std::int64_t paired = paired_items(of.ratings);
  const Message why(of.raters < 2 ? kOneRater : paired == 0 ? kNoPair : kAllSame);
  const bool many = of.raters > kMostPairedRaters;
  const Measure alpha = [](Ratings r) { return krippendorff_alpha(r, Scale::ordinal); };
  const Measure kappa = [&](Ratings r) { return many ? std::nullopt : mean_kappa(r, of.raters); };
  const Measure within = [](Ratings r) { return agreement_within(r, 1); };
  const Measure exact = [](Ratings r) { return agreement_within(r, 0); };
  const Message why_kappa = many ? Message(kManyRaters, {std::to_string(kMostPairedRaters)}) : why;
  auto [icc, icc_mean] = icc_lines(of, options, why);
  std::vector<AgreementLine> lines = {
      {"krippendorff_alpha", score_of(alpha(of.ratings), why), std::nullopt},
      gwet_line(of, options, why),
      std::move(icc),
      std::move(icc_mean),
      {"weighted_kappa", score_of(kappa(of.ratings), why_kappa), std::nullopt},
      {"within_1", score_of(within(of.ratings), why), std::nullopt},
      {"exact_agreement", score_of(exact(of.ratings), why), std::nullopt}};
  for (AgreementLine& line : lines) {
    if (line.items == 0) line.items = paired;
  }
  if (paired > 1) {
    Resampler(of, options)
        .put({alpha, kappa, within, exact}, {&lines[0], &lines[4], &lines[5], &lines[6]});
  }
  return lines;
}

std::int64_t raters_for_reliable_mean(const DimensionRatings& of) {
  const std::vector<double> table = complete_table(of);
  if (of.raters < 2 || table.size() < 2 * of.raters) return 0;
  const auto icc = intraclass_correlation(table, of.raters, 0.95);
  if (!icc || !std::isfinite(icc->agreement.single.value)) return 0;
  const double one = icc->agreement.single.value;
  if (!(one > 0 && one < 1)) return one >= 1 ? 1 : 0;
  return static_cast<std::int64_t>(raters_needed(one, kReliable));
}

}  // namespace shijin
