// Rows added up by their cells against the statistic's own addition.
#include "metrics/label_cells.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/random.h"

namespace shijin {
namespace {

void expect_same(const LabelSums& got, const LabelSums& wanted) {
  EXPECT_EQ(got.total, wanted.total);
  ASSERT_EQ(got.cells.size(), wanted.cells.size());
  for (std::size_t i = 0; i < got.cells.size(); ++i) {
    EXPECT_EQ(got.cells[i].truth, wanted.cells[i].truth);
    EXPECT_EQ(got.cells[i].predicted, wanted.cells[i].predicted);
    EXPECT_EQ(got.cells[i].count, wanted.cells[i].count);
  }
}

TEST(LabelCells, add_up_rows_under_eight_weightings_as_the_statistic_does_under_each) {
  LabelSet labels;
  const LabelCounts rule{&labels};
  Random random(5, 0);
  for (const std::size_t rows : {0U, 1U, 7U, 8U, 61U, 1000U}) {
    std::vector<LabelCounts::Stat> stats;
    std::vector<std::vector<std::int8_t>> weightings(kWeightings);
    for (std::size_t i = 0; i < rows; ++i) {
      const LabelId truth = labels.id(std::to_string(random.below(12)));
      const LabelId predicted = labels.id(std::to_string(random.below(12)));
      stats.push_back({i % 7 == 3 ? kNoLabel : truth, i % 5 == 3 ? kUnparsed : predicted});
      for (auto& one : weightings) one.push_back(static_cast<std::int8_t>(random.below(13)));
    }
    const std::vector<Counts> views(weightings.begin(), weightings.end());
    LabelCells cells;
    std::vector<std::uint32_t> places;
    const std::size_t half = rows / 2;  // as shards come, one after the other
    cells.place(std::span(stats).first(half), places);
    cells.place(std::span(stats).subspan(half), places);
    std::vector<std::int32_t> counts(cells.size() * kWeightings);
    add_to_cells(places, std::span(views).first<kWeightings>(), counts);
    for (std::size_t r = 0; r < kWeightings; ++r) {
      LabelCounts::State wanted;
      rule.add_all(wanted, stats, std::vector<double>(views[r].begin(), views[r].end()));
      expect_same(label_sums(cells.state(counts, r), labels), label_sums(wanted, labels));
    }
  }
}

}  // namespace
}  // namespace shijin
