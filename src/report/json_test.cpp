// The whole result of the article's sentiment example as JSON; tests/peers/test_schema.py checks
// the same files against docs/schema/result.schema.json.
#include <gtest/gtest.h>

#include "report/made_internal.h"
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
