// How far people who rate the same items agree beyond chance. For scores from 1 to 5 use ordinal
// alpha or AC2: nominal measures count a 4 against a 5 like a 1 against a 5.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "stats/interval.h"

namespace shijin {

/// One person's score of one item; at most one for each pair of them
struct ItemRating {
  std::uint32_t item;
  std::uint32_t rater;
  double value;
};

/// What the distance between two scores means
enum class Scale : std::uint8_t { nominal, ordinal, interval, ratio };

/// Krippendorff's alpha; items with one rating are left out
///
/// Nothing when no item has two ratings or all of those are the same value.
std::optional<double> krippendorff_alpha(std::span<const ItemRating> ratings, Scale scale);

/// How much agreement two different scores get
enum class AgreementWeights : std::uint8_t { identity, linear, quadratic };

/// A coefficient and its interval over items
struct AgreementEstimate {
  double value;
  double error;
  Bounds interval;
};

/// Gwet's AC1 (identity weights) or AC2, which stay honest when nearly all scores are the same
///
/// Student's t over the items, cut at 1 (Gwet 2008). `values` are all scores that could have been
/// given; empty takes those that were. Nothing for fewer than two such values, or when no item has
/// two ratings; no interval error for a single item (0).
std::optional<AgreementEstimate> gwet_ac(std::span<const ItemRating> ratings,
                                         AgreementWeights weights, double level,
                                         std::span<const double> values = {});

/// Fleiss' kappa; every item needs equally many ratings, at least two, else there is nothing
std::optional<double> fleiss_kappa(std::span<const ItemRating> ratings);

/// Cohen's kappa of two raters on the items both scored; weighted by the place in `values` (empty:
/// the scores given), as scikit-learn. Nothing when both gave one same value throughout
std::optional<double> cohen_kappa(std::span<const ItemRating> ratings, std::uint32_t first,
                                  std::uint32_t second, AgreementWeights weights,
                                  std::span<const double> values = {});

/// Share of all pairs of ratings of one item that lie at most `distance` apart; nothing without one
std::optional<double> agreement_within(std::span<const ItemRating> ratings, double distance);

}  // namespace shijin
