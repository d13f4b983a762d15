// rouge-zh-…: what rouge-chinese compares, for each way to cut the text before it.
#include "text/rouge_words.h"

namespace shijin {
namespace {

// Found once: a tokeniser is asked for every text.
const Tokenizer& jieba() {
  static const Tokenizer* const found = find_tokenizer("jieba");
  return *found;
}

void cut_jieba(std::string_view text, const UserWords* user, TokenSink& sink) {
  split_rouge_zh(text, &jieba(), sink, user);
}

void cut_jieba_fold(std::string_view text, const UserWords* user, TokenSink& sink) {
  static const Tokenizer* const fold = find_tokenizer("jieba-fold");
  split_rouge_zh(text, fold, sink, user);
}

void split_char(std::string_view text, TokenSink& sink) {
  static const Tokenizer* const characters = find_tokenizer("codepoint");
  split_rouge_zh(text, characters, sink);
}

void split_ws(std::string_view text, TokenSink& sink) { split_rouge_zh(text, nullptr, sink); }

constexpr std::string_view kRougeChinese = "rouge-chinese 1.0.3, Rouge.cut_sent";

}  // namespace

SJ_TOKENIZER(rouge_zh_jieba,
             {.name = "rouge-zh-jieba",
              .summary = {"jieba's words, cut into sentences again, as LLaMA-Factory gives them to "
                          "rouge-chinese.",
                          "jieba 的詞再依句尾切開，與 LLaMA-Factory 交給 rouge-chinese 的相同。"},
              .cite = kRougeChinese,
              .split = WithWords<cut_jieba>::split,
              .split_with = WithWords<cut_jieba>::split_with,
              .between = true});
SJ_TOKENIZER(rouge_zh_jieba_fold,
             {.name = "rouge-zh-jieba-fold",
              .summary = {"jieba's words as if Traditional characters were Simplified, cut into "
                          "sentences again, as rouge-chinese would compare them.",
                          "把繁體字看成簡體字切出 jieba 的詞，再依句尾切開，交由 rouge-chinese "
                          "的算法比對。"},
              .cite = kRougeChinese,
              .split = WithWords<cut_jieba_fold>::split,
              .split_with = WithWords<cut_jieba_fold>::split_with,
              .between = true});
SJ_TOKENIZER(
    rouge_zh_char,
    {.name = "rouge-zh-char",
     .summary = {"Single characters, cut into sentences again, as rouge-chinese takes them.",
                 "逐字切開再依句尾切開，即 rouge-chinese 所比對的單元。"},
     .cite = kRougeChinese,
     .split = split_char,
     .between = true});
SJ_TOKENIZER(rouge_zh_ws,
             {.name = "rouge-zh-ws",
              .summary = {"Text that is already cut by blanks, cut into sentences as well, as "
                          "rouge-chinese takes it.",
                          "已用空白斷好詞的文字，再依句尾切開，即 rouge-chinese 直接收到的輸入。"},
              .cite = kRougeChinese,
              .split = split_ws,
              .between = true});

}  // namespace shijin
