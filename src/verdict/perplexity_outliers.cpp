// Texts that surprise a language model far more than the rest: they alone may make up a perplexity.
#include <cmath>

#include "base/numbers.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kHeadlineOne{
    "1 of {0} texts surprises the model far more than the rest (a perplexity of {1} and more, "
    "where the middle text has about {2}): {3} of all surprise is in it.",
    "{0} 筆文字中有 1 筆讓模型意外得多（困惑度 {1} 以上，居中的文字約為 {2}），占全部意外程度的 "
    "{3}。"};
constexpr Text kHeadline{
    "{0} of {1} texts surprise the model far more than the rest (a perplexity of {2} and more, "
    "where the middle text has about {3}): {4} of all surprise is in them.",
    "{1} 筆文字中有 {0} 筆讓模型意外得多（困惑度 {2} 以上，居中的文字約為 {3}），占全部意外程度的 "
    "{4}。"};
constexpr Text kHelp{
    "Look at {0}, above all at the marked tokens: garbled characters, another language, a wrong "
    "template or answer are mended in the test set; what is right but new to the model belongs "
    "into the training data.",
    "請看{0}"
    "，尤其是標出的詞元：亂碼、其他語言、錯誤的範本或答案，應在測試集中修正；正確但模型沒看過的"
    "內容，應補進訓練資料。"};

constexpr double kFar = 8;  // times the middle text's perplexity: 3 bits a token more
constexpr double kLeastRows = 10;
constexpr double kMuch = 0.1;  // of all surprise

std::vector<Finding> apply(const Evidence& evidence) {
  const auto found = evidence.histograms.find("ppl");
  if (found == evidence.histograms.end()) return {};
  double rows = 0;
  for (const Bin& bin : found->second) rows += bin.count;
  if (rows < kLeastRows) return {};
  double middle = 0;
  double before = 0;
  for (const Bin& bin : found->second) {
    if (before < rows / 2) middle = std::sqrt(bin.low * bin.high);
    before += bin.count;
  }
  double far = 0;
  double share = 0;
  double from = 0;
  for (const Bin& bin : found->second) {
    if (bin.low < kFar * middle) continue;
    if (far == 0) from = bin.low;
    far += bin.count;
    share += bin.rate;
  }
  if (far == 0) return {};
  Finding finding;
  finding.name = "perplexity-outliers";
  finding.severity = share >= kMuch ? Finding::Level::medium : Finding::Level::low;
  const Message all = grouped(std::llround(rows));
  const Message least = fixed(from, 0);
  const Message usual = fixed(middle, 1);
  finding.headline =
      far == 1
          ? Message(kHeadlineOne, {all, least, usual, percent(share)})
          : Message(kHeadline, {grouped(std::llround(far)), all, least, usual, percent(share)});
  finding.numbers = {{"texts", rows},
                     {"outliers", far},
                     {"perplexity_outliers", from},
                     {"perplexity_middle", middle},
                     {"surprise_share", share}};
  finding.because = {"ppl"};
  if (const auto worst = evidence.worst.find("ppl"); worst != evidence.worst.end()) {
    for (const Example& one : worst->second) {
      if (one.score && *one.score >= from && finding.samples.size() < 3)
        finding.samples.push_back(one);
    }
  }
  finding.remedy = Message(kHelp, {example_rows(finding.samples)});
  return {finding};
}

}  // namespace

SJ_RULE(perplexity_outliers,
        {.name = "perplexity-outliers",
         .summary = {"A few texts have a perplexity eight times that of the middle text, or more.",
                     "少數文字的困惑度是居中文字的八倍以上。"},
         .remedy =
             {"Look at them: mend what is garbled or wrong in the test set; add what is right "
              "but new to the model to the training data.",
              "檢視這些文字：測試集中的亂碼或錯誤應修正；正確但模型沒看過的內容，應補進訓練資料。"},
         .apply = &apply});

}  // namespace shijin
