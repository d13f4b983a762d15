// Agreement under a weighting as its definition says: every item is written down as often as its
// weight says, and the plain functions are asked.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stats/agreement.h"
#include "stats/agreement_weighted.h"

namespace shijin::reference {

inline std::vector<ItemRating> copied(std::span<const ItemRating> ratings, std::size_t items,
                                      std::span<const std::int8_t> weights) {
  std::vector<ItemRating> out;
  std::uint32_t item = 0;
  for (std::size_t i = 0; i < items; ++i) {
    for (int copy = 0; copy < weights[i]; ++copy, ++item) {
      for (const ItemRating& one : ratings) {
        if (one.item == i) out.push_back({item, one.rater, one.value});
      }
    }
  }
  return out;
}

inline AgreementMeasures agreement(std::span<const ItemRating> ratings, std::size_t items,
                                   std::uint32_t raters, std::span<const std::int8_t> weights) {
  const std::vector<ItemRating> all = copied(ratings, items, weights);
  AgreementMeasures measures;
  measures.alpha = krippendorff_alpha(all, Scale::ordinal);
  measures.within = agreement_within(all, 1);
  measures.equal = agreement_within(all, 0);
  double sum = 0;
  double pairs = 0;
  for (std::uint32_t a = 0; a < raters; ++a) {
    for (std::uint32_t b = a + 1; b < raters; ++b) {
      const auto kappa = cohen_kappa(all, a, b, AgreementWeights::quadratic);
      if (!kappa) continue;
      sum += *kappa;
      pairs += 1;
    }
  }
  if (pairs > 0) measures.kappa = sum / pairs;
  return measures;
}

}  // namespace shijin::reference
