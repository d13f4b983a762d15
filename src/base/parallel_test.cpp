// Every index exactly once, on however many threads.
#include "base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

namespace shijin {
namespace {

TEST(ParallelFor, does_every_index_once) {
  for (std::size_t threads : {0U, 1U, 2U, 8U}) {
    std::vector<std::atomic<int>> seen(1000);
    parallel_for(seen.size(), threads, [&](std::size_t i) { ++seen[i]; });
    for (const auto& count : seen) ASSERT_EQ(count, 1) << threads;
  }
}

TEST(ParallelFor, does_nothing_for_an_empty_range) {
  parallel_for(0, 4, [](std::size_t) { FAIL(); });
}

TEST(RunOnThreads, calls_each_thread_number_once) {
  std::vector<std::atomic<int>> seen(5);
  run_on_threads(5, [&](std::size_t thread) { ++seen[thread]; });
  for (const auto& count : seen) EXPECT_EQ(count, 1);
  EXPECT_GE(default_threads(), 1U);
}

}  // namespace
}  // namespace shijin
