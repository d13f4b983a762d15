// jieba-words, jieba-fold-words: what ROUGE compares with tok=jieba and tok=jieba-fold: their
// tokens but those of white space.
#include "base/utf8.h"
#include "text/tokenizer.h"

namespace shijin {
namespace {

enum class Script { as_written, simplified };

// Found once: a tokeniser is asked for every text.
template <Script kScript>
const Tokenizer& jieba() {
  static const Tokenizer* const found =
      find_tokenizer(kScript == Script::as_written ? "jieba" : "jieba-fold");
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

template <Script kScript>
void split(std::string_view text, TokenSink& sink) {
  WithoutBlanks words(sink);
  jieba<kScript>().split(text, words);
}

template <Script kScript>
void split_with(const UserWords& known, std::string_view text, TokenSink& sink) {
  WithoutBlanks words(sink);
  jieba<kScript>().split_with(known, text, words);
}

}  // namespace

SJ_TOKENIZER(jieba_words, {.name = "jieba-words",
                           .summary = {"jieba's words and punctuation without the white space "
                                       "between them.",
                                       "jieba 的詞與標點，去掉其間的空白。"},
                           .cite = "jieba 0.42.1, lcut(text, HMM=True)",
                           .split = split<Script::as_written>,
                           .split_with = split_with<Script::as_written>});

SJ_TOKENIZER(
    jieba_fold_words,
    {.name = "jieba-fold-words",
     .summary = {"jieba's words and punctuation without the white space between them, cut "
                 "as if Traditional characters were Simplified.",
                 "jieba 的詞與標點，去掉其間的空白；切詞時把繁體字看成簡體字。"},
     .cite = "jieba 0.42.1, lcut(text, HMM=True), after OpenCC's t2s character by character",
     .split = split<Script::simplified>,
     .split_with = split_with<Script::simplified>});

}  // namespace shijin
