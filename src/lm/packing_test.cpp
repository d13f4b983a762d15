// Packing: every job once and in order, within the limits, what is shared counted once.
#include "lm/packing.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

ScoreJob job(std::vector<TokenId> context, std::size_t targets, std::size_t length) {
  ScoreJob made{std::move(context), {}};
  made.targets.assign(targets, std::vector<TokenId>(length, 9));
  return made;
}

TEST(Packing, shares_what_all_contexts_begin_with_but_never_a_whole_one) {
  const std::vector<ScoreJob> jobs = {job({1, 2, 3, 4, 5, 6}, 1, 1), job({1, 2, 3, 4, 5, 7}, 1, 1)};
  EXPECT_EQ(shared_tokens(jobs), 5U);
  const std::vector<ScoreJob> equal = {job({1, 2, 3, 4, 5, 6}, 1, 1),
                                       job({1, 2, 3, 4, 5, 6}, 1, 1)};
  EXPECT_EQ(shared_tokens(equal), 5U);
  const std::vector<ScoreJob> few = {job({1, 2, 3, 8}, 1, 1), job({1, 2, 3, 9}, 1, 1)};
  EXPECT_EQ(shared_tokens(few), 0U);  // three tokens are not worth it
  EXPECT_EQ(shared_tokens(std::span(jobs).first(1)), 0U);
  const std::vector<GenerateJob> prompts = {{{1, 2, 3, 4, 5, 6}, 0}, {{1, 2, 3, 4, 5}, 1}};
  EXPECT_EQ(shared_tokens(prompts), 4U);
}

TEST(Packing, counts_a_context_once_however_many_targets) {
  EXPECT_EQ(own_tokens(job({1, 2, 3}, 4, 3), 0), 3U + 4U * 2U);
  EXPECT_EQ(own_tokens(job({1, 2, 3}, 4, 3), 2), 1U + 4U * 2U);
}

TEST(Packing, keeps_order_and_limits) {
  std::vector<ScoreJob> jobs;
  for (std::size_t i = 0; i < 50; ++i) {
    jobs.push_back(job(std::vector<TokenId>(1 + i % 9, 1), i % 5, 1 + i % 4));
  }
  const PackingLimits limits{20, 7};
  std::size_t next = 0;
  for (const JobGroup& group : pack_jobs(jobs, 0, limits)) {
    std::size_t tokens = 0;
    std::size_t sequences = 0;
    for (const std::size_t i : group.jobs) {
      EXPECT_EQ(i, next++);
      tokens += own_tokens(jobs[i], 0);
      sequences += std::max<std::size_t>(jobs[i].targets.size(), 1);
    }
    EXPECT_TRUE(tokens <= limits.tokens || group.jobs.size() == 1);
    EXPECT_LE(sequences, limits.sequences);
  }
  EXPECT_EQ(next, jobs.size());
}

}  // namespace
}  // namespace shijin
