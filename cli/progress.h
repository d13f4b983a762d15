// The progress bar on standard error: drawn only on a terminal, and only once a run has taken more
// than a second.
#pragma once

#include <chrono>
#include <string>

#include "cli/command.h"

namespace shijin::cli {

/// One line of progress, without the escape that returns to its start
///
/// `tokens` are those that a model writes a second; 0 where none does
std::string progress_line(const Progress& progress, double tokens, double seconds,
                          Language language, std::size_t columns);

/// Draw at most ten times a second; the destructor wipes the line
class ProgressBar {
 public:
  explicit ProgressBar(const Console& console);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void show(const Progress& progress, double tokens_per_second = 0);

 private:
  using Clock = std::chrono::steady_clock;
  Console console_;
  Clock::time_point started_;
  Clock::time_point drawn_;
  bool visible_ = false;
};

/// Hooks that show how many texts a model has done, and that Ctrl-C stops; `bar` outlives them
ModelHooks model_hooks(ProgressBar& bar);

}  // namespace shijin::cli
