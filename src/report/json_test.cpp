// The whole result of the article's sentiment example as JSON; tests/peers/test_schema.py checks
// the same files against docs/schema/result.schema.json.
#include <gtest/gtest.h>

#include "report/made_internal.h"
#include "report/read_json.h"
#include "report/render.h"

namespace shijin {
namespace {

TEST(Json, writes_the_article_s_sentiment_example) {
  expect_page("sentiment.json", render_json(made_sentiment()));
}

TEST(Json, keeps_texts_that_want_to_break_out_inside_their_strings) {
  expect_page("hostile.json", render_json(made_hostile()));
}

TEST(Json, writes_every_key_also_of_empty_evidence) {
  expect_page("empty.json", render_json(Evidence()));
}

TEST(Json, writes_every_part_of_whole_evidence) {
  expect_page("whole.json", render_json(made_whole()));
}

TEST(Json, reads_back_what_it_wrote_to_the_byte) {
  const std::vector<Evidence> all = {made_sentiment(), made_copywriting(), made_intents(),
                                     made_hostile(),   made_whole(),       Evidence()};
  for (const Evidence& evidence : all) {
    const std::string json = render_json(evidence);
    const auto read = read_result(json, "result.json");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(render_json(read->evidence), json);
  }
}

TEST(Json, shows_what_it_read_back_as_it_showed_it_before) {
  for (Evidence evidence : {made_sentiment(), made_copywriting(), made_intents(), made_whole()}) {
    for (const Task task : {evidence.task, Task::generation}) {
      evidence.task = task;
      const auto read = read_result(render_json(evidence), "result.json");
      ASSERT_TRUE(read.ok());
      for (const Language language : {Language::en, Language::zh_hant, Language::zh_hans}) {
        EXPECT_EQ(render_terminal(read->evidence, {language, Colour::none, 80}),
                  render_terminal(evidence, {language, Colour::none, 80}));
        EXPECT_EQ(render_markdown(read->evidence, language), render_markdown(evidence, language));
        EXPECT_EQ(render_junit(read->evidence, language), render_junit(evidence, language));
      }
    }
  }
}

TEST(Json, that_is_no_result_or_a_newer_one_is_refused) {
  EXPECT_EQ(read_result("{}", "a").error().name, "result-damaged");
  EXPECT_EQ(read_result("{\"schema\": \"shijin.result/1\"", "a").error().name, "result-damaged");
  EXPECT_EQ(describe(read_result("{\"schema\": \"shijin.result/2\"}", "a").error(), Language::en),
            "a: error: this result has the form \"shijin.result/2\", this program reads "
            "\"shijin.result/1\"\n"
            "  help: update shijin\n"
            "  name: store-newer      (shijin explain store-newer)\n");
}

TEST(Json, gives_an_undefined_score_as_null_with_its_reason) {
  const std::string json = render_json(made_copywriting());
  const std::size_t begin = json.find("    \"ppl\": {");
  EXPECT_EQ(json.substr(begin, json.find("\"signature\"", begin) - begin), R"(    "ppl": {
      "value": null,
      "lo": null,
      "hi": null,
      "level": null,
      "method": null,
      "n": 2,
      "better": "lower",
      "low": 0,
      "high": null,
      )");
  EXPECT_NE(json.find(R"("undefined": {"en": "the file has no log-probabilities", "zh-Hant": )"),
            std::string::npos);
}

}  // namespace
}  // namespace shijin
