// Rubrics: their names, and what makes another version of them.
#include "rate/rubric.h"

#include "rate/campaign_made_internal.h"
#include "rate/sheet.h"

namespace shijin {
namespace {

std::vector<RubricDimension> tone() {
  RubricDimension one{"tone", {"Tone", "語氣", "语气"}};
  for (const char* words : {"rude", "cold", "plain", "kind", "warm"}) {
    one.anchors.push_back({words, std::string(words) + "（繁）", std::string(words) + "（简）"});
  }
  return {one};
}

TEST(Rubric, a_dimension_goes_by_its_key_and_its_name_in_any_language) {
  for (const char* name : {"fluency", "Fluency", "流暢度", "流畅度"}) {
    const RubricDimension* found = find_rubric_dimension(name);
    ASSERT_NE(found, nullptr) << name;
    EXPECT_EQ(found->key, "fluency");
    EXPECT_EQ(found->anchors.size(), 5U);
  }
  EXPECT_EQ(find_rubric_dimension("tone"), nullptr);
}

TEST(Rubric, a_word_changed_is_another_version_and_equal_words_are_the_same) {
  const std::int64_t version = rubric_version(tone());
  EXPECT_EQ(version, rubric_version(tone()));
  EXPECT_EQ(version_words(version).size(), 8U);
  EXPECT_EQ(version_words(kRubricVersion), "1");
  std::vector<RubricDimension> changed = tone();
  changed[0].anchors[4].zh_hans += "。";
  EXPECT_NE(version, rubric_version(changed));
  changed = tone();
  changed[0].title.en = "Voice";
  EXPECT_NE(version, rubric_version(changed));
  // A word that moves from one point to the next is a change as well.
  changed = tone();
  changed[0].anchors[0].en = "rud";
  changed[0].anchors[0].zh_hant = "e" + changed[0].anchors[0].zh_hant;
  EXPECT_NE(version, rubric_version(changed));
}

TEST(Rubric, what_vetoes_is_part_of_the_version_where_it_is_not_as_unsaid) {
  std::vector<RubricDimension> changed = tone();
  changed[0].veto = true;
  EXPECT_NE(rubric_version(tone()), rubric_version(changed));
  std::vector<RubricDimension> compliance = {*find_rubric_dimension("compliance")};
  EXPECT_TRUE(compliance[0].veto);
  const std::int64_t version = rubric_version(compliance);
  compliance[0].veto = false;
  EXPECT_NE(version, rubric_version(compliance));
}

TEST(Rubric, a_dimension_has_one_title_everywhere) {
  EXPECT_EQ(dimension_title("overall").in(Language::zh_hant), "總評");
  EXPECT_EQ(dimension_title("fluency").in(Language::zh_hans), "流畅度");
  EXPECT_EQ(dimension_title("流暢度").in(Language::en), "Fluency");
  EXPECT_EQ(dimension_title("tone").in(Language::en), "tone");
}

using RubricKept = CampaignFolder;

TEST_F(RubricKept, says_what_vetoes) {
  Campaign campaign = made_campaign(1);
  campaign.own = tone();
  campaign.own[0].veto = true;
  campaign.own.push_back(*find_rubric_dimension("compliance"));
  campaign.own[1].veto = false;
  campaign.dimensions = {"tone", "compliance"};
  campaign.rubric = rubric_version(campaign.own);
  CampaignBook book = CampaignBook::open(file("shijin.db")).value();
  ASSERT_TRUE(book.add(campaign).ok());
  const Campaign loaded = book.load("pilot").value();
  EXPECT_EQ(loaded.own, campaign.own);
  EXPECT_EQ(rubric_version(loaded.own), campaign.rubric);
  EXPECT_TRUE(loaded.vetoes("tone"));
  EXPECT_FALSE(loaded.vetoes("compliance"));
  // A rubric that was kept before a veto could be said: compliance vetoes.
  Database database = Database::open(file("shijin.db")).value();
  ASSERT_TRUE(database.run("DROP TRIGGER campaign_rubric_stays").ok());
  ASSERT_TRUE(database.run("UPDATE campaign_rubric SET veto = NULL").ok());
  const Campaign old = book.load("pilot").value();
  EXPECT_FALSE(old.vetoes("tone"));
  EXPECT_TRUE(old.vetoes("compliance"));
}

TEST_F(RubricKept, comes_back_word_for_word_and_cannot_be_changed) {
  Campaign campaign = made_campaign(2);
  campaign.own = tone();
  campaign.dimensions = {"tone"};
  campaign.rubric = rubric_version(campaign.own);
  CampaignBook book = CampaignBook::open(file("shijin.db")).value();
  ASSERT_TRUE(book.add(campaign).ok());
  const Campaign loaded = book.load("pilot").value();
  EXPECT_EQ(loaded.rubric, rubric_version(loaded.own));
  ASSERT_EQ(loaded.own.size(), 1U);
  EXPECT_EQ(loaded.own[0].title, campaign.own[0].title);
  EXPECT_EQ(loaded.own[0].anchors, campaign.own[0].anchors);
  ASSERT_NE(loaded.words("语气"), nullptr);
  EXPECT_EQ(loaded.words("fluency"), nullptr);  // own words stand in place of those that come along
  Database database = Database::open(file("shijin.db")).value();
  EXPECT_FALSE(database.run("UPDATE campaign_rubric SET en = 'x'").ok());
  EXPECT_FALSE(database.run("DELETE FROM campaign_rubric").ok());
}

TEST_F(RubricKept, sheets_have_its_titles_and_say_its_version) {
  Campaign campaign = made_campaign(1);
  campaign.own = tone();
  campaign.dimensions = {"tone"};
  campaign.rubric = rubric_version(campaign.own);
  const auto cells = sheet_cells(campaign, "ann", {}, Language::zh_hans);
  EXPECT_EQ(cells[0][3], "语气");
  EXPECT_EQ(cells[1].back(), "pilot/ann/" + version_words(campaign.rubric));
}

}  // namespace
}  // namespace shijin
