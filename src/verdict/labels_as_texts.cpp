// Labels as texts: a generation task whose references are a few short texts is a classification.
#include "base/numbers.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kHeadline{
    "The references are {0} short texts that come again and again ({1}): these look like labels.",
    "參考答案只有 {0} 種短文字反覆出現（{1}），看起來其實是標籤。"};
constexpr Text kRemedy{
    "Evaluate them as labels: add --task classification. Accuracy, F1 of each label and the "
    "confusion table tell which label fails; a text score gives a wrong label credit for the "
    "letters it shares with the right one.",
    "請當作標籤來評測：加上 --task classification。準確率、各標籤的 F1 "
    "與混淆矩陣能指出哪個標籤出錯；文字分數則會因為錯的標籤與對的標籤有相同的字而給分。"};

constexpr std::size_t kListed = 6;

std::string listed(const std::vector<std::string>& labels) {
  std::string list;
  for (std::size_t i = 0; i < labels.size() && i < kListed; ++i) {
    list += (list.empty() ? "" : ", ") + labels[i];
  }
  return labels.size() > kListed ? list + ", …" : list;
}

std::vector<Finding> apply(const Evidence& evidence) {
  const std::vector<std::string>& labels = evidence.texts.label_like;
  if (evidence.task != Task::generation || labels.size() < 2) return {};
  Finding finding;
  finding.name = "labels-as-texts";
  finding.severity = Finding::Level::medium;
  finding.headline = Message(kHeadline, {std::to_string(labels.size()), listed(labels)});
  finding.numbers = {{"different_references", static_cast<double>(labels.size())}};
  finding.remedy = Message(kRemedy);
  return {finding};
}

}  // namespace

SJ_RULE(
    labels_as_texts,
    {.name = "labels-as-texts",
     .summary = {"The references of a generation task are a few short texts that come again and "
                 "again: a classification in disguise.",
                 "生成任務的參考答案只是少數幾種反覆出現的短文字，其實是分類任務。"},
     .remedy = {"Add --task classification, and --extract first-label where the output says "
                "more than the label.",
                "加上 --task classification；輸出不只標籤時，再加 --extract first-label。"},
     .apply = &apply});

}  // namespace shijin
