// Plain threads: the jobs here last milliseconds or more, so a kept pool would buy nothing.
#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace shijin {

std::size_t default_threads() {
  return std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

void run_on_threads(std::size_t threads, const std::function<void(std::size_t)>& work) {
  if (threads <= 1) {
    work(0);
    return;
  }
  std::vector<std::jthread> running;
  running.reserve(threads - 1);
  for (std::size_t i = 1; i < threads; ++i) running.emplace_back([&work, i] { work(i); });
  work(0);
}

void parallel_for(std::size_t count, std::size_t threads,
                  const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  run_on_threads(std::min(count, threads), [&](std::size_t) {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  });
}

}  // namespace shijin
