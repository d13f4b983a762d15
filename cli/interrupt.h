// Ctrl-C: the first asks the run to stop cleanly; the second, or a run that does not stop within a
// second, ends the program at once.
#pragma once

#include <atomic>

namespace shijin::cli {

/// The exit code of a run that was interrupted, as shells count: 128 + SIGINT
inline constexpr int kInterrupted = 130;

/// Catch SIGINT, SIGTERM and SIGHUP from now on, and ignore SIGPIPE (a closed pipe is no accident)
void catch_signals();

/// Set once the user has asked to stop
const std::atomic<bool>& stop_requested();

}  // namespace shijin::cli
