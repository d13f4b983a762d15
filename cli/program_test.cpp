// Whole command lines: what they print and how they exit.
#include "cli/program.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "source_dir.h"

namespace shijin::cli {
namespace {

struct Ran {
  int exit;
  std::string out;
  std::string error;
};

Ran run(std::vector<std::string> words) {
  words.insert(words.end(), {"--lang", "en"});
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const int exit = run_program(words);
  return {exit, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
}

const std::string kReviews = source_dir() + "/examples/sentiment_test.csv";

TEST(Program, prints_its_version) {
  const Ran ran = run({"--version"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_EQ(ran.out, "shijin " + std::string(version()) + "\n");
}

TEST(Program, a_file_alone_is_evaluated) {
  const Ran ran = run({kReviews, "--no-store"});
  EXPECT_EQ(ran.exit, 0) << ran.error;
  EXPECT_EQ(ran.out, run({"eval", kReviews, "--no-store"}).out);
  EXPECT_EQ(ran.error, "");
}

TEST(Program, gates_decide_the_exit_code) {
  EXPECT_EQ(run({"eval", kReviews, "--gate", "accuracy>=0.1"}).exit, 0);
  EXPECT_EQ(run({"eval", kReviews, "--gate", "accuracy>=0.99"}).exit, 1);
  EXPECT_EQ(run({"eval", kReviews, "--gate", "accuracy>=0.6"}).exit, 3);
  EXPECT_EQ(run({"eval", kReviews, "--gate", "accuracy=0.6"}).exit, 2);
}

TEST(Program, a_result_that_cannot_be_written_is_no_success) {
  const Ran ran = run({"eval", kReviews, "--json=no/such/folder/r.json"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_NE(ran.error.find("name: file-unwritable"), std::string::npos);
}

TEST(Program, quiet_leaves_only_the_result) {
  const std::string path = "program_test_" + std::to_string(::getpid()) + ".json";
  EXPECT_EQ(run({"metrics", "--json=" + path}).error, "wrote " + path + "\n");
  EXPECT_EQ(run({"metrics", "--json=" + path, "--quiet"}).error, "");
  std::filesystem::remove(path);
}

TEST(Program, the_same_line_gives_the_same_bytes_on_any_number_of_threads) {
  const std::string file = source_dir() + "/examples/zh_sentiment_predictions.csv";
  EXPECT_EQ(run({"eval", file, "--threads", "1"}).out, run({"eval", file, "--threads", "7"}).out);
}

// A run that reads a pipe which stays open, as a terminal does.
TEST(Program, an_interrupt_ends_a_waiting_run_and_leaves_no_result) {
  const std::string result = "program_test_stopped.jsonl";
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[0], STDIN_FILENO);
    ::_exit(run_program({"eval", "-", "--samples", result, "--quiet"}));
  }
  const std::string_view rows = "text,true_label,pred_label\na,0,0\n";
  ASSERT_EQ(::write(ends[1], rows.data(), rows.size()), static_cast<ssize_t>(rows.size()));
  ::usleep(300000);
  ::kill(child, SIGINT);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ::close(ends[0]);
  ::close(ends[1]);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 130);
  EXPECT_FALSE(std::filesystem::exists(result));
}

}  // namespace
}  // namespace shijin::cli
