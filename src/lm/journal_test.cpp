// A journal cut anywhere gives back whole answers only, and none of other settings.
#include "lm/journal.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"

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
