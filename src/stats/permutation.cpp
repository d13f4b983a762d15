// Counting or drawing swaps; a resample as far apart as the runs, up to rounding, counts.
#include "stats/permutation.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "stats/weighted_sums.h"

namespace shijin {
namespace {

constexpr double kRounding = 1e-12;
constexpr std::size_t kExactSigns = 32;
constexpr std::uint32_t kWord = 64;

// Other draws than those of the bootstrap with the same seed.
constexpr std::uint64_t swap_seed(std::uint64_t seed) {
  return mix_bits(seed + 0xA0761D6478BD642FULL);
}

// Sums of all 2^n choices of signs, sorted.
std::vector<double> signed_sums(std::span<const double> values) {
  std::vector<double> sums = {0};
  sums.reserve(std::size_t{1} << values.size());
  for (double value : values) {
    const std::size_t before = sums.size();
    for (std::size_t i = 0; i < before; ++i) {
      sums.push_back(sums[i] + value);
      sums[i] -= value;
    }
  }
  std::sort(sums.begin(), sums.end());
  return sums;
}

// Share of all choices of signs whose sum is at least `bound` > 0 away from 0: one from each half
// of the values, so that 32 values cost 2 · 2^16.
double share_beyond(std::span<const double> values, double bound) {
  const std::vector<double> left = signed_sums(values.first(values.size() / 2));
  const std::vector<double> right = signed_sums(values.subspan(values.size() / 2));
  double beyond = 0;
  std::size_t enough = right.size();  // right[enough …] reach the bound with this left
  for (double sum : left) {
    while (enough > 0 && sum + right[enough - 1] >= bound) --enough;
    beyond += static_cast<double>(right.size() - enough);
  }
  return 2 * beyond / std::exp2(static_cast<double>(values.size()));
}

// Which of eight replicates a byte of random bits swaps a row in.
constexpr auto kSwapped = [] {
  std::array<std::array<double, 8>, 256> table{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    for (std::size_t bit = 0; bit < 8; ++bit) table[byte][bit] = byte >> bit & 1U ? 1.0 : 0.0;
  }
  return table;
}();

// The sums of the values swapped in 64 replicates.
std::array<double, kWord> swapped_sums(std::span<const double> values,
                                       std::span<const std::uint64_t> states, std::uint64_t word) {
  std::array<double, kWord> sums{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::uint64_t bits = random_bits_at(states[i], word);
    for (std::size_t byte = 0; byte < 8; ++byte) {
      const std::array<double, 8>& swapped = kSwapped[bits >> (8 * byte) & 0xFFU];
      for (std::size_t bit = 0; bit < 8; ++bit) sums[8 * byte + bit] += values[i] * swapped[bit];
    }
  }
  return sums;
}

double share_drawn(std::uint64_t beyond, std::uint64_t draws) {
  return static_cast<double>(beyond + 1) / static_cast<double>(draws + 1);
}

}  // namespace

PermutationTest sign_flip_test(std::span<const double> differences,
                               std::span<const std::uint64_t> keys,
                               const PermutationOptions& options, double count) {
  SJ_CHECK(differences.size() == keys.size(), "one key for each difference");
  std::vector<double> values;
  std::vector<std::uint64_t> states;
  double sum = 0;
  double size = 0;
  for (std::size_t i = 0; i < differences.size(); ++i) {
    if (differences[i] == 0) continue;
    values.push_back(differences[i]);
    states.push_back(random_state(swap_seed(options.seed), keys[i]));
    sum += differences[i];
    size += std::abs(differences[i]);
  }
  PermutationTest test;
  if (values.empty()) return {0, 1, true, 1};
  test.difference = sum / (count > 0 ? count : static_cast<double>(differences.size()));
  const double bound = std::abs(sum) - kRounding * size;
  test.exact = values.size() <= kExactSigns;
  if (test.exact) {
    test.ways = std::uint64_t{1} << values.size();
    test.p = bound > 0 ? std::min(1.0, share_beyond(values, bound)) : 1.0;
    return test;
  }
  std::uint64_t beyond = 0;
  for (std::uint64_t first = 0; first < options.resamples; first += kWord) {
    const auto swapped = swapped_sums(values, states, first / kWord);
    const std::uint64_t last = std::min<std::uint64_t>(kWord, options.resamples - first);
    for (std::uint64_t r = 0; r < last; ++r) {
      beyond += std::abs(sum - 2 * swapped[r]) >= bound ? 1U : 0U;
    }
  }
  test.ways = options.resamples;
  test.p = share_drawn(beyond, options.resamples);
  return test;
}

namespace {

// The rows that differ between two runs, ready for swapping any of them.
class Swaps {
 public:
  Swaps(std::span<const double> first, std::span<const double> second, std::size_t width,
        std::span<const std::uint64_t> keys, std::uint64_t seed)
      : width_(width), first_(width), second_(width) {
    for (std::size_t row = 0; row < keys.size(); ++row) {
      bool differs = false;
      for (std::size_t at = 0; at < width; ++at) {
        const std::size_t place = row * width + at;
        first_[at] += first[place];
        second_[at] += second[place];
        differs = differs || first[place] != second[place];
      }
      if (!differs) continue;
      for (std::size_t at = 0; at < width; ++at) {
        gaps_.push_back(second[row * width + at] - first[row * width + at]);
      }
      states_.push_back(random_state(swap_seed(seed), keys[row]));
    }
    for (auto& weights : weights_) weights.resize(states_.size());
  }

  std::size_t differing() const { return states_.size(); }
  std::optional<double> difference(const MetricOfSums& metric) const {
    const std::optional<double> a = metric(first_);
    const std::optional<double> b = metric(second_);
    return a && b ? std::optional(*b - *a) : std::nullopt;
  }
  double size(const MetricOfSums& metric) const {
    return std::max(std::abs(*metric(first_)), std::abs(*metric(second_)));
  }

  // How many of eight replicates lie at least `bound` apart; replicate r swaps row i by
  // `swapped(i, r)`. Those from `used` on are not counted.
  template <class Swapped>
  std::uint64_t beyond(const MetricOfSums& metric, double bound, std::size_t used,
                       const Swapped& swapped) {
    for (std::size_t r = 0; r < kWeightings; ++r) {
      for (std::size_t i = 0; i < differing(); ++i) weights_[r][i] = swapped(i, r) ? 1.0 : 0.0;
    }
    std::array<std::span<const double>, kWeightings> views;
    std::copy(weights_.begin(), weights_.end(), views.begin());
    std::vector<double> moved(kWeightings * width_);
    add_weighted_rows(gaps_, width_, views, moved);
    std::vector<double> a(width_);
    std::vector<double> b(width_);
    std::uint64_t count = 0;
    for (std::size_t r = 0; r < used; ++r) {
      for (std::size_t at = 0; at < width_; ++at) {
        a[at] = first_[at] + moved[r * width_ + at];
        b[at] = second_[at] - moved[r * width_ + at];
      }
      const std::optional<double> of_a = metric(a);
      const std::optional<double> of_b = metric(b);
      count += !of_a || !of_b || std::abs(*of_b - *of_a) >= bound ? 1U : 0U;
    }
    return count;
  }

  std::uint64_t bits(std::size_t row, std::uint64_t word) const {
    return random_bits_at(states_[row], word);
  }

 private:
  std::size_t width_;
  std::vector<double> first_;
  std::vector<double> second_;
  std::vector<double> gaps_;
  std::vector<std::uint64_t> states_;
  std::array<std::vector<double>, kWeightings> weights_;
};

// All ways count each swap with its mirror image once: the last differing row stays.
void count_swaps(Swaps& swaps, const MetricOfSums& metric, double bound, PermutationTest& test) {
  test.exact = true;
  test.ways = std::uint64_t{1} << swaps.differing();
  const std::uint64_t halves = test.ways / 2;
  std::uint64_t beyond = 0;
  for (std::uint64_t first = 0; first < halves; first += kWeightings) {
    const std::size_t used = std::min<std::uint64_t>(kWeightings, halves - first);
    beyond += swaps.beyond(metric, bound, used, [&](std::size_t row, std::size_t r) {
      return ((first + r) >> row & 1U) != 0;
    });
  }
  test.p = static_cast<double>(beyond) / static_cast<double>(halves);
}

void draw_swaps(Swaps& swaps, const MetricOfSums& metric, double bound, std::uint64_t resamples,
                PermutationTest& test) {
  std::vector<std::uint64_t> bits(swaps.differing());
  std::uint64_t beyond = 0;
  for (std::uint64_t first = 0; first < resamples; first += kWeightings) {
    const std::uint64_t shift = first % kWord;
    for (std::size_t row = 0; shift == 0 && row < bits.size(); ++row) {
      bits[row] = swaps.bits(row, first / kWord);
    }
    const std::size_t used = std::min<std::uint64_t>(kWeightings, resamples - first);
    beyond += swaps.beyond(metric, bound, used, [&](std::size_t row, std::size_t r) {
      return (bits[row] >> (shift + r) & 1U) != 0;
    });
  }
  test.ways = resamples;
  test.p = share_drawn(beyond, resamples);
}

}  // namespace

std::optional<PermutationTest> swap_test(std::span<const double> first,
                                         std::span<const double> second, std::size_t width,
                                         std::span<const std::uint64_t> keys,
                                         const MetricOfSums& metric,
                                         const PermutationOptions& options) {
  SJ_CHECK(first.size() == keys.size() * width && second.size() == first.size(),
           "both runs need a row for each key");
  Swaps swaps(first, second, width, keys, options.seed);
  const std::optional<double> difference = swaps.difference(metric);
  if (!difference) return std::nullopt;
  if (swaps.differing() == 0) return PermutationTest{0, 1, true, 1};
  PermutationTest test;
  test.difference = *difference;
  const double bound = std::abs(*difference) - kRounding * swaps.size(metric);
  if (swaps.differing() < kWord && std::uint64_t{1} << swaps.differing() <= options.exact_up_to) {
    count_swaps(swaps, metric, bound, test);
  } else {
    draw_swaps(swaps, metric, bound, options.resamples, test);
  }
  return test;
}

namespace {

// Heads of `count` fair coins.
std::uint32_t fair_heads(std::uint32_t count, Random& random) {
  int heads = 0;
  for (; count > kWord; count -= kWord) heads += std::popcount(random.bits());
  if (count > 0) heads += std::popcount(random.bits() >> (kWord - count));
  return static_cast<std::uint32_t>(heads);
}

// Add up the probability of every combination of swaps that reaches the bound.
double share_of_kinds(std::span<const std::uint32_t> counts, const DifferenceOfSwaps& difference,
                      double bound) {
  std::vector<std::vector<double>> chances;
  for (std::uint32_t count : counts) {
    std::vector<double>& chance = chances.emplace_back(std::size_t{count} + 1);
    for (std::uint32_t k = 0; k <= count; ++k) {
      chance[k] = std::exp(std::lgamma(count + 1.0) - std::lgamma(k + 1.0) -
                           std::lgamma(count - k + 1.0) - count * std::log(2.0));
    }
  }
  std::vector<std::uint32_t> swapped(counts.size());
  double share = 0;
  for (;;) {
    const std::optional<double> apart = difference(swapped);
    if (!apart || std::abs(*apart) >= bound) {
      double chance = 1;
      for (std::size_t kind = 0; kind < counts.size(); ++kind) {
        chance *= chances[kind][swapped[kind]];
      }
      share += chance;
    }
    std::size_t kind = 0;
    while (kind < counts.size() && swapped[kind] == counts[kind]) swapped[kind++] = 0;
    if (kind == counts.size()) return std::min(1.0, share);
    ++swapped[kind];
  }
}

}  // namespace

std::optional<PermutationTest> swap_kinds_test(std::span<const std::uint32_t> counts,
                                               const DifferenceOfSwaps& difference,
                                               const PermutationOptions& options) {
  std::vector<std::uint32_t> swapped(counts.size());
  const std::optional<double> observed = difference(swapped);
  if (!observed) return std::nullopt;
  double ways = 1;
  for (std::uint32_t count : counts) ways *= count + 1.0;
  if (ways == 1) return PermutationTest{*observed, 1, true, 1};
  PermutationTest test;
  test.difference = *observed;
  const double bound = std::abs(*observed) * (1 - kRounding) - kRounding;
  if (ways <= static_cast<double>(options.exact_up_to)) {
    test.exact = true;
    test.ways = static_cast<std::uint64_t>(ways);
    test.p = share_of_kinds(counts, difference, bound);
    return test;
  }
  std::uint64_t beyond = 0;
  for (std::uint64_t r = 0; r < options.resamples; ++r) {
    Random random(swap_seed(options.seed), r);
    for (std::size_t kind = 0; kind < counts.size(); ++kind) {
      swapped[kind] = fair_heads(counts[kind], random);
    }
    const std::optional<double> apart = difference(swapped);
    beyond += !apart || std::abs(*apart) >= bound ? 1U : 0U;
  }
  test.ways = options.resamples;
  test.p = share_drawn(beyond, options.resamples);
  return test;
}

}  // namespace shijin
