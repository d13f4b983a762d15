// Opening, migrating, writing all or nothing, and refusing what cannot be understood.
#include "db/database.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <thread>

#include "base/file.h"

namespace shijin {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> kSteps = {
    "CREATE TABLE word (text TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT",
    "ALTER TABLE word ADD COLUMN weight REAL"};
constexpr Schema kOld{"words", std::span(kSteps).first<1>()};
constexpr Schema kNew{"words", kSteps};

class DatabaseTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::temp_directory_path() / ("shijin_db_" + std::string(info->name()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    path_ = (folder_ / "shijin.db").string();
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path folder_;
  std::string path_;
};

std::int64_t count_of(Database& database) {
  const auto rows = database.rows("SELECT sum(count) FROM word");
  return rows.ok() ? sql_integer((*rows)[0][0]) : -1;
}

TEST_F(DatabaseTest, values_of_each_kind_come_back_as_they_went_in) {
  auto database = Database::open(path_);
  ASSERT_TRUE(database.ok());
  auto statement = database->prepare("SELECT ?1, ?2, ?3, ?4");
  ASSERT_TRUE(statement.ok());
  const std::string text("a\0試金", 8);
  const auto rows = statement->rows({std::int64_t{-7}, 0.1, text, nullptr});
  ASSERT_TRUE(rows.ok());
  EXPECT_EQ(*rows, (std::vector<SqlRow>{{std::int64_t{-7}, 0.1, text, nullptr}}));
  EXPECT_EQ(sql_number((*rows)[0][1]), 0.1);
  EXPECT_EQ(sql_number((*rows)[0][3]), std::nullopt);
}

TEST_F(DatabaseTest, a_commit_is_in_a_wal_and_synced) {
  auto database = Database::open(path_);
  ASSERT_TRUE(database.ok());
  EXPECT_EQ(sql_text((*database->rows("PRAGMA journal_mode"))[0][0]), "wal");
  EXPECT_EQ(sql_integer((*database->rows("PRAGMA synchronous"))[0][0]), 2);  // FULL
}

TEST_F(DatabaseTest, an_older_database_is_brought_up_to_date_and_keeps_its_rows) {
  {
    auto database = Database::open(path_);
    ASSERT_TRUE(database.ok());
    ASSERT_TRUE(database->migrate(kOld).ok());
    ASSERT_TRUE(database->run("INSERT INTO word VALUES ('a', 3)").ok());
  }
  auto database = Database::open(path_);
  ASSERT_TRUE(database.ok());
  ASSERT_TRUE(database->migrate(kNew).ok());
  const auto rows = database->rows("SELECT text, count, weight FROM word");
  ASSERT_TRUE(rows.ok());
  EXPECT_EQ(*rows, (std::vector<SqlRow>{{std::string("a"), std::int64_t{3}, nullptr}}));
}

TEST_F(DatabaseTest, parts_migrate_by_themselves_in_one_file) {
  constexpr std::array<std::string_view, 1> kOther = {"CREATE TABLE event (at TEXT) STRICT"};
  auto database = Database::open(path_);
  ASSERT_TRUE(database.ok());
  ASSERT_TRUE(database->migrate(kOld).ok());
  ASSERT_TRUE(database->migrate({"events", kOther}).ok());
  ASSERT_TRUE(database->migrate(kNew).ok());
  const auto rows = database->rows("SELECT name, version FROM part ORDER BY name");
  ASSERT_TRUE(rows.ok());
  EXPECT_EQ(*rows, (std::vector<SqlRow>{{std::string("events"), std::int64_t{1}},
                                        {std::string("words"), std::int64_t{2}}}));
}

TEST_F(DatabaseTest, tables_of_a_newer_program_are_refused_with_both_versions) {
  auto database = Database::open(path_);
  ASSERT_TRUE(database.ok());
  ASSERT_TRUE(database->migrate(kNew).ok());
  const auto refused = database->migrate(kOld);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(describe(refused.error(), Language::en),
            path_ +
                ": error: a newer shijin has written here: its \"words\" tables have version 2, "
                "this program knows 1\n"
                "  help: update shijin, or name another folder with --store DIR\n"
                "  name: store-newer      (shijin explain store-newer)\n");
}

TEST_F(DatabaseTest, a_database_of_another_program_is_refused) {
  {
    auto database = Database::open(path_);
    ASSERT_TRUE(database.ok());
    ASSERT_TRUE(database->run("CREATE TABLE theirs (x)").ok());
  }
  auto database = Database::open(path_);
  ASSERT_TRUE(database.ok());
  const auto refused = database->migrate(kOld);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().name, "store-foreign");
}

TEST_F(DatabaseTest, a_file_that_is_no_database_is_named) {
  ASSERT_TRUE(write_file(path_, std::string(4096, 'x')).ok());
  const auto opened = Database::open(path_);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().name, "store-unreadable");
  EXPECT_EQ(opened.error().found.in(Language::en), "this file is damaged, or no database at all");
}

TEST_F(DatabaseTest, work_that_fails_leaves_nothing_behind) {
  auto database = Database::open(path_);
  ASSERT_TRUE(database.ok());
  ASSERT_TRUE(database->migrate(kOld).ok());
  ASSERT_TRUE(database->run("INSERT INTO word VALUES ('a', 3)").ok());
  const auto failed = database->write([&]() -> Result<Done> {
    SJ_TRY(database->run("INSERT INTO word VALUES ('b', 4)"));
    return database->run("INSERT INTO word VALUES ('a', 5)");  // the key stands already
  });
  EXPECT_FALSE(failed.ok());
  EXPECT_EQ(count_of(*database), 3);
}

TEST_F(DatabaseTest, writers_that_come_at_once_all_get_their_turn) {
  constexpr int kWriters = 4;
  constexpr int kEach = 25;
  std::vector<std::thread> threads;
  for (int writer = 0; writer < kWriters; ++writer) {
    threads.emplace_back([&, writer] {
      auto database = Database::open(path_);
      ASSERT_TRUE(database.ok()) << describe(database.error(), Language::en);
      ASSERT_TRUE(database->migrate(kOld).ok());
      for (int i = 0; i < kEach; ++i) {
        const std::string key = std::to_string(writer) + "-" + std::to_string(i);
        const auto done = database->write(
            [&] { return database->run("INSERT INTO word VALUES (?1, 1)", {key}); });
        ASSERT_TRUE(done.ok()) << describe(done.error(), Language::en);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  auto database = Database::open(path_);
  ASSERT_TRUE(database.ok());
  EXPECT_EQ(count_of(*database), kWriters * kEach);
}

}  // namespace
}  // namespace shijin
