// Runs that are there whole or not at all, an index that mends itself, names and ids, two at once.
#include "store/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "store/pack.h"
#include "store/run_id.h"

namespace shijin {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

constexpr std::int64_t kWhen = 1'795'000'000'000;

// A folder of the test's own, gone afterwards.
class StoreTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::temp_directory_path() /
              ("shijin_store_" + std::string(test->name()) + std::to_string(::getpid()));
    fs::remove_all(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string where() const { return (folder_ / "store").string(); }

  static StoredRun run_named(const std::string& name) {
    StoredRun run;
    run.record.name = name;
    run.record.created = "2026-11-18T00:00:00Z";
    run.record.test_set = "t";
    run.record.answers = "answers of " + name;
    return run;
  }

  static Result<std::string> save(Store& store, const std::string& name, std::int64_t when) {
    RunWriter writer = SJ_TRY(store.begin(when));
    StoredRun run = run_named(name);
    run.record.id = writer.id();
    const std::string id = writer.id();
    SJ_TRY(writer.write("result.json", "{}\n"));
    SJ_TRY(writer.write("stats.bin", write_stored(run, 1)));
    SJ_TRY(store.commit(std::move(writer), run.record));
    return id;
  }

  static std::vector<std::string> names_of(Store& store) {
    Notes notes;
    const auto runs = store.runs(notes);
    EXPECT_TRUE(runs.ok());
    EXPECT_TRUE(notes.all().empty()) << describe(notes, Language::en);
    std::vector<std::string> names;
    if (runs.ok()) {
      for (const RunRecord& run : *runs) names.push_back(run.name);
    }
    return names;
  }

  fs::path folder_;
};

TEST_F(StoreTest, keeps_runs_in_the_order_they_were_made) {
  Store store = *Store::make(where());
  EXPECT_TRUE(store.fresh());
  ASSERT_TRUE(save(store, "r2", kWhen + 5).ok());
  ASSERT_TRUE(save(store, "r1", kWhen).ok());
  EXPECT_THAT(names_of(store), ElementsAre("r1", "r2"));
  Store again = *Store::open(where());
  EXPECT_FALSE(again.fresh());
  EXPECT_THAT(names_of(again), ElementsAre("r1", "r2"));
}

TEST_F(StoreTest, that_is_not_there_is_not_made_by_looking) {
  const auto store = Store::open(where());
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error().name, "store-missing");
  EXPECT_FALSE(fs::exists(where()));
}

TEST_F(StoreTest, gives_runs_of_one_millisecond_different_ids) {
  Store store = *Store::make(where());
  const std::string first = *save(store, "r1", kWhen);
  const std::string second = *save(store, "r1", kWhen);
  EXPECT_NE(first, second);
  EXPECT_TRUE(is_run_id(first));
  EXPECT_EQ(first.substr(0, 8), second.substr(0, 8));
}

TEST_F(StoreTest, finds_a_run_by_id_by_name_and_by_the_beginning_of_its_id) {
  Store store = *Store::make(where());
  const std::string old = *save(store, "r1", kWhen);
  const std::string fresh = *save(store, "r1", kWhen + 5);
  EXPECT_EQ(store.find(old)->id, old);
  EXPECT_EQ(store.find("r1")->id, fresh);
  EXPECT_EQ(store.find(old.substr(0, 8))->id, old);
  const auto both = store.find(old.substr(0, 4));
  ASSERT_FALSE(both.ok());
  EXPECT_EQ(both.error().name, "run-ambiguous");
  const auto none = store.find("r3");
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(describe(none.error(), Language::en),
            "error: there is no run \"r3\" in " + where() +
                "\n"
                "  help: write r1, or see them all with shijin runs list\n"
                "  name: run-unknown      (shijin explain run-unknown)\n");
}

TEST_F(StoreTest, makes_its_index_again_from_the_folders) {
  {
    Store store = *Store::make(where());
    ASSERT_TRUE(save(store, "r1", kWhen).ok());
    ASSERT_TRUE(save(store, "r2", kWhen + 1).ok());
  }
  for (const char* name : {"/shijin.db", "/shijin.db-wal", "/shijin.db-shm"}) {
    fs::remove(where() + name);
  }
  Store store = *Store::open(where());
  EXPECT_THAT(names_of(store), ElementsAre("r1", "r2"));
  EXPECT_EQ(store.use_of("t")->versions, 2);
}

TEST_F(StoreTest, forgets_a_run_whose_folder_was_removed_by_hand) {
  Store store = *Store::make(where());
  const std::string id = *save(store, "r1", kWhen);
  ASSERT_TRUE(save(store, "r2", kWhen + 1).ok());
  fs::remove_all(store.folder_of(id));
  EXPECT_THAT(names_of(store), ElementsAre("r2"));
}

TEST_F(StoreTest, removes_a_run_only_when_told_to) {
  Store store = *Store::make(where());
  const std::string id = *save(store, "r1", kWhen);
  ASSERT_TRUE(store.remove(id).ok());
  EXPECT_THAT(names_of(store), ElementsAre());
  EXPECT_FALSE(fs::exists(store.folder_of(id)));
}

TEST_F(StoreTest, leaves_nothing_of_a_run_that_was_not_committed) {
  Store store = *Store::make(where());
  {
    RunWriter writer = *store.begin(kWhen);
    ASSERT_TRUE(writer.write("result.json", "{").ok());
    EXPECT_EQ(names_in_folder(where() + "/runs").size(), 1U);
  }
  EXPECT_TRUE(names_in_folder(where() + "/runs").empty());
}

TEST_F(StoreTest, cleans_up_after_a_killed_program_but_not_after_a_living_one) {
  Store store = *Store::make(where());
  RunWriter alive = *store.begin(kWhen);
  const pid_t child = ::fork();
  if (child == 0) {
    Store mine = *Store::open(where());
    auto writer = mine.begin(kWhen + 1);
    if (writer.ok()) static_cast<void>(writer.value().write("result.json", "{"));
    ::raise(SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(names_in_folder(where() + "/runs").size(), 2U);
  Store other = *Store::open(where());
  ASSERT_TRUE(save(other, "r1", kWhen + 2).ok());
  EXPECT_EQ(names_in_folder(where() + "/runs").size(), 2U);  // alive's, and r1
  EXPECT_THAT(names_of(other), ElementsAre("r1"));
  EXPECT_TRUE(alive.write("result.json", "{}").ok());
}

TEST_F(StoreTest, takes_runs_of_many_threads_at_once) {
  static_cast<void>(*Store::make(where()));
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this, t] {
      Store store = *Store::open(where());
      for (int i = 0; i < 5; ++i) {
        const auto saved = save(store, "t" + std::to_string(t), kWhen);
        EXPECT_TRUE(saved.ok()) << (saved.ok() ? "" : describe(saved.error(), Language::en));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  Store store = *Store::open(where());
  EXPECT_EQ(names_of(store).size(), 20U);
}

TEST_F(StoreTest, of_a_newer_program_is_refused_and_left_as_it_is) {
  {
    Store store = *Store::make(where());
    ASSERT_TRUE(save(store, "r1", kWhen).ok());
    Database database = *Database::open(where() + "/shijin.db");
    ASSERT_TRUE(database.run("UPDATE part SET version = 99").ok());
  }
  Store store = *Store::open(where());
  const auto writer = store.begin(kWhen + 1);
  ASSERT_FALSE(writer.ok());
  EXPECT_EQ(describe(writer.error(), Language::en),
            where() +
                "/shijin.db: error: a newer shijin has written here: its \"runs\" tables have "
                "version 99, this program knows 3\n"
                "  help: update shijin, or name another folder with --store DIR\n"
                "  name: store-newer      (shijin explain store-newer)\n");
  Notes notes;
  EXPECT_EQ(store.runs(notes).error().name, "store-newer");
  EXPECT_EQ(names_in_folder(where() + "/runs").size(), 1U);
}

TEST_F(StoreTest, says_which_run_is_damaged_and_lists_the_others) {
  Store store = *Store::make(where());
  const std::string id = *save(store, "r1", kWhen);
  ASSERT_TRUE(save(store, "r2", kWhen + 1).ok());
  fs::remove(where() + "/shijin.db");
  fs::remove(where() + "/shijin.db-wal");
  std::ofstream(store.folder_of(id) + "/stats.bin") << "nonsense";
  Store again = *Store::open(where());
  Notes notes;
  const auto runs = again.runs(notes);
  ASSERT_TRUE(runs.ok());
  EXPECT_EQ(runs->size(), 1U);
  ASSERT_EQ(notes.all().size(), 1U);
  EXPECT_EQ(notes.all()[0].at.file, store.folder_of(id) + "/stats.bin");
}

TEST_F(StoreTest, counts_each_version_and_each_question_once) {
  Store store = *Store::make(where());
  ComparisonRecord comparison{"now", "t", "accuracy", {"a", "b"}, {"1", "2"}, "b", "none"};
  ASSERT_TRUE(store.note(comparison).ok());
  ASSERT_TRUE(store.note(comparison).ok());
  comparison.answers = {"2", "1"};
  ASSERT_TRUE(store.note(comparison).ok());
  EXPECT_EQ(store.use_of("t")->versions, 2);
  EXPECT_EQ(store.use_of("t")->comparisons, 1);
  comparison.answers = {"1", "3"};
  ASSERT_TRUE(store.note(comparison).ok());
  EXPECT_EQ(store.use_of("t")->versions, 3);
  EXPECT_EQ(store.use_of("t")->comparisons, 2);
  EXPECT_EQ(store.use_of("other")->versions, 0);
}

// Lines longer than what is unpacked at a time, so that some come in pieces.
TEST_F(StoreTest, samples_come_back_line_by_line) {
  Result<Store> store = Store::make(where());
  ASSERT_TRUE(store.ok());
  Result<RunWriter> writer = store->begin(kWhen);
  ASSERT_TRUE(writer.ok());
  PackedText text(std::size_t{1} << 20U);
  std::string lines;
  for (int i = 0; i < 5; ++i) lines += std::string(100'000, static_cast<char>('a' + i)) + "\n";
  text.add(lines);
  ASSERT_TRUE(writer->write(kSamplesFile, text.finish()).ok());
  ASSERT_TRUE(writer->write("stats.bin", write_stored(run_named("r"), 1)).ok());
  const std::string id = writer->id();
  ASSERT_TRUE(store->commit(std::move(*writer), run_named("r").record).ok());

  std::string got;
  const auto take = [&got](std::string_view some) {
    EXPECT_TRUE(some.ends_with('\n'));
    got += some;
  };
  ASSERT_TRUE(store->samples(id, take).ok());
  EXPECT_EQ(got, lines);

  const std::string path = store->folder_of(id) + "/" + std::string(kSamplesFile);
  fs::resize_file(path, fs::file_size(path) - 3);
  const Result<Done> cut = store->samples(id, [](std::string_view) {});
  ASSERT_FALSE(cut.ok());
  EXPECT_EQ(cut.error().name, "samples-damaged");
  fs::remove(path);
  EXPECT_TRUE(store->samples(id, [](std::string_view) { FAIL(); }).ok());
}

}  // namespace
}  // namespace shijin
