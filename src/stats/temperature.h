// Temperature scaling (Guo et al. 2017): one number that makes probabilities truer without changing
// any answer.
#pragma once

#include <cstdint>
#include <span>

namespace shijin {

/// Mean −log p of the true label when logits (logs of the probabilities) are divided by
/// `temperature`; `probabilities` is rows × labels, `truth` indexes the labels. Probabilities of 0
/// count as 1e-12
double scaled_log_loss(std::span<const double> probabilities, std::span<const std::int32_t> truth,
                       std::size_t labels, double temperature);

/// The temperature between 1/20 and 20 with the least log loss; 1 without rows
double fit_temperature(std::span<const double> probabilities, std::span<const std::int32_t> truth,
                       std::size_t labels);

}  // namespace shijin
