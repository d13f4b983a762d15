// Texts as labels: a classification of which nearly every row has a label of its own.
#include "base/numbers.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kHeadline{
    "Nearly every row has a true label of its own ({0} different ones in {1}): these look like "
    "texts.",
    "幾乎每一筆的真實標籤都不同（{1}中有 {0} 種），看起來其實是文字。"};
constexpr Text kRemedy{
    "Evaluate them as texts: add --task generation. As labels a row counts only where output and "
    "reference are the same to the letter.",
    "請當作文字來評測：加上 --task generation。當作標籤時，輸出要與參考答案一字不差才算對。"};

constexpr std::int64_t kLeastRows = 4;

std::vector<Finding> apply(const Evidence& evidence) {
  if (evidence.task != Task::classification) return {};
  const std::int64_t rows = evidence.data.used;
  std::int64_t different = 0;
  for (const LabelLine& label : evidence.labels) different += label.truth > 0 ? 1 : 0;
  if (rows < kLeastRows || different * 10 < rows * 9) return {};
  Finding finding;
  finding.name = "texts-as-labels";
  finding.severity = Finding::Level::high;
  finding.headline =
      Message(kHeadline, {std::to_string(different), row_count(static_cast<double>(rows))});
  finding.numbers = {{"different_labels", static_cast<double>(different)},
                     {"rows", static_cast<double>(rows)}};
  finding.remedy = Message(kRemedy);
  return {finding};
}

}  // namespace

SJ_RULE(texts_as_labels,
        {.name = "texts-as-labels",
         .summary = {"Nearly every row of a classification has a true label of its own: texts in "
                     "disguise.",
                     "分類任務幾乎每一筆的真實標籤都不同，其實是文字。"},
         .remedy = {"Add --task generation.", "加上 --task generation。"},
         .apply = &apply});

}  // namespace shijin
