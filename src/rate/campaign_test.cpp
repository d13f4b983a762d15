// Campaigns in the store: events that stay, a table that is their replay, two at once, a kill.
#include "rate/campaign.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include "rate/campaign_made_internal.h"

namespace shijin {
namespace {

constexpr std::string_view kAt = "2026-11-29T00:00:00Z";

class CampaignTest : public CampaignFolder {
 protected:
  CampaignBook book() const { return CampaignBook::open(file("shijin.db")).value(); }

  Campaign kept(int samples) const {
    Campaign campaign = made_campaign(samples, {"ann", "bo", "chen"});
    CampaignBook shelf = book();
    EXPECT_TRUE(shelf.add(campaign).ok());
    return campaign;
  }
};

RatingEntry score(std::int64_t item, const std::string& rater, const std::string& field, double x) {
  return {item, rater, field, x, ""};
}

// What one sheet of a rater says: every item on every dimension, `score` on all.
SourcedEntries whole_sheet(const Campaign& campaign, const std::string& rater, double x) {
  SourcedEntries sheet{"sheet:" + rater, {}};
  for (const CampaignItem& item : campaign.items) {
    for (const std::string& field : campaign.dimensions) {
      sheet.entries.push_back(score(item.number, rater, field, x));
    }
  }
  return sheet;
}

void expect_replay_is_table(CampaignBook& book, const Campaign& campaign) {
  const RatingTable table = book.ratings(campaign).value();
  const RatingTable replay = book.replay(campaign).value();
  ASSERT_EQ(table.size(), replay.size());
  for (const auto& [place, entry] : table) {
    const auto found = replay.find(place);
    ASSERT_NE(found, replay.end());
    EXPECT_TRUE(found->second.same_words(entry));
  }
}

TEST_F(CampaignTest, comes_back_as_it_was_made) {
  const Campaign made = kept(3);
  CampaignBook shelf = book();
  const Campaign back = shelf.load("pilot").value();
  EXPECT_EQ(back.id, made.id);
  EXPECT_EQ(back.secret, made.secret);
  EXPECT_EQ(back.raters, made.raters);
  EXPECT_EQ(back.runs, made.runs);
  EXPECT_EQ(back.dimensions, made.dimensions);
  ASSERT_EQ(back.items.size(), 3U);
  EXPECT_EQ(back.items[2].key, made.items[2].key);
  EXPECT_EQ(back.items[2].output, "text 3");
  EXPECT_EQ(back.find(made.items[1].key), &back.items[1]);
  EXPECT_EQ(back.find("zzzzzzzz"), nullptr);
}

TEST_F(CampaignTest, has_a_name_of_its_own) {
  kept(1);
  Campaign again = made_campaign(1);
  CampaignBook shelf = book();
  EXPECT_EQ(describe(shelf.add(again).error(), Language::en),
            "error: there is a campaign \"pilot\" already\n"
            "  help: give this one another name; what was rated there stays as it is\n"
            "  name: campaign-taken      (shijin explain campaign-taken)\n");
  EXPECT_EQ(describe(shelf.load("pilto").error(), Language::en),
            "error: there is no campaign \"pilto\"\n"
            "  expected: one of: pilot\n"
            "  help: write pilot\n"
            "  name: campaign-unknown      (shijin explain campaign-unknown)\n");
}

TEST_F(CampaignTest, keeps_every_change_as_an_event_and_the_last_as_the_rating) {
  const Campaign campaign = kept(2);
  CampaignBook shelf = book();
  const auto put = [&](double x, Prefer prefer) {
    const SourcedEntries one[] = {{"sheet:a", {score(1, "ann", "fluency", x)}}};
    return shelf.record(campaign, one, kAt, prefer).value();
  };
  EXPECT_EQ(put(3, Prefer::sheet), 1);
  EXPECT_EQ(put(3, Prefer::sheet), 0);  // the same again is no event
  EXPECT_EQ(put(5, Prefer::store), 0);
  EXPECT_EQ(put(4, Prefer::sheet), 1);
  EXPECT_EQ(shelf.events(campaign).value(), 2);
  const RatingTable table = shelf.ratings(campaign).value();
  ASSERT_EQ(table.size(), 1U);
  EXPECT_EQ(table.begin()->second.score, 4);
  expect_replay_is_table(shelf, campaign);
}

TEST_F(CampaignTest, events_can_be_neither_changed_nor_removed) {
  const Campaign campaign = kept(1);
  CampaignBook shelf = book();
  const SourcedEntries one[] = {{"sheet:a", {score(1, "ann", "fluency", 3)}}};
  ASSERT_TRUE(shelf.record(campaign, one, kAt, Prefer::sheet).ok());
  Database raw = Database::open(file("shijin.db")).value();
  EXPECT_FALSE(raw.run("UPDATE rating_event SET score = 5").ok());
  EXPECT_FALSE(raw.run("DELETE FROM rating_event").ok());
  EXPECT_EQ(shelf.replay(campaign).value().begin()->second.score, 3);
}

TEST_F(CampaignTest, an_entry_that_cannot_be_written_takes_back_the_whole_import) {
  const Campaign campaign = kept(2);
  CampaignBook shelf = book();
  const SourcedEntries sheets[] = {
      {"sheet:a", {score(1, "ann", "fluency", 3), score(99, "ann", "fluency", 3)}}};
  EXPECT_FALSE(shelf.record(campaign, sheets, kAt, Prefer::sheet).ok());  // there is no item 99
  EXPECT_EQ(shelf.events(campaign).value(), 0);
  EXPECT_TRUE(shelf.ratings(campaign).value().empty());
}

TEST_F(CampaignTest, takes_two_imports_at_once_and_neither_loses_nor_doubles_one) {
  const Campaign campaign = kept(100);
  std::vector<pid_t> children;
  // Four programs: ann's sheet twice, bo's and chen's once each.
  for (const char* rater : {"ann", "ann", "bo", "chen"}) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto shelf = CampaignBook::open(file("shijin.db"));
      if (!shelf.ok()) ::_exit(1);
      const SourcedEntries sheets[] = {whole_sheet(campaign, rater, 4)};
      ::_exit(shelf->record(campaign, sheets, kAt, Prefer::sheet).ok() ? 0 : 2);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  CampaignBook shelf = book();
  EXPECT_EQ(shelf.events(campaign).value(), 3 * 100 * 4);
  EXPECT_EQ(shelf.ratings(campaign).value().size(), 3U * 100 * 4);
  expect_replay_is_table(shelf, campaign);
}

TEST_F(CampaignTest, a_killed_import_is_there_whole_or_not_at_all) {
  const Campaign campaign = kept(100);
  constexpr std::int64_t kSheet = 100 * 4;
  std::int64_t events = 0;
  for (int round = 0; round < 12; ++round) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto shelf = CampaignBook::open(file("shijin.db"));
      // Another score each time, so that every import is all new events; each is told when done.
      for (int i = 0; shelf.ok(); ++i) {
        const SourcedEntries sheets[] = {whole_sheet(campaign, "ann", 1 + (round + i) % 5)};
        const auto written = shelf->record(campaign, sheets, kAt, Prefer::sheet);
        const char done = 'd';
        if (!written.ok() || (*written > 0 && ::write(pipe[1], &done, 1) != 1)) break;
      }
      ::_exit(1);
    }
    ::close(pipe[1]);
    // Every second child has written something when the time before its death begins.
    std::int64_t acknowledged = 0;
    char byte = 0;
    if (round % 2 == 1) acknowledged += ::read(pipe[0], &byte, 1);
    std::this_thread::sleep_for(std::chrono::milliseconds(17 + 9 * round));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    while (::read(pipe[0], &byte, 1) == 1) ++acknowledged;
    ::close(pipe[0]);
    CampaignBook shelf = book();
    const std::int64_t now = shelf.events(campaign).value();
    EXPECT_EQ(now % kSheet, 0);
    EXPECT_GE(now, events + acknowledged * kSheet);
    EXPECT_LE(now, events + (acknowledged + 1) * kSheet);  // one may be done and not yet told
    events = now;
    expect_replay_is_table(shelf, campaign);
  }
  EXPECT_GT(events, 0);
}

TEST_F(CampaignTest, runs_need_the_same_samples_under_the_same_questions) {
  const CampaignRun one{
      "r6", "r6.csv", {{0, "", 0, "1", "p", "a", ""}, {0, "", 0, "2", "p", "b", ""}}};
  CampaignRun other{"r7", "r7.csv", {{0, "", 0, "2", "p", "c", ""}, {0, "", 0, "1", "p", "d", ""}}};
  const Campaign both = make_campaign("pilot", {one, other}).value();
  ASSERT_EQ(both.items.size(), 4U);
  EXPECT_EQ(both.items[1].output, "d");  // sample 1 of r7, wherever it stands
  EXPECT_EQ(both.items[1].run, 1);
  EXPECT_EQ(both.samples(), 2U);
  other.rows[0].input = "q";
  EXPECT_EQ(make_campaign("pilot", {one, other}).error().found.in(Language::en),
            "sample \"2\" is not the same question in r6.csv and r7.csv");
  other.rows.pop_back();
  other.rows[0].input = "p";
  EXPECT_EQ(make_campaign("pilot", {one, other}).error().found.in(Language::en),
            "r7.csv has no sample \"1\", which r6.csv has");
}

TEST_F(CampaignTest, a_text_that_says_a_runs_name_is_told) {
  CampaignRun run{"r6", "r6.csv", {}};
  for (const char* text : {"I am R6, at your service", "r60 is another word", "我是r6模型"}) {
    run.rows.push_back({0, "", 0, std::to_string(run.rows.size() + 1), "", text, ""});
  }
  Notes notes;
  note_identity_leaks(make_campaign("pilot", {run}).value(), notes);
  ASSERT_EQ(notes.all().size(), 1U);
  EXPECT_EQ(notes.all()[0].found.in(Language::en),
            "2 of the 3 texts say \"r6\", the name of a run: raters can guess whose they are");
}

TEST_F(CampaignTest, reads_the_outputs_of_a_run_and_what_they_answer) {
  std::ofstream(file("r6.csv")) << "id,prompt,output,reference\na,say,hello,hi\nb,ask,why,what\n";
  Notes notes;
  const CampaignRun run = read_campaign_run(file("r6.csv"), "r6", {}, notes).value();
  ASSERT_EQ(run.rows.size(), 2U);
  EXPECT_EQ(run.rows[1].sample, "b");
  EXPECT_EQ(run.rows[1].input, "ask");
  EXPECT_EQ(run.rows[1].output, "why");
  EXPECT_EQ(run.rows[1].reference, "what");
  std::ofstream(file("twice.csv")) << "id,output\na,hello\na,why\n";
  EXPECT_EQ(read_campaign_run(file("twice.csv"), "r6", {}, notes).error().name, "rate-id-twice");
  std::ofstream(file("labels.csv")) << "id,truth\na,1\nb,0\n";
  EXPECT_EQ(read_campaign_run(file("labels.csv"), "r6", {}, notes).error().name, "rate-no-output");
}

}  // namespace
}  // namespace shijin
