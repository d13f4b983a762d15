// Exports, whole.
#include "rate/export.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "rate/campaign_made_internal.h"
#include "rate/hidden_items.h"

namespace shijin {
namespace {

void give(RatingTable& table, std::int64_t item, const std::string& rater,
          const std::string& dimension, double score) {
  RatingEntry entry{item, rater, dimension, score, ""};
  table[{item, rater, dimension}] = entry;
}

// Two samples of two runs, "r6 1" and so on, that two raters scored on fluency.
struct Scored {
  Campaign campaign;
  RatingTable ratings;
  std::vector<RatedRow> rows;
};
Scored scored() {
  std::vector<CampaignRun> runs;
  for (const std::string name : {"r6", "r7"}) {
    CampaignRun& run = runs.emplace_back(CampaignRun{name, name + ".csv", {}, {}});
    for (const std::string n : {"1", "2"}) {
      run.rows.push_back({0, "", 0, n, "say \"" + n + "\"", name + " " + n, ""});
    }
  }
  Scored all{make_campaign("pilot", runs).value(), {}, {}};
  all.campaign.raters = {"ann", "bo"};
  all.campaign.dimensions = {"fluency"};
  give(all.ratings, 1, "ann", "fluency", 2);
  give(all.ratings, 1, "bo", "fluency", 3);
  give(all.ratings, 2, "ann", "fluency", 5);
  give(all.ratings, 2, "bo", "fluency", 4);
  give(all.ratings, 3, "ann", "fluency", 4);
  give(all.ratings, 4, "ann", "fluency", 4);
  add_repeats(all.campaign, 1);
  give(all.ratings, 5, "ann", "fluency", 1);
  all.rows = rated_rows(all.campaign, all.ratings);
  return all;
}

TEST(Export, wide_is_a_row_an_item_with_each_raters_scores) {
  const Scored all = scored();
  EXPECT_EQ(export_ratings({all.campaign, all.rows, all.ratings}, ExportFormat::wide),
            "\xEF\xBB\xBFsample,run,input,output,fluency:ann,fluency:bo,overall\r\n"
            "1,r6,\"say \"\"1\"\"\",r6 1,2,3,2.5\r\n"
            "1,r7,\"say \"\"1\"\"\",r7 1,5,4,4.5\r\n"
            "2,r6,\"say \"\"2\"\"\",r6 2,4,,4\r\n"
            "2,r7,\"say \"\"2\"\"\",r7 2,4,,4\r\n");
  EXPECT_EQ(export_ratings({all.campaign, all.rows, all.ratings, "r7"}, ExportFormat::wide),
            "\xEF\xBB\xBFsample,run,input,output,fluency:ann,fluency:bo,overall\r\n"
            "1,r7,\"say \"\"1\"\"\",r7 1,5,4,4.5\r\n"
            "2,r7,\"say \"\"2\"\"\",r7 2,4,,4\r\n");
}

TEST(Export, dpo_takes_samples_whose_texts_are_a_point_apart) {
  const Scored all = scored();
  EXPECT_EQ(export_ratings({all.campaign, all.rows, all.ratings}, ExportFormat::dpo),
            "{\"prompt\":\"say \\\"1\\\"\",\"chosen\":\"r7 1\",\"rejected\":\"r6 1\"}\n");
}

TEST(Export, label_studio_gets_a_task_an_item) {
  const Scored all = scored();
  EXPECT_EQ(
      export_ratings({all.campaign, all.rows, all.ratings, "r6"}, ExportFormat::label_studio),
      "[{\"id\":1,\"data\":{\"sample\":\"1\",\"input\":\"say \\\"1\\\"\",\"run\":\"r6\","
      "\"output\":\"r6 1\",\"reference\":\"\"},\"annotations\":["
      "{\"completed_by\":\"ann\",\"result\":[{\"from_name\":\"fluency\",\"to_name\":\"output\","
      "\"type\":\"rating\",\"value\":{\"rating\":2}}]},"
      "{\"completed_by\":\"bo\",\"result\":[{\"from_name\":\"fluency\",\"to_name\":\"output\","
      "\"type\":\"rating\",\"value\":{\"rating\":3}}]}]},"
      "{\"id\":3,\"data\":{\"sample\":\"2\",\"input\":\"say \\\"2\\\"\",\"run\":\"r6\","
      "\"output\":\"r6 2\",\"reference\":\"\"},\"annotations\":["
      "{\"completed_by\":\"ann\",\"result\":[{\"from_name\":\"fluency\",\"to_name\":\"output\","
      "\"type\":\"rating\",\"value\":{\"rating\":4}}]}]}]\n");
}

TEST(Export, choices_go_out_as_who_was_chosen_and_as_preferences) {
  Scored all = scored();
  all.campaign.items.pop_back();  // the repeat
  make_pairs(all.campaign);
  all.ratings.clear();
  const CampaignItem& first = all.campaign.items[0];
  const double for_r7 = all.campaign.runs[static_cast<std::size_t>(first.run)] == "r7" ? 1 : 0;
  give(all.ratings, 1, "ann", "choice", for_r7);
  give(all.ratings, 2, "ann", "choice", 1);
  give(all.ratings, 2, "bo", "choice", 0);
  const std::string left = for_r7 == 1 ? "r7" : "r6";
  const std::string right = for_r7 == 1 ? "r6" : "r7";
  const ExportSource source{all.campaign, all.rows, all.ratings};
  const std::string lines = export_ratings(source, ExportFormat::long_lines);
  EXPECT_EQ(
      lines.substr(0, lines.find('\n')),
      "{\"campaign\":\"pilot\",\"sample\":\"1\",\"input\":\"say \\\"1\\\"\",\"text_left\":\"" +
          left + " 1\",\"text_right\":\"" + right + " 1\",\"rater\":\"ann\",\"left\":\"" + left +
          "\",\"right\":\"" + right + "\",\"chosen\":\"r7\",\"comment\":\"\"}");
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 3);
  EXPECT_EQ(export_ratings(source, ExportFormat::dpo),
            "{\"prompt\":\"say \\\"1\\\"\",\"chosen\":\"r7 1\",\"rejected\":\"r6 1\"}\n");
}

TEST(Export, formats_have_names) {
  EXPECT_EQ(export_format_of("label-studio"), ExportFormat::label_studio);
  EXPECT_FALSE(export_format_of("xml"));
}

}  // namespace
}  // namespace shijin
