// jieba-words: what ROUGE compares with tok=jieba: jieba's tokens but those of white space.
#include "base/utf8.h"
#include "text/tokenizer.h"

namespace shijin {
namespace {

// Found once: a tokeniser is asked for every text.
const Tokenizer& jieba() {
  static const Tokenizer* const found = find_tokenizer("jieba");
  return *found;
}

class WithoutBlanks final : public TokenSink {
 public:
  explicit WithoutBlanks(TokenSink& sink) : sink_(sink) {}
  void token(std::string_view text, Span span) override {
    if (!strip_python_space(text).empty()) sink_.token(text, span);
  }

 private:
  TokenSink& sink_;
};

void split(std::string_view text, TokenSink& sink) {
  WithoutBlanks words(sink);
  jieba().split(text, words);
}

void split_with(const UserWords& known, std::string_view text, TokenSink& sink) {
  WithoutBlanks words(sink);
  jieba().split_with(known, text, words);
}

}  // namespace

SJ_TOKENIZER(jieba_words, {.name = "jieba-words",
                           .summary = {"jieba's words and punctuation without the white space "
                                       "between them.",
                                       "jieba 的詞與標點，去掉其間的空白。"},
                           .cite = "jieba 0.42.1, lcut(text, HMM=True)",
                           .split = split,
                           .split_with = split_with});

}  // namespace shijin
