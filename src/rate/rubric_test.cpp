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

using RubricKept = CampaignFolder;

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
