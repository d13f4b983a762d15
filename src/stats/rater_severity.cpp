// Alternating means until nothing moves.
#include "stats/rater_severity.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/result.h"

namespace shijin {
namespace {

constexpr int kSweeps = 100'000;

// Whether all items and raters hang together through ratings (union-find, raters after items).
bool connected(std::span<const ItemRating> ratings, std::size_t items, std::size_t raters) {
  std::vector<std::size_t> parent(items + raters);
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&](std::size_t at) {
    while (parent[at] != at) at = parent[at] = parent[parent[at]];
    return at;
  };
  std::size_t parts = parent.size();
  for (const ItemRating& rating : ratings) {
    const std::size_t a = root(rating.item);
    const std::size_t b = root(items + rating.rater);
    if (a == b) continue;
    parent[a] = b;
    --parts;
  }
  return parts == 1;
}

}  // namespace

std::optional<RaterSeverity> rater_severity(std::span<const ItemRating> ratings, std::size_t items,
                                            std::size_t raters) {
  for (const ItemRating& rating : ratings) {
    SJ_CHECK(rating.item < items && rating.rater < raters, "items and raters are numbered from 0");
  }
  if (ratings.empty() || !connected(ratings, items, raters)) return std::nullopt;
  std::vector<double> of_item(items), of_rater(raters);
  for (const ItemRating& rating : ratings) {
    of_item[rating.item] += 1;
    of_rater[rating.rater] += 1;
  }
  RaterSeverity fit{std::vector<double>(items), std::vector<double>(raters)};
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    std::fill(fit.items.begin(), fit.items.end(), 0.0);
    for (const ItemRating& rating : ratings) {
      fit.items[rating.item] += (rating.value - fit.raters[rating.rater]) / of_item[rating.item];
    }
    std::vector<double> levels(raters);
    for (const ItemRating& rating : ratings) {
      levels[rating.rater] += (rating.value - fit.items[rating.item]) / of_rater[rating.rater];
    }
    double moved = 0;
    double size = 0;
    for (std::size_t r = 0; r < raters; ++r) {
      moved = std::max(moved, std::abs(levels[r] - fit.raters[r]));
      size = std::max(size, std::abs(levels[r]));
    }
    fit.raters = std::move(levels);
    if (moved <= 1e-14 * (1 + size)) break;
  }
  double mean = 0;
  for (double level : fit.raters) mean += level / static_cast<double>(raters);
  for (double& level : fit.raters) level -= mean;
  for (double& score : fit.items) score += mean;
  return fit;
}

}  // namespace shijin
