// Process: a program that runs beside us, fed and read through pipes. It is the leader of its own
// process group, and the whole group ends with it. No shell is involved.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace shijin {

/// A running program; destroying it kills its process group at once
///
/// One thread uses it at a time. Writing to a program that has ended raises no SIGPIPE.
class Process {
 public:
  /// What one exchange() brought about
  struct Exchanged {
    bool output_grew = false;
    bool output_ended = false;   // the program closed its standard output; stays true
    bool input_refused = false;  // it no longer reads; stays true
  };
  /// How the program ended
  struct End {
    int code = 0;         // its exit code, where no signal ended it
    int signal = 0;       // the signal that ended it, or 0
    bool killed = false;  // by us: it did not end by itself in time
  };

  /// Start a program found along PATH with its arguments; `environment` ("NAME=value") is added to
  /// ours where we have no such name
  static Result<Process> start(const std::vector<std::string>& words,
                               const std::vector<std::string>& environment = {});
  Process(Process&&) noexcept;
  Process& operator=(Process&&) noexcept;
  ~Process();

  /// Write what it takes of `input` (which moves on) and append what it prints to `output`; wait at
  /// most so long for either
  Exchanged exchange(std::string_view& input, std::string& output, int wait_milliseconds);
  /// Let its standard input end
  void close_input();
  /// Wait for it to end, closing its input; after the patience, terminate and then kill its group
  End end(int patience_milliseconds);
  /// The last 4 KiB it wrote to standard error so far
  const std::string& error_tail() const;

 private:
  struct State;
  explicit Process(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace shijin
