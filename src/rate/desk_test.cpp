// The rating page's part of a campaign: blind work lists, events taken once, what is withdrawn, and
// what the owner is asked.
#include "rate/desk.h"

#include <algorithm>

#include "rate/blind.h"
#include "rate/campaign_made_internal.h"
#include "rate/campaign_result.h"
#include "rate/pairwise.h"

namespace shijin {
namespace {

constexpr std::string_view kNow = "2026-11-30T00:00:00Z";

class Desk : public CampaignFolder {
 protected:
  void SetUp() override {
    CampaignFolder::SetUp();
    keep(made_campaign(3, {"ann", "bo"}));
  }
  // What else the store keeps; a campaign's items keep their numbers.
  void keep(Campaign campaign) {
    CampaignBook book = CampaignBook::open(path()).value();
    ASSERT_TRUE(book.add(campaign).ok());
  }
  std::string path() const { return file("shijin.db"); }
  RatingDesk desk(std::string_view name = "pilot") const {
    return RatingDesk::open(path(), name).value();
  }
  RatingTable table() {
    CampaignBook book = CampaignBook::open(path()).value();
    const Campaign campaign = book.load("pilot").value();
    const RatingTable now = book.ratings(campaign).value();
    EXPECT_TRUE(same(now, book.replay(campaign).value()));
    return now;
  }
  static bool same(const RatingTable& a, const RatingTable& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
      return x.first == y.first && x.second.same_words(y.second);
    });
  }
  static PageEvent event(const std::string& id, const std::string& rater, std::int64_t item,
                         const std::vector<double>& scores, std::int64_t revision = 0,
                         const std::string& comment = "") {
    PageEvent event{id, item, revision, "", 0, {}};
    const std::vector<std::string> names = {"relevance", "fluency", "style", "compliance"};
    for (std::size_t i = 0; i < names.size(); ++i) {
      RatingEntry entry{item, rater, names[i], {}, ""};
      if (!scores.empty()) {
        if (scores[i] > 0) {
          entry.score = scores[i];
        } else {
          entry.words = kNotApplicable;
        }
      }
      event.entries.push_back(entry);
    }
    event.entries.push_back({item, rater, std::string(kCommentField), {}, comment});
    return event;
  }
  static std::vector<DeskLine::State> states(RatingDesk& desk, const std::string& rater) {
    std::map<std::string_view, DeskLine::State> by_key;
    const auto lines = desk.work(rater).value();
    for (const DeskLine& line : lines) by_key[line.key] = line.state;
    std::vector<DeskLine::State> states;
    for (const CampaignItem& item : desk.campaign().items) states.push_back(by_key.at(item.key));
    return states;
  }
};
using State = DeskLine::State;

TEST_F(Desk, gives_each_rater_all_items_in_the_order_of_the_sheets) {
  RatingDesk page = desk();
  const auto lines = page.work("ann").value();
  const auto order = rater_order(3, 1, page.campaign().seed, "ann");
  ASSERT_EQ(lines.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(lines[i].key, page.campaign().items[order[i]].key);
  }
  const auto item = page.item(lines[0].key).value();
  ASSERT_TRUE(item);
  EXPECT_EQ(item->output, "text " + item->sample);
  EXPECT_FALSE(page.item("zzzzzzzz").value());
}

TEST_F(Desk, takes_an_event_once) {
  RatingDesk page = desk();
  const PageEvent first = event("event-01", "ann", 1, {4, 5, 0, 5}, 0, "fine");
  PageAnswer answer = page.take("ann", first, kNow).value();
  EXPECT_FALSE(answer.repeated);
  EXPECT_EQ(answer.revision, 5);
  EXPECT_FALSE(answer.replaced);
  const RatingTable once = table();
  EXPECT_EQ(once.size(), 5U);
  answer = page.take("ann", first, kNow).value();
  EXPECT_TRUE(answer.repeated);
  EXPECT_EQ(answer.revision, 5);
  EXPECT_TRUE(same(once, table()));
  // The same id of another rater is another event.
  EXPECT_FALSE(page.take("bo", event("event-01", "bo", 1, {1, 1, 1, 1}), kNow).value().repeated);
}

TEST_F(Desk, goes_on_where_a_killed_server_was) {
  const PageEvent sent = event("event-01", "ann", 2, {3, 3, 3, 3});
  std::string secret;
  {
    RatingDesk page = desk();
    secret = page.link_secret(kNow).value();
    ASSERT_TRUE(page.take("ann", sent, kNow).ok());
  }
  RatingDesk page = desk();
  EXPECT_EQ(page.link_secret(kNow).value(), secret);
  EXPECT_TRUE(page.take("ann", sent, kNow).value().repeated);
  EXPECT_EQ(states(page, "ann"), (std::vector{State::open, State::done, State::open}));
  EXPECT_NE(page.renew_links(kNow).value(), secret);
  EXPECT_NE(page.link_secret(kNow).value(), secret);
}

TEST_F(Desk, says_what_an_event_replaced_that_the_page_did_not_know_of) {
  RatingDesk page = desk();
  const auto first = page.take("ann", event("event-01", "ann", 1, {4, 4, 4, 4}), kNow).value();
  // Another tab, which still believes that nothing has been said.
  const auto second = page.take("ann", event("event-02", "ann", 1, {2, 4, 4, 4}), kNow).value();
  ASSERT_TRUE(second.replaced);
  EXPECT_EQ(second.replaced->fields.at("relevance").score, 4);
  EXPECT_EQ(table().at({1, "ann", "relevance"}).score, 2);
  // One that knows of it, and one that says the same, replace nothing.
  EXPECT_FALSE(page.take("ann", event("event-03", "ann", 1, {1, 4, 4, 4}, second.revision), kNow)
                   .value()
                   .replaced);
  EXPECT_FALSE(page.take("ann", event("event-04", "ann", 1, {1, 4, 4, 4}, first.revision), kNow)
                   .value()
                   .replaced);
}

TEST_F(Desk, withdraws_what_was_said_as_an_event_that_stays) {
  RatingDesk page = desk();
  ASSERT_TRUE(page.take("ann", event("event-01", "ann", 1, {4, 4, 4, 4}, 0, "so so"), kNow).ok());
  const auto withdrawn = page.take("ann", event("event-02", "ann", 1, {}, 5), kNow).value();
  EXPECT_EQ(withdrawn.revision, 10);
  EXPECT_EQ(states(page, "ann").front(), State::open);
  EXPECT_FALSE(page.says("ann", 1).value().anything());
  for (const auto& [place, entry] : table()) EXPECT_TRUE(entry.field.starts_with('#'));
  // What was never said cannot be withdrawn: no event.
  EXPECT_EQ(page.take("ann", event("event-03", "ann", 2, {}), kNow).value().revision, 0);
  ASSERT_TRUE(page.take("ann", event("event-04", "ann", 1, {5, 5, 5, 5}, 10), kNow).ok());
  EXPECT_EQ(states(page, "ann").front(), State::done);
}

TEST_F(Desk, tells_cannot_judge_from_scored) {
  RatingDesk page = desk();
  ASSERT_TRUE(page.take("ann", event("event-01", "ann", 1, {0, 0, 0, 0}), kNow).ok());
  ASSERT_TRUE(page.take("ann", event("event-02", "ann", 2, {0, 0, 0, 3}), kNow).ok());
  EXPECT_EQ(states(page, "ann"), (std::vector{State::cannot_judge, State::done, State::open}));
  EXPECT_EQ(states(page, "bo"), (std::vector{State::open, State::open, State::open}));
}

TEST_F(Desk, mixes_with_sheets_of_the_same_rater) {
  RatingDesk page = desk();
  ASSERT_TRUE(page.take("ann", event("event-01", "ann", 1, {4, 4, 4, 4}), kNow).ok());
  CampaignBook book = CampaignBook::open(path()).value();
  const Campaign campaign = book.load("pilot").value();
  const SourcedEntries sheet{"sheet:a.csv", event("", "ann", 2, {2, 2, 2, 2}).entries};
  EXPECT_EQ(book.record(campaign, {&sheet, 1}, kNow, Prefer::sheet).value(), 4);
  EXPECT_EQ(states(page, "ann"), (std::vector{State::done, State::done, State::open}));
  EXPECT_EQ(page.says("ann", 2).value().fields.at("style").score, 2);
  ASSERT_TRUE(page.take("ann", event("event-02", "ann", 2, {3, 2, 2, 2}, 4), kNow).ok());
  EXPECT_EQ(table().at({2, "ann", "relevance"}).score, 3);
  EXPECT_EQ(progress_of(campaign, table())[0].rated, 2);
}

TEST_F(Desk, orders_disagreements_by_what_settling_them_may_change) {
  RatingDesk page = desk();
  const auto take = [&](const std::string& rater, std::int64_t item, std::vector<double> scores) {
    const std::string id = rater + "-event-" + std::to_string(item);
    ASSERT_TRUE(page.take(rater, event(id, rater, item, scores), kNow).ok());
  };
  // Item 1: relevance 5 and 3, mean 4: worth 2 / (1 + 0) = 2. Item 2: style 1 and 3, mean 2:
  // worth 2 / (1 + 2) = 2/3; fluency one apart: none. Item 3: compliance 1 and 2, a split veto.
  take("ann", 1, {5, 4, 4, 5});
  take("bo", 1, {3, 4, 4, 5});
  take("ann", 2, {4, 4, 1, 5});
  take("bo", 2, {4, 5, 3, 5});
  take("ann", 3, {4, 4, 4, 1});
  take("bo", 3, {4, 4, 4, 2});
  auto found = page.disagreements(10).value();
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].item, 3);
  EXPECT_TRUE(found[0].split);
  EXPECT_EQ(found[1].dimension, "relevance");
  EXPECT_DOUBLE_EQ(found[1].worth, 2);
  EXPECT_EQ(found[1].scores, (std::vector<std::pair<std::string, double>>{{"ann", 5}, {"bo", 3}}));
  EXPECT_DOUBLE_EQ(found[2].worth, 2.0 / 3);
  EXPECT_EQ(page.disagreements(2).value().size(), 2U);

  // What is settled goes to the end, and into no mean and no progress.
  const auto before = rated_rows(page.campaign(), table());
  ASSERT_TRUE(page.settle(3, "compliance", 2, "slip", kNow).ok());
  found = page.disagreements(10).value();
  EXPECT_EQ(found[2].item, 3);
  EXPECT_EQ(found[2].settled, 2);
  EXPECT_EQ(found[2].reason, "slip");
  EXPECT_EQ(found[2].scores.size(), 2U);
  const auto after = rated_rows(page.campaign(), table());
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) EXPECT_EQ(after[i].scores, before[i].scores);
  EXPECT_EQ(page.raters().value().size(), 2U);
}

TEST_F(Desk, asks_the_owner_about_raters_by_their_numbers) {
  Campaign large = made_campaign(12, {"ann", "bo", "chen"});
  large.name = "large";
  keep(large);
  RatingDesk page = desk("large");
  for (std::int64_t i = 1; i <= 12; ++i) {
    const std::string id = "event-" + std::to_string(100 + i);
    const double low = i % 2 == 0 ? 2 : 4;
    PageEvent ann = event(id, "ann", i, {low, low, low, low});
    ann.milliseconds = 2000;
    PageEvent bo = event(id, "bo", i, {low + 1, low, low + 1, 5});
    bo.milliseconds = i < 12 ? 9000 : 0;  // 0: not timed
    ASSERT_TRUE(page.take("ann", ann, kNow).ok());
    ASSERT_TRUE(page.take("bo", bo, "2026-11-30T01:00:00Z").ok());
  }
  const auto raters = page.raters().value();
  ASSERT_EQ(raters.size(), 3U);
  EXPECT_EQ(raters[0].rated, 12);
  EXPECT_EQ(raters[0].all_equal, 1);
  EXPECT_EQ(raters[0].seconds, 2);
  // Means of bo less ann's: 1, 0, 1, and 5 - 3 = 2 on average: 4 / 4 = 1 apart.
  EXPECT_EQ(raters[0].common, 48);
  EXPECT_DOUBLE_EQ(raters[0].against_others.value(), -1);
  // Compliance: 5 against 4 or 2: more than 1 apart on 6 of 48 scores.
  EXPECT_DOUBLE_EQ(raters[0].far_from_others.value(), 6.0 / 48);
  EXPECT_EQ(raters[0].questions, (std::vector<std::string_view>{"all-equal", "fast", "severe"}));
  EXPECT_EQ(raters[1].all_equal, 0);
  EXPECT_EQ(raters[1].seconds, 9);
  EXPECT_EQ(raters[1].last, "2026-11-30T01:00:00Z");
  EXPECT_EQ(raters[1].questions, (std::vector<std::string_view>{"lenient"}));
  EXPECT_EQ(raters[2].rated, 0);
  EXPECT_FALSE(raters[2].seconds);
  EXPECT_TRUE(raters[2].questions.empty());
}

Campaign made_duel(int samples) {
  CampaignRun first{"r6", "r6.csv", {}};
  CampaignRun second{"r7", "r7.csv", {}};
  for (int i = 1; i <= samples; ++i) {
    const std::string n = std::to_string(i);
    first.rows.push_back({0, "", 0, n, "prompt", "old " + n, ""});
    second.rows.push_back({0, "", 0, n, "prompt", "new " + n, ""});
  }
  Campaign duel = make_campaign("duel", {first, second}).value();
  duel.created = kNow;
  duel.raters = {"ann", "bo", "chen"};
  make_pairs(duel);
  return duel;
}

TEST_F(Desk, of_pairs_shows_both_texts_and_takes_a_choice_of_either_side) {
  keep(made_duel(3));
  RatingDesk page = desk("duel");
  const auto lines = page.work("ann").value();
  ASSERT_EQ(lines.size(), 3U);
  const CampaignItem item = *page.item(lines[0].key).value();
  EXPECT_EQ(item.output.substr(4), item.other.substr(4));  // of one sample
  EXPECT_NE(item.output, item.other);
  // To the right is 0, which is a choice and no withdrawal.
  const double said[] = {1, 0, 0.5};
  for (std::size_t i = 0; i < 3; ++i) {
    const std::int64_t number = page.find(lines[i].key)->number;
    const PageEvent choice{"event-00" + std::to_string(i),
                           number,
                           0,
                           "",
                           0,
                           {{number, "ann", std::string(kChoice), said[i], ""}}};
    ASSERT_TRUE(page.take("ann", choice, kNow).ok());
    EXPECT_EQ(page.says("ann", number)->fields.at(std::string(kChoice)).score, said[i]);
  }
  for (const State state : states(page, "ann")) EXPECT_EQ(state, State::done);
  EXPECT_TRUE(page.disagreements(10).value().empty());
  CampaignBook book = CampaignBook::open(path()).value();
  const PairResult result =
      pair_result(page.campaign(), book.ratings(page.campaign()).value(), 0.95);
  EXPECT_EQ(result.choices, 3);
  EXPECT_EQ(result.left->value, 0.5);
  EXPECT_EQ(result.pairs[0].apart, 0);
}

TEST_F(Desk, of_pairs_shows_those_that_raters_differ_on_and_settles_them_beside_the_choices) {
  keep(made_duel(4));
  RatingDesk page = desk("duel");
  // By item: all for the left one; two against one; one for each side and a draw; left or a draw.
  const std::map<std::string, std::vector<double>> said = {
      {"ann", {1, 1, 1, 1}}, {"bo", {1, 1, 0, 1}}, {"chen", {1, 0, 0.5, 0.5}}};
  for (const auto& [rater, choices] : said) {
    for (std::int64_t item = 1; item <= 4; ++item) {
      const PageEvent choice{
          "event-00" + std::to_string(item),
          item,
          0,
          "",
          0,
          {{item, rater, std::string(kChoice), choices[static_cast<std::size_t>(item - 1)], ""}}};
      ASSERT_TRUE(page.take(rater, choice, kNow).ok());
    }
  }
  CampaignBook book = CampaignBook::open(path()).value();
  const auto result = [&] {
    return pair_result(page.campaign(), book.ratings(page.campaign()).value(), 0.95);
  };
  const PairResult before = result();
  auto apart = page.disagreements(10).value();
  ASSERT_EQ(apart.size(), 3U);
  // How far apart, over 1 + the mean's distance from a draw: 1 / 1, 1 / (1 + 1/6), ½ / (1 + 1/3).
  EXPECT_EQ(apart[0].item, 3);
  EXPECT_DOUBLE_EQ(apart[0].worth, 1);
  EXPECT_EQ(apart[1].item, 2);
  EXPECT_NEAR(apart[1].worth, 6.0 / 7, 1e-12);
  EXPECT_EQ(apart[2].item, 4);
  EXPECT_NEAR(apart[2].worth, 0.375, 1e-12);
  EXPECT_EQ(apart[0].scores.size(), 3U);
  ASSERT_TRUE(page.settle(3, std::string(kChoice), 0, "slip", kNow).ok());
  ASSERT_TRUE(page.settle(4, std::string(kChoice), 0.5, "taste", kNow).ok());
  apart = page.disagreements(10).value();
  EXPECT_EQ(apart[0].item, 2);  // what is open first
  EXPECT_EQ(apart[1].settled, 0);
  EXPECT_EQ(apart[1].reason, "slip");
  const PairResult after = result();
  EXPECT_EQ(after.choices, 12);
  EXPECT_EQ(after.pairs[0].rate->value, before.pairs[0].rate->value);
  EXPECT_EQ(after.left->value, before.left->value);
  EXPECT_EQ(after.pairs[0].apart, 3);
  EXPECT_EQ(after.pairs[0].settled_ties, 1);
  // The right one of item 3, whosever that is.
  const bool later = page.campaign().items[2].other_run == 1;
  EXPECT_EQ(after.pairs[0].settled_wins, later ? 1 : 0);
  EXPECT_EQ(after.pairs[0].settled_losses, later ? 0 : 1);
}

TEST_F(Desk, where_each_text_has_some_of_the_raters_shows_each_their_own) {
  Campaign shared = made_campaign(9, {"ann", "bo", "chen"});
  shared.name = "shared";
  shared.facts["overlap"] = "2";
  keep(shared);
  RatingDesk page = desk("shared");
  std::map<std::string_view, int> seen;
  for (const char* rater : {"ann", "bo", "chen"}) {
    const auto lines = page.work(rater).value();
    EXPECT_EQ(lines.size(), 6U);  // nine texts twice, by three
    for (const DeskLine& line : lines) {
      ++seen[line.key];
      EXPECT_TRUE(page.asks(rater, page.find(line.key)->number));
    }
  }
  EXPECT_EQ(seen.size(), 9U);
  for (const auto& [key, times] : seen) EXPECT_EQ(times, 2) << key;
  EXPECT_FALSE(page.asks("stranger", 1));
  const std::vector<RaterFacts> raters = page.raters().value();
  for (const RaterFacts& facts : raters) EXPECT_EQ(facts.items, 6);
  for (const RaterProgress& line : progress_of(page.campaign(), {})) EXPECT_EQ(line.items, 6);
}

}  // namespace
}  // namespace shijin
