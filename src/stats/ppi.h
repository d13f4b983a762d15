// Prediction-powered means: a few people's scores and a machine's score of everything, in one
// estimate that is unbiased however bad the machine is.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "stats/interval.h"

namespace shijin {

/// An estimate of a mean, and how far the machine was believed (0: not at all)
struct PoweredMean {
  double value;
  double error;
  Bounds interval;  // on the normal scale
  double lambda;
};

/// The share of the machine's score that shortens the interval most, in [0, 1]
///
/// The covariance (n below) over the variance of all machine scores (n − 1 below), over 1 + n/N: as
/// ppi-python.
double ppi_lambda(std::span<const double> scores, std::span<const double> machine,
                  std::span<const double> machine_others);

/// PPI++ (Angelopoulos, Duchi and Zrnic 2023) from items drawn by plain chance: people's scores,
/// the machine's of the same items, and the machine's of all others; as ppi-python
///
/// Nothing below two items on either side.
std::optional<PoweredMean> ppi_mean(std::span<const double> scores, std::span<const double> machine,
                                    std::span<const double> machine_others,
                                    std::optional<double> lambda, double level);

/// One stratum of stratified PPI++
struct PpiStratum {
  std::vector<double> scores;
  std::vector<double> machine;
  std::vector<double> machine_others;
};

/// PPI++ within each stratum, weighted by their sizes (Fisch et al. 2024), each with its own lambda
struct StratifiedPpi {
  double value;
  double error;
  Bounds interval;
  std::vector<double> lambdas;
};
std::optional<StratifiedPpi> stratified_ppi_mean(std::span<const PpiStratum> strata, double level);

/// One item of a draw with known probabilities; `score` is empty where no person was asked
struct DrawnItem {
  std::optional<double> score;
  double machine = 0;
  double probability = 1;
};

/// PPI++ for items drawn with known, unequal probabilities (Zrnic and Candès 2024); without a
/// lambda the one of least variance; lambda 0 is the mean of Horvitz and Thompson. As glide-py
///
/// Nothing below two items.
std::optional<PoweredMean> active_mean(std::span<const DrawnItem> items,
                                       std::optional<double> lambda, double level);

}  // namespace shijin
