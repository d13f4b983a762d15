// The whole result of the article's sentiment example as JSON; tests/peers/test_schema.py checks
// the same files against docs/schema/result.schema.json.
#include <gtest/gtest.h>

#include "base/file.h"
#include "report/made_internal.h"
#include "report/render.h"

namespace shijin {
namespace {

std::string kept(const std::string& name) {
  return read_file(std::string(SJ_SOURCE_DIR) + "/tests/data/report/" + name).value();
}

TEST(Json, writes_the_article_s_sentiment_example) {
  EXPECT_EQ(render_json(made_sentiment()), kept("sentiment.json"));
}

TEST(Json, keeps_texts_that_want_to_break_out_inside_their_strings) {
  EXPECT_EQ(render_json(made_hostile()), kept("hostile.json"));
}

TEST(Json, writes_every_key_also_of_empty_evidence) {
  EXPECT_EQ(render_json(Evidence()), R"({
  "schema": "shijin.result/1",
  "version": "",
  "task": "classification",
  "profile": "",
  "run": {
    "id": "",
    "name": "",
    "created": "",
    "seed": 0,
    "command": []
  },
  "data": {
    "path": "",
    "rows": 0,
    "used": 0,
    "skipped": [],
    "skipped_count": 0,
    "encoding": "",
    "digest": "",
    "roles": {},
    "guessed": [],
    "columns": [],
    "files": [],
    "thinking_stripped": 0,
    "han_share": 0
  },
  "metrics": {},
  "panel": [],
  "left_out": [],
  "labels": [],
  "labels_given": false,
  "positive": "",
  "unparsed": 0,
  "unparsed_examples": [],
  "confusion": {
    "labels": [],
    "counts": [],
    "has_other": false,
    "examples": []
  },
  "baselines": {},
  "costs": {},
  "prevalence": {},
  "curves": {
    "roc": [],
    "pr": [],
    "threshold": [],
    "reliability": []
  },
  "histograms": {},
  "worst": {},
  "texts": {
    "output_empty": 0,
    "output_missing": 0,
    "output_short": 0,
    "reference_empty": 0,
    "reference_short": 0,
    "output_units_mean": 0,
    "reference_units_mean": 0,
    "tokens_per_reference": {}
  },
  "ladder": [],
  "slices": [],
  "ratings": {
    "dimensions": {},
    "raters": [],
    "agreement": {}
  },
  "verdict": {
    "decision": "none",
    "gates": [],
    "headline": null,
    "reason": null,
    "core_label": "",
    "primary_key": "",
    "enough": true
  },
  "findings": [],
  "notes": [],
  "notes_counted": {"errors": 0, "warnings": 0}
}
)");
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
