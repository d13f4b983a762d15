// Empty or short texts: outputs that say nothing, references that nothing can match.
#include <cmath>

#include "base/numbers.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kOutputsEmpty{"{0} of {1} outputs are empty ({2}).",
                             "{1} 筆輸出中有 {0} 筆是空的（{2}）。"};
constexpr Text kOneOutputEmpty{"1 of {0} outputs is empty ({1}).",
                               "{0} 筆輸出中有 1 筆是空的（{1}）。"};
constexpr Text kCounted{"Each counts as a wrong answer.", "每一筆都算答錯。"};
constexpr Text kLeftOut{
    "The scores above leave such rows out and cover the other {0}; a score named with --metrics or "
    "--gate counts them.",
    "上面的分數不含這類樣本，只計其餘 {0} 筆；用 --metrics 或 --gate 指名的分數則會計入。"};
constexpr Text kOutputsHelp{
    "Look at {0}: generation stops at once when the end token was trained as the first one, when "
    "the chat template lacks the assistant's turn, or when the limit of new tokens is too low.",
    "請看{0}：若訓練時把結束符號學成第一個字、對話模板缺少助理的開頭，或生成長度上限太小，就會"
    "一開口便停。"};
constexpr Text kOutputsBare{
    "Generate these rows again with a higher limit of new tokens, and check that the chat template "
    "of training is the one used here.",
    "請提高生成長度上限，重新產生這些輸出，並確認對話模板與訓練時相同。"};
constexpr Text kMissing{"With no output at all: {0}; the predictions file may be cut short.",
                        "其中連輸出都沒有的：{0} 筆，預測檔可能不完整。"};
constexpr Text kReferencesEmpty{
    "References that are empty: {0}. Whatever the model says, nothing can match there.",
    "空的參考答案：{0} 筆。不論模型說什麼，都比對不到任何內容。"};
constexpr Text kReferencesHelp{"Fill in these references or leave the rows out; begin with {0}.",
                               "請補上這些參考答案，或略過這些樣本；可先看{0}。"};
constexpr Text kReferencesBare{"Fill in these references or leave the rows out.",
                               "請補上這些參考答案，或略過這些樣本。"};
constexpr Text kReferencesShort{
    "References with fewer than 4 characters or words: {0}. No sequence of four can match in them.",
    "不到 4 個字或詞的參考答案：{0} 筆。其中不可能有連續四個都相同的情形。"};
constexpr Text kShortHelp{
    "Score short answers by exact_match or rouge_1, or write fuller references; begin with {0}.",
    "短答案請改看 exact_match 或 rouge_1，或把參考答案寫完整；可先看{0}。"};
constexpr Text kShortBare{
    "Score short answers by exact_match or rouge_1, or write fuller "
    "references.",
    "短答案請改看 exact_match 或 rouge_1，或把參考答案寫完整。"};
constexpr Text kOutputsShort{
    "{0} of {1} outputs have fewer than 4 characters or words, while references have {2} on "
    "average.",
    "{1} 筆輸出中有 {0} 筆不到 4 個字或詞，而參考答案平均有 {2} 個。"};
constexpr Text kOutputsShortHelp{
    "Check the limit of new tokens and the stop words; if short answers were trained, add training "
    "rows whose outputs are as long as the references.",
    "請檢查生成長度上限與停止詞；若訓練資料本來就短，請加入長度與參考答案相當的樣本。"};

Finding::Level severity_of(double share) {
  if (share >= 0.05) return Finding::Level::high;
  return share >= 0.01 ? Finding::Level::medium : Finding::Level::low;
}

Finding make(std::int64_t count, double rows, Message headline, Message remedy,
             const std::vector<Example>& samples) {
  Finding finding;
  finding.name = "empty-or-short";
  finding.severity = severity_of(static_cast<double>(count) / rows);
  finding.headline = std::move(headline);
  finding.numbers = {{"rows", static_cast<double>(count)},
                     {"share", static_cast<double>(count) / rows}};
  finding.remedy = std::move(remedy);
  finding.samples = samples;
  return finding;
}

// What the empty outputs do to the scores of the panel.
Message effect(const Evidence& evidence) {
  const std::int64_t others = evidence.data.used - evidence.texts.lacking_text;
  for (const ScoreLine& line : evidence.metrics) {
    if (line.n == others && others < evidence.data.used) {
      return Message(kLeftOut, {grouped(others)});
    }
  }
  return Message(kCounted);
}

Finding outputs_empty(const Evidence& evidence, double rows) {
  const TextFacts& texts = evidence.texts;
  const double share = static_cast<double>(texts.output_empty) / rows;
  const std::string all = grouped(std::llround(rows));
  const Message headline =
      texts.output_empty == 1
          ? Message(kOneOutputEmpty, {all, percent(share)})
          : Message(kOutputsEmpty, {grouped(texts.output_empty), all, percent(share)});
  const auto& samples = texts.output_empty_examples;
  const Message help =
      samples.empty() ? Message(kOutputsBare) : Message(kOutputsHelp, {example_rows(samples)});
  const Message missing =
      texts.output_missing > 0 ? Message(kMissing, {grouped(texts.output_missing)}) : Message();
  Finding finding = make(texts.output_empty, rows, sentences({headline, effect(evidence)}),
                         sentences({missing, help}), samples);
  finding.because = {"empty_rate"};
  return finding;
}

// Examples whose reference is empty, or is not.
std::vector<Example> only(const std::vector<Example>& samples, bool empty) {
  std::vector<Example> kept;
  for (const Example& one : samples) {
    if (one.reference.empty() == empty) kept.push_back(one);
  }
  return kept;
}

std::vector<Finding> apply(const Evidence& evidence) {
  std::vector<Finding> findings;
  const auto rows = static_cast<double>(evidence.data.used);
  const bool written = evidence.task == Task::generation || evidence.task == Task::rating;
  if (!written || !(rows > 0)) return findings;
  const TextFacts& texts = evidence.texts;
  if (texts.output_empty > 0) findings.push_back(outputs_empty(evidence, rows));
  const auto help = [](const std::vector<Example>& samples, Text with, Text without) {
    return samples.empty() ? Message(without) : Message(with, {example_rows(samples)});
  };
  if (texts.reference_empty > 0) {
    const std::vector<Example> samples = only(texts.reference_short_examples, true);
    findings.push_back(make(texts.reference_empty, rows,
                            Message(kReferencesEmpty, {grouped(texts.reference_empty)}),
                            help(samples, kReferencesHelp, kReferencesBare), samples));
  }
  if (texts.reference_short > 0) {
    const std::vector<Example> samples = only(texts.reference_short_examples, false);
    findings.push_back(make(texts.reference_short, rows,
                            Message(kReferencesShort, {grouped(texts.reference_short)}),
                            help(samples, kShortHelp, kShortBare), samples));
  }
  // Short outputs are worth a word only where the references are not short as well.
  if (texts.output_short > texts.reference_short + 1 && texts.reference_units_mean >= 8) {
    findings.push_back(
        make(texts.output_short, rows,
             Message(kOutputsShort, {grouped(texts.output_short), grouped(std::llround(rows)),
                                     fixed(texts.reference_units_mean, 0)}),
             Message(kOutputsShortHelp), {}));
  }
  return findings;
}

}  // namespace

SJ_RULE(
    empty_or_short,
    {.name = "empty-or-short",
     .summary = {"Outputs or references are empty, or so short that n-gram scores cannot work.",
                 "輸出或參考答案是空的，或短到 n 元語法類的分數無從計算。"},
     .remedy = {"Generate empty outputs again after checking the chat template and the limit of "
                "new tokens; fill in empty references; score short ones by exact_match.",
                "檢查對話模板與生成長度上限後，重新產生空輸出；補上空的參考答案；短答案改看 "
                "exact_match。"},
     .apply = &apply});

}  // namespace shijin
