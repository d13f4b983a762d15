// Unparsed outputs: answers that name none of the labels, and between which bounds accuracy lies.
#include <cmath>

#include "base/excerpt.h"
#include "base/numbers.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kHeadline{
    "{0} of {1} outputs name none of the labels ({2}): read rightly they would put accuracy "
    "anywhere from {3} to {4}.",
    "{1} 筆輸出中有 {0} 筆不是任何一個標籤（{2}）：若能正確解讀，準確率可能在 {3} 到 {4} 之間。"};
constexpr Text kOne{
    "1 of {0} outputs names none of the labels: read rightly it would put accuracy at {1} or {2}.",
    "{0} 筆輸出中有 1 筆不是任何一個標籤：若能正確解讀，準確率會是 {1} 或 {2}。"};
constexpr Text kLook{"Look at {0}, such as \"{1}\".", "請看{0}，例如「{1}」。"};
constexpr Text kExtract{
    "If the label stands inside a sentence, add --extract first-label; if it is another spelling, "
    "write it like the true labels.",
    "若標籤夾在句子裡，請加上 --extract first-label；若只是寫法不同，請改成與真實標籤一致。"};
constexpr Text kExtracted{
    "--extract {0} finds none of the labels in them: mend it where the label is there.",
    "--extract {0} 在這些輸出裡找不到任何標籤：若標籤其實存在，請修正這個樣式。"};
constexpr Text kNotNamed{
    "They hold none of the labels, nor their usual names in English or Chinese.",
    "其中沒有任何標籤，也沒有標籤常見的中英文說法。"};
constexpr Text kTrain{
    "Otherwise ask for the label alone in the prompt, and train on outputs that end after it.",
    "否則請在提示裡要求只回答標籤，並用答完標籤就結束的輸出來訓練。"};

constexpr std::size_t kExcerptBytes = 60;

Message extraction_words(const std::string& extract) {
  if (extract.empty()) return Message(kExtract);
  if (extract == "first-label") return Message(kNotNamed);
  return Message(kExtracted, {excerpt(extract, kExcerptBytes)});
}

std::vector<Finding> apply(const Evidence& evidence) {
  const double total = truth_total(evidence);
  if (evidence.task != Task::classification || !(evidence.unparsed > 0) || !(total > 0)) return {};
  double hits = 0;
  for (const LabelLine& label : evidence.labels) hits += label.hits;
  const double share = evidence.unparsed / total;
  const double worst = hits / total;
  const double best = (hits + evidence.unparsed) / total;
  const std::string rows = grouped(std::llround(total));
  const auto count = std::llround(evidence.unparsed);
  Finding finding;
  finding.name = "unparsed";
  finding.severity = share >= 0.05   ? Finding::Level::high
                     : share >= 0.01 ? Finding::Level::medium
                                     : Finding::Level::low;
  finding.headline = count == 1
                         ? Message(kOne, {rows, beside(worst, best, 2), beside(best, worst, 2)})
                         : Message(kHeadline, {grouped(count), rows, percent(share),
                                               beside(worst, best, 2), beside(best, worst, 2)});
  finding.numbers = {{"unparsed", evidence.unparsed},
                     {"share", share},
                     {"accuracy_lo", worst},
                     {"accuracy_hi", best}};
  finding.because = {"accuracy", "unparsed_rate"};
  finding.samples = evidence.unparsed_examples;
  Message look;
  if (!finding.samples.empty() && !finding.samples.front().output.empty()) {
    look = Message(kLook, {example_rows(finding.samples),
                           excerpt(finding.samples.front().output, kExcerptBytes)});
  }
  finding.remedy = sentences({look, extraction_words(evidence.extract), Message(kTrain)});
  return {finding};
}

}  // namespace

SJ_RULE(
    unparsed,
    {.name = "unparsed",
     .summary = {"Some outputs name none of the labels; they count as wrong answers.",
                 "有些輸出不是任何一個標籤，一律算答錯。"},
     .remedy = {"Add --extract first-label where the label stands inside a sentence, and train on "
                "outputs that are the label alone.",
                "標籤夾在句子裡時請加上 --extract first-label，並用只有標籤的輸出來訓練。"},
     .apply = &apply});

}  // namespace shijin
