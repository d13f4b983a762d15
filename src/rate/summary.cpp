// Dimension by dimension, then all together.
#include "rate/summary.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "base/hash.h"
#include "rate/agreement_lines.h"
#include "rate/measures.h"
#include "stats/clustered.h"
#include "stats/rater_severity.h"

namespace shijin {
namespace {

constexpr Text kOfDimension{"{0}, {1}", "{0}，{1}"};
constexpr Text kOneItem{"one item alone says nothing about the spread",
                        "單獨一個項目無法看出離散程度"};
constexpr Text kNoRating{"no score was given", "沒有任何評分"};
constexpr Text kApart{"some raters share no item with the others, not even through third ones",
                      "部分評分者與其他人沒有共同的項目，經由第三人也沒有"};
constexpr Text kOneRater{"only one rater", "只有一位評分者"};

struct Range {
  double low;
  double high;
};

// The scale that the scores were given on: the smallest usual one that holds them all, else what
// was given.
Range scale_of(const std::vector<std::pair<double, std::int64_t>>& counts) {
  if (counts.empty()) return {0, 1};
  const double least = counts.front().first;
  const double most = counts.back().first;
  const bool whole = std::all_of(counts.begin(), counts.end(), [](const auto& one) {
    return one.first == std::floor(one.first);
  });
  for (const auto& [low, high] : {Range{0, 1}, {1, 5}, {1, 7}, {1, 10}, {0, 10}, {0, 100}}) {
    const bool yes_no = high == 1;
    if (least >= low && most <= high && (whole || !yes_no)) return {low, high};
  }
  return {least, most};
}

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

ScoreLine mean_line(std::string key, Message title, const std::vector<ItemRating>& ratings,
                    const Range& scale, double level) {
  ScoreLine line;
  line.key = std::move(key);
  line.metric = "human";
  line.title = std::move(title);
  line.low = scale.low;
  line.high = scale.high;
  line.decimals = 2;
  std::vector<double> values;
  std::vector<std::uint64_t> items;
  for (const ItemRating& one : ratings) {
    values.push_back(one.value);
    items.push_back(one.item);
  }
  if (values.empty()) {
    line.score = Score::undefined(Message(kNoRating));
    return line;
  }
  const auto mean = clustered_mean(values, items);
  if (!mean) {
    double sum = 0;
    for (const double value : values) sum += value;
    line.score = Score::of(sum / static_cast<double>(values.size()));
    line.n = 1;
    line.no_interval_because = Message(kOneItem);
    return line;
  }
  line.n = static_cast<std::int64_t>(mean->clusters);
  line.score = Score::of(mean->mean);
  const Bounds bounds = clustered_interval(*mean, level);
  line.interval = Interval{std::clamp(bounds.lo, scale.low, scale.high),
                           std::clamp(bounds.hi, scale.low, scale.high), level, "cluster-t"};
  line.spread = mean->error_cr1 * std::sqrt(static_cast<double>(mean->clusters));
  return line;
}

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

std::string rating_key(std::string_view dimension) {
  if (dimension.empty()) return "human";
  const bool plain = dimension.find_first_of(",]=\" ") == std::string_view::npos;
  std::string key = "human[dim=";
  if (plain) return key + std::string(dimension) + "]";
  key += '"';
  for (const char c : dimension) {
    if (c == '"' || c == '\\') key += '\\';
    key += c;
  }
  return key + "\"]";
}

RatingSummary summarise(const RatingSet& ratings, const RatingOptions& options) {
  RatingSummary summary;
  std::vector<std::uint64_t> keys;
  for (const std::string& item : ratings.items()) keys.push_back(hash_bytes(item));
  std::vector<ItemRating> all;
  Range widest{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  const Text title = find_rating_measure("human")->title;
  for (std::size_t d = 0; d < ratings.dimensions().size(); ++d) {
    const Dense dense(ratings.of(d));
    RatingDimension dimension;
    dimension.name = ratings.dimensions()[d];
    dimension.ratings = static_cast<std::int64_t>(dense.ratings.size());
    dimension.items = static_cast<std::int64_t>(dense.items.size());
    dimension.raters = static_cast<std::int64_t>(dense.raters.size());
    dimension.missing = ratings.missing(d);
    dimension.counts = counts_of(dense.ratings);
    const Range scale = scale_of(dimension.counts);
    dimension.low = scale.low;
    dimension.high = scale.high;
    widest = {std::min(widest.low, scale.low), std::max(widest.high, scale.high)};
    std::vector<std::uint64_t> item_keys;
    for (const std::uint32_t item : dense.items) item_keys.push_back(keys[item]);
    const DimensionRatings of{dense.ratings, item_keys, dense.raters.size()};
    dimension.agreement = agreement_lines(of, options);
    dimension.raters_needed = raters_for_reliable_mean(of);
    put_raters(ratings, dense, dimension, summary.facts.raters);
    summary.means.push_back(mean_line(
        rating_key(dimension.name),
        dimension.name.empty() ? Message(title) : Message(kOfDimension, {title, dimension.name}),
        ratings.of(d), scale, options.level));
    all.insert(all.end(), ratings.of(d).begin(), ratings.of(d).end());
    summary.facts.dimensions.push_back(std::move(dimension));
  }
  if (ratings.dimensions().size() > 1) {
    summary.means.insert(summary.means.begin(),
                         mean_line("human", Message(title), all, widest, options.level));
  }
  return summary;
}

}  // namespace shijin
