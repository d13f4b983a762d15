// A configuration gives what the line leaves open, and no key goes unread.
#include "cli/config.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace shijin::cli {
namespace {

constexpr OptionInfo kOptions[] = {
    {"metrics", OptionKind::text, "KEYS", {"Metrics.", "指標。"}},
    {"labels", OptionKind::text, "A,B", {"Labels.", "標籤。"}},
    {"gate", OptionKind::repeated, "GATE", {"Gates.", "門檻。"}},
    {"map", OptionKind::repeated, "R=C", {"Map.", "對應。"}},
    {"task", OptionKind::text, "TASK", {"Task.", "任務。"}, "auto|generation"},
    {"seed", OptionKind::number, "N", {"Seed.", "種子。"}},
    {"skip-bad", OptionKind::flag, "", {"Skip.", "略過。"}},
    {"config", OptionKind::text, "FILE", {"File.", "檔案。"}},
};

constexpr Command kCommand{.name = "eval",
                           .order = 1,
                           .summary = {"Eval.", "評測。"},
                           .usage = "shijin eval FILE",
                           .description = {"Eval.", "評測。"},
                           .positionals = {1, 1, "FILE"},
                           .options = kOptions,
                           .examples = {},
                           .run = nullptr};

class Config : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }

  Result<Done> add(std::string_view toml, Parsed& parsed) {
    EXPECT_TRUE(write_file(path_, toml).ok());
    return add_config(path_, kCommand, parsed);
  }
  std::string message(std::string_view toml) {
    Parsed parsed;
    const Result<Done> added = add(toml, parsed);
    return added.ok() ? "no error" : describe(added.error(), Language::en);
  }

  const std::string path_ = "config_test_" + std::to_string(::getpid()) + ".toml";
};

TEST_F(Config, takes_every_kind_of_value) {
  Parsed parsed;
  ASSERT_TRUE(add("metrics = [\"f1\", \"mcc\"]\nlabels = [\"a,b\", \"c\"]\n"
                  "gate = [\"f1>=0.6\", \"mcc>0\"]\nmap = {truth = \"gold\"}\n"
                  "seed = 7\nskip-bad = true\n",
                  parsed)
                  .ok());
  EXPECT_EQ(parsed.text("metrics"), "f1,mcc");
  EXPECT_EQ(parsed.text("labels"), "\"a,b\",c");
  EXPECT_EQ(parsed.all("gate"), (std::vector<std::string>{"f1>=0.6", "mcc>0"}));
  EXPECT_EQ(parsed.all("map"), (std::vector<std::string>{"truth=gold"}));
  EXPECT_EQ(parsed.text("seed"), "7");
  EXPECT_TRUE(parsed.given("skip-bad"));
}

TEST_F(Config, the_line_wins_and_false_is_not_given) {
  Parsed parsed;
  parsed.options["seed"] = {"1"};
  ASSERT_TRUE(add("seed = 7\nskip-bad = false\n", parsed).ok());
  EXPECT_EQ(parsed.text("seed"), "1");
  EXPECT_FALSE(parsed.given("skip-bad"));
}

TEST_F(Config, gates_are_bars_behind_their_keys_or_whole_gates) {
  Parsed parsed;
  const Result<Done> added = add(
      "[gates]\n\"accuracy\" = [\">=0.5\", \"<=0.9\"]\nspeech = \"f1[label=0]>=0.6\"\n", parsed);
  ASSERT_TRUE(added.ok()) << describe(added.error(), Language::en);
  EXPECT_EQ(parsed.all("gate"),
            (std::vector<std::string>{"accuracy>=0.5", "accuracy<=0.9", "f1[label=0]>=0.6"}));
}

TEST_F(Config, gates_of_the_line_win) {
  Parsed parsed;
  parsed.options["gate"] = {"mcc>=0.1"};
  ASSERT_TRUE(add("[gates]\naccuracy = \">=0.5\"\n", parsed).ok());
  EXPECT_EQ(parsed.all("gate"), std::vector<std::string>{"mcc>=0.1"});
}

TEST_F(Config, a_gate_that_is_a_bare_number_or_no_gate_names_its_place) {
  EXPECT_EQ(message("[gates]\naccuracy = 0.5\n"),
            path_ +
                ":2:12: error: the key \"accuracy\" has a value of the wrong kind\n"
                "  expected: a text such as \">=0.6\" or \"accuracy>=0.8\"\n"
                "  help: write \"accuracy\" = \">=0.5\"\n"
                "  name: config-value-invalid      (shijin explain config-value-invalid)\n");
  EXPECT_EQ(message("[gates]\naccuracy = \"high\"\n"),
            path_ +
                ":2:12: error: the gate \"accuracyhigh\" cannot be read\n"
                "  expected: a metric key, one of >= > <= <, and a number\n"
                "  help: write it in quotes, such as --gate 'f1[label=0]>=0.6'\n"
                "  name: gate-malformed      (shijin explain gate-malformed)\n");
}

TEST_F(Config, an_unknown_key_suggests_the_nearest) {
  EXPECT_EQ(message("seed = 1\nmetric = \"f1\"\n"),
            path_ +
                ":2:1: error: the configuration has the unknown key \"metric\"\n"
                "  help: write metrics = …\n"
                "  name: config-key-unknown      (shijin explain config-key-unknown)\n");
}

TEST_F(Config, a_value_of_the_wrong_kind_names_its_place) {
  EXPECT_EQ(message("skip-bad = \"yes\"\n"),
            path_ +
                ":1:12: error: the key \"skip-bad\" has a value of the wrong kind\n"
                "  expected: true or false\n"
                "  name: config-value-invalid      (shijin explain config-value-invalid)\n");
  EXPECT_EQ(message("task = \"generate\"\n"),
            path_ +
                ":1:8: error: --task cannot be \"generate\"\n"
                "  expected: one of: auto, generation\n"
                "  help: write --task generation\n"
                "  name: option-value-invalid      (shijin explain option-value-invalid)\n");
}

TEST_F(Config, a_file_that_is_no_toml_or_not_there_is_refused) {
  Parsed parsed;
  EXPECT_EQ(add("metrics = \n", parsed).error().name, "config-unreadable");
  EXPECT_EQ(add_config("no-such-file.toml", kCommand, parsed).error().name, "file-unreadable");
}

}  // namespace
}  // namespace shijin::cli
