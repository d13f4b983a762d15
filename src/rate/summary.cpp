// Dimension by dimension, then all together.
#include "rate/summary.h"

#include <algorithm>
#include <map>

#include "base/hash.h"
#include "rate/agreement_lines.h"
#include "rate/mean.h"
#include "stats/rater_severity.h"

namespace shijin {
namespace {

constexpr Text kApart{"some raters share no item with the others, not even through third ones",
                      "部分評分者與其他人沒有共同的項目，經由第三人也沒有"};
constexpr Text kOneRater{"only one rater", "只有一位評分者"};

std::vector<std::pair<double, std::int64_t>> counts_of(const std::vector<ItemRating>& ratings) {
  std::map<double, std::int64_t> counts;
  for (const ItemRating& one : ratings) ++counts[one.value];
  return {counts.begin(), counts.end()};
}

// Ratings with items and raters numbered without gaps, in the order of their first numbers.
struct Dense {
  std::vector<ItemRating> ratings;
  std::vector<std::uint32_t> items;   // the old number of each
  std::vector<std::uint32_t> raters;  // likewise

  explicit Dense(const std::vector<ItemRating>& given) {
    std::map<std::uint32_t, std::uint32_t> item_numbers;
    std::map<std::uint32_t, std::uint32_t> rater_numbers;
    for (const ItemRating& one : given) item_numbers[one.item], rater_numbers[one.rater];
    const auto number = [](auto& numbers, std::vector<std::uint32_t>& old) {
      for (auto& [from, to] : numbers) {
        to = static_cast<std::uint32_t>(old.size());
        old.push_back(from);
      }
    };
    number(item_numbers, items);
    number(rater_numbers, raters);
    for (const ItemRating& one : given) {
      ratings.push_back({item_numbers[one.item], rater_numbers[one.rater], one.value});
    }
  }
};

// Each rater's line, in order of name, and the mean by the average rater.
void put_raters(const RatingSet& set, const Dense& dense, RatingDimension& dimension,
                std::vector<RaterLine>& lines) {
  const auto fit = rater_severity(dense.ratings, dense.items.size(), dense.raters.size());
  const Message why(dense.raters.size() < 2 ? kOneRater : kApart);
  const bool told = fit && dense.raters.size() >= 2;
  dimension.adjusted = Score::undefined(why);
  if (told) {
    double sum = 0;
    for (const double item : fit->items) sum += item / static_cast<double>(fit->items.size());
    dimension.adjusted = Score::of(sum);
  }
  std::vector<RaterLine> of(dense.raters.size());
  for (std::size_t r = 0; r < of.size(); ++r) {
    of[r].rater = set.raters()[dense.raters[r]];
    of[r].dimension = dimension.name;
    of[r].severity = told ? Score::of(fit->raters[r]) : Score::undefined(why);
  }
  for (const ItemRating& one : dense.ratings) {
    ++of[one.rater].ratings;
    of[one.rater].mean += one.value;
  }
  for (RaterLine& line : of) line.mean /= static_cast<double>(line.ratings);
  std::sort(of.begin(), of.end(),
            [](const RaterLine& a, const RaterLine& b) { return a.rater < b.rater; });
  lines.insert(lines.end(), of.begin(), of.end());
}

}  // namespace

RatingSummary summarise(const RatingSet& ratings, const RatingOptions& options) {
  RatingSummary summary;
  std::vector<std::uint64_t> keys = options.clusters;
  if (keys.empty()) {
    for (const std::string& item : ratings.items()) keys.push_back(hash_bytes(item));
  }
  const auto mean_of = [&](const std::string& dimension, const std::vector<ItemSum>& sums) {
    return rating_mean(rating_key(dimension), sums, options.clusters, options.level);
  };
  if (ratings.dimensions().size() > 1) summary.means.push_back(mean_of("", item_sums(ratings)));
  for (std::size_t d = 0; d < ratings.dimensions().size(); ++d) {
    const Dense dense(ratings.of(d));
    const ScoreLine& mean =
        summary.means.emplace_back(mean_of(ratings.dimensions()[d], item_sums(ratings, d)));
    RatingDimension dimension;
    dimension.name = ratings.dimensions()[d];
    dimension.ratings = static_cast<std::int64_t>(dense.ratings.size());
    dimension.items = static_cast<std::int64_t>(dense.items.size());
    dimension.raters = static_cast<std::int64_t>(dense.raters.size());
    dimension.missing = ratings.missing(d);
    dimension.counts = counts_of(dense.ratings);
    dimension.low = mean.low;
    dimension.high = mean.high;
    std::vector<std::uint64_t> item_keys;
    for (const std::uint32_t item : dense.items) item_keys.push_back(keys[item]);
    const DimensionRatings of{dense.ratings, item_keys, dense.raters.size()};
    dimension.agreement = agreement_lines(of, options);
    dimension.raters_needed = raters_for_reliable_mean(of);
    put_raters(ratings, dense, dimension, summary.facts.raters);
    summary.facts.dimensions.push_back(std::move(dimension));
  }
  return summary;
}

}  // namespace shijin
