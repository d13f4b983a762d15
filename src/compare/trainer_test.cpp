// Output folders as the trainers write them.
#include "compare/trainer.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/file.h"

namespace shijin {
namespace {

class Trainer : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove_all(root_); }
  void put(const std::string& path, std::string_view text) {
    const std::filesystem::path whole = root_ / path;
    std::filesystem::create_directories(whole.parent_path());
    EXPECT_TRUE(write_file(whole.string(), text).ok());
  }
  TrainerFacts read(const std::string& path) {
    auto facts = read_trainer((root_ / path).string());
    EXPECT_TRUE(facts.ok());
    EXPECT_TRUE(facts.ok() && *facts);
    return facts.ok() && *facts ? **facts : TrainerFacts();
  }

  using Settings = std::vector<std::pair<std::string, std::string>>;
  const std::filesystem::path root_ =
      std::filesystem::temp_directory_path() / ("trainer-" + std::to_string(::getpid()));
};

TEST_F(Trainer, reads_a_training_folder_above_the_predictions) {
  put("r1/training_args.yaml",
      "# made by the web interface\nlearning_rate: 1.0e-4\nnum_train_epochs: 3.0\r\n"
      "output_dir: saves/r1\nlora_target: \"all\" # every layer\ndataset:\n- a\n- b\nbf16: True\n");
  put("r1/all_results.json", R"({"epoch": 3.0, "train_loss": 0.25, "train_runtime": 12})");
  put("r1/trainer_state.json",
      R"({"num_train_epochs": 3, "log_history": [{"eval_loss": 0.5, "learning_rate": 0.0001},
          {"grad_norm": NaN, "eval_loss": 0.4}, {"eval_loss": 0.6}]})");
  put("r1/predict/generated_predictions.jsonl", "{}");
  const TrainerFacts facts = read("r1/predict/generated_predictions.jsonl");
  EXPECT_EQ(facts.settings, (Settings{{"bf16", "true"},
                                      {"dataset", "a,b"},
                                      {"learning_rate", "1e-04"},
                                      {"lora_target", "all"},
                                      {"num_train_epochs", "3"}}));
  EXPECT_EQ(
      facts.results,
      (std::vector<std::pair<std::string, double>>{
          {"epoch", 3}, {"eval_loss", 0.6}, {"eval_loss_lowest", 0.4}, {"train_loss", 0.25}}));
  EXPECT_EQ(facts.files.size(), 3U);
}

TEST_F(Trainer, follows_the_adapter_of_a_predicting_run) {
  put("saves/train/adapter_config.json",
      R"({"r": 16, "lora_alpha": 32, "target_modules": ["v_proj", "q_proj"], "peft_type": "LORA"})");
  put("saves/train/trainer_state.json", R"({"log_history": [{"learning_rate": 5e-05}]})");
  put("saves/eval/training_args.yaml",
      "do_predict: true\nadapter_name_or_path: saves/train\ntemperature: 0.95\n");
  const TrainerFacts facts = read("saves/eval/generated_predictions.jsonl");
  EXPECT_EQ(facts.settings, (Settings{{"learning_rate_peak", "5e-05"},
                                      {"lora_alpha", "32"},
                                      {"lora_rank", "16"},
                                      {"target_modules", "q_proj,v_proj"},
                                      {"temperature", "0.95"}}));
}

TEST_F(Trainer, finds_nothing_where_there_is_nothing) {
  put("a/b/c/d.csv", "x");
  const auto facts = read_trainer((root_ / "a/b/c/d.csv").string());
  ASSERT_TRUE(facts.ok());
  EXPECT_FALSE(facts->has_value());
}

TEST_F(Trainer, a_damaged_file_is_named) {
  put("r/trainer_state.json", "{\"log_history\": [");
  const auto facts = read_trainer((root_ / "r/predictions.csv").string());
  ASSERT_FALSE(facts.ok());
  EXPECT_EQ(facts.error().name, "trainer-file-damaged");
  EXPECT_EQ(facts.error().at.file, (root_ / "r/trainer_state.json").string());
}

TEST_F(Trainer, odd_files_are_survived) {
  put("r/training_args.yaml", ":\n- \n-\nkey\nlearning_rate: 'abc\n: x\n  seed: 1\nseed:\n");
  put("r/adapter_config.json", "[1, 2]");
  put("r/trainer_state.json",
      R"({"log_history": {"a": 1}, "seed": {"deep": [1]}, "max_steps": 7})");
  const TrainerFacts facts = read("r/p.csv");
  EXPECT_EQ(facts.settings, (Settings{{"learning_rate", "'abc"}, {"max_steps", "7"}}));
}

}  // namespace
}  // namespace shijin
