// Running one job on several threads. Work is handed out by a shared counter; results are put
// together by index, so that they do not depend on which thread did what.
#pragma once

#include <cstddef>
#include <functional>

namespace shijin {

/// Threads to use when the caller says 0: the machine's, at least 1
std::size_t default_threads();

/// Call work(thread) once on each of `threads` threads and wait; with 1 it runs on the caller
void run_on_threads(std::size_t threads, const std::function<void(std::size_t thread)>& work);

/// Call work(i) for each i in [0, count), on up to `threads` threads, in no particular order
void parallel_for(std::size_t count, std::size_t threads,
                  const std::function<void(std::size_t index)>& work);

}  // namespace shijin
