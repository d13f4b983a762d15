// As sacreBLEU: the paired significance that sacreBLEU prints for BLEU, chrF and TER, beside ours.
#pragma once

#include <span>
#include <vector>

#include "evidence/comparison.h"
#include "metrics/metric.h"

namespace shijin {

/// What `sacrebleu --paired-bs` and `--paired-ar` print for each run, the first being the baseline
///
/// `rows` holds the measured rows of each run, in the same order; 1,000 resamples and 10,000
/// exchanges from sacreBLEU's own seed. Nothing where sacreBLEU has no such metric, or a run no
/// row.
std::vector<SacrebleuScore> as_sacrebleu(const Metric& metric,
                                         std::span<const std::span<const std::byte>> rows);

}  // namespace shijin
