// What all ROUGE metrics share: the tokeniser and the part asked for, and the words about both.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "metrics/ngram_overlap.h"
#include "metrics/sample_mean.h"

namespace shijin {

/// Base of a ROUGE metric: the mean over the rows of F, precision or recall against the reference
/// with the best F; a row too long to align is undefined
class RougeMean : public SampleMean {
 public:
  /// Refuse stem=yes where words are not Latin ones
  static Result<Done> check(const Arguments& arguments);
  explicit RougeMean(const Arguments& arguments);

  /// Take a reference whose tokens, and those of the output, are `common` in common, if it is the
  /// best so far; `best` begins at -1
  void offer(std::uint32_t common, std::uint32_t of_output, std::uint32_t of_reference,
             double& best, Stat& stat) const;
  Score finish(const State& state) const;
  std::optional<double> alone(const Stat& stat) const { return SampleMean::alone(stat); }

 protected:
  const Tokenizer& tokenizer() const { return *tokenizer_; }

 private:
  const Tokenizer* tokenizer_;
  char part_;
};

inline constexpr ParameterInfo kRougeParameters[] = {
    {"tok",
     {"latin: words of a to z and digits; char: every character but white space, for Chinese; "
      "jieba: jieba's words; jieba-fold: the same with Traditional read as Simplified",
      "latin：a–z 與數字構成的詞；char：空白以外逐字元，中文用這個；jieba：jieba "
      "的詞；jieba-fold：同上，但把繁體字看成簡體字"},
     ParameterKind::choice,
     "latin",
     "latin|char|jieba|jieba-fold",
     0,
     0,
     true},
    {"part",
     {"f, the harmonic mean; p, precision; r, recall", "f 為調和平均；p 為精確率；r 為召回率"},
     ParameterKind::choice,
     "f",
     "f|p|r"},
    {"stem",
     {"cut off English endings of words longer than three letters (tok=latin only)",
      "是否去掉三個字母以上英文單詞的詞尾（僅限 tok=latin）"},
     ParameterKind::choice,
     "no",
     "no|yes"}};

inline constexpr ExampleRow kRougeCopywriting[] = {
    {"學生黨必入!這款平價口紅顯白不挑皮", "這款口紅顯白又平價,學生黨閉眼衝"},
    {"貴婦級抗老面霜,修護肌底,煥發年輕光澤", "奢享抗老配方,讓肌膚重返年輕"}};
inline constexpr ExampleRow kRougeBrief[] = {{"今天天氣好", "今天天氣很好"}};
inline constexpr ExampleRow kRougeEnglish[] = {
    {"the cat sat on the mat .", "the cat is on the mat ."}, {"Hello, world!", "Hello, world!"}};
inline constexpr ExampleSource kRougePeer = "rouge-score 0.1.2";
inline constexpr ExampleSource kRougeCharacters = {
    "rouge-score 0.1.2 with a tokeniser of characters", "rouge-score 0.1.2，改為逐字切分"};
inline constexpr MetricExample kRougeNothing = {"tok=latin",
                                                {},
                                                std::numeric_limits<double>::quiet_NaN(),
                                                {"nothing to score", "沒有可計分的資料"}};

inline constexpr Text kRougeDepartures[] = {
    {"tok=char counts characters, tok=jieba words, both without white space; rouge-score cuts only "
     "a to z and 0 to 9, and has to be given a tokeniser for anything else.",
     "tok=char 逐字計算，tok=jieba 以詞計算，都不含空白；rouge-score 只認得 a–z 與 "
     "0–9，其他文字須自備切分方式。"},
    {"The value is the mean over the rows; rouge-score's aggregator gives a bootstrap median.",
     "這裡取各列的平均；rouge-score 的彙總工具給的是自助抽樣的中位數。"},
    {"Rows without any reference count nowhere.", "沒有參考文字的列不計入。"}};

/// All that is said about a ROUGE metric, but for its title, summary and examples
constexpr MetricInfo rouge_info(Text title, Text summary, std::span<const MetricExample> examples) {
  return {.title = title,
          .summary = summary,
          .reading = {"0 to 1. It asks whether the reference's key points are covered; part=r is "
                      "the share covered, part=p the share of the output that is to the point.",
                      "0 到 1。它問的是參考文字的要點有沒有寫到；part=r 是寫到的比例，part=p "
                      "是輸出中切題的比例。"},
          .misleads = {"With tok=latin any Chinese text scores 0, even a perfect one: use "
                       "tok=char. Long output raises recall, short output precision. Shared "
                       "particles and punctuation count as much as the key points.",
                       "tok=latin 會讓任何中文都得 0 分，全對也一樣，請用 "
                       "tok=char。輸出越長召回率越高，越短精確率越高。虛詞與標點和要點同樣計分。"},
          .needs = Needs::reference,
          .family = "rouge",
          .cite = "Lin 2004",
          .peer = "rouge-score 0.1.2",
          .departures = kRougeDepartures,
          .parameters = kRougeParameters,
          .examples = examples};
}

}  // namespace shijin
