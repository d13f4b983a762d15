// Same output: one text stands in many rows, far more often than any reference or input does.
#include <algorithm>

#include "base/numbers.h"
#include "base/width.h"
#include "stats/interval.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kAll{"All {0} outputs are the same text: \"{1}\".",
                    "{0} 筆輸出全是同一段文字：「{1}」。"};
constexpr Text kMany{"{0} of {1} outputs are the same text ({2}): \"{3}\".",
                     "{1} 筆輸出中有 {0} 筆是同一段文字（{2}）：「{3}」。"};
constexpr Text kReferences{"No reference occurs more than {0} times.",
                           "參考答案最多只重複到 {0} 次。"};
constexpr Text kDiffer{"No two references are the same.", "參考答案沒有兩筆相同。"};
constexpr Text kInputs{"No input occurs more than {0} times.", "輸入最多只重複到 {0} 次。"};
constexpr Text kInputsDiffer{"No two inputs are the same.", "輸入沒有兩筆相同。"};
constexpr Text kRemedy{
    "Check that the input reaches the model, in the training's prompt template; thin "
    "this answer out in the training data, or train for fewer epochs.",
    "先確認輸入確實送進模型，且提示詞模板與訓練時相同；再刪減訓練資料裡的這個答案，或減少"
    "訓練輪數。"};
constexpr Text kLook{"Look at {0}.", "請看{0}。"};

constexpr double kLeastShare = 0.1;
constexpr double kHighShare = 0.25;
constexpr double kTimes = 2;  // as often as the most frequent reference, with its whole interval
constexpr std::size_t kExcerptColumns = 40;

Message beside_outputs(const SameText& same) {
  const bool references = same.references > 0;
  const std::int64_t most = references ? same.references : same.inputs;
  if (most == 0) return {};
  if (most == 1) return Message(references ? kDiffer : kInputsDiffer);
  return Message(references ? kReferences : kInputs, {grouped(most)});
}

std::vector<Finding> apply(const Evidence& evidence) {
  const SameText& same = evidence.texts.same;
  if (same.outputs < 2 || evidence.data.used <= 0) return {};
  const auto rows = static_cast<double>(evidence.data.used);
  const double share = static_cast<double>(same.outputs) / rows;
  const std::int64_t most = same.references > 0 ? same.references : same.inputs;
  const double others = static_cast<double>(most) / rows;
  const Bounds bounds = wilson_interval(static_cast<double>(same.outputs), rows, 0.95);
  if (share < kLeastShare || bounds.lo <= kTimes * others) return {};
  const std::string text =
      same.examples.empty()
          ? ""
          : cut_to_width(printable(same.examples.front().output), kExcerptColumns);
  const std::string all = grouped(evidence.data.used);
  const Message headline = same.outputs == evidence.data.used
                               ? Message(kAll, {all, text})
                               : Message(kMany, {grouped(same.outputs), all, percent(share), text});
  Finding finding;
  finding.name = "same-output";
  finding.severity = share >= kHighShare ? Finding::Level::high : Finding::Level::medium;
  finding.headline = sentences({headline, beside_outputs(same)});
  finding.numbers = {{"rows", static_cast<double>(same.outputs)},
                     {"of", rows},
                     {"share", share},
                     {"references", static_cast<double>(same.references)},
                     {"inputs", static_cast<double>(same.inputs)}};
  finding.samples = same.examples;
  const Message look =
      same.examples.empty() ? Message() : Message(kLook, {example_rows(same.examples)});
  finding.remedy = sentences({look, Message(kRemedy)});
  return {finding};
}

}  // namespace

SJ_RULE(
    same_output,
    {.name = "same-output",
     .summary = {"One and the same text is the output of a tenth of the rows or more, and more "
                 "than twice as often as any reference is, beyond chance; without references, "
                 "as any input is.",
                 "同一段文字佔輸出的一成以上，且出現次數超過任何參考答案的兩倍，不像是巧合；"
                 "沒有參考答案時改與輸入比較。"},
     .remedy = {"Check that the input reaches the model in the prompt template of its training; "
                "thin out the answer in the training data, or train for fewer epochs.",
                "確認輸入確實送進模型，且提示詞模板與訓練時相同；在訓練資料中刪減該答案，或減少"
                "訓練輪數。"},
     .apply = &apply});

}  // namespace shijin
