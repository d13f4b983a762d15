// Probabilities by filling up to a sum, one random start, largest remainders.
#include "stats/sampling.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/result.h"

namespace shijin {
namespace {

constexpr double kEvenShare = 0.5;
constexpr double kFloorShare = 0.3;
constexpr double kMostRisk = 2;

// Some of the items, their appetites, and the least probability of each.
struct Group {
  std::vector<std::size_t> items;
  double wanted = 0;
};

// Probabilities clamp(scale · appetite, floor, 1) that add up to what the group wants; false where
// no scale does.
bool fill(const Group& group, const std::vector<double>& appetite, double floor,
          std::vector<double>& probability) {
  const auto put = [&](double scale) {
    double sum = 0;
    for (const std::size_t i : group.items) {
      probability[i] = std::clamp(scale * appetite[i], floor, 1.0);
      sum += probability[i];
    }
    return sum;
  };
  const auto size = static_cast<double>(group.items.size());
  if (group.wanted > size * (1 + 1e-12) || put(0) > group.wanted * (1 + 1e-12)) return false;
  double low = 0;
  double high = 1;
  while (put(high) < group.wanted && high < 1e300) high *= 2;
  for (int step = 0; step < 200 && low < high; ++step) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (put(middle) < group.wanted ? low : high) = middle;
  }
  put(high);
  return true;
}

std::vector<double> appetites(const SamplingFrame& frame) {
  double risk = 0;
  for (double one : frame.risk) risk += one;
  const auto items = static_cast<double>(frame.items);
  std::vector<double> appetite(frame.items, 1 / items);
  for (std::size_t i = 0; i < frame.risk.size(); ++i) {
    appetite[i] = kEvenShare / items + (1 - kEvenShare) * frame.risk[i] / risk;
  }
  return appetite;
}

// What each slice has to get beside its items that are drawn for certain, and who is in it.
std::vector<Group> slices_of(const SamplingFrame& frame, double least) {
  std::vector<Group> slices;
  std::vector<double> sizes;
  for (std::size_t i = 0; i < frame.items; ++i) {
    const std::size_t slice = frame.slice.empty() ? 0 : frame.slice[i];
    if (slice >= slices.size()) {
      slices.resize(slice + 1);
      sizes.resize(slice + 1);
    }
    sizes[slice] += 1;
    const bool must = !frame.must.empty() && frame.must[i];
    if (must) slices[slice].wanted -= 1;
    if (!must) slices[slice].items.push_back(i);
  }
  for (std::size_t s = 0; s < slices.size(); ++s) {
    const double wanted = slices[s].wanted + (frame.slice.empty() ? 0 : std::min(least, sizes[s]));
    slices[s].wanted = std::max(0.0, wanted);
  }
  return slices;
}

double sum_of(const Group& group, const std::vector<double>& probability) {
  double sum = 0;
  for (const std::size_t i : group.items) sum += probability[i];
  return sum;
}

}  // namespace

std::optional<std::vector<double>> core_probabilities(const SamplingFrame& frame, double wanted,
                                                      double slice_least) {
  SJ_CHECK(frame.risk.empty() || frame.risk.size() == frame.items, "one risk an item");
  SJ_CHECK(frame.slice.empty() || frame.slice.size() == frame.items, "one slice an item");
  const double certain =
      static_cast<double>(std::count(frame.must.begin(), frame.must.end(), true));
  const double open = wanted - certain;
  const double others = static_cast<double>(frame.items) - certain;
  if (open < 0 || open > others) return std::nullopt;
  std::vector<double> probability(frame.items, 1.0);
  if (others == 0) return probability;
  const double floor = kFloorShare * open / others;
  const std::vector<double> appetite = appetites(frame);
  const std::vector<Group> slices = slices_of(frame, slice_least);
  std::vector<bool> raised(slices.size());
  // Raising a slice takes from the others, which may put one more of them below its least.
  for (;;) {
    Group rest{{}, open};
    for (std::size_t s = 0; s < slices.size(); ++s) {
      if (raised[s]) {
        if (!fill(slices[s], appetite, floor, probability)) return std::nullopt;
        rest.wanted -= slices[s].wanted;
      } else {
        rest.items.insert(rest.items.end(), slices[s].items.begin(), slices[s].items.end());
      }
    }
    if (!fill(rest, appetite, floor, probability)) return std::nullopt;
    bool settled = true;
    for (std::size_t s = 0; s < slices.size(); ++s) {
      if (raised[s] || sum_of(slices[s], probability) >= slices[s].wanted - 1e-9) continue;
      raised[s] = true;
      settled = false;
    }
    if (settled) return probability;
  }
}

std::vector<std::size_t> systematic_draw(std::span<const double> probability,
                                         std::span<const std::size_t> order, double start) {
  std::vector<std::size_t> drawn;
  double sum = 0;
  double next = start;
  for (const std::size_t i : order) {
    if (probability[i] >= 1) {
      drawn.push_back(i);
      continue;
    }
    sum += probability[i];
    if (sum < next) continue;
    drawn.push_back(i);
    next += 1;
  }
  return drawn;
}

std::vector<std::int64_t> neyman_allocation(std::span<const double> sizes,
                                            std::span<const double> deviations,
                                            std::int64_t wanted) {
  double total = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) total += sizes[i] * deviations[i];
  std::vector<std::int64_t> taken;
  std::vector<double> remainder;
  std::int64_t left = wanted;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const double share =
        total > 0 ? static_cast<double>(wanted) * sizes[i] * deviations[i] / total : 0;
    taken.push_back(static_cast<std::int64_t>(share));
    remainder.push_back(share - std::floor(share));
    left -= taken.back();
  }
  std::vector<std::size_t> order(sizes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainder[a] > remainder[b]; });
  for (std::size_t i = 0; i < order.size() && left > 0; ++i, --left) ++taken[order[i]];
  return taken;
}

std::vector<double> risk_of(std::span<const std::vector<double>> signals) {
  std::vector<double> sums(signals.empty() ? 0 : signals.front().size());
  for (const std::vector<double>& signal : signals) {
    const auto n = static_cast<double>(signal.size());
    double mean = 0;
    for (double one : signal) mean += one / n;
    double variance = 0;
    for (double one : signal) variance += (one - mean) * (one - mean) / n;
    if (!(variance > 0)) continue;
    for (std::size_t i = 0; i < signal.size(); ++i) {
      sums[i] += (signal[i] - mean) / std::sqrt(variance);
    }
  }
  for (double& sum : sums) sum = std::exp(std::clamp(sum, -kMostRisk, kMostRisk));
  return sums;
}

}  // namespace shijin
