// posix_spawn with three pipes; ends are waited for with waitid, so that a group is killed while
// its leader still holds the group's number.
#include "base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <ctime>
#include <thread>

#include "base/file.h"

extern char** environ;

namespace shijin {
namespace {

constexpr Text kCannotStart{"the program \"{0}\" cannot be started: {1}",
                            "無法啟動程式「{0}」：{1}"};
constexpr Text kStartHelp{
    "write its path or a name found along PATH; a program that is not marked as executable needs "
    "its interpreter in front, such as python3 FILE.py",
    "請寫出它的路徑，或 PATH 中找得到的名稱；沒有執行權限的程式要在前面加上直譯器，例如 python3 "
    "FILE.py"};

constexpr std::size_t kErrorTail = 4096;

Error start_error(const std::string& program, int problem) {
  Error error;
  error.name = "program-unstartable";
  error.found = Message(kCannotStart, {program, system_reason(problem)});
  error.help = Message(kStartHelp);
  return error;
}

// A descriptor that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }
  void take(int number) {
    close();
    number_ = number;
  }
  int get() const { return number_; }
  bool open() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

// A pipe whose `ours` end does not block.
int make_pipe(Descriptor& ours, Descriptor& theirs, bool we_write) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return errno;
  ours.take(ends[we_write ? 1 : 0]);
  theirs.take(ends[we_write ? 0 : 1]);
  return ::fcntl(ours.get(), F_SETFL, O_NONBLOCK) == 0 ? 0 : errno;
}

// Writes without SIGPIPE, whatever the program does with that signal: it is blocked in this thread,
// and taken away where the write raised it.
ssize_t quiet_write(int to, std::string_view bytes) {
  sigset_t pipe_only;
  sigset_t before;
  sigset_t waiting;
  ::sigemptyset(&pipe_only);
  ::sigaddset(&pipe_only, SIGPIPE);
  ::sigpending(&waiting);
  const bool was_waiting = ::sigismember(&waiting, SIGPIPE) == 1;
  ::pthread_sigmask(SIG_BLOCK, &pipe_only, &before);
  const ssize_t written = ::write(to, bytes.data(), bytes.size());
  const int problem = errno;
  if (written < 0 && problem == EPIPE && !was_waiting) {
    const timespec at_once{0, 0};
    ::sigtimedwait(&pipe_only, nullptr, &at_once);
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = problem;
  return written;
}

// Ours, and those of `added` whose names we lack.
std::vector<char*> environment_with(std::vector<std::string>& added) {
  std::vector<char*> all;
  for (char** entry = environ; *entry != nullptr; ++entry) all.push_back(*entry);
  for (std::string& entry : added) {
    const std::string_view name = std::string_view(entry).substr(0, entry.find('=') + 1);
    const bool known = std::any_of(all.begin(), all.end(), [&](const char* other) {
      return std::string_view(other).starts_with(name);
    });
    if (!known) all.push_back(entry.data());
  }
  all.push_back(nullptr);
  return all;
}

// Read what there is, up to a megabyte of it; false at the end of the stream.
bool drain(Descriptor& from, std::string& into, bool& grew) {
  char block[1U << 16U];
  for (int blocks = 0; blocks < 16; ++blocks) {
    const ssize_t size = ::read(from.get(), block, sizeof block);
    if (size > 0) {
      into.append(block, static_cast<std::size_t>(size));
      grew = true;
      if (size < static_cast<ssize_t>(sizeof block)) return true;
      continue;
    }
    if (size < 0 && errno == EINTR) continue;
    return size < 0 && errno == EAGAIN;
  }
  return true;
}

}  // namespace

struct Process::State {
  pid_t id = -1;  // and of its group; -1 once it is buried
  Descriptor input, output, errors;
  std::string error_tail;
  Exchanged flags;

  ~State() {
    if (id < 0) return;
    ::kill(-id, SIGKILL);
    bury();
  }
  End bury() {
    int status = 0;
    while (::waitpid(id, &status, 0) < 0 && errno == EINTR) {
    }
    id = -1;
    End end;
    if (WIFEXITED(status)) end.code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
    return end;
  }
  // Whether the leader has ended; it stays a zombie, so that its number is not given to another.
  bool ended() const {
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(id), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == id;
  }
  bool wait(int milliseconds) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
    while (!ended()) {
      if (std::chrono::steady_clock::now() >= until) return false;
      read_errors();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
  }
  void read_errors() {
    bool grew = false;
    if (errors.open() && !drain(errors, error_tail, grew)) errors.close();
    if (error_tail.size() > kErrorTail) error_tail.erase(0, error_tail.size() - kErrorTail);
  }
};

Process::Process(std::unique_ptr<State> state) : state_(std::move(state)) {}
Process::Process(Process&&) noexcept = default;
Process& Process::operator=(Process&&) noexcept = default;
Process::~Process() = default;

Result<Process> Process::start(const std::vector<std::string>& words,
                               const std::vector<std::string>& environment) {
  SJ_CHECK(!words.empty(), "a program without a name was started");
  auto state = std::make_unique<State>();
  Descriptor input, output, errors;
  int problem = make_pipe(state->input, input, true);
  if (problem == 0) problem = make_pipe(state->output, output, false);
  if (problem == 0) problem = make_pipe(state->errors, errors, false);
  if (problem != 0) return start_error(words.front(), problem);

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, input.get(), 0);
  ::posix_spawn_file_actions_adddup2(&actions, output.get(), 1);
  ::posix_spawn_file_actions_adddup2(&actions, errors.get(), 2);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t none;
  sigset_t all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  ::posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  ::posix_spawnattr_setpgroup(&attributes, 0);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setsigdefault(&attributes, &all);

  std::vector<std::string> kept = words;
  std::vector<char*> arguments;
  for (std::string& word : kept) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::vector<std::string> added = environment;
  std::vector<char*> variables = environment_with(added);
  problem = ::posix_spawnp(&state->id, words.front().c_str(), &actions, &attributes,
                           arguments.data(), variables.data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  if (problem != 0) {
    state->id = -1;
    return start_error(words.front(), problem);
  }
  return Process(std::move(state));
}

Process::Exchanged Process::exchange(std::string_view& input, std::string& output,
                                     int wait_milliseconds) {
  State& state = *state_;
  state.flags.output_grew = false;
  const bool writes = !input.empty() && state.input.open() && !state.flags.input_refused;
  pollfd watched[3] = {{writes ? state.input.get() : -1, POLLOUT, 0},
                       {state.flags.output_ended ? -1 : state.output.get(), POLLIN, 0},
                       {state.errors.open() ? state.errors.get() : -1, POLLIN, 0}};
  if (::poll(watched, 3, wait_milliseconds) <= 0) return state.flags;
  if (watched[0].revents != 0) {
    const ssize_t written = quiet_write(state.input.get(), input);
    if (written > 0) input.remove_prefix(static_cast<std::size_t>(written));
    if (written < 0 && errno != EAGAIN && errno != EINTR) state.flags.input_refused = true;
  }
  if (watched[1].revents != 0) {
    state.flags.output_ended = !drain(state.output, output, state.flags.output_grew);
  }
  if (watched[2].revents != 0) state.read_errors();
  return state.flags;
}

void Process::close_input() { state_->input.close(); }

Process::End Process::end(int patience_milliseconds) {
  constexpr int kLastWords = 200;  // milliseconds between the request and the force
  State& state = *state_;
  state.input.close();
  if (state.id < 0) return {};
  bool killed = false;
  if (!state.wait(patience_milliseconds)) {
    killed = true;
    ::kill(-state.id, SIGTERM);
    state.wait(kLastWords);
  }
  ::kill(-state.id, SIGKILL);  // what is left of the group, its leader too if it still runs
  state.read_errors();
  End end = state.bury();
  end.killed = killed;
  return end;
}

const std::string& Process::error_tail() const { return state_->error_tail; }

}  // namespace shijin
