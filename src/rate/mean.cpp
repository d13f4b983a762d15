// Sums by item; the interval is that of a clustered mean over them (Liang and Zeger 1986).
#include "rate/mean.h"

#include <algorithm>
#include <cmath>

#include "rate/measures.h"
#include "stats/clustered.h"
#include "stats/interval.h"

namespace shijin {
namespace {

constexpr Text kOfDimension{"{0}, {1}", "{0}，{1}"};
constexpr Text kOneItem{"one item alone says nothing about the spread",
                        "單獨一個項目無法看出離散程度"};
constexpr Text kOneCluster{"one cluster alone says nothing about the spread",
                           "只有一群，無法看出離散程度"};
constexpr Text kNoRating{"no score was given", "沒有任何評分"};

constexpr std::string_view kDimension = "human[dim=";

// The items that were scored, added up by cluster; each alone where there are none.
ClusterSums units_of(std::span<const ItemSum> items, std::span<const std::uint64_t> clusters) {
  std::vector<double> rows;
  std::vector<std::uint64_t> keys;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].count == 0) continue;
    rows.insert(rows.end(), {items[i].sum, items[i].count});
    keys.push_back(clusters.empty() ? i : clusters[i]);
  }
  return cluster_sums(rows, 2, keys);
}

}  // namespace

void ItemSum::add(double score) {
  add(ItemSum{score, 1, score, score, score == std::floor(score) ? 0.0 : 1.0});
}

void ItemSum::add(const ItemSum& other) {
  if (other.count == 0) return;
  least = count == 0 ? other.least : std::min(least, other.least);
  most = count == 0 ? other.most : std::max(most, other.most);
  sum += other.sum;
  count += other.count;
  fractions += other.fractions;
}

RatingScale rating_scale(const ItemSum& all) {
  if (all.count == 0) return {0, 1};
  constexpr RatingScale kUsual[] = {{0, 1}, {1, 5}, {1, 7}, {1, 10}, {0, 10}, {0, 100}};
  for (const RatingScale& scale : kUsual) {
    const bool yes_no = scale.high == 1;
    const bool whole = all.fractions == 0;
    if (all.least >= scale.low && all.most <= scale.high && (whole || !yes_no)) return scale;
  }
  return {all.least, all.most};
}

std::vector<ItemSum> item_sums(const RatingSet& ratings, std::size_t dimension) {
  std::vector<ItemSum> sums(ratings.items().size());
  for (const ItemRating& one : ratings.of(dimension)) sums[one.item].add(one.value);
  return sums;
}

std::vector<ItemSum> item_sums(const RatingSet& ratings) {
  std::vector<ItemSum> sums(ratings.items().size());
  for (std::size_t d = 0; d < ratings.dimensions().size(); ++d) {
    for (const ItemRating& one : ratings.of(d)) sums[one.item].add(one.value);
  }
  return sums;
}

std::string rating_key(std::string_view dimension) {
  if (dimension.empty()) return "human";
  const bool plain = dimension.find_first_of(",]=\" ") == std::string_view::npos;
  std::string key(kDimension);
  if (plain) return key + std::string(dimension) + "]";
  key += '"';
  for (const char c : dimension) {
    if (c == '"' || c == '\\') key += '\\';
    key += c;
  }
  return key + "\"]";
}

Message rating_title(std::string_view key) {
  const Text title = find_rating_measure("human")->title;
  if (!key.starts_with(kDimension)) return Message(title);
  std::string_view quoted = key.substr(kDimension.size());
  quoted.remove_suffix(1);
  if (!quoted.starts_with('"')) return Message(kOfDimension, {title, quoted});
  std::string name;
  for (std::size_t i = 1; i + 1 < quoted.size(); ++i) {
    if (quoted[i] == '\\') ++i;
    name += quoted[i];
  }
  return Message(kOfDimension, {title, name});
}

ScoreLine rating_mean(std::string key, std::span<const ItemSum> items,
                      std::span<const std::uint64_t> clusters, double level) {
  ScoreLine line;
  line.title = rating_title(key);
  line.key = std::move(key);
  line.metric = "human";
  line.decimals = 2;
  ItemSum all;
  for (const ItemSum& item : items) {
    all.add(item);
    line.n += item.count > 0 ? 1 : 0;
  }
  const RatingScale scale = rating_scale(all);
  line.low = scale.low;
  line.high = scale.high;
  if (all.count == 0) {
    line.score = Score::undefined(Message(kNoRating));
    return line;
  }
  line.score = Score::of(all.sum / all.count);
  const ClusterSums units = units_of(items, clusters);
  const auto count = static_cast<double>(units.keys.size());
  if (count < 2) {
    line.no_interval_because = Message(line.n < 2 ? kOneItem : kOneCluster);
    return line;
  }
  double squares = 0;
  for (std::size_t u = 0; u < units.keys.size(); ++u) {
    const double residual = units.sums[2 * u] - units.sums[2 * u + 1] * *line.score.value;
    squares += residual * residual;
  }
  const double error = std::sqrt(squares * count / (count - 1)) / all.count;
  if (const auto alike =
          error == 0 ? alike_interval(*line.score.value, count, scale.low, scale.high, level)
                     : std::nullopt) {
    line.interval = Interval{alike->lo, alike->hi, level, "all-alike"};
    return line;
  }
  const Bounds bounds =
      clustered_interval({*line.score.value, units.keys.size(), error, error}, level);
  line.interval = Interval{std::clamp(bounds.lo, scale.low, scale.high),
                           std::clamp(bounds.hi, scale.low, scale.high), level, "cluster-t"};
  line.spread = error * std::sqrt(static_cast<double>(line.n));
  return line;
}

}  // namespace shijin
