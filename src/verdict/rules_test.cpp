// Every rule is registered under the name of its file, and findings come by severity.
#include <gtest/gtest.h>

#include "verdict/made_internal.h"

namespace shijin {
namespace {

TEST(Rules, are_named_after_their_files) {
  std::vector<std::string_view> names;
  for (const Rule* rule : all_rules()) names.push_back(rule->name);
  EXPECT_EQ(names, (std::vector<std::string_view>{"class-weak", "empty-or-short", "imbalance",
                                                  "label-unseen", "look-alike-labels",
                                                  "tokenizer-unfit", "too-few-rows", "unparsed"}));
}

TEST(Rules, find_nothing_in_empty_evidence) {
  for (Task task : {Task::classification, Task::generation, Task::rating, Task::lm}) {
    Evidence evidence;
    evidence.task = task;
    EXPECT_TRUE(find_all(evidence).empty());
  }
}

TEST(Rules, come_out_by_severity) {
  const auto findings = find_all(article_rows());
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].name, "class-weak");
  EXPECT_EQ(findings[1].name, "too-few-rows");
}

}  // namespace
}  // namespace shijin
