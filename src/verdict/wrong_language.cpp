// Wrong language: outputs in another script than their reference or input, and which for which.
#include <algorithm>

#include "base/numbers.h"
#include "verdict/screened.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr ScreenedWords kWords{
    .one = {"1 of {0} outputs is in another language or script than wanted ({1}).",
            "{0} 筆輸出中有 1 筆的語言或文字系統不符（{1}）。"},
    .many = {"{0} of {1} outputs are in another language or script than wanted ({2}).",
             "{1} 筆輸出中有 {0} 筆的語言或文字系統不符（{2}）。"},
    .help = {"Look at {0}. Name the language in the system prompt, and train on rows whose outputs "
             "are all in the language that is wanted.",
             "請看{0}。請在系統提示詞寫明語言，並讓訓練樣本的輸出都使用該語言。"},
    .because = "language_mismatch_rate"};
constexpr Text kPair{"{0} instead of {1}: {2}", "應為 {1} 卻寫成 {0}：{2} 筆"};
constexpr Text kSeparator{"; ", "；"};
constexpr Text kPairs{"Written: {0}.", "實際情形：{0}。"};

std::vector<Finding> apply(const Evidence& evidence) {
  std::vector<Finding> findings = tell_screened(evidence, "wrong-language", kWords);
  if (findings.empty()) return findings;
  const Screened& screened = evidence.texts.screened.at("wrong-language");
  std::vector<std::pair<std::int64_t, std::string>> pairs;
  for (const auto& [kind, count] : screened.kinds) pairs.emplace_back(-count, kind);
  std::sort(pairs.begin(), pairs.end());
  std::vector<Message> words;
  for (const auto& [count, kind] : pairs) {
    const std::size_t arrow = kind.find('>');
    if (words.size() == 3 || arrow == std::string::npos) break;
    words.emplace_back(kPair, std::initializer_list<Message>{
                                  kind.substr(arrow + 1), kind.substr(0, arrow), grouped(-count)});
  }
  Finding& finding = findings.front();
  finding.remedy =
      sentences({Message(kPairs, {join(words, kSeparator)}), std::move(finding.remedy)});
  return findings;
}

}  // namespace

SJ_RULE(
    wrong_language,
    {.name = "wrong-language",
     .summary = {"Outputs are in another script than their reference, or than their input where "
                 "there is no reference; Traditional and Simplified Chinese are two.",
                 "輸出的文字系統與參考答案不同；沒有參考答案時與輸入比較。繁體與簡體視為不同。"},
     .remedy = {"Name the language in the system prompt; train on outputs in that language only.",
                "在系統提示詞寫明語言；訓練樣本的輸出只用該語言。"},
     .apply = &apply});

}  // namespace shijin
