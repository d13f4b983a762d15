// A journal cut anywhere gives back whole answers and scores only, and none of other settings.
#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"
#include "lm/answer.h"

namespace shijin {
namespace {

class JournalTest : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }
  const std::string path_ = testing::TempDir() + "journal_test_" +
                            testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(JournalTest, gives_back_what_was_written_before_the_cut) {
  {
    auto journal = Journal::open(path_, "key");
    ASSERT_TRUE(journal.ok());
    ASSERT_TRUE(journal->add(3, {"三 \"quoted\"\n", 5, false}).ok());
    ASSERT_TRUE(journal->add(1, {"one", 2, true}).ok());
  }
  const std::string whole = *read_file(path_);
  const std::size_t head = whole.find('\n') + 1;
  const std::size_t second = whole.find('\n', head) + 1;
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    ASSERT_TRUE(write_file(path_, whole.substr(0, size)).ok());
    auto journal = Journal::open(path_, "key");
    ASSERT_TRUE(journal.ok()) << size;
    const std::size_t wanted = size < second ? 0 : size < whole.size() ? 1 : 2;
    ASSERT_EQ(journal->answers().size(), wanted) << size;
    if (wanted > 0) {
      EXPECT_EQ(journal->answers().at(3).text, "三 \"quoted\"\n");
    }
    if (wanted > 1) {
      EXPECT_TRUE(journal->answers().at(1).cut);
    }
    // What follows is whole again, whatever the cut left behind.
    ASSERT_TRUE(journal->add(7, {"seven", 1, false}).ok());
    EXPECT_EQ(Journal::open(path_, "key")->answers().size(), wanted + 1);
  }
}

TEST_F(JournalTest, gives_back_scores_to_the_digit_and_those_of_a_line_all_or_none) {
  const std::vector<TextScores> two = {{{{{-0.1234567890123456, 3}, {-7e-300, {}}}, {}}},
                                       {{{{-1.5, 0}}}}};
  {
    auto journal = Journal::open(path_, "key");
    ASSERT_TRUE(journal.ok());
    ASSERT_TRUE(journal->add(0, std::span(two).subspan(1)).ok());
    ASSERT_TRUE(journal->add(4, two).ok());
    EXPECT_EQ(journal->scored(), 0U);  // of what was found
  }
  const std::string whole = *read_file(path_);
  const std::size_t first = whole.find('\n', whole.find('\n') + 1) + 1;
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    ASSERT_TRUE(write_file(path_, whole.substr(0, size)).ok());
    const std::size_t wanted = size < first ? 0 : size < whole.size() ? 1 : 3;
    EXPECT_EQ(Journal::open(path_, "key")->scored(), wanted) << size;
  }
  const auto scores = Journal::open(path_, "key")->take_scores();
  ASSERT_EQ(scores.at(4).tokens.size(), 2U);
  const auto& tokens = scores.at(4).tokens.front();
  EXPECT_EQ(tokens[0].log_prob, -0.1234567890123456);
  EXPECT_EQ(tokens[0].bytes, 3U);
  EXPECT_EQ(tokens[1].log_prob, -7e-300);
  EXPECT_FALSE(tokens[1].bytes);
  EXPECT_TRUE(scores.at(4).tokens[1].empty());
  EXPECT_EQ(scores.at(5).tokens.front().front().log_prob, -1.5);
  EXPECT_EQ(scores.count(1), 0U);
}

TEST_F(JournalTest, gives_back_windows_to_the_digit_and_half_written_ones_not_at_all) {
  const std::vector<double> two = {-0.1234567890123456, -7e-300};
  {
    auto journal = Journal::open(path_, "key");
    ASSERT_TRUE(journal.ok());
    ASSERT_TRUE(journal->add_window(0, two).ok());
    ASSERT_TRUE(journal->add_window(1, std::span(two).first(1)).ok());
  }
  const std::string whole = *read_file(path_);
  auto journal = Journal::open(path_, "key");
  EXPECT_EQ(journal->windows(), 2U);
  EXPECT_EQ(journal->scored(), 0U);
  const auto windows = journal->take_windows();
  EXPECT_EQ(windows.at(0), two);
  EXPECT_EQ(windows.at(1), std::vector<double>{two[0]});
  ASSERT_TRUE(write_file(path_, whole.substr(0, whole.size() - 1)).ok());
  EXPECT_EQ(Journal::open(path_, "key")->windows(), 1U);
}

// A model that scores one job at a time, by the length of its text, and breaks off when told.
class ByLength final : public TextModel {
 public:
  std::size_t most = 100;
  std::vector<std::string> asked;

  const ModelFacts& facts() const override { return facts_; }
  Result<Done> use_adapter(const std::string&) override { return Done{}; }
  Result<Done> prove(Scoring) override { return Done{}; }
  Result<std::vector<TextScores>> score(std::span<const TextJob> jobs,
                                        const ScoreHooks& hooks) override {
    std::vector<TextScores> all;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      if (i == most) return Error{};
      asked.push_back(jobs[i].targets.front());
      all.push_back({{{{-static_cast<double>(asked.back().size()), {}}}}});
      SJ_TRY(hooks.scored(i, std::span(all).last(1)));
    }
    return all;
  }
  Result<std::vector<std::vector<double>>> score_halves(std::span<const std::string>, int,
                                                        const WindowHooks&) override {
    return Error{};
  }
  Result<Done> generate(std::span<const TextQuestion>, const GenerateOptions&,
                        const GenerateHooks&) override {
    return Error{};
  }

 private:
  ModelFacts facts_;
};

TEST_F(JournalTest, a_run_that_broke_off_asks_for_no_job_twice) {
  const std::vector<TextJob> jobs = {{{}, {"a"}}, {{}, {"bb"}}, {{}, {"ccc"}}, {{}, {"dddd"}}};
  ByLength model;
  model.most = 3;
  for (int run = 0; run < 2; ++run) {
    auto journal = Journal::open(path_, "key");
    ASSERT_TRUE(journal.ok());
    const auto scores = score_rest(model, jobs, *journal, {});
    ASSERT_EQ(scores.ok(), run == 1);
    if (run == 0) continue;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      EXPECT_EQ((*scores)[i].tokens.front().front().log_prob, -static_cast<double>(i + 1));
    }
  }
  EXPECT_EQ(model.asked, (std::vector<std::string>{"a", "bb", "ccc", "dddd"}));
}

TEST_F(JournalTest, leaves_one_of_other_settings_alone) {
  {
    ASSERT_TRUE(Journal::open(path_, "key").ok());
  }
  const std::string before = *read_file(path_);
  const auto other = Journal::open(path_, "another");
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().name, "journal-other");
  EXPECT_EQ(*read_file(path_), before);
}

}  // namespace
}  // namespace shijin
