// Words that mark errors: they stand in wrong rows more often than in right ones.
#include <algorithm>

#include "base/numbers.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kHeadline{"Some words stand in wrong rows more often than chance explains: {0}.",
                         "有些詞在答錯的樣本中出現得比偶然更頻繁：{0}。"};
constexpr Text kWord{"\"{0}\" ({1} of {2} wrong)", "「{0}」（{2} 筆中錯 {1} 筆）"};
constexpr Text kComma{", ", "、"};
constexpr Text kRemedy{
    "Read rows that hold them, check their labels, and add training rows with these words on both "
    "sides of the decision.",
    "請閱讀含這些詞的樣本並檢查標註，再補上含這些詞、答案各異的訓練資料。"};

constexpr std::size_t kAtMost = 5;

std::vector<Finding> apply(const Evidence& evidence) {
  const std::vector<ErrorWord>& words = evidence.slices.words;
  if (words.empty()) return {};
  Finding finding;
  finding.name = "error-words";
  finding.severity = Finding::Level::low;
  std::vector<Message> parts;
  for (std::size_t i = 0; i < std::min(kAtMost, words.size()); ++i) {
    const ErrorWord& word = words[i];
    parts.emplace_back(Message(
        kWord, {word.word, grouped(word.in_wrong), grouped(word.in_wrong + word.in_right)}));
    const std::string place = std::to_string(i + 1);
    finding.numbers.emplace_back("wrong_" + place, static_cast<double>(word.in_wrong));
    finding.numbers.emplace_back("rows_" + place,
                                 static_cast<double>(word.in_wrong + word.in_right));
    finding.numbers.emplace_back("z_" + place, word.z);
  }
  finding.headline = Message(kHeadline, {join(parts, kComma)});
  finding.because = {"accuracy"};
  finding.remedy = Message(kRemedy);
  return {finding};
}

}  // namespace

SJ_RULE(error_words,
        {.name = "error-words",
         .summary = {"Words or n-grams that mark wrong rows (log-odds with an informative prior).",
                     "標示答錯樣本的詞或 n 元組（帶資訊先驗的對數勝算）。"},
         .remedy = {"Read the rows that hold these words, and add training rows with them.",
                    "閱讀含這些詞的樣本，並補上含這些詞的訓練資料。"},
         .apply = &apply});

}  // namespace shijin
