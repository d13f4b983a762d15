// Permutation tests against SciPy and scikit-learn (tests/data/statistics.json), against the naive
// enumeration, and against each other.
#include "stats/permutation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/random.h"
#include "reference/naive_tests.h"
#include "stats/golden_internal.h"
#include "stats/weighted_sums.h"

namespace shijin {
namespace {

std::vector<std::uint64_t> keys_of(std::size_t count) {
  std::vector<std::uint64_t> keys;
  for (std::size_t i = 0; i < count; ++i) keys.push_back(mix_bits(i + 1));
  return keys;
}

TEST(SignFlip, equals_scipy_when_exact) {
  const nlohmann::json one = golden("perm_12");
  const std::vector<double> a = one["input"]["a"];
  const std::vector<double> b = one["input"]["b"];
  std::vector<double> gaps;
  for (std::size_t i = 0; i < a.size(); ++i) gaps.push_back(b[i] - a[i]);
  const PermutationTest test = sign_flip_test(gaps, keys_of(gaps.size()), {});
  EXPECT_TRUE(test.exact);
  EXPECT_EQ(test.ways, 4096U);
  EXPECT_NEAR(test.difference, one["expected"]["diff"].get<double>(), 1e-12);
  EXPECT_NEAR(test.p, one["expected"]["p_two_sided"].get<double>(), 1e-12);
}

TEST(SignFlip, equals_the_enumeration_of_all_signs) {
  Random random(2, 0);
  for (int trial = 0; trial < 300; ++trial) {
    std::vector<double> gaps(1 + random.below(12));
    for (double& gap : gaps) {  // whole numbers make ties and zeros, the others none
      gap = trial % 2 == 0 ? static_cast<double>(random.below(7)) - 3 : random.normal();
    }
    const PermutationTest test = sign_flip_test(gaps, keys_of(gaps.size()), {});
    ASSERT_NEAR(test.p, reference::sign_flip_p(gaps), 1e-12) << trial;
  }
}

TEST(SignFlip, draws_come_to_the_exact_share) {
  // 40 differences, drawn; the first 32 kept alone are exact. With 20,000 draws a share of 0.3 has
  // standard error 0.0032.
  Random random(3, 0);
  std::vector<double> gaps;
  for (int i = 0; i < 33; ++i) gaps.push_back(random.normal() + 0.15);
  gaps.back() = 1e-9;  // one more, too small to matter, and no longer exact
  const PermutationTest drawn = sign_flip_test(gaps, keys_of(gaps.size()), {5, 20'000});
  gaps.pop_back();
  const PermutationTest exact = sign_flip_test(gaps, keys_of(gaps.size()), {5, 20'000});
  EXPECT_FALSE(drawn.exact);
  EXPECT_EQ(drawn.ways, 20'000U);
  EXPECT_TRUE(exact.exact);
  EXPECT_NEAR(drawn.p, exact.p, 4 * std::sqrt(exact.p * (1 - exact.p) / 20'000));
  EXPECT_GT(exact.p, 0.001);
}

TEST(SignFlip, a_run_compared_with_itself_has_p_one) {
  const std::vector<double> none(50, 0.0);
  const PermutationTest test = sign_flip_test(none, keys_of(50), {});
  EXPECT_EQ(test.p, 1);
  EXPECT_EQ(test.difference, 0);
  EXPECT_TRUE(test.exact);
}

TEST(SignFlip, follows_the_keys_and_not_the_order) {
  std::vector<double> gaps;
  for (int i = 0; i < 60; ++i) gaps.push_back((i * 37 % 11) - 4);
  std::vector<std::uint64_t> keys = keys_of(60);
  const PermutationTest forward = sign_flip_test(gaps, keys, {});
  std::reverse(gaps.begin(), gaps.end());
  std::reverse(keys.begin(), keys.end());
  EXPECT_EQ(sign_flip_test(gaps, keys, {}).p, forward.p);
}

// Macro F1 of three labels from rows of a 3 × 3 table, padded to whole lanes.
constexpr std::size_t kWidth = padded_width(9);

std::optional<double> macro_f1(std::span<const double> cells) {
  double sum = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    double both = 0;
    for (std::size_t j = 0; j < 3; ++j) both += cells[3 * k + j] + cells[3 * j + k];
    sum += both > 0 ? 2 * cells[4 * k] / both : 0;
  }
  return sum / 3;
}

std::vector<double> cells_of(const std::vector<std::size_t>& truth,
                             const std::vector<std::size_t>& predicted) {
  std::vector<double> rows(truth.size() * kWidth);
  for (std::size_t i = 0; i < truth.size(); ++i) rows[i * kWidth + 3 * truth[i] + predicted[i]] = 1;
  return rows;
}

TEST(Swap, macro_f1_equals_the_enumeration_by_scikit_learn) {
  const nlohmann::json one = golden("perm_macro_f1");
  const std::vector<std::size_t> truth = one["input"]["y_true"];
  const std::vector<double> a = cells_of(truth, one["input"]["pred_a"]);
  const std::vector<double> b = cells_of(truth, one["input"]["pred_b"]);
  const auto test = swap_test(a, b, kWidth, keys_of(truth.size()), macro_f1, {}).value();
  EXPECT_TRUE(test.exact);
  EXPECT_EQ(test.ways, one["expected"]["n_swaps"].get<std::uint64_t>());
  EXPECT_NEAR(test.difference, one["expected"]["diff"].get<double>(), 1e-9);
  EXPECT_NEAR(test.p, one["expected"]["p_two_sided"].get<double>(), 1e-9);

  const auto drawn = swap_test(a, b, kWidth, keys_of(truth.size()), macro_f1, {0, 20'000, 1});
  EXPECT_FALSE(drawn->exact);
  EXPECT_NEAR(drawn->p, test.p, 0.009);  // 4 standard errors
}

// Kinds of rows on which two runs differ, and the macro F1 after swapping some of each.
struct Kinds {
  std::vector<std::array<std::size_t, 3>> kinds;
  std::vector<std::uint32_t> counts;
  std::array<double, 9> same{};

  Kinds(const std::vector<std::size_t>& truth, const std::vector<std::size_t>& a,
        const std::vector<std::size_t>& b) {
    std::map<std::array<std::size_t, 3>, std::uint32_t> seen;
    for (std::size_t i = 0; i < truth.size(); ++i) {
      if (a[i] == b[i]) {
        same[3 * truth[i] + a[i]] += 1;
      } else {
        ++seen[{truth[i], a[i], b[i]}];
      }
    }
    for (const auto& [kind, count] : seen) {
      kinds.push_back(kind);
      counts.push_back(count);
    }
  }

  std::optional<double> difference(std::span<const std::uint32_t> swapped) const {
    std::array<double, 9> first = same;
    std::array<double, 9> second = same;
    for (std::size_t k = 0; k < kinds.size(); ++k) {
      const auto [truth, a, b] = kinds[k];
      first[3 * truth + a] += counts[k] - swapped[k];
      first[3 * truth + b] += swapped[k];
      second[3 * truth + b] += counts[k] - swapped[k];
      second[3 * truth + a] += swapped[k];
    }
    return *macro_f1(second) - *macro_f1(first);
  }
};

TEST(SwapKinds, macro_f1_equals_the_enumeration_by_scikit_learn) {
  const nlohmann::json one = golden("perm_macro_f1");
  const Kinds kinds(one["input"]["y_true"], one["input"]["pred_a"], one["input"]["pred_b"]);
  const auto difference = [&](auto swapped) { return kinds.difference(swapped); };
  const auto test = swap_kinds_test(kinds.counts, difference, {}).value();
  EXPECT_TRUE(test.exact);
  EXPECT_NEAR(test.p, one["expected"]["p_two_sided"].get<double>(), 1e-9);
  const auto drawn = swap_kinds_test(kinds.counts, difference, {0, 20'000, 1}).value();
  EXPECT_FALSE(drawn.exact);
  EXPECT_NEAR(drawn.p, test.p, 0.009);
}

TEST(Swap, both_forms_equal_the_naive_enumeration) {
  using Row = std::array<std::size_t, 2>;
  const auto metric = [](const std::vector<Row>& rows) {
    std::array<double, 9> cells{};
    for (const Row& row : rows) cells[3 * row[0] + row[1]] += 1;
    return *macro_f1(cells);
  };
  Random random(4, 0);
  for (int trial = 0; trial < 60; ++trial) {
    std::vector<std::size_t> truth(3 + random.below(7)), a(truth.size()), b(truth.size());
    std::vector<Row> first, second;
    for (std::size_t i = 0; i < truth.size(); ++i) {
      truth[i] = random.below(3);
      a[i] = random.below(3);
      b[i] = random.below(3);
      first.push_back({truth[i], a[i]});
      second.push_back({truth[i], b[i]});
    }
    const double expected = reference::swap_p<Row>(first, second, metric);
    const auto swapped = swap_test(cells_of(truth, a), cells_of(truth, b), kWidth,
                                   keys_of(truth.size()), macro_f1, {});
    ASSERT_NEAR(swapped->p, expected, 1e-12) << trial;
    const Kinds kinds(truth, a, b);
    const auto by_kind =
        swap_kinds_test(kinds.counts, [&](auto counts) { return kinds.difference(counts); }, {});
    ASSERT_NEAR(by_kind->p, expected, 1e-9) << trial;
  }
}

std::optional<double> bleu(std::span<const double> sums) {
  double logs = 0;
  for (std::size_t n = 0; n < 4; ++n) {
    if (sums[2 + n] == 0 || sums[6 + n] == 0) return 0;
    logs += std::log(sums[2 + n] / sums[6 + n]) / 4;
  }
  const double brevity = sums[0] < sums[1] ? std::exp(1 - sums[1] / sums[0]) : 1;
  return 100 * brevity * std::exp(logs);
}

TEST(Swap, corpus_bleu_equals_sacrebleu_within_its_draws) {
  const nlohmann::json one = golden("bleu_zh_10");
  const auto rows = [&](const char* system) {
    std::vector<double> padded;
    for (const auto& row : one["input"][system]) {
      for (std::size_t at = 0; at < 16; ++at) {
        padded.push_back(at < 10 ? row[at].get<double>() : 0);
      }
    }
    return padded;
  };
  const auto test = swap_test(rows("suffstats_a"), rows("suffstats_b"), 16, keys_of(10), bleu, {});
  EXPECT_TRUE(test->exact);
  EXPECT_NEAR(test->difference,
              one["expected"]["bleu_b"].get<double>() - one["expected"]["bleu_a"].get<double>(),
              1e-9);
  EXPECT_NEAR(test->p, one["expected"]["paired_ar"]["p"].get<double>(),
              one["expected"]["paired_ar"]["tol_mc"].get<double>());
}

TEST(Swap, equal_runs_have_p_one_and_an_undefined_run_has_no_test) {
  const std::vector<double> rows = cells_of({0, 1, 2}, {0, 1, 1});
  EXPECT_EQ(swap_test(rows, rows, kWidth, keys_of(3), macro_f1, {})->p, 1);
  const auto undefined = [](std::span<const double>) { return std::optional<double>(); };
  EXPECT_FALSE(swap_test(rows, rows, kWidth, keys_of(3), undefined, {}).has_value());
}

}  // namespace
}  // namespace shijin
