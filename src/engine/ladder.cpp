// A table of who counts how. A variant that this build cannot measure is left out.
#include "engine/ladder.h"

#include <algorithm>

#include "base/numbers.h"
#include "metrics/metric.h"

namespace shijin {
namespace {

// A name that is the same in every language, or words.
struct Name {
  std::string_view plain;
  Text words = {};

  Message message() const { return words.empty() ? Message(plain) : Message(words); }
};

struct Variant {
  std::string_view key;
  Name tool;
  Text counts;
  Name also = {};
};

constexpr Text kArticleWords{"the article, by words", "文章的公式，依詞"};
constexpr Text kArticleCharacters{"the article, by letters", "文章的公式，逐字"};
constexpr Text kArticleCode{"the article's own code", "文章的程式"};

constexpr Variant kBleu[] = {
    {"bleu",
     {"sacreBLEU 13a"},
     {"English words and punctuation; 1- to 4-grams, pooled over all rows",
      "英文單詞與標點；1 到 4-gram，全部資料合併計算"},
     {"lm-eval, OpenCompass, ragas, LightEval"}},
    {"bleu[tok=zh]",
     {"sacreBLEU zh"},
     {"Chinese by characters, other text by words; 1- to 4-grams, pooled over all rows",
      "中文逐字、其他文字依單詞；1 到 4-gram，全部資料合併計算"},
     {"", {"papers on translation into Chinese (WMT)", "中文翻譯論文（WMT）"}}},
    {"bleu[tok=char]",
     {"sacreBLEU char"},
     {"every character; 1- to 4-grams, pooled over all rows",
      "逐字；1 到 4-gram，全部資料合併計算"}},
    {"bleu[tok=intl]",
     {"sacreBLEU intl"},
     {"words and punctuation of any script; 1- to 4-grams, pooled over all rows",
      "各種文字的單詞與標點；1 到 4-gram，全部資料合併計算"}},
    {"bleu[tok=none]",
     {"sacreBLEU none"},
     {"what blanks separate; 1- to 4-grams, pooled over all rows",
      "以空白切開；1 到 4-gram，全部資料合併計算"}},
    {"lf_bleu_4",
     {"LLaMA-Factory bleu-4"},
     {"every character in any language; 1- to 4-grams, smoothed, mean of the rows",
      "不論語言一律逐字；1 到 4-gram，平滑，取各筆平均"}},
    {"swift_bleu_4",
     {"ms-swift bleu-4"},
     {"jieba's words; 1- to 4-grams, smoothed, mean of the rows with a reference",
      "jieba 的詞；1 到 4-gram，平滑，取有參考答案的各筆平均"}},
    {"evalscope_bleu_1[punkt=no]",
     {"EvalScope bleu-1"},
     {"jieba's words; single words only, mean of the rows; 0 for a text without Chinese until "
      "NLTK's punkt_tab is there",
      "jieba 的詞；只看單詞，取各筆平均；沒有 NLTK 的 punkt_tab 時，不含中文者算 0"}},
    {"evalscope_bleu_2[punkt=no]",
     {"EvalScope bleu-2"},
     {"jieba's words; 2-grams only, mean of the rows", "jieba 的詞；只看 2-gram，取各筆平均"}},
    {"evalscope_bleu_3[punkt=no]",
     {"EvalScope bleu-3"},
     {"jieba's words; 3-grams only, mean of the rows", "jieba 的詞；只看 3-gram，取各筆平均"}},
    {"evalscope_bleu_4[punkt=no]",
     {"EvalScope bleu-4"},
     {"jieba's words; 4-grams only, mean of the rows: not what papers call BLEU-4",
      "jieba 的詞；只看 4-gram，取各筆平均：並非論文所說的 BLEU-4"}},
    {"nltk_bleu[order=2,tok=ws]",
     {"", kArticleWords},
     {"what blanks separate; 1- and 2-grams, mean of the rows",
      "以空白切開；1 與 2-gram，取各筆平均"}},
    {"nltk_bleu[order=2,tok=nltk]",
     {"", kArticleCode},
     {"words and punctuation as NLTK cuts English; 1- and 2-grams, mean of the rows",
      "NLTK 切英文的方式：單詞與標點；1 與 2-gram，取各筆平均"}},
    {"nltk_bleu[order=2,tok=char]",
     {"", kArticleCharacters},
     {"every character; 1- and 2-grams, mean of the rows: where a bar of 0.4 makes sense",
      "逐字；1 與 2-gram，取各筆平均：0.4 的門檻在這裡才有意義"}},
    {"nltk_bleu[order=2,tok=jieba]",
     {"NLTK jieba BLEU-2"},
     {"jieba's words; 1- and 2-grams, mean of the rows", "jieba 的詞；1 與 2-gram，取各筆平均"}},
    {"nltk_bleu[tok=char]",
     {"NLTK char"},
     {"every character; 1- to 4-grams, mean of the rows", "逐字；1 到 4-gram，取各筆平均"}},
    {"nltk_bleu[smooth=1,tok=char]",
     {"NLTK char, method1"},
     {"every character; 1- to 4-grams, 0.1 for no match, mean of the rows",
      "逐字；1 到 4-gram，沒有相同者算 0.1，取各筆平均"}},
    {"nltk_bleu[smooth=4,tok=char]",
     {"NLTK char, method4"},
     {"every character; 1- to 4-grams, smoothed by length, mean of the rows",
      "逐字；1 到 4-gram，依長度平滑，取各筆平均"}},
    {"nltk_bleu[avg=corpus,tok=char]",
     {"NLTK char, corpus"},
     {"every character; 1- to 4-grams, pooled over all rows",
      "逐字；1 到 4-gram，全部資料合併計算"}},
    {"nltk_bleu[tok=jieba]",
     {"NLTK jieba"},
     {"jieba's words; 1- to 4-grams, mean of the rows", "jieba 的詞；1 到 4-gram，取各筆平均"}},
    {"nltk_bleu[smooth=1,tok=jieba]",
     {"NLTK jieba, method1"},
     {"jieba's words; 1- to 4-grams, 0.1 for no match, mean of the rows",
      "jieba 的詞；1 到 4-gram，沒有相同者算 0.1，取各筆平均"}},
    {"nltk_bleu[avg=corpus,tok=jieba]",
     {"NLTK jieba, corpus"},
     {"jieba's words; 1- to 4-grams, pooled over all rows",
      "jieba 的詞；1 到 4-gram，全部資料合併計算"}},
    {"nltk_bleu[tok=ws]",
     {"NLTK split()"},
     {"what blanks separate; 1- to 4-grams, mean of the rows",
      "以空白切開；1 到 4-gram，取各筆平均"}},
    {"nltk_bleu[avg=corpus,tok=ws]",
     {"NLTK split(), corpus"},
     {"what blanks separate; 1- to 4-grams, pooled over all rows",
      "以空白切開；1 到 4-gram，全部資料合併計算"}},
};

std::span<const Variant> variants_of(std::string_view measure) {
  return measure == "bleu" ? std::span<const Variant>(kBleu) : std::span<const Variant>();
}

bool measurable(std::string_view key) {
  const auto keys = parse_keys(key);
  return keys.ok() && bind_metric(keys->front(), MetricContext{}).ok();
}

double share_of_scale(const Rung& rung) {
  return rung.score.value ? (*rung.score.value - rung.low) / (rung.high - rung.low) : -1;
}

}  // namespace

std::string ladder_keys(std::string_view measure) {
  std::string keys;
  for (const Variant& variant : variants_of(measure)) {
    if (measurable(variant.key)) keys += (keys.empty() ? "" : ",") + std::string(variant.key);
  }
  return keys;
}

void give_ladder(std::string_view measure, Evidence& evidence) {
  Ladder& ladder = evidence.ladder;
  ladder.measure = measure;
  ladder.bar = kLadderBar;
  for (const Variant& variant : variants_of(measure)) {
    const ScoreLine* line = evidence.find(variant.key);
    if (line == nullptr) continue;
    Rung rung{.key = line->key,
              .tool = variant.tool.message(),
              .counts = Message(variant.counts),
              .also = variant.also.message(),
              .score = line->score,
              .interval = line->interval,
              .low = line->low,
              .high = line->high,
              .decimals = line->decimals,
              .bar = line->low + kLadderBar * (line->high - line->low),
              .gate = {}};
    rung.gate = rung.key + ">=" + shortest(rung.bar);
    ladder.rungs.push_back(std::move(rung));
  }
  std::stable_sort(ladder.rungs.begin(), ladder.rungs.end(), [](const Rung& a, const Rung& b) {
    return share_of_scale(a) < share_of_scale(b);
  });
}

}  // namespace shijin
