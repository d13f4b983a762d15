// A program beside us answers, fails, hangs and leaves children behind, and is always cleared away.
#include "base/process.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <thread>

namespace shijin {
namespace {

Process started(const std::vector<std::string>& words) {
  Result<Process> process = Process::start(words);
  EXPECT_TRUE(process.ok()) << describe(process.error(), Language::en);
  return std::move(process).value();
}

// Feed it the input, close that, and read all it prints.
std::string run(Process& process, std::string_view input) {
  std::string output;
  bool ended = false;
  for (int turns = 0; !ended && turns < 200; ++turns) {
    if (input.empty()) process.close_input();
    ended = process.exchange(input, output, 50).output_ended;
  }
  EXPECT_TRUE(ended);
  return output;
}

TEST(Process, is_fed_and_read_without_waiting_for_either_pipe) {
  Process process = started({"cat"});
  const std::string megabytes(3'000'000, 'x');
  EXPECT_EQ(run(process, megabytes), megabytes);
  const Process::End end = process.end(1'000);
  EXPECT_EQ(end.code, 0);
  EXPECT_FALSE(end.killed);
}

TEST(Process, gives_its_exit_code_and_its_last_words) {
  Process process = started({"sh", "-c", "echo one; echo two >&2; exit 3"});
  EXPECT_EQ(run(process, ""), "one\n");
  EXPECT_EQ(process.end(1'000).code, 3);
  EXPECT_EQ(process.error_tail(), "two\n");
}

TEST(Process, tells_the_signal_that_ended_it) {
  Process process = started({"sh", "-c", "kill -SEGV $$"});
  run(process, "");
  EXPECT_EQ(process.end(1'000).signal, SIGSEGV);
}

TEST(Process, keeps_only_the_last_of_many_words) {
  Process process =
      started({"sh", "-c", "head -c 100000 /dev/zero | tr '\\0' x >&2; echo end >&2"});
  run(process, "");
  process.end(1'000);
  EXPECT_EQ(process.error_tail().size(), 4096U);
  EXPECT_TRUE(process.error_tail().ends_with("xend\n"));
}

TEST(Process, that_hangs_is_killed_with_all_its_children) {
  Process process = started({"sh", "-c", "sleep 100 & echo $!; trap '' TERM; sleep 100"});
  std::string output;
  std::string_view nothing;
  while (output.find('\n') == std::string::npos) process.exchange(nothing, output, 50);
  const auto began = std::chrono::steady_clock::now();
  const Process::End end = process.end(50);
  EXPECT_TRUE(end.killed);
  EXPECT_EQ(end.signal, SIGKILL);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
  const int child = std::stoi(output);
  // The orphan is dead; whoever adopts it may take a moment to bury it.
  bool gone = false;
  for (int turns = 0; !gone && turns < 100; ++turns) {
    gone = ::kill(child, 0) != 0;
    if (!gone) {
      const Result<Process> state = Process::start({"true"});
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      std::string stat;
      Process reader = started(
          {"sh", "-c", "cut -d' ' -f3 /proc/" + output.substr(0, output.find('\n')) + "/stat"});
      gone = run(reader, "") == "Z\n";
    }
  }
  EXPECT_TRUE(gone);
}

TEST(Process, that_reads_nothing_raises_no_signal) {
  Process process = started({"true"});
  const std::string megabyte(1U << 20U, 'x');
  std::string_view input = megabyte;
  std::string output;
  bool refused = false;
  for (int turns = 0; !refused && turns < 200; ++turns) {
    refused = process.exchange(input, output, 20).input_refused;
  }
  EXPECT_TRUE(refused);
}

TEST(Process, that_is_not_there_is_an_error) {
  const Result<Process> process = Process::start({"no-such-program-at-all"});
  ASSERT_FALSE(process.ok());
  EXPECT_EQ(
      describe(process.error(), Language::en),
      "error: the program \"no-such-program-at-all\" cannot be started: there is no such file "
      "or folder\n"
      "  help: write its path or a name found along PATH; a program that is not marked as "
      "executable needs its interpreter in front, such as python3 FILE.py\n"
      "  name: program-unstartable      (shijin explain program-unstartable)\n");
}

TEST(Process, adds_to_the_environment_only_what_is_not_there) {
  ::setenv("SHIJIN_TEST_THERE", "ours", 1);
  Result<Process> process = Process::start({"sh", "-c", "echo $SHIJIN_TEST_THERE $SHIJIN_TEST_NEW"},
                                           {"SHIJIN_TEST_THERE=added", "SHIJIN_TEST_NEW=added"});
  ASSERT_TRUE(process.ok());
  EXPECT_EQ(run(*process, ""), "ours added\n");
}

}  // namespace
}  // namespace shijin
