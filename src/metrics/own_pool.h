// CommandPool: the running copies of one program, one a thread at most, each asked for a shard of
// rows at a time. The first row that fails, in the order of the file, is the trouble of them all.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/process.h"
#include "metrics/own_answer.h"
#include "metrics/own_command.h"

namespace shijin {

/// Runs a program for any number of threads at once
class CommandPool {
 public:
  /// The rows of one shard: their numbers, and how each is written as a line of JSON
  struct Rows {
    std::span<const std::int64_t> numbers;
    std::function<void(std::size_t index, std::string& out)> write;
  };

  CommandPool(const CommandDefinition& definition, const std::atomic<bool>* stop);
  ~CommandPool();

  /// Start the first copy, so that a program that does not exist is found before the rows are read
  Result<Done> start();
  /// Ask for all rows; false when one failed (see trouble()), or was not asked because of that
  ///
  /// Where several metrics share the program, the first of them asks, and the others are given the
  /// same answers.
  bool ask(const Rows& rows, std::vector<Answer>& answers);
  /// One metric more, or less, that asks for every row
  void join() { ++askers_; }
  void leave() { --askers_; }
  /// Let every copy end, and notice what it printed too much
  void close();
  /// What failed, if anything did
  std::optional<Error> trouble() const;
  /// Why rows have no value: the first reason given, in the order of the file
  std::optional<std::pair<std::int64_t, std::string>> first_left_out() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Worker {
    Process process;
    std::string output;  // printed but not yet read as answers
  };
  struct Asking;

  struct Kept {
    std::vector<Answer> answers;
    bool good = false;
    std::size_t takers = 0;  // that have not come yet
  };

  bool ask_program(const Rows& rows, std::vector<Answer>& answers);
  Result<std::unique_ptr<Worker>> take();
  void give_back(std::unique_ptr<Worker> worker);
  bool skip(const Rows& rows);
  bool pump(Worker& worker, Asking& asking);
  bool read_lines(Worker& worker, Asking& asking);
  bool accept(std::string_view line, Worker& worker, Asking& asking);
  bool in_time(Worker& worker, Asking& asking);
  bool ended_early(Worker& worker, Asking& asking);
  bool finish(Worker& worker, bool wait);
  void fail(std::int64_t row, Error error);
  Error problem(Message found, Message expected, const Worker& worker, const Asking* asking) const;

  const CommandDefinition& definition_;
  const std::atomic<bool>* stop_;
  std::atomic<std::size_t> askers_ = 0;
  std::atomic<bool> answers_at_end_ = false;  // the program holds its answers back
  Clock::time_point started_ = Clock::now();

  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Worker>> idle_;
  std::map<std::int64_t, Kept> kept_;  // by the first row of their shard
  std::optional<std::pair<std::int64_t, Error>> trouble_;
  std::optional<std::pair<std::int64_t, std::string>> left_out_;
};

}  // namespace shijin
