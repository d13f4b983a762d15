// Metric keys: reading, checking, and printing in canonical form.
#include "metrics/arguments.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

constexpr ParameterInfo kDeclared[] = {{.name = "tok",
                                        .summary = {"how texts are cut", "文字的切分方式"},
                                        .kind = ParameterKind::choice,
                                        .fallback = "13a",
                                        .choices = "13a|zh|char"},
                                       {.name = "order",
                                        .summary = {"longest n-gram", "最長的 n-gram"},
                                        .kind = ParameterKind::integer,
                                        .fallback = "4",
                                        .low = 1,
                                        .high = 9},
                                       {.name = "beta",
                                        .summary = {"weight of recall", "召回率的權重"},
                                        .kind = ParameterKind::number,
                                        .fallback = "1",
                                        .low = 0,
                                        .high = 10},
                                       {.name = "label",
                                        .summary = {"the label", "標籤"},
                                        .kind = ParameterKind::label,
                                        .fallback = ""}};

Result<Arguments> check(std::string_view text) {
  const auto keys = SJ_TRY(parse_keys(text));
  return Arguments::check(keys.front().name, kDeclared, keys.front());
}

std::string key_of(std::string_view text) {
  const auto arguments = check(text);
  return arguments.ok() ? arguments->key() : describe(arguments.error(), Language::en);
}

TEST(Arguments, prints_sorted_and_only_what_differs_from_the_default) {
  EXPECT_EQ(key_of("m"), "m");
  EXPECT_EQ(key_of("m[tok=zh,order=2]"), "m[order=2,tok=zh]");
  EXPECT_EQ(key_of("m[tok=13a,order=4,beta=1]"), "m");
  EXPECT_EQ(key_of("m[beta=0.50]"), "m[beta=0.5]");
  EXPECT_EQ(key_of("m[beta=1.0]"), "m");
}

TEST(Arguments, quotes_labels_that_would_end_the_key_and_reads_them_back) {
  for (const char* text : {"m[label=0]", "m[label=正面]", "m[label=\"a,b\"]", "m[label=\"x]\"]",
                           "m[label=\"say \\\"hi\\\"\"]", "m[label=\"k=v\"]", "m[label=\"\"]",
                           "m[label=\"two words\"]", "m[label=back\\slash]"}) {
    EXPECT_EQ(key_of(text), text);
  }
  EXPECT_EQ(check("m[label=\"a,b\"]")->text("label"), "a,b");
  EXPECT_EQ(check("m[label=\"say \\\"hi\\\"\"]")->text("label"), "say \"hi\"");
  EXPECT_EQ(key_of("m[label=\"plain\"]"), "m[label=plain]");
}

TEST(Arguments, splits_a_list_at_the_commas_outside_brackets) {
  const auto keys = parse_keys("accuracy, f1[label=\"a,]b\",beta=2],mcc");
  ASSERT_TRUE(keys.ok());
  ASSERT_EQ(keys->size(), 3U);
  EXPECT_EQ((*keys)[0].name, "accuracy");
  EXPECT_EQ((*keys)[1].arguments.front().second, "a,]b");
  EXPECT_EQ((*keys)[2].name, "mcc");
}

TEST(Arguments, says_what_is_wrong_and_what_may_stand_there) {
  EXPECT_EQ(key_of("m[ordre=2]"),
            "error: m has no parameter \"ordre\"\n"
            "  expected: one of: tok, order, beta, label\n"
            "  help: write \"order\"\n"
            "  name: metric-argument-unknown      (shijin explain metric-argument-unknown)\n");
  EXPECT_EQ(key_of("m[order=10]"),
            "error: m: order cannot be \"10\"\n"
            "  expected: a whole number from 1 to 9\n"
            "  name: metric-argument-invalid      (shijin explain metric-argument-invalid)\n");
  EXPECT_EQ(key_of("m[order=2.5]"),
            "error: m: order cannot be \"2.5\"\n"
            "  expected: a whole number from 1 to 9\n"
            "  name: metric-argument-invalid      (shijin explain metric-argument-invalid)\n");
  EXPECT_EQ(key_of("m[tok=zhh]"),
            "error: m: tok cannot be \"zhh\"\n"
            "  expected: one of: 13a|zh|char\n"
            "  name: metric-argument-invalid      (shijin explain metric-argument-invalid)\n");
  EXPECT_EQ(key_of("m[order=2,order=3]"),
            "error: m is given \"order\" twice\n"
            "  name: metric-argument-twice      (shijin explain metric-argument-twice)\n");
}

TEST(Arguments, refuses_keys_that_cannot_be_read) {
  const auto refused = [](const char* key, const char* why) {
    EXPECT_EQ(key_of(key),
              "error: the metric key \"" + std::string(key) + "\" cannot be read: " + why +
                  "\n  expected: name or name[parameter=value,…], such as f1[label=0]\n"
                  "  name: metric-key-malformed      (shijin explain metric-key-malformed)\n");
  };
  refused("m[label=0", "a bracket or quote is not closed");
  refused("m[label=\"0]", "a bracket or quote is not closed");
  refused("m[label]", "\"label\" has no \"=\"");
  refused("[label=0]", "the name is missing");
  refused("m[label=0]x", "a bracket or quote is not closed");
}

}  // namespace
}  // namespace shijin
