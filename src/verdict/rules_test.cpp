// Every rule is registered under the name of its file, and findings come by severity.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/random.h"
#include "evidence/gate.h"
#include "source_dir.h"
#include "verdict/made_internal.h"

namespace shijin {
namespace {

TEST(Rules, are_named_after_their_files) {
  EXPECT_GE(all_rules().size(), 9U);
  for (const Rule* rule : all_rules()) {
    std::string file(rule->name);
    std::replace(file.begin(), file.end(), '-', '_');
    const auto path = std::filesystem::path(source_dir()) / "src/verdict" / (file + ".cpp");
    EXPECT_TRUE(std::filesystem::exists(path)) << path;
  }
}

TEST(Rules, find_nothing_in_empty_evidence) {
  for (Task task : {Task::classification, Task::generation, Task::rating, Task::lm}) {
    Evidence evidence;
    evidence.task = task;
    EXPECT_TRUE(find_all(evidence).empty());
  }
}

// Nothing unfilled, no number that is none, Chinese in the Chinese.
void expect_readable(const Message& words) {
  for (Language language : {Language::en, Language::zh_hant, Language::zh_hans}) {
    const std::string text = words.in(language);
    for (const char* bad : {"{", "}", "nan", "inf", "-0.0", "  "}) {
      EXPECT_EQ(text.find(bad), std::string::npos) << text;
    }
  }
}

TEST(Rules, read_well_on_any_confusion_table) {
  Random random(11, 0);
  const std::vector<std::string> names = {"0", "0.0", "a", "b,c", "中性", "正面"};
  for (int round = 0; round < 3000; ++round) {
    const std::size_t labels = 1 + random.below(names.size());
    std::vector<std::vector<double>> counts(labels, std::vector<double>(labels));
    double total = 0;
    for (auto& row : counts) {
      const std::uint64_t most = random.below(3) == 0 ? 1 : 1 + random.below(400);
      for (double& cell : row) {
        cell = static_cast<double>(random.below(most));
        if (round % 7 == 0) cell *= 0.37;  // weighted rows
        total += cell;
      }
    }
    if (total == 0) continue;
    Evidence evidence = made_labels({names.begin(), names.begin() + labels}, counts);
    if (random.below(3) == 0) evidence.positive = names[random.below(labels)];
    if (random.below(4) == 0) evidence.unparsed = 3;
    if (random.below(4) == 0) evidence.metrics.erase(evidence.metrics.begin());
    for (ScoreLine& line : evidence.metrics) {
      if (random.below(8) == 0) line.interval.reset();
      if (random.below(16) == 0) line.score = Score::undefined("no reason");
    }
    if (random.below(2) == 0) {
      evidence.verdict.gates.push_back(parse_gate("f1[label=0]>=0.5").value());
      evidence.verdict.gates.push_back(parse_gate("accuracy<0.5").value());
    }
    decide(evidence);
    expect_readable(evidence.verdict.headline);
    expect_readable(evidence.verdict.reason);
    EXPECT_FALSE(evidence.verdict.headline.empty());
    for (const Finding& finding : find_all(evidence)) {
      expect_readable(finding.headline);
      expect_readable(finding.remedy);
      EXPECT_FALSE(finding.remedy.empty());
    }
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
