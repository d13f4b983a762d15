// swift-words, swift-rouge: what ms-swift's nlg metric compares: jieba's words without blanks, for
// BLEU as they are, for ROUGE joined and cut at every period.
#include "text/rouge_words.h"

namespace shijin {
namespace {

// Found once: a tokeniser is asked for every text.
const Tokenizer& jieba() {
  static const Tokenizer* const found = find_tokenizer("jieba");
  return *found;
}

class WithoutBlanks final : public TokenSink {
 public:
  explicit WithoutBlanks(TokenSink& sink) : sink_(&sink) {}

  void token(std::string_view text, Span span) override {
    for (; text.starts_with(' '); ++span.begin) text.remove_prefix(1);
    for (; text.ends_with(' '); --span.end) text.remove_suffix(1);
    if (!text.empty()) sink_->token(text, span);
  }

 private:
  TokenSink* sink_;
};

void cut_words(std::string_view text, const UserWords* user, TokenSink& sink) {
  WithoutBlanks words(sink);
  jieba().cut(text, user, words);
}

void cut_sentences(std::string_view text, const UserWords* user, TokenSink& sink) {
  split_rouge_sentences(text, jieba(), sink, user);
}

constexpr std::string_view kSwift = "ms-swift 4.6.0, swift/metrics/nlg.py";

}  // namespace

SJ_TOKENIZER(swift_words,
             {.name = "swift-words",
              .summary = {"jieba's words without the blanks between them, as ms-swift gives them "
                          "to BLEU.",
                          "jieba 的詞去掉其間的空白，與 ms-swift 交給 BLEU 的相同。"},
              .cite = kSwift,
              .split = WithWords<cut_words>::split,
              .split_with = WithWords<cut_words>::split_with});
SJ_TOKENIZER(swift_rouge,
             {.name = "swift-rouge",
              .summary = {"jieba's words, cut at every period as well, as ms-swift gives them to "
                          "the rouge package.",
                          "jieba 的詞再依每個句點切開，與 ms-swift 交給 rouge 套件的相同。"},
              .cite = "ms-swift 4.6.0, swift/metrics/nlg.py; rouge 1.0.1",
              .split = WithWords<cut_sentences>::split,
              .split_with = WithWords<cut_sentences>::split_with,
              .between = true});

}  // namespace shijin
