// Each measure from the same ratings; items are resampled whole.
#include "rate/agreement_lines.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/parallel.h"
#include "stats/agreement_weighted.h"
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

constexpr std::size_t kResamples = 1'000;
constexpr std::size_t kMostPairedRaters = 30;
constexpr double kReliable = 0.8;

using Ratings = std::span<const ItemRating>;

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

// The middle of each measure over Poisson resamples of items.
class Resampler {
 public:
  Resampler(const DimensionRatings& of, const RatingOptions& options, PairKappa kappa)
      : options_(&options),
        agreement_(of.ratings, of.item_keys.size(), kappa),
        weights_(options.seed, of.item_keys) {
    // Fewer resamples of very many ratings: the middle is then narrow, and sure, anyway.
    const std::size_t afford = 40'000'000 / std::max<std::size_t>(1, of.ratings.size());
    count_ = std::clamp<std::size_t>(afford, 200, kResamples);
  }

  std::vector<AgreementMeasures> draw() const {
    std::vector<AgreementMeasures> drawn(count_ + 1);
    parallel_for((count_ + 1) / 2, options_->threads, [&](std::size_t pair) {
      std::vector<std::int8_t> even(weights_.size());
      std::vector<std::int8_t> odd(weights_.size());
      weights_.fill(pair, even, odd);
      drawn[2 * pair] = agreement_.measure(even);
      drawn[2 * pair + 1] = agreement_.measure(odd);
    });
    drawn.resize(count_);
    return drawn;
  }

 private:
  const RatingOptions* options_;
  WeightedAgreement agreement_;
  BootstrapWeights weights_;
  std::size_t count_ = kResamples;
};

// Put the interval of one measure; none where too many resamples have no value.
void put_interval(const std::vector<AgreementMeasures>& drawn,
                  std::optional<double> AgreementMeasures::* measure, double level,
                  AgreementLine& line) {
  std::vector<double> defined;
  for (const AgreementMeasures& one : drawn) {
    if (one.*measure) defined.push_back(*(one.*measure));
  }
  if (!line.score.value || defined.size() * 20 < drawn.size() * 19) return;
  const Bounds bounds = percentile_interval(defined, level);
  line.interval = Interval{std::min(bounds.lo, *line.score.value),
                           std::max(bounds.hi, *line.score.value), level, "poisson-bootstrap"};
}

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
  const auto alpha = krippendorff_alpha(of.ratings, Scale::ordinal);
  const auto kappa = many ? std::nullopt : mean_kappa(of.ratings, of.raters);
  const auto within = agreement_within(of.ratings, 1);
  const auto exact = agreement_within(of.ratings, 0);
  const Message why_kappa = many ? Message(kManyRaters, {std::to_string(kMostPairedRaters)}) : why;
  auto [icc, icc_mean] = icc_lines(of, options, why);
  std::vector<AgreementLine> lines = {{"krippendorff_alpha", score_of(alpha, why), std::nullopt},
                                      gwet_line(of, options, why),
                                      std::move(icc),
                                      std::move(icc_mean),
                                      {"weighted_kappa", score_of(kappa, why_kappa), std::nullopt},
                                      {"within_1", score_of(within, why), std::nullopt},
                                      {"exact_agreement", score_of(exact, why), std::nullopt}};
  for (AgreementLine& line : lines) {
    if (line.items == 0) line.items = paired;
  }
  if (paired > 1) {
    const PairKappa pairs = many ? PairKappa::none : PairKappa::all;
    const std::vector<AgreementMeasures> drawn = Resampler(of, options, pairs).draw();
    put_interval(drawn, &AgreementMeasures::alpha, options.level, lines[0]);
    put_interval(drawn, &AgreementMeasures::kappa, options.level, lines[4]);
    put_interval(drawn, &AgreementMeasures::within, options.level, lines[5]);
    put_interval(drawn, &AgreementMeasures::equal, options.level, lines[6]);
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
