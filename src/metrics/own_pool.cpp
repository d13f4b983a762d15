// Rows are written ahead of the answers, so that neither side waits for the other's pipe.
#include "metrics/own_pool.h"

#include <algorithm>
#include <limits>

#include "base/numbers.h"
#include "base/width.h"

namespace shijin {
namespace {

constexpr Text kExit{"the program of \"{0}\" ended with exit code {1} before it answered row {2}",
                     "「{0}」的程式還沒回答第 {2} 筆就結束了，結束碼為 {1}"};
constexpr Text kSignal{"the program of \"{0}\" was ended by signal {1} before it answered row {2}",
                       "「{0}」的程式還沒回答第 {2} 筆就被訊號 {1} 終止"};
constexpr Text kFew{"the program of \"{0}\" ended without an answer for row {1}",
                    "「{0}」的程式結束了，卻沒有回答第 {1} 筆"};
constexpr Text kLate{"the program of \"{0}\" gave no answer for row {1} within {2} s",
                     "「{0}」的程式在 {2} 秒內沒有回答第 {1} 筆"};
constexpr Text kAllLate{"the program of \"{0}\" is not done after {2} s; row {1} is the next",
                        "「{0}」的程式跑了 {2} 秒仍未完成，輪到第 {1} 筆"};
constexpr Text kRubbish{"the program of \"{0}\" answered row {1} with {2}",
                        "「{0}」的程式對第 {1} 筆的回答是{2}"};
constexpr Text kOutside{"the number {0}, outside the metric's range of {1} to {2}",
                        "數字 {0}，超出指標的範圍 {1} 到 {2}"};
constexpr Text kOtherRow{"an answer that says it is about row {0}", "自稱屬於第 {0} 筆的答案"};
constexpr Text kEndless{"more than a megabyte without the end of a line",
                        "超過一百萬位元組而沒有換行的輸出"};
constexpr Text kMany{"the program of \"{0}\" printed more lines than it was given rows",
                     "「{0}」的程式印出的行數多於給它的筆數"};
constexpr Text kBadEnd{"the program of \"{0}\" answered every row but ended with exit code {1}",
                       "「{0}」的程式回答了每一筆，但結束碼為 {1}"};
constexpr Text kStopped{"the run was stopped before the program of \"{0}\" answered row {1}",
                        "「{0}」的程式還沒回答第 {1} 筆，執行就被中止"};
constexpr Text kOneLine{
    "one line for each row: a number, a statistic such as {0}, or {1} where a row has no value",
    "每一筆對應一行：一個數字、{0} 這樣的統計量，或在該筆沒有值時輸出 {1}"};
constexpr Text kFaster{"an answer in time; [[metric]] takes seconds_per_row and seconds",
                       "按時回答；[[metric]] 可設定 seconds_per_row 與 seconds"};
constexpr Text kWords{"on standard error it wrote:\n{0}", "它在標準錯誤寫了：\n{0}"};
constexpr Text kSilent{"it wrote nothing on standard error; run it by hand with the row above",
                       "它沒有在標準錯誤寫任何訊息；請用上面那一筆手動執行看看"};
constexpr std::string_view kStatistic = "{\"sum\": 3, \"count\": 7}";
constexpr std::string_view kNothing = "{\"value\": null, \"because\": \"…\"}";

constexpr int kTick = 50;                    // milliseconds between looks at the clock
constexpr std::size_t kAhead = 256U << 10U;  // bytes of rows written ahead
constexpr std::size_t kLongestLine = 1U << 20U;
constexpr auto kQuiet = std::chrono::milliseconds(300);
constexpr int kPatience = 2'000;  // milliseconds for a program to end by itself

constexpr std::int64_t kNoRow = std::numeric_limits<std::int64_t>::max();

// Environment that keeps Python from holding answers back or printing another encoding.
const std::vector<std::string>& environment() {
  static const std::vector<std::string> kVariables = {"PYTHONUNBUFFERED=1", "PYTHONUTF8=1"};
  return kVariables;
}

// The last few lines of what a program wrote, each behind a margin.
std::string last_lines(const std::string& tail) {
  constexpr std::size_t kLines = 6;
  constexpr std::size_t kLong = 200;
  std::vector<std::string> lines;
  std::size_t at = 0;
  while (at < tail.size()) {
    const std::size_t end = std::min(tail.find('\n', at), tail.size());
    std::string line = printable(std::string_view(tail).substr(at, std::min(end - at, kLong)));
    if (!line.empty()) lines.push_back("    " + std::move(line));
    at = end + 1;
  }
  std::string out;
  const std::size_t first = lines.size() > kLines ? lines.size() - kLines : 0;
  for (std::size_t i = first; i < lines.size(); ++i) out += (out.empty() ? "" : "\n") + lines[i];
  return out;
}

}  // namespace

// How far one shard is.
struct CommandPool::Asking {
  const Rows& rows;
  std::vector<Answer>& answers;
  std::string pending = {};  // rows written out, not yet taken by the program
  std::string_view unsent = {};
  std::size_t queued = 0;
  std::size_t answered = 0;
  bool input_closed = false;
  Clock::time_point last_answer = Clock::now();
  Clock::time_point last_event = Clock::now();

  std::size_t size() const { return rows.numbers.size(); }
  std::int64_t row() const { return rows.numbers[std::min(answered, size() - 1)]; }
  bool all_sent() const { return queued == size() && unsent.empty(); }
  void refill() {
    if (!unsent.empty() || queued == size()) return;
    pending.clear();
    while (queued < size() && pending.size() < kAhead) {
      rows.write(queued++, pending);
      pending += '\n';
    }
    unsent = pending;
  }
};

CommandPool::CommandPool(const CommandDefinition& definition, const std::atomic<bool>* stop)
    : definition_(definition), stop_(stop) {}
CommandPool::~CommandPool() = default;

Result<Done> CommandPool::start() {
  give_back(SJ_TRY(take()));
  return Done{};
}

Result<std::unique_ptr<CommandPool::Worker>> CommandPool::take() {
  {
    const std::unique_lock lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Worker> worker = std::move(idle_.back());
      idle_.pop_back();
      return worker;
    }
  }
  Process process = SJ_TRY(Process::start(definition_.words, environment()));
  return std::make_unique<Worker>(Worker{std::move(process), {}});
}

void CommandPool::give_back(std::unique_ptr<Worker> worker) {
  const std::unique_lock lock(mutex_);
  idle_.push_back(std::move(worker));
}

// Rows behind one that failed need not be asked; those before it must, to find the first.
bool CommandPool::skip(const Rows& rows) {
  const std::unique_lock lock(mutex_);
  return trouble_ && trouble_->first < rows.numbers.front();
}

bool CommandPool::ask(const Rows& rows, std::vector<Answer>& answers) {
  answers.assign(rows.numbers.size(), Answer());
  if (rows.numbers.empty()) return true;
  const std::size_t others = askers_ > 0 ? askers_ - 1 : 0;
  if (others == 0) return ask_program(rows, answers);
  {
    const std::unique_lock lock(mutex_);
    const auto found = kept_.find(rows.numbers.front());
    if (found != kept_.end()) {
      answers = found->second.answers;
      const bool good = found->second.good;
      if (--found->second.takers == 0) kept_.erase(found);
      return good;
    }
  }
  const bool good = ask_program(rows, answers);
  const std::unique_lock lock(mutex_);
  kept_[rows.numbers.front()] = {answers, good, others};
  return good;
}

bool CommandPool::ask_program(const Rows& rows, std::vector<Answer>& answers) {
  if (skip(rows)) return false;
  auto taken = take();
  if (!taken.ok()) {
    fail(rows.numbers.front(), taken.error());
    return false;
  }
  std::unique_ptr<Worker> worker = std::move(taken).value();
  Asking asking{rows, answers};
  if (!pump(*worker, asking)) return false;
  if (asking.input_closed) return finish(*worker, true);
  give_back(std::move(worker));
  return true;
}

// Write rows and read answers until all are there.
bool CommandPool::pump(Worker& worker, Asking& asking) {
  while (asking.answered < asking.size()) {
    asking.refill();
    const bool hold_back = answers_at_end_ || Clock::now() - asking.last_event > kQuiet;
    if (asking.all_sent() && !asking.input_closed && hold_back) {
      worker.process.close_input();
      asking.input_closed = true;
      answers_at_end_ = true;
    }
    const std::size_t left = asking.unsent.size();
    const auto done = worker.process.exchange(asking.unsent, worker.output, kTick);
    if (done.output_grew || asking.unsent.size() != left) asking.last_event = Clock::now();
    if (done.output_ended && !worker.output.empty()) worker.output += '\n';  // the last line
    if ((done.output_grew || done.output_ended) && !read_lines(worker, asking)) return false;
    if (asking.answered == asking.size()) break;
    if (done.output_ended) return ended_early(worker, asking);
    if (!in_time(worker, asking)) return false;
  }
  return true;
}

bool CommandPool::read_lines(Worker& worker, Asking& asking) {
  std::size_t at = 0;
  bool good = true;
  while (good && asking.answered < asking.queued) {
    const std::size_t end = worker.output.find('\n', at);
    if (end == std::string::npos) break;
    good = accept(std::string_view(worker.output).substr(at, end - at), worker, asking);
    at = end + 1;
  }
  worker.output.erase(0, at);
  if (good && worker.output.size() > kLongestLine) {
    const Message found(kRubbish, {definition_.name, std::to_string(asking.row()), kEndless});
    const Message expected(kOneLine, {kStatistic, kNothing});
    fail(asking.row(), problem(found, expected, worker, &asking));
    return false;
  }
  if (good && !worker.output.empty() && asking.answered == asking.queued) {
    fail(kNoRow, problem(Message(kMany, {definition_.name}),
                         Message(kOneLine, {kStatistic, kNothing}), worker, nullptr));
    return false;
  }
  return good;
}

bool CommandPool::accept(std::string_view line, Worker& worker, Asking& asking) {
  Answer& answer = asking.answers[asking.answered];
  std::optional<Message> bad = read_answer(line, answer);
  const double value = answer.count == 0 ? 0 : answer.sum / answer.count;
  const bool low = definition_.low && value < *definition_.low;
  const bool high = definition_.high && value > *definition_.high;
  if (!bad && !answer.nothing && (low || high)) {
    bad = Message(kOutside, {shortest(value), definition_.low ? shortest(*definition_.low) : "−∞",
                             definition_.high ? shortest(*definition_.high) : "∞"});
  }
  if (!bad && answer.row && *answer.row != asking.row()) {
    bad = Message(kOtherRow, {std::to_string(*answer.row)});
  }
  if (bad) {
    const Message found(kRubbish,
                        {definition_.name, std::to_string(asking.row()), std::move(*bad)});
    fail(asking.row(), problem(found, Message(kOneLine, {kStatistic, kNothing}), worker, &asking));
    return false;
  }
  if (answer.nothing) {
    const std::unique_lock lock(mutex_);
    if (!left_out_ || asking.row() < left_out_->first) {
      left_out_ = {asking.row(), answer.because};
    }
  }
  ++asking.answered;
  asking.last_answer = Clock::now();
  return true;
}

bool CommandPool::in_time(Worker& worker, Asking& asking) {
  const auto now = Clock::now();
  const auto past = [&](Clock::time_point since, double seconds) {
    return std::chrono::duration<double>(now - since).count() > seconds;
  };
  const std::string row = std::to_string(asking.row());
  Message found;
  if (stop_ != nullptr && stop_->load()) {
    found = Message(kStopped, {definition_.name, row});
  } else if (past(asking.last_answer, definition_.seconds_per_row)) {
    found = Message(kLate, {definition_.name, row, shortest(definition_.seconds_per_row)});
  } else if (past(started_, definition_.seconds)) {
    found = Message(kAllLate, {definition_.name, row, shortest(definition_.seconds)});
  } else {
    return true;
  }
  worker.process.end(0);
  fail(asking.row(), problem(found, Message(kFaster), worker, &asking));
  return false;
}

bool CommandPool::ended_early(Worker& worker, Asking& asking) {
  const Process::End end = worker.process.end(kPatience);
  const std::string row = std::to_string(asking.row());
  const Message found =
      end.signal != 0 ? Message(kSignal, {definition_.name, std::to_string(end.signal), row})
      : end.code != 0 ? Message(kExit, {definition_.name, std::to_string(end.code), row})
                      : Message(kFew, {definition_.name, row});
  fail(asking.row(), problem(found, Message(kOneLine, {kStatistic, kNothing}), worker, &asking));
  return false;
}

// Let a program end whose input has ended; false when it says more than it was asked, or fails.
bool CommandPool::finish(Worker& worker, bool wait) {
  worker.process.close_input();
  const auto until = Clock::now() + std::chrono::milliseconds(kPatience);
  std::string_view nothing;
  bool ended = false;
  while (!ended && worker.output.empty() && Clock::now() < until) {
    ended = worker.process.exchange(nothing, worker.output, kTick).output_ended;
  }
  const bool many = !worker.output.empty();
  const Process::End end = worker.process.end(wait && !many ? kPatience : 0);
  if (many) {
    fail(kNoRow, problem(Message(kMany, {definition_.name}),
                         Message(kOneLine, {kStatistic, kNothing}), worker, nullptr));
  } else if (!end.killed && end.code != 0) {
    fail(kNoRow, problem(Message(kBadEnd, {definition_.name, std::to_string(end.code)}), Message(),
                         worker, nullptr));
  }
  return !many && (end.killed || end.code == 0);
}

void CommandPool::close() {
  std::vector<std::unique_ptr<Worker>> workers;
  {
    const std::unique_lock lock(mutex_);
    workers.swap(idle_);
  }
  for (const auto& worker : workers) worker->process.close_input();
  for (const auto& worker : workers) finish(*worker, true);
}

Error CommandPool::problem(Message found, Message expected, const Worker& worker,
                           const Asking* asking) const {
  Error error;
  error.name = "own-program-failed";
  error.at.file = definition_.name;  // two metrics that fail on one row are told apart
  error.severity = Severity::warning;
  error.found = std::move(found);
  error.expected = std::move(expected);
  const std::string words = last_lines(worker.process.error_tail());
  if (asking != nullptr) {
    error.at.row = asking->row();
    asking->rows.write(std::min(asking->answered, asking->size() - 1), error.line);
    error.help = Message(kSilent);
  }
  if (!words.empty()) error.help = Message(kWords, {words});
  return error;
}

void CommandPool::fail(std::int64_t row, Error error) {
  const std::unique_lock lock(mutex_);
  if (!trouble_ || row < trouble_->first) trouble_ = {row, std::move(error)};
}

std::optional<Error> CommandPool::trouble() const {
  const std::unique_lock lock(mutex_);
  if (!trouble_) return std::nullopt;
  return trouble_->second;
}

std::optional<std::pair<std::int64_t, std::string>> CommandPool::first_left_out() const {
  const std::unique_lock lock(mutex_);
  return left_out_;
}

}  // namespace shijin
