// A bar of 20 cells, the rows so far, their speed, and the time left at that speed.
#include "cli/progress.h"

#include <algorithm>
#include <cmath>

#include "cli/interrupt.h"
#include "cli/output.h"

namespace shijin::cli {
namespace {

constexpr Text kRows{"{0} rows", "{0} 筆"};
constexpr Text kSpeed{"{0} rows/s", "每秒 {0} 筆"};
constexpr Text kTokens{"{0} tokens/s", "每秒 {0} 個詞元"};
constexpr Text kLeft{"{0} left", "剩 {0}"};
constexpr std::size_t kCells = 20;

// 75 seconds as 1:15.
std::string clock_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::ceil(std::clamp(seconds, 0.0, 359999.0)));
  const std::string rest = std::to_string(whole % 60);
  return std::to_string(whole / 60) + ":" + std::string(2 - rest.size(), '0') + rest;
}

}  // namespace

std::string progress_line(const Progress& progress, double tokens, double seconds,
                          Language language, std::size_t columns) {
  std::string line;
  const double share = std::min(progress.share, 1.0);
  if (share >= 0) {
    line += pad_left(fixed(100 * share, 0), 4) + " % ";
    const auto full = static_cast<std::size_t>(share * static_cast<double>(kCells));
    for (std::size_t i = 0; i < kCells; ++i) line += i < full ? "█" : "░";
  }
  line += "  " + Message(kRows, {grouped(progress.rows_done)}).in(language);
  if (progress.rows_per_second > 0) {
    const auto speed = static_cast<std::int64_t>(progress.rows_per_second);
    line += "  " + Message(kSpeed, {grouped(speed)}).in(language);
  }
  if (tokens > 0) {
    const auto speed = static_cast<std::int64_t>(tokens);
    line += "  " + Message(kTokens, {grouped(speed)}).in(language);
  }
  if (share > 0.01) {
    line += "  " + Message(kLeft, {clock_text(seconds * (1 - share) / share)}).in(language);
  }
  return cut_to_width(line, columns);
}

ProgressBar::ProgressBar(const Console& console)
    : console_(console), started_(Clock::now()), drawn_(started_) {}

ProgressBar::~ProgressBar() {
  if (visible_) write_error("\r\x1b[K");
}

void ProgressBar::show(const Progress& progress, double tokens_per_second) {
  const Clock::time_point now = Clock::now();
  if (!console_.progress || now - started_ < std::chrono::seconds(1)) return;
  if (visible_ && now - drawn_ < std::chrono::milliseconds(100)) return;
  const double seconds = std::chrono::duration<double>(now - started_).count();
  const auto columns = static_cast<std::size_t>(std::max(console_.columns - 1, 20));
  write_error("\r" +
              progress_line(progress, tokens_per_second, seconds, console_.language, columns) +
              "\x1b[K");
  visible_ = true;
  drawn_ = now;
}

ModelHooks model_hooks(ProgressBar& bar) {
  ModelHooks hooks;
  hooks.stop = &stop_requested();
  hooks.progress = [&bar, started = std::chrono::steady_clock::now()](std::size_t done,
                                                                      std::size_t all) {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - started;
    const auto rows = static_cast<double>(done);
    bar.show({rows / static_cast<double>(std::max<std::size_t>(all, 1)),
              static_cast<std::int64_t>(done), rows / std::max(elapsed.count(), 1e-6)});
  };
  return hooks;
}

}  // namespace shijin::cli
