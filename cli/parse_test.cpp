// Every mistake on the line, by its whole message.
#include "cli/parse.h"

#include <gtest/gtest.h>

namespace shijin::cli {
namespace {

constexpr OptionInfo kOptions[] = {
    {"metrics", OptionKind::text, "KEYS", {"Metrics.", "指標。"}},
    {"gate", OptionKind::repeated, "GATE", {"Gates.", "門檻。"}},
    {"task", OptionKind::text, "TASK", {"Task.", "任務。"}, "auto|classification|generation"},
    {"seed", OptionKind::number, "N", {"Seed.", "種子。"}},
    {"skip-bad", OptionKind::flag, "", {"Skip.", "略過。"}},
    {"json", OptionKind::optional_value, "OUT", {"JSON.", "輸出 JSON。"}},
    {"out", OptionKind::text, "F", {"Out.", "輸出。"}, {}, 'o'},
};

constexpr Command kCommand{.name = "eval",
                           .order = 1,
                           .summary = {"Eval.", "評測。"},
                           .usage = "shijin eval FILE [FILE…]",
                           .description = {"Eval.", "評測。"},
                           .positionals = {1, 3, "FILE"},
                           .options = kOptions,
                           .examples = {},
                           .run = nullptr};

Result<Parsed> parse(const std::vector<std::string>& words) { return parse_line(kCommand, words); }

std::string message(const std::vector<std::string>& words, Language language = Language::en) {
  const Result<Parsed> parsed = parse(words);
  return parsed.ok() ? "no error" : describe(parsed.error(), language);
}

TEST(Parse, gives_files_and_options_in_any_order) {
  const auto parsed = parse({"a.csv", "--metrics", "f1[label=0],mcc", "b.csv", "--gate", "f1>=0.5",
                             "--gate=mcc>0", "--seed", "7", "--skip-bad", "-o", "x"});
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->files, (std::vector<std::string>{"a.csv", "b.csv"}));
  EXPECT_EQ(parsed->text("metrics"), "f1[label=0],mcc");
  EXPECT_EQ(parsed->all("gate"), (std::vector<std::string>{"f1>=0.5", "mcc>0"}));
  EXPECT_EQ(parsed->text("seed"), "7");
  EXPECT_TRUE(parsed->given("skip-bad"));
  EXPECT_EQ(parsed->text("out"), "x");
  EXPECT_FALSE(parsed->given("json"));
}

TEST(Parse, an_optional_value_never_eats_the_file_after_it) {
  const auto parsed = parse({"--json", "a.csv"});
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->text("json"), "-");
  EXPECT_EQ(parsed->files, (std::vector<std::string>{"a.csv"}));
  EXPECT_EQ(parse({"--json=r.json", "a.csv"})->text("json"), "r.json");
}

TEST(Parse, two_dashes_end_the_options_and_one_dash_is_standard_input) {
  EXPECT_EQ(parse({"--", "--odd.csv"})->files, (std::vector<std::string>{"--odd.csv"}));
  EXPECT_EQ(parse({"-"})->files, (std::vector<std::string>{"-"}));
}

TEST(Parse, an_unknown_option_suggests_the_nearest) {
  EXPECT_EQ(message({"a.csv", "--metric", "f1"}),
            "error: shijin eval has no option \"--metric\"\n"
            "  help: write --metrics\n"
            "  name: option-unknown      (shijin explain option-unknown)\n");
  EXPECT_EQ(message({"a.csv", "--frobnicate=1"}),
            "error: shijin eval has no option \"--frobnicate\"\n"
            "  help: shijin eval --help lists them all\n"
            "  name: option-unknown      (shijin explain option-unknown)\n");
  EXPECT_EQ(message({"a.csv", "—json"}),
            "error: shijin eval has no option \"—json\"\n"
            "  help: write --json\n"
            "  name: option-unknown      (shijin explain option-unknown)\n");
}

TEST(Parse, speaks_chinese_too) {
  EXPECT_EQ(message({"a.csv", "--metric", "f1"}, Language::zh_hant),
            "錯誤：shijin eval 沒有選項「--metric」\n"
            "  解法：請改寫 --metrics\n"
            "  名稱：option-unknown　（shijin explain option-unknown）\n");
}

TEST(Parse, a_missing_value_is_named) {
  EXPECT_EQ(message({"a.csv", "--metrics"}),
            "error: --metrics has no value\n"
            "  expected: --metrics KEYS\n"
            "  name: option-value-missing      (shijin explain option-value-missing)\n");
  EXPECT_EQ(message({"a.csv", "--metrics="}),
            "error: --metrics has no value\n"
            "  expected: --metrics KEYS\n"
            "  name: option-value-missing      (shijin explain option-value-missing)\n");
}

TEST(Parse, a_value_outside_the_choices_suggests_the_nearest) {
  EXPECT_EQ(message({"a.csv", "--task", "generate"}),
            "error: --task cannot be \"generate\"\n"
            "  expected: one of: auto, classification, generation\n"
            "  help: write --task generation\n"
            "  name: option-value-invalid      (shijin explain option-value-invalid)\n");
}

TEST(Parse, a_number_must_be_whole_and_not_negative) {
  for (const char* bad : {"1.5", "-1", "many", "99999999999999999999"}) {
    EXPECT_EQ(message({"a.csv", "--seed=" + std::string(bad)}),
              "error: --seed \"" + std::string(bad) +
                  "\" is not a whole number of 0 or more\n"
                  "  name: option-value-invalid      (shijin explain option-value-invalid)\n");
  }
}

TEST(Parse, a_single_option_given_twice_is_refused) {
  EXPECT_EQ(message({"a.csv", "--seed", "1", "--seed", "2"}),
            "error: --seed is given 2 times\n"
            "  expected: once\n"
            "  name: option-twice      (shijin explain option-twice)\n");
}

TEST(Parse, a_flag_takes_no_value) {
  EXPECT_EQ(message({"a.csv", "--skip-bad=yes"}),
            "error: --skip-bad takes no value, but \"yes\" was given\n"
            "  help: write --skip-bad\n"
            "  name: option-takes-no-value      (shijin explain option-takes-no-value)\n");
}

TEST(Parse, too_few_and_too_many_files_show_the_usage) {
  EXPECT_EQ(message({}),
            "error: shijin eval needs a FILE, and none is given\n"
            "  help: usage: shijin eval FILE [FILE…]\n"
            "  name: argument-missing      (shijin explain argument-missing)\n");
  EXPECT_EQ(message({"a", "b", "c", "d"}),
            "error: shijin eval takes no more than 3 FILE, but \"d\" comes after them\n"
            "  help: usage: shijin eval FILE [FILE…]\n"
            "  name: argument-unexpected      (shijin explain argument-unexpected)\n");
}

TEST(Parse, a_word_that_is_no_command_suggests_the_nearest) {
  EXPECT_EQ(describe(unknown_word("metrix"), Language::en),
            "error: there is no command \"metrix\", and no file of that name\n"
            "  help: write shijin metrics\n"
            "  name: command-unknown      (shijin explain command-unknown)\n");
}

}  // namespace
}  // namespace shijin::cli
