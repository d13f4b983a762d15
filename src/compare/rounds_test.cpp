// Settings and scores from round to round, by hand.
#include "compare/rounds.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

Evidence scored(double accuracy, std::optional<double> loss) {
  Evidence evidence;
  ScoreLine line;
  line.key = "accuracy";
  line.score = Score::of(accuracy);
  evidence.metrics.push_back(line);
  line.key = "log_loss";
  line.better = Better::lower;
  line.score.value = loss;
  evidence.metrics.push_back(line);
  return evidence;
}

TEST(Rounds, the_best_so_far_changes_only_when_it_is_beaten) {
  const Evidence a = scored(0.7, std::nullopt);
  const Evidence b = scored(0.8, 0.5);
  const Evidence c = scored(0.8, 0.4);
  const auto trend = trend_of({&a, &b, &c});
  ASSERT_EQ(trend.size(), 2U);
  const auto best = [&](std::size_t m) {
    std::vector<std::size_t> runs;
    for (const auto& point : trend[m].points) runs.push_back(point.best_so_far);
    return runs;
  };
  EXPECT_EQ(best(0), (std::vector<std::size_t>{0, 1, 1}));
  EXPECT_EQ(best(1), (std::vector<std::size_t>{0, 1, 2}));
}

TEST(Rounds, only_settings_that_differ_are_named) {
  std::vector<ComparedRun> runs(3);
  runs[0].trainer = TrainerFacts{{{"learning_rate", "0.0001"}, {"lora_rank", "8"}}, {}, {}};
  runs[1].trainer = TrainerFacts{{{"learning_rate", "5e-05"}, {"lora_rank", "8"}}, {}, {}};
  const auto changes = config_differences(runs);  // the third run tells nothing
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].run, 1U);
  EXPECT_EQ(changes[0].name, "learning_rate");
  EXPECT_EQ(changes[0].base, "0.0001");
  EXPECT_EQ(changes[0].value, "5e-05");
}

}  // namespace
}  // namespace shijin
