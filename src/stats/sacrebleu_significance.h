// Significance exactly as sacreBLEU 2.6 works it out, draw by draw, for reports that must show its
// numbers. Ours are in permutation.h: sacreBLEU calls identical systems different (p = 0.001).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace shijin {

/// The seed of sacreBLEU when SACREBLEU_SEED is not set
inline constexpr std::uint64_t kSacrebleuSeed = 12345;

/// A metric of added rows that is always defined
using SacrebleuMetric = std::function<double(std::span<const double> sums)>;

/// The scores of a system in `samples` bootstrap resamples; all systems get the same resamples
///
/// `rows` is n × width, row by row, width a multiple of kLanes (weighted_sums.h), n < 2^32.
/// sacreBLEU adds in single precision: its scores are these to about 1e-6 of their size.
std::vector<double> sacrebleu_resampled(std::span<const double> rows, std::size_t width,
                                        const SacrebleuMetric& metric, std::size_t samples,
                                        std::uint64_t seed);

/// The mean of resampled scores, and half the width of their middle 95 %
struct SacrebleuInterval {
  double mean;
  double half_width;
};
SacrebleuInterval sacrebleu_interval(std::span<const double> resampled);

/// p of its paired bootstrap from the resampled scores of both systems and their plain scores
double sacrebleu_bootstrap_p(std::span<const double> first, std::span<const double> second,
                             double first_score, double second_score);

/// p of its approximate randomisation; `first` is the baseline
double sacrebleu_randomisation_p(std::span<const double> first, std::span<const double> second,
                                 std::size_t width, const SacrebleuMetric& metric,
                                 std::size_t samples, std::uint64_t seed);

}  // namespace shijin
