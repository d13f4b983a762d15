// Files that are there whole or not at all, and what is said when they cannot be.
#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace shijin {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              ("shijin_files_" + std::to_string(::getpid()) + "_" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const char* name) const { return (folder_ / name).string(); }
  std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  fs::path folder_;
};

TEST_F(Files, are_written_and_read_back_whole) {
  const std::string bytes = std::string("a\0好\n", 6) + std::string(3U << 20U, 'x');
  ASSERT_TRUE(write_file(path("a"), bytes).ok());
  const auto read = read_file(path("a"));
  ASSERT_TRUE(read.ok());
  EXPECT_TRUE(read.value() == bytes);
  EXPECT_EQ(entries(), 1U);
}

TEST_F(Files, appear_only_when_committed) {
  ASSERT_TRUE(write_file(path("a"), "old").ok());
  {
    auto writer = FileWriter::open(path("a"));
    ASSERT_TRUE(writer.ok());
    ASSERT_TRUE(writer->write("new").ok());
    EXPECT_EQ(read_file(path("a")).value(), "old");
  }
  EXPECT_EQ(read_file(path("a")).value(), "old");
  EXPECT_EQ(entries(), 1U);  // the temporary file is gone
}

TEST_F(Files, may_be_written_through_a_moved_writer) {
  auto writer = FileWriter::open(path("a"));
  ASSERT_TRUE(writer.ok());
  FileWriter moved = std::move(writer).value();
  ASSERT_TRUE(moved.write("x").ok());
  ASSERT_TRUE(moved.commit().ok());
  EXPECT_EQ(read_file(path("a")).value(), "x");
}

TEST_F(Files, say_that_the_disk_is_full) {
  const auto done = write_file("/dev/full", "x");
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(describe(done.error(), Language::en),
            "/dev/full: error: the file cannot be written: the disk is full\n"
            "  help: write to another folder, or make room on the disk\n"
            "  name: file-unwritable      (shijin explain file-unwritable)\n");
  EXPECT_EQ(describe(done.error(), Language::zh_hant),
            "/dev/full: 錯誤：無法寫入檔案：磁碟空間已滿\n"
            "  解法：請改寫到別的資料夾，或清出磁碟空間\n"
            "  名稱：file-unwritable　（shijin explain file-unwritable）\n");
}

TEST_F(Files, say_that_the_disk_is_full_while_a_long_one_is_written) {
  auto writer = FileWriter::open("/dev/full");
  ASSERT_TRUE(writer.ok());
  EXPECT_FALSE(writer->write(std::string(2U << 20U, 'x')).ok());
}

TEST_F(Files, say_that_the_folder_is_missing) {
  const auto done = write_file(path("no/such/file"), "x");
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().name, "file-unwritable");
  EXPECT_EQ(done.error().found.in(Language::en),
            "the file cannot be written: there is no such file or folder");
}

TEST_F(Files, say_that_a_folder_is_no_file) {
  EXPECT_EQ(read_file(folder_.string()).error().found.in(Language::en),
            "the file cannot be read: it is a folder");
  EXPECT_EQ(write_file(folder_.string(), "x").error().found.in(Language::en),
            "the file cannot be written: it is a folder");
}

TEST_F(Files, say_that_one_is_missing) {
  const auto read = read_file(path("none"));
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().name, "file-unreadable");
  EXPECT_EQ(read.error().found.in(Language::zh_hant), "無法開啟檔案：沒有這個檔案或資料夾");
}

TEST_F(Files, that_may_not_be_read_or_written_say_so) {
  ASSERT_TRUE(write_file(path("a"), "x").ok());
  fs::permissions(path("a"), fs::perms::none);
  fs::permissions(folder_, fs::perms::owner_all | fs::perms::others_read | fs::perms::others_exec);
  const uid_t user = ::geteuid();
  if (user == 0) {  // root may do everything: be nobody for a while
    ASSERT_EQ(::seteuid(65534), 0);
  } else {
    fs::permissions(folder_, fs::perms::owner_read | fs::perms::owner_exec);
  }
  const auto read = read_file(path("a"));
  const auto written = write_file(path("b"), "x");
  ASSERT_EQ(::seteuid(user), 0);
  fs::permissions(folder_, fs::perms::owner_all);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().found.in(Language::en), "the file cannot be opened: permission is denied");
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().found.in(Language::en),
            "the file cannot be written: permission is denied");
}

TEST_F(Files, beyond_the_limit_are_refused) {
  ASSERT_TRUE(write_file(path("a"), "12345").ok());
  EXPECT_TRUE(read_file(path("a"), 5).ok());
  const auto read = read_file(path("a"), 4);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().name, "file-too-large");
}

TEST_F(Files, may_be_pipes) {
  const std::string pipe = path("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::string got;
  const int child = ::fork();
  if (child == 0) ::_exit(write_file(pipe, "through").ok() ? 0 : 1);
  got = read_file(pipe).value();
  EXPECT_EQ(got, "through");
}

TEST(SystemReason, has_words_of_its_own_for_common_errors) {
  EXPECT_EQ(system_reason(ENOSPC).in(Language::zh_hant), "磁碟空間已滿");
  EXPECT_EQ(system_reason(ELOOP).in(Language::en), "Too many levels of symbolic links");
}

}  // namespace
}  // namespace shijin
