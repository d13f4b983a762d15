// Strengths from comparisons of two (Bradley and Terry 1952): a beats b with odds e^(θa − θb).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/interval.h"

namespace shijin {

/// One comparison: how it came out for the first, 1, ½ (a tie) or 0; those of one cluster are no
/// evidence of their own
struct Meeting {
  std::size_t first = 0;
  std::size_t second = 0;
  double outcome = 0;
  std::uint64_t cluster = 0;
  double count = 1;  // as often as this
};

/// Strengths against the first player, whose own is 0
struct BradleyTerry {
  std::vector<double> strength;
  std::vector<double> error;          // sandwich over clusters
  std::vector<double> error_model;    // if the model is true and comparisons stand alone
  std::vector<Bounds> centred;        // intervals of the strengths when their mean is 0
  std::vector<double> centred_value;  // … and the strengths themselves
  bool steadied = false;              // one tie was added to each pair that met
};

/// Fit by Newton's method; ties count half a win for each
///
/// Where some players never lose to the others their strength has no end: one tie is then added to
/// each pair that met. Nothing where some players never met, not even by way of others.
std::optional<BradleyTerry> bradley_terry(std::span<const Meeting> comparisons, std::size_t players,
                                          double level);

/// Points as chess players and arenas count them: 1,000 on average, 400 for odds of 10 to 1
double arena_points(double centred_strength);

/// Strengths and how readily ties come (Davidson 1970): P(tie) = ν√(ab)/(a + b + ν√(ab)) with
/// strengths a = e^θa
struct Davidson {
  std::vector<double> strength;  // against the first
  double tie = 0;                // ν
  double log_likelihood = 0;
};

/// Fit by Newton's method; nothing where bradley_terry() would have to be steadied, or without a
/// tie
std::optional<Davidson> davidson(std::span<const Meeting> comparisons, std::size_t players);

}  // namespace shijin
