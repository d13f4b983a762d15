// Which program wrote a file, told by its columns.
#include "table/shape.h"

#include <gtest/gtest.h>

#include "base/json_text.h"
#include "table/testing.h"

namespace shijin {
namespace {

using Rows = std::vector<std::vector<std::string_view>>;

const std::string_view kNone{};

// "role:detail=column" for each column with a role, in order.
std::string shown(const std::optional<ShapeMatch>& match, const std::vector<std::string>& names) {
  if (!match) return "none";
  static constexpr std::string_view kRoles[] = {
      "id",       "input",  "output", "reference", "truth",  "predicted", "probability",
      "log_prob", "rating", "rater",  "slice",     "weight", "cluster"};
  std::string out(match->name);
  for (const RoleColumn& column : match->columns) {
    out += " " + std::string(kRoles[static_cast<std::size_t>(column.role)]) + "=" +
           names[static_cast<std::size_t>(column.column)];
  }
  return out;
}

TEST(Shape, knows_llamafactory_texts_from_llamafactory_labels) {
  const std::vector<std::string> names{"prompt", "predict", "label"};
  const Rows texts{{"寫一句廣告", "好茶", "一杯好茶，帶來一整天的好心情。"},
                   {"寫詩", "春眠", "春眠不覺曉，處處聞啼鳥。"}};
  EXPECT_EQ(shown(match_shape(names, texts), names),
            "llamafactory input=prompt output=predict reference=label");
  const Rows labels{{"a", "0", "0"}, {"b", "1", "0"}, {"c", "1", "1"}, {"d", "1", "1"}};
  EXPECT_EQ(shown(match_shape(names, labels), names),
            "llamafactory input=prompt predicted=predict truth=label");
}

TEST(Shape, knows_what_rate_export_writes_before_every_other_program) {
  const std::vector<std::string> names{"id",    "campaign",      "run",    "sample",
                                       "key",   "input",         "output", "reference",
                                       "rater", "rating:overall"};
  const Rows rows{{"r6/1", "pilot", "r6", "1", "k", "say a", "a b c", "a b c d", "ann", "4"},
                  {"r6/1", "pilot", "r6", "1", "k", "say a", "a b c", "a b c d", "bo", "5"}};
  EXPECT_EQ(shown(match_shape(names, rows), names),
            "shijin-ratings id=id input=input output=output reference=reference");
}

TEST(Shape, takes_identifiers_for_labels_however_many_there_are) {
  const std::vector<std::string> names{"prompt", "predict", "label"};
  std::vector<std::string> labels;
  for (char c = 'a'; c <= 'z'; ++c) labels.push_back(std::string("change_of_address_") + c);
  Rows rows;
  for (const std::string& label : labels) rows.push_back({"p", "x", label});
  EXPECT_EQ(shown(match_shape(names, rows), names),
            "llamafactory input=prompt predicted=predict truth=label");
}

TEST(Shape, leaves_out_ms_swift_labels_that_are_all_null) {
  const std::vector<std::string> names{"response", "labels", "messages", "messages.-1.content",
                                       "messages.-2.content"};
  const Rows with{{"one two three", "one two three four", "[]", "a b c", "say a"}};
  EXPECT_EQ(shown(match_shape(names, with), names),
            "ms-swift output=response reference=labels input=messages.-2.content");
  const Rows without{{"a b c", kNone, "[]", "a b c", "say a"}};
  EXPECT_EQ(shown(match_shape(names, without), names),
            "ms-swift output=response input=messages.-2.content");
}

TEST(Shape, takes_the_first_filtered_response_of_lm_eval_and_warns_of_two_filters) {
  const std::vector<std::string> names{
      "doc_id",  "doc.question", "target",         "arguments.gen_args_0.arg_0", "resps",
      "resps.0", "resps.0.0",    "filtered_resps", "filtered_resps.0",           "filter"};
  const Rows rows{{"0", "1+1?", "the answer is two", "Q: 1+1?", "[[\"2\"]]", "[\"2\"]", "2",
                   "[\"2\"]", "2", "none"},
                  {"0", "1+1?", "the answer is 2", "Q: 1+1?", "[[\"2\"]]", "[\"2\"]", "2",
                   "[\"2\"]", "2", "strict"}};
  const auto match = match_shape(names, rows);
  EXPECT_EQ(shown(match, names),
            "lm-eval id=doc_id reference=target input=arguments.gen_args_0.arg_0 "
            "output=filtered_resps.0");
  EXPECT_EQ(
      match->caution.in(Language::en),
      "The file holds the same questions under several filters (none, strict), so each counts "
      "more than once. Keep the lines of one filter, such as those of \"none\".");
  EXPECT_EQ(match->caution.in(Language::zh_hant),
            "檔案裡同一批題目以多種過濾器（none、strict）各出現一次，因此每題會重複計算。"
            "請只保留其中一種，例如「none」的各列。");
}

TEST(Shape, knows_a_chat_only_when_every_sampled_row_ends_with_the_assistant) {
  const std::vector<std::string> names{"messages", "messages.-1.role", "messages.-1.content",
                                       "messages.-2.content", "response"};
  const Rows ends{{"[]", "assistant", "hello there, my friend", "hi", "hello"}};
  EXPECT_EQ(shown(match_shape(names, ends), names),
            "openai-chat reference=messages.-1.content input=messages.-2.content output=response");
  const Rows asks{{"[]", "assistant", "hello", "hi", "hello"},
                  {"[]", "user", "hi", kNone, "hello"}};
  EXPECT_EQ(shown(match_shape(names, asks), names), "none");
}

TEST(Shape, knows_openai_batches_promptfoo_and_opencompass) {
  const std::vector<std::string> batch{"id", "custom_id",
                                       "response.body.choices.0.message.content"};
  EXPECT_EQ(shown(match_shape(batch, {}), batch),
            "openai-batch id=custom_id output=response.body.choices.0.message.content");
  const std::vector<std::string> promptfoo{"success", "vars.expected", "vars.question",
                                           "prompt.raw", "response.output"};
  EXPECT_EQ(shown(match_shape(promptfoo, {}), promptfoo),
            "promptfoo reference=vars.expected input=vars.question output=response.output");
  const std::vector<std::string> opencompass{"origin_prompt", "prediction", "gold"};
  EXPECT_EQ(shown(match_shape(opencompass, {}), opencompass),
            "opencompass input=origin_prompt output=prediction reference=gold");
}

TEST(Shape, leaves_other_tables_alone) {
  const std::vector<std::string> names{"text", "true_label", "pred_label"};
  EXPECT_EQ(shown(match_shape(names, {}), names), "none");
}

TEST(Shape, takes_a_batch_for_labels_when_its_truth_file_holds_labels) {
  const testing::Folder folder;
  std::string batch;
  std::string labels = "id,label\n";
  std::string texts = "id,answer\n";
  for (int i = 0; i < 8; ++i) {
    const std::string id = "r" + std::to_string(i);
    batch += "{\"custom_id\":\"" + id +
             "\",\"response\":{\"body\":{\"choices\":[{\"message\":{\"content\":\"yes\"}}]}}}\n";
    labels += id + (i % 2 == 0 ? ",yes\n" : ",no\n");
    texts += id + ",a long answer about number " + std::to_string(i) + "\n";
  }
  const std::string file = folder.write("batch.jsonl", batch);
  ReadOptions options;
  options.truth_file = folder.write("labels.csv", labels);
  const auto with_labels = testing::read_whole({file}, options);
  ASSERT_TRUE(with_labels.ok());
  EXPECT_EQ(
      with_labels->roles,
      (std::vector<std::string>{"id=custom_id", "predicted=response.body.choices.0.message.content",
                                "truth=label"}));
  options.truth_file = folder.write("texts.csv", texts);
  const auto with_texts = testing::read_whole({file}, options);
  ASSERT_TRUE(with_texts.ok());
  EXPECT_EQ(with_texts->roles, (std::vector<std::string>{
                                   "id=custom_id", "output=response.body.choices.0.message.content",
                                   "reference=answer"}));
}

TEST(ReferenceList, splits_a_list_of_strings_and_nothing_else) {
  using List = std::vector<std::string>;
  EXPECT_EQ(parse_reference_list("[\"a\", \"b\\n\\u4f60\\ud83d\\ude00\"]"), (List{"a", "b\n你😀"}));
  EXPECT_EQ(parse_reference_list(" [ ] "), List{});
  EXPECT_EQ(parse_reference_list("[1, 2]"), List{"[1, 2]"});
  EXPECT_EQ(parse_reference_list("[1] Smith 2003"), List{"[1] Smith 2003"});
  EXPECT_EQ(parse_reference_list("[\"a\", 1]"), List{"[\"a\", 1]"});
  EXPECT_EQ(parse_reference_list("[\"a\",]"), List{"[\"a\",]"});
  EXPECT_EQ(parse_reference_list("[\"a\\ud800\"]"), List{"[\"a\\ud800\"]"});
  EXPECT_EQ(parse_reference_list("[\"a"), List{"[\"a"});
  EXPECT_EQ(parse_reference_list(""), List{""});
}

TEST(JsonText, finds_the_first_escape_that_is_not_valid) {
  EXPECT_EQ(find_bad_escape("ab\\n\\\\\\ud83d\\ude00"), std::string_view::npos);
  EXPECT_EQ(find_bad_escape("ab\\ud83dx"), 2U);
  EXPECT_EQ(find_bad_escape("\\\\\\ude00"), 2U);
  EXPECT_EQ(find_bad_escape("a\\x"), 1U);
  EXPECT_EQ(find_bad_escape("a\\u12"), 1U);
  EXPECT_EQ(find_bad_escape("a\\"), 1U);
}

}  // namespace
}  // namespace shijin
