// Drawing items with known probabilities, so that a mean over those drawn speaks for all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace shijin {

/// What is known of the items before the draw; empty spans where nothing is
struct SamplingFrame {
  std::size_t items = 0;
  std::span<const double> risk = {};          // above 0; how much an item deserves to be looked at
  std::span<const std::uint32_t> slice = {};  // numbered from 0
  std::vector<bool> must = {};                // to be drawn for certain
};

/// The probability with which each item is drawn, `wanted` in all
///
/// Half of the draws are spread evenly and half by risk, never below 0.3 of an even spread, which
/// keeps estimates safe where the risk says nothing. Items that must be seen have probability 1; of
/// each slice at least `slice_least` items are expected (all of a smaller one). Nothing where these
/// demands need more than `wanted`, or there are fewer items than that.
std::optional<std::vector<double>> core_probabilities(const SamplingFrame& frame, double wanted,
                                                      double slice_least);

/// Draw items in this order by their probabilities, with one random start in (0, 1): systematic
/// sampling with probability proportional to size (Madow 1949), which spreads the draw along the
/// order. As many as the probabilities add up to, rounded up or down. Gives places in `order`'s
/// terms
std::vector<std::size_t> systematic_draw(std::span<const double> probability,
                                         std::span<const std::size_t> order, double start);

/// How many of `wanted` items to take of each stratum for the smallest error of the mean (Neyman
/// 1934), by largest remainder
std::vector<std::int64_t> neyman_allocation(std::span<const double> sizes,
                                            std::span<const double> deviations,
                                            std::int64_t wanted);

/// Standardised values added up, one vector a signal, to risks between e⁻² and e²
std::vector<double> risk_of(std::span<const std::vector<double>> signals);

}  // namespace shijin
