// The rows' sums, padded, resampled in the order in which sacreBLEU draws.
#include "compare/as_sacrebleu.h"

#include <algorithm>

#include "stats/sacrebleu_significance.h"
#include "stats/weighted_sums.h"

namespace shijin {
namespace {

constexpr std::size_t kResamples = 1'000;
constexpr std::size_t kExchanges = 10'000;

// What each row adds to the sums, one padded row after the other.
std::vector<double> padded(const Statistic& statistic, std::span<const std::byte> rows) {
  const std::size_t count = rows.size() / statistic.stat_bytes();
  const std::size_t sums = statistic.sums();
  const std::size_t width = padded_width(sums);
  std::vector<double> tight(count * sums);
  statistic.unit_sums(rows, tight);
  std::vector<double> out(count * width);
  for (std::size_t i = 0; i < count; ++i) {
    std::copy_n(tight.begin() + static_cast<long>(i * sums), sums,
                out.begin() + static_cast<long>(i * width));
  }
  return out;
}

bool sacrebleu_has(const Metric& metric) {
  const std::string_view name = metric.name();
  return (name == "bleu" || name == "chrf" || name == "ter") && metric.statistic().sums() > 0;
}

}  // namespace

std::vector<SacrebleuScore> as_sacrebleu(const Metric& metric,
                                         std::span<const std::span<const std::byte>> rows) {
  if (!sacrebleu_has(metric)) return {};
  const Statistic& statistic = metric.statistic();
  const std::size_t sums = statistic.sums();
  const std::size_t width = padded_width(sums);
  const SacrebleuMetric finish = [&](std::span<const double> all) {
    return metric.finish(statistic.from_sums(all.first(sums))).value.value_or(0);
  };
  std::vector<SacrebleuScore> out;
  std::vector<double> base;
  std::vector<double> base_resampled;
  for (std::size_t run = 0; run < rows.size(); ++run) {
    if (rows[run].empty()) return {};
    const std::vector<double> own = padded(statistic, rows[run]);
    std::vector<double> total(width);
    for (std::size_t i = 0; i < own.size(); ++i) total[i % width] += own[i];
    const std::vector<double> resampled =
        sacrebleu_resampled(own, width, finish, kResamples, kSacrebleuSeed);
    const SacrebleuInterval interval = sacrebleu_interval(resampled);
    SacrebleuScore score{run, metric.key(), finish(total), interval.mean, interval.half_width};
    if (run == 0) {
      base = own;
      base_resampled = resampled;
    } else {
      score.bootstrap_p =
          sacrebleu_bootstrap_p(base_resampled, resampled, out.front().value, score.value);
      score.randomisation_p =
          sacrebleu_randomisation_p(base, own, width, finish, kExchanges, kSacrebleuSeed);
    }
    out.push_back(score);
  }
  return out;
}

}  // namespace shijin
