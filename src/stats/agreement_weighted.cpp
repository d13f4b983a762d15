// Items by their looks; alpha from weighted coincidences, kappa from weighted tables of pairs.
#include "stats/agreement_weighted.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace shijin {

WeightedAgreement::WeightedAgreement(std::span<const ItemRating> ratings, std::size_t items,
                                     PairKappa kappa)
    : look_of_(items) {
  std::size_t raters = 0;
  for (const ItemRating& one : ratings) {
    scale_.push_back(one.value);
    raters = std::max<std::size_t>(raters, one.rater + 1);
  }
  std::sort(scale_.begin(), scale_.end());
  scale_.erase(std::unique(scale_.begin(), scale_.end()), scale_.end());
  if (kappa == PairKappa::all) rater_pairs_ = raters * (raters - 1) / 2;
  std::vector<Row> rows(items);
  for (const ItemRating& one : ratings) {
    const auto place = std::lower_bound(scale_.begin(), scale_.end(), one.value) - scale_.begin();
    rows[one.item].emplace_back(one.rater, static_cast<std::uint32_t>(place));
  }
  std::map<Row, std::uint32_t> looks;
  std::map<std::vector<std::uint32_t>, std::uint32_t> values;
  for (std::size_t item = 0; item < items; ++item) {
    Row& row = rows[item];
    std::sort(row.begin(), row.end());
    const auto [at, fresh] = looks.try_emplace(row, static_cast<std::uint32_t>(looks_.size()));
    look_of_[item] = at->second;
    if (!fresh) continue;
    std::vector<std::uint32_t> given;
    for (const auto& [rater, value] : row) given.push_back(value);
    std::sort(given.begin(), given.end());
    const auto [found, unseen] =
        values.try_emplace(given, static_cast<std::uint32_t>(values_.size()));
    if (unseen) values_.push_back(values_of(given));
    looks_.push_back({found->second, cells_of(row)});
  }
}

WeightedAgreement::Values WeightedAgreement::values_of(
    const std::vector<std::uint32_t>& given) const {
  Values values;
  values.ratings = static_cast<double>(given.size());
  for (const std::uint32_t value : given) {
    if (values.counts.empty() || values.counts.back().first != value) {
      values.counts.emplace_back(value, 0);
    }
    values.counts.back().second += 1;
  }
  for (const auto& [a, of_a] : values.counts) {
    for (const auto& [b, of_b] : values.counts) {
      const double both = of_a * (of_b - (a == b ? 1 : 0));
      const double apart = std::abs(scale_[a] - scale_[b]);
      values.pairs += both;
      values.near += apart <= 1 + 1e-12 ? both : 0;
      values.same += apart <= 1e-12 ? both : 0;
    }
  }
  return values;
}

// Where the scores of each pair of raters stand among all tables of pairs.
std::vector<std::uint32_t> WeightedAgreement::cells_of(const Row& row) const {
  std::vector<std::uint32_t> cells;
  if (rater_pairs_ == 0) return cells;
  for (std::size_t j = 0; j < row.size(); ++j) {
    const auto [second, value_b] = row[j];
    for (std::size_t i = 0; i < j; ++i) {
      const auto [first, value_a] = row[i];
      const std::size_t pair = std::size_t{second} * (second - 1) / 2 + first;
      cells.push_back(
          static_cast<std::uint32_t>((pair * scale_.size() + value_a) * scale_.size() + value_b));
    }
  }
  return cells;
}

AgreementMeasures WeightedAgreement::measure(std::span<const std::int8_t> weights) const {
  std::vector<double> of_looks(looks_.size());
  for (std::size_t i = 0; i < look_of_.size(); ++i) of_looks[look_of_[i]] += weights[i];
  std::vector<double> of_values(values_.size());
  for (std::size_t l = 0; l < looks_.size(); ++l) of_values[looks_[l].values] += of_looks[l];
  AgreementMeasures measures;
  measures.alpha = alpha(of_values);
  if (rater_pairs_ > 0) measures.kappa = kappa(of_looks);
  double pairs = 0;
  double near = 0;
  double same = 0;
  for (std::size_t v = 0; v < values_.size(); ++v) {
    pairs += of_values[v] * values_[v].pairs;
    near += of_values[v] * values_[v].near;
    same += of_values[v] * values_[v].same;
  }
  if (pairs > 0) {
    measures.within = near / pairs;
    measures.equal = same / pairs;
  }
  return measures;
}

std::optional<double> WeightedAgreement::alpha(std::span<const double> weights) const {
  const std::size_t size = scale_.size();
  std::vector<double> often(size);
  std::vector<double> together(size * size);  // c < k
  double total = 0;
  for (std::size_t v = 0; v < values_.size(); ++v) {
    const Values& values = values_[v];
    if (values.ratings < 2 || weights[v] == 0) continue;
    total += weights[v] * values.ratings;
    const double share = weights[v] / (values.ratings - 1);
    for (std::size_t a = 0; a < values.counts.size(); ++a) {
      const auto& [value_a, of_a] = values.counts[a];
      often[value_a] += weights[v] * of_a;
      for (std::size_t b = a + 1; b < values.counts.size(); ++b) {
        const auto& [value_b, of_b] = values.counts[b];
        together[value_a * size + value_b] += share * of_a * of_b;
      }
    }
  }
  double seen = 0;
  double expected = 0;
  for (std::size_t c = 0; c < size; ++c) {
    if (often[c] == 0) continue;
    double between = often[c] / 2;  // half of c, all between, and half of k
    for (std::size_t k = c + 1; k < size; ++k) {
      const double apart = between + often[k] / 2;
      expected += often[c] * often[k] * apart * apart;
      seen += together[c * size + k] * apart * apart;
      between += often[k];
    }
  }
  if (expected == 0) return std::nullopt;
  return 1 - (total - 1) * seen / expected;
}

std::optional<double> WeightedAgreement::kappa(std::span<const double> weights) const {
  const std::size_t table = scale_.size() * scale_.size();
  std::vector<double> counts(rater_pairs_ * table);
  for (std::size_t l = 0; l < looks_.size(); ++l) {
    if (weights[l] == 0) continue;
    for (const std::uint32_t cell : looks_[l].cells) counts[cell] += weights[l];
  }
  double sum = 0;
  double pairs = 0;
  for (std::size_t pair = 0; pair < rater_pairs_; ++pair) {
    const auto kappa = kappa_of_pair(std::span(counts).subspan(pair * table, table));
    if (!kappa) continue;
    sum += *kappa;
    pairs += 1;
  }
  return pairs > 0 ? std::optional(sum / pairs) : std::nullopt;
}

// The weight of two scores goes by their places among those that either rater gave.
std::optional<double> WeightedAgreement::kappa_of_pair(std::span<const double> counts) const {
  const std::size_t size = scale_.size();
  std::vector<double> row(size);
  std::vector<double> column(size);
  double total = 0;
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b < size; ++b) {
      row[a] += counts[a * size + b];
      column[b] += counts[a * size + b];
      total += counts[a * size + b];
    }
  }
  std::vector<double> place(size);
  double places = 0;
  for (std::size_t k = 0; k < size; ++k) {
    place[k] = places;
    places += row[k] + column[k] > 0 ? 1 : 0;
  }
  if (places < 2) return std::nullopt;
  const double range = (places - 1) * (places - 1);
  double seen = 0;
  double expected = 0;
  for (std::size_t a = 0; a < size; ++a) {
    if (row[a] == 0 && column[a] == 0) continue;
    for (std::size_t b = 0; b < size; ++b) {
      const double lost = (place[a] - place[b]) * (place[a] - place[b]) / range;
      seen += counts[a * size + b] * lost;
      expected += row[a] * column[b] * lost / total;
    }
  }
  if (!(expected > 0)) return std::nullopt;
  return 1 - seen / expected;
}

}  // namespace shijin
