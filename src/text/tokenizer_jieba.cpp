// jieba, jieba-nohmm, jieba-fold: the words of Python's jieba.lcut, with and without its model for
// new words, and with Traditional characters looked up as Simplified ones.
#include <type_traits>

#include "text/jieba_lexicon.h"
#include "text/jieba_vocabulary.h"
#include "text/simplify.h"
#include "text/user_words.h"

namespace shijin {
namespace {

struct AsWritten {
  char32_t operator()(char32_t c) const { return c; }
};
struct AsSimplified {
  char32_t operator()(char32_t c) const { return simplify(c); }
};

template <class Fold, jieba::Unseen kUnseen>
void split(std::string_view text, TokenSink& sink) {
  jieba::Cutter(jieba::Lexicon(), Fold(), kUnseen, text, sink).cut();
}

template <class Fold, jieba::Unseen kUnseen>
void split_with(const UserWords& words, std::string_view text, TokenSink& sink) {
  const bool folded = std::is_same_v<Fold, AsSimplified>;
  const jieba::Vocabulary& known = folded ? words.simplified() : words.as_written();
  jieba::Cutter(known, Fold(), kUnseen, text, sink).cut();
}

}  // namespace

SJ_TOKENIZER(
    jieba,
    {.name = "jieba",
     .summary = {"Chinese words by jieba's dictionary, and its model for words that "
                 "are not in it; blanks and punctuation are tokens too.",
                 "以 jieba 的詞典切出中文詞，詞典沒有的詞由模型判斷；空白與標點也各成一個詞。"},
     .cite = "jieba 0.42.1, lcut(text, HMM=True)",
     .split = split<AsWritten, jieba::Unseen::model>,
     .split_with = split_with<AsWritten, jieba::Unseen::model>});

SJ_TOKENIZER(jieba_nohmm,
             {.name = "jieba-nohmm",
              .summary = {"Chinese words by jieba's dictionary alone; a character that is in no "
                          "word of it stands alone.",
                          "只以 jieba 的詞典切出中文詞；不屬於任何詞的字單獨成詞。"},
              .cite = "jieba 0.42.1, lcut(text, HMM=False)",
              .split = split<AsWritten, jieba::Unseen::characters>,
              .split_with = split_with<AsWritten, jieba::Unseen::characters>});

SJ_TOKENIZER(
    jieba_fold,
    {.name = "jieba-fold",
     .summary = {"Chinese words as jieba cuts them once each Traditional character is read as "
                 "its Simplified one; the tokens stay as they were written.",
                 "先把每個繁體字看成對應的簡體字，再依 jieba 切詞；切出的詞保留原本的寫法。"},
     .cite = "jieba 0.42.1, lcut(text, HMM=True), after OpenCC's t2s character by character",
     .split = split<AsSimplified, jieba::Unseen::model>,
     .split_with = split_with<AsSimplified, jieba::Unseen::model>});

}  // namespace shijin
