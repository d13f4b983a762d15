// The handler touches one lock-free flag and may call _exit; nothing else is safe in it.
#include "cli/interrupt.h"

#include <unistd.h>

#include <csignal>

namespace shijin::cli {
namespace {

std::atomic<bool> stop{false};
constexpr unsigned kPatienceSeconds = 1;
static_assert(std::atomic<bool>::is_always_lock_free);

// A closed terminal may be told of twice, by the shell and by the kernel.
void on_signal(int signal) {
  if (stop.exchange(true) && signal != SIGHUP) ::_exit(kInterrupted);
  ::alarm(kPatienceSeconds);
}

// Reached when the run has not ended by itself, as when it waits for a pipe that stays silent.
void on_alarm(int) { ::_exit(kInterrupted); }

}  // namespace

void catch_signals() {
  struct sigaction action{};
  action.sa_handler = on_signal;
  ::sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  // A terminal that is closed says so; one that was told to be ignored (nohup) stays so.
  struct sigaction hangup{};
  ::sigaction(SIGHUP, nullptr, &hangup);
  if (hangup.sa_handler != SIG_IGN) ::sigaction(SIGHUP, &action, nullptr);
  std::signal(SIGALRM, on_alarm);
  std::signal(SIGPIPE, SIG_IGN);
}

const std::atomic<bool>& stop_requested() { return stop; }

}  // namespace shijin::cli
