// Roles from column names and samples: which columns are taken for what, and what is refused.
#include "table/role.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

using Map = std::vector<std::pair<std::string, std::string>>;
using Names = std::vector<std::string>;
using Rows = std::vector<std::vector<std::string_view>>;

std::string show(const Result<Roles>& roles, const Names& names) {
  if (!roles.ok()) return describe(roles.error(), Language::en);
  std::string out;
  for (const RoleColumn& role : roles->columns) {
    out += (out.empty() ? "" : " ") + std::string(role_name(role.role)) +
           (role.detail.empty() ? "" : ":" + role.detail) + "=" +
           names[static_cast<std::size_t>(role.column)] + (role.guessed ? "" : "!");
  }
  return out;
}

std::string roles_of(const Names& names, const Rows& sample = {}, const Map& map = {}) {
  return show(find_roles({"x.csv", names, sample}, nullptr, map), names);
}

TEST(Roles, come_from_english_names) {
  EXPECT_EQ(roles_of({"text", "true_label", "pred_label"}),
            "input=text truth=true_label predicted=pred_label");
  EXPECT_EQ(roles_of({"instruction", "reference", "generated"}),
            "input=instruction reference=reference output=generated");
  EXPECT_EQ(roles_of({"ID", "Prompt", "Ground Truth", "Model-Output"}, {{"1", "p", "long", "x"}}),
            "id=ID input=Prompt truth=Ground Truth predicted=Model-Output");
}

TEST(Roles, come_from_the_names_of_trainers_and_harnesses) {
  const Rows texts = {
      {"q", "context", "一段比較長的參考答案，不是標籤。", "模型說的一段話，也不短。"}};
  EXPECT_EQ(roles_of({"instruction", "input", "output", "predict"}, texts),
            "input=instruction reference=output output=predict");
  EXPECT_EQ(roles_of({"src", "ref", "hyp"}), "input=src reference=ref output=hyp");
  EXPECT_EQ(roles_of({"input", "expected_output", "actual_output"},
                     {{"q", "一段比較長的參考答案，不是標籤。", "x"}}),
            "input=input reference=expected_output output=actual_output");
}

TEST(Roles, come_from_chinese_names_in_both_scripts) {
  EXPECT_EQ(roles_of({"編號", "文本", "真實標籤", "預測標籤", "權重"}),
            "id=編號 input=文本 truth=真實標籤 predicted=預測標籤 weight=權重");
  EXPECT_EQ(roles_of({"编号", "问题", "参考答案", "模型输出"}),
            "id=编号 input=问题 reference=参考答案 output=模型输出");
}

TEST(Roles, take_probabilities_and_ratings_with_their_labels) {
  EXPECT_EQ(roles_of({"truth", "prob_Pos", "probability:neg", "機率_中立"}),
            "truth=truth probability:Pos=prob_Pos probability:neg=probability:neg "
            "probability:中立=機率_中立");
  EXPECT_EQ(
      roles_of({"sample", "相關性", "fluency", "style", "評分者"}, {{"1", "5", "4", "5", "A"}}),
      "id=sample rating:relevance=相關性 rating:fluency=fluency rating:style=style "
      "rater=評分者");
  EXPECT_EQ(roles_of({"text", "style"}, {{"a", "formal"}}), "input=text");
}

TEST(Roles, of_label_and_predict_follow_their_values) {
  const Rows labels = {{"q", "pos", "neg"}, {"q", "pos", "pos"}, {"q", "neg", "neg"}};
  EXPECT_EQ(roles_of({"prompt", "label", "predict"}, labels),
            "input=prompt truth=label predicted=predict");
  const Rows texts = {
      {"q", "這款口紅顯白又平價，學生黨閉眼衝。", "學生黨必入，這款平價口紅顯白不挑皮。"},
      {"q", "奢享抗老配方，讓肌膚重返年輕。", "貴婦級抗老面霜，修護肌底。"}};
  EXPECT_EQ(roles_of({"prompt", "label", "predict"}, texts),
            "input=prompt reference=label output=predict");
}

TEST(Roles, of_an_answer_depend_on_what_else_is_there) {
  const Rows texts = {
      {"q", "a long answer that goes on and on and on", "another long answer, longer"}};
  EXPECT_EQ(roles_of({"question", "answer", "response"}, texts),
            "input=question reference=answer output=response");
  EXPECT_EQ(roles_of({"question", "answer", "ground_truth"}, texts),
            "input=question output=answer reference=ground_truth");
}

TEST(Roles, take_several_references_but_one_output) {
  EXPECT_EQ(roles_of({"reference_1", "reference_2", "output"}),
            "reference=reference_1 reference=reference_2 output=output");
}

TEST(Roles, follow_the_map_before_any_name) {
  EXPECT_EQ(roles_of({"text", "label", "guess"}, {}, {{"truth", "label"}, {"predicted", "guess"}}),
            "input=text truth=label! predicted=guess!");
  EXPECT_EQ(roles_of({"a", "b"}, {}, {{"truth", "a"}, {"probability:yes", "b"}}),
            "truth=a! probability:yes=b!");
}

TEST(Roles, of_a_truth_file_make_the_label_beside_it_a_prediction) {
  const Names main = {"id", "label"};
  const Names truth = {"id", "label"};
  const RoleSource gold{"gold.csv", truth, {}};
  const Names all = {"id", "label", "gold id", "gold label"};
  EXPECT_EQ(show(find_roles({"pred.csv", main, {}}, &gold, {}), all),
            "id=id predicted=label id=gold id truth=gold label");
}

TEST(Roles, mapped_to_a_name_in_both_files_mean_the_truth_file_for_labels_only) {
  const Names main = {"id", "label", "text"};
  const Names truth = {"id", "label", "text"};
  const RoleSource gold{"gold.csv", truth, {}};
  const Names all = {"id", "label", "text", "gold id", "gold label", "gold text"};
  const Map map = {{"truth", "label"}, {"input", "text"}};
  EXPECT_EQ(show(find_roles({"pred.csv", main, {}}, &gold, map), all),
            "id=id predicted=label input=text! id=gold id truth=gold label!");
}

TEST(Roles, refuse_two_columns_for_one_role) {
  EXPECT_EQ(roles_of({"gold_label", "true_label", "pred"}),
            "x.csv: error: the columns \"gold_label\", \"true_label\" could each be the truth\n"
            "  expected: one column for truth\n"
            "  help: say which one it is: --map truth=gold_label or --map truth=true_label\n"
            "  name: role-ambiguous      (shijin explain role-ambiguous)\n");
}

TEST(Roles, refuse_names_that_say_nothing) {
  EXPECT_EQ(roles_of({"a", "my column"}),
            "x.csv: error: no column name says what the column holds: \"a\", \"my column\"\n"
            "  expected: names such as input, truth and predicted, or input, reference and output\n"
            "  help: say it yourself, for example: --map truth=a --map 'predicted=my column'\n"
            "  name: role-none      (shijin explain role-none)\n");
}

TEST(Roles, suggest_the_nearest_name_for_an_unknown_one) {
  EXPECT_EQ(roles_of({"text", "label"}, {}, {{"input", "texxt"}}),
            "x.csv: error: there is no column \"texxt\"\n"
            "  expected: one of the columns text, label\n"
            "  help: write --map input=text\n"
            "  name: column-unknown      (shijin explain column-unknown)\n");
  EXPECT_EQ(roles_of({"text", "label"}, {}, {{"truht", "label"}}),
            "x.csv: error: there is no role \"truht\"\n"
            "  expected: one of the roles id, input, output, reference, truth, predicted, "
            "probability, log_prob, rating, rater, slice, weight, cluster\n"
            "  help: write --map truth=label\n"
            "  name: role-unknown      (shijin explain role-unknown)\n");
  EXPECT_EQ(roles_of({"text", "p"}, {}, {{"probability", "p"}}),
            "x.csv: error: the role probability needs a name after a colon\n"
            "  expected: probability:<label or dimension>\n"
            "  help: write --map probability:0=p\n"
            "  name: role-detail-missing      (shijin explain role-detail-missing)\n");
}

}  // namespace
}  // namespace shijin
