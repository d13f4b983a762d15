// Tables of items and values, then each coefficient as its author wrote it.
#include "stats/agreement.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

namespace shijin {
namespace {

// How often each item got each value.
struct Counts {
  std::vector<double> values;             // sorted
  std::vector<std::vector<double>> rows;  // items × values
  std::vector<double> ratings;            // of each item
};

Counts count(std::span<const ItemRating> ratings, std::span<const double> values) {
  Counts counts;
  counts.values.assign(values.begin(), values.end());
  for (const ItemRating& rating : ratings) counts.values.push_back(rating.value);
  std::sort(counts.values.begin(), counts.values.end());
  counts.values.erase(std::unique(counts.values.begin(), counts.values.end()), counts.values.end());
  std::map<std::uint32_t, std::size_t> items;
  for (const ItemRating& rating : ratings) {
    const auto [at, added] = items.try_emplace(rating.item, counts.rows.size());
    if (added) {
      counts.rows.emplace_back(counts.values.size());
      counts.ratings.push_back(0);
    }
    const auto place = std::lower_bound(counts.values.begin(), counts.values.end(), rating.value);
    counts.rows[at->second][static_cast<std::size_t>(place - counts.values.begin())] += 1;
    counts.ratings[at->second] += 1;
  }
  return counts;
}

// Squared distance between values c and k, given how often each value occurs.
double distance(Scale scale, const std::vector<double>& values, const std::vector<double>& often,
                std::size_t c, std::size_t k) {
  if (c == k) return 0;
  switch (scale) {
    case Scale::nominal:
      return 1;
    case Scale::ordinal: {
      double between = -(often[c] + often[k]) / 2;
      for (std::size_t g = std::min(c, k); g <= std::max(c, k); ++g) between += often[g];
      return between * between;
    }
    case Scale::interval:
      return (values[c] - values[k]) * (values[c] - values[k]);
    case Scale::ratio: {
      const double sum = values[c] + values[k];
      return sum == 0 ? 0 : std::pow((values[c] - values[k]) / sum, 2);
    }
  }
  return 0;
}

double weight(AgreementWeights weights, double apart, double range) {
  if (apart == 0) return 1;
  switch (weights) {
    case AgreementWeights::identity:
      return 0;
    case AgreementWeights::linear:
      return 1 - std::abs(apart) / range;
    case AgreementWeights::quadratic:
      return 1 - apart * apart / (range * range);
  }
  return 0;
}

}  // namespace

std::optional<double> krippendorff_alpha(std::span<const ItemRating> ratings, Scale scale) {
  const Counts counts = count(ratings, {});
  const std::size_t size = counts.values.size();
  std::vector<double> often(size);
  double total = 0;
  for (std::size_t i = 0; i < counts.rows.size(); ++i) {
    if (counts.ratings[i] < 2) continue;
    for (std::size_t k = 0; k < size; ++k) often[k] += counts.rows[i][k];
    total += counts.ratings[i];
  }
  double seen = 0;
  double expected = 0;
  for (std::size_t c = 0; c < size; ++c) {
    for (std::size_t k = 0; k < size; ++k) {
      const double apart = distance(scale, counts.values, often, c, k);
      if (apart == 0) continue;
      expected += often[c] * often[k] * apart;
      for (std::size_t i = 0; i < counts.rows.size(); ++i) {
        if (counts.ratings[i] < 2) continue;
        seen += counts.rows[i][c] * counts.rows[i][k] / (counts.ratings[i] - 1) * apart;
      }
    }
  }
  if (expected == 0) return std::nullopt;
  return 1 - (total - 1) * seen / expected;
}

namespace {

// What Gwet's coefficient is made of, over the items.
struct GwetParts {
  double items = 0;
  double paired = 0;  // items with two ratings
  double agreed = 0;  // share, over the paired items
  double by_chance = 0;
  std::vector<double> agreement;  // of each item; 0 unless paired
  std::vector<double> chance;     // each item's part in by_chance
};

GwetParts gwet_parts(const Counts& counts, AgreementWeights weights) {
  const std::size_t size = counts.values.size();
  const double range = counts.values.back() - counts.values.front();
  GwetParts parts;
  parts.items = static_cast<double>(counts.rows.size());
  std::vector<double> share(size);
  double weight_sum = 0;
  std::vector<double> alike(size * size);
  for (std::size_t k = 0; k < size; ++k) {
    for (std::size_t l = 0; l < size; ++l) {
      alike[k * size + l] = weight(weights, counts.values[k] - counts.values[l], range);
      weight_sum += alike[k * size + l];
    }
  }
  for (std::size_t i = 0; i < counts.rows.size(); ++i) {
    const std::vector<double>& row = counts.rows[i];
    const double raters = counts.ratings[i];
    double agreed = 0;
    for (std::size_t k = 0; k < size; ++k) {
      share[k] += row[k] / raters / parts.items;
      double near = -1;
      for (std::size_t l = 0; l < size; ++l) near += alike[k * size + l] * row[l];
      agreed += row[k] * near;
    }
    parts.agreement.push_back(raters >= 2 ? agreed / (raters * (raters - 1)) : 0);
    parts.agreed += parts.agreement.back();
    parts.paired += raters >= 2 ? 1.0 : 0.0;
  }
  parts.agreed /= parts.paired;
  const double scale = weight_sum / static_cast<double>(size * (size - 1));
  for (double one : share) parts.by_chance += scale * one * (1 - one);
  for (std::size_t i = 0; i < counts.rows.size(); ++i) {
    double chance = 0;
    for (std::size_t k = 0; k < size; ++k) chance += counts.rows[i][k] * (1 - share[k]);
    parts.chance.push_back(scale * chance / counts.ratings[i]);
  }
  return parts;
}

}  // namespace

std::optional<AgreementEstimate> gwet_ac(std::span<const ItemRating> ratings,
                                         AgreementWeights weights, double level,
                                         std::span<const double> values) {
  const Counts counts = count(ratings, values);
  const bool paired = std::any_of(counts.ratings.begin(), counts.ratings.end(),
                                  [](double raters) { return raters >= 2; });
  if (counts.values.size() < 2 || !paired) return std::nullopt;
  const GwetParts parts = gwet_parts(counts, weights);
  const double room = 1 - parts.by_chance;
  AgreementEstimate estimate{(parts.agreed - parts.by_chance) / room, 0, {0, 0}};
  double squares = 0;
  for (std::size_t i = 0; i < counts.rows.size(); ++i) {
    const double chance = counts.ratings[i] >= 2 ? parts.by_chance : 0;
    const double own = parts.items / parts.paired * (parts.agreement[i] - chance) / room -
                       2 * (1 - estimate.value) * (parts.chance[i] - parts.by_chance) / room;
    squares += (own - estimate.value) * (own - estimate.value);
  }
  estimate.interval = {estimate.value, estimate.value};
  if (parts.items < 2) return estimate;
  estimate.error = std::sqrt(squares / (parts.items * (parts.items - 1)));
  const double half = student_quantile(0.5 + level / 2, parts.items - 1) * estimate.error;
  estimate.interval = {std::max(-1.0, estimate.value - half), std::min(1.0, estimate.value + half)};
  return estimate;
}

std::optional<double> fleiss_kappa(std::span<const ItemRating> ratings) {
  const Counts counts = count(ratings, {});
  if (counts.rows.empty() || counts.ratings[0] < 2) return std::nullopt;
  const double raters = counts.ratings[0];
  const auto items = static_cast<double>(counts.rows.size());
  std::vector<double> share(counts.values.size());
  double agreed = 0;
  for (std::size_t i = 0; i < counts.rows.size(); ++i) {
    if (counts.ratings[i] != raters) return std::nullopt;
    for (std::size_t k = 0; k < share.size(); ++k) {
      const double given = counts.rows[i][k];
      share[k] += given / (items * raters);
      agreed += given * (given - 1) / (items * raters * (raters - 1));
    }
  }
  double by_chance = 0;
  for (double one : share) by_chance += one * one;
  if (share.size() < 2) return std::nullopt;
  return (agreed - by_chance) / (1 - by_chance);
}

std::optional<double> cohen_kappa(std::span<const ItemRating> ratings, std::uint32_t first,
                                  std::uint32_t second, AgreementWeights weights,
                                  std::span<const double> values) {
  std::map<std::uint32_t, double> of_first;
  std::vector<ItemRating> both;
  for (const ItemRating& rating : ratings) {
    if (rating.rater == first) of_first[rating.item] = rating.value;
  }
  for (const ItemRating& rating : ratings) {
    const auto found = of_first.find(rating.item);
    if (rating.rater != second || found == of_first.end()) continue;
    both.push_back({rating.item, first, found->second});
    both.push_back(rating);
  }
  const Counts counts = count(both, values);
  const std::size_t size = counts.values.size();
  if (size < 2) return std::nullopt;
  const auto place = [&](double value) {
    return static_cast<std::size_t>(
        std::lower_bound(counts.values.begin(), counts.values.end(), value) -
        counts.values.begin());
  };
  std::vector<double> row(size);
  std::vector<double> column(size);
  const auto pairs = static_cast<double>(both.size() / 2);
  const auto lost = [&](std::size_t a, std::size_t b) {
    const double apart = static_cast<double>(a) - static_cast<double>(b);
    return 1 - weight(weights, apart, static_cast<double>(size - 1));
  };
  double seen = 0;
  for (std::size_t i = 0; i < both.size(); i += 2) {
    const std::size_t a = place(both[i].value);
    const std::size_t b = place(both[i + 1].value);
    row[a] += 1;
    column[b] += 1;
    seen += lost(a, b);
  }
  double expected = 0;
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b < size; ++b) expected += row[a] * column[b] * lost(a, b) / pairs;
  }
  if (!(expected > 0)) return std::nullopt;
  return 1 - seen / expected;
}

std::optional<double> agreement_within(std::span<const ItemRating> ratings, double distance) {
  const Counts counts = count(ratings, {});
  double near = 0;
  double pairs = 0;
  for (std::size_t i = 0; i < counts.rows.size(); ++i) {
    const std::vector<double>& row = counts.rows[i];
    for (std::size_t k = 0; k < row.size(); ++k) {
      for (std::size_t l = 0; l < row.size(); ++l) {
        const double both = row[k] * (row[l] - (k == l ? 1 : 0));
        pairs += both;
        near += std::abs(counts.values[k] - counts.values[l]) <= distance + 1e-12 ? both : 0;
      }
    }
  }
  if (pairs == 0) return std::nullopt;
  return near / pairs;
}

}  // namespace shijin
