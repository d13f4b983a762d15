// Significance of two systems on ten Chinese sentences, as sacreBLEU 2.6.0 printed it
// (tests/data/statistics.json).
#include "stats/sacrebleu_significance.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/golden_internal.h"

namespace shijin {
namespace {

constexpr std::size_t kWidth = 16;

// Corpus BLEU of lengths, four matches and four totals, with sacreBLEU's exponential smoothing.
double bleu(std::span<const double> sums) {
  double logs = 0;
  double smooth = 1;
  for (std::size_t n = 0; n < 4; ++n) {
    if (sums[6 + n] == 0) return 0;
    const double matches = sums[2 + n];
    if (matches == 0) smooth *= 2;
    logs += std::log(100 * (matches == 0 ? 1 / smooth : matches) / sums[6 + n]) / 4;
  }
  const double brevity = sums[0] < sums[1] ? std::exp(1 - sums[1] / sums[0]) : 1;
  return brevity * std::exp(logs);
}

std::vector<double> rows_of(const nlohmann::json& statistics) {
  std::vector<double> rows;
  for (const auto& row : statistics) {
    for (std::size_t at = 0; at < kWidth; ++at) {
      rows.push_back(at < row.size() ? row[at].get<double>() : 0.0);
    }
  }
  return rows;
}

class SacrebleuSignificance : public testing::Test {
 protected:
  nlohmann::json golden_ = golden("bleu_zh_10");
  std::vector<double> a_ = rows_of(golden_["input"]["suffstats_a"]);
  std::vector<double> b_ = rows_of(golden_["input"]["suffstats_b"]);
  double expected(const char* what, const char* field) {
    return golden_["expected"][what][field].get<double>();
  }
};

TEST_F(SacrebleuSignificance, mean_and_interval_are_its_own) {
  const auto scores = sacrebleu_resampled(a_, kWidth, bleu, 1000, kSacrebleuSeed);
  const SacrebleuInterval interval = sacrebleu_interval(scores);
  EXPECT_NEAR(interval.mean, expected("boot_a", "mean"), 1e-5);  // single precision there
  EXPECT_NEAR(interval.half_width, expected("boot_a", "ci_halfwidth"), 1e-5);
}

TEST_F(SacrebleuSignificance, paired_bootstrap_p_is_its_own_to_the_bit) {
  const auto first = sacrebleu_resampled(a_, kWidth, bleu, 1000, kSacrebleuSeed);
  const auto second = sacrebleu_resampled(b_, kWidth, bleu, 1000, kSacrebleuSeed);
  EXPECT_EQ(sacrebleu_bootstrap_p(first, second, golden_["expected"]["bleu_a"],
                                  golden_["expected"]["bleu_b"]),
            expected("paired_bs", "p"));
}

TEST_F(SacrebleuSignificance, randomisation_p_is_its_own_to_the_bit) {
  EXPECT_EQ(sacrebleu_randomisation_p(a_, b_, kWidth, bleu, 10'000, kSacrebleuSeed),
            expected("paired_ar", "p"));
}

TEST_F(SacrebleuSignificance, identical_systems_get_its_p_of_one_in_a_thousand) {
  const auto scores = sacrebleu_resampled(a_, kWidth, bleu, 1000, kSacrebleuSeed);
  EXPECT_EQ(sacrebleu_bootstrap_p(scores, scores, 50, 50), 1.0 / 1001);
  EXPECT_EQ(sacrebleu_randomisation_p(a_, a_, kWidth, bleu, 1000, kSacrebleuSeed), 1.0 / 1001);
}

}  // namespace
}  // namespace shijin
