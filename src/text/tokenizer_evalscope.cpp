// evalscope-words, evalscope-rouge: what EvalScope compares in general_qa: each text by itself goes
// to jieba where it holds a Chinese character, else to NLTK for BLEU and to blanks for ROUGE.
#include "text/rouge_words.h"

namespace shijin {
namespace {

// Found once: a tokeniser is asked for every text.
const Tokenizer& jieba() {
  static const Tokenizer* const found = find_tokenizer("jieba");
  return *found;
}

void cut_words(std::string_view text, const UserWords* user, TokenSink& sink) {
  static const Tokenizer* const english = find_tokenizer("nltk-words");
  (evalscope_chinese(text) ? jieba() : *english).cut(text, user, sink);
}

void cut_rouge(std::string_view text, const UserWords* user, TokenSink& sink) {
  split_rouge_zh(text, evalscope_chinese(text) ? &jieba() : nullptr, sink, user);
}

}  // namespace

SJ_TOKENIZER(evalscope_words,
             {.name = "evalscope-words",
              .summary = {"jieba's words where the text holds a Chinese character, else NLTK's, as "
                          "EvalScope gives them to BLEU.",
                          "文字含中文時取 jieba 的詞，否則取 NLTK 的詞，與 EvalScope 交給 BLEU "
                          "的相同。"},
              .cite = "evalscope 1.14.1, metrics/utils/functions.py",
              .split = WithWords<cut_words>::split,
              .split_with = WithWords<cut_words>::split_with});
SJ_TOKENIZER(
    evalscope_rouge,
    {.name = "evalscope-rouge",
     .summary = {"jieba's words where the text holds a Chinese character, else what blanks "
                 "separate, as EvalScope gives them to rouge-chinese.",
                 "文字含中文時取 jieba 的詞，否則以空白切開，與 EvalScope 交給 "
                 "rouge-chinese 的相同。"},
     .cite = "evalscope 1.14.1, metrics/utils/rouge.py",
     .split = WithWords<cut_rouge>::split,
     .split_with = WithWords<cut_rouge>::split_with,
     .between = true});

}  // namespace shijin
