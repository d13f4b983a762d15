// latin-stem: rouge-score's with stemming: as latin, words of more than three letters reduced to
// their stem.
#include "text/porter.h"
#include "text/split.h"
#include "text/tokenizer.h"

namespace shijin {
namespace {

class Stems final : public TokenSink {
 public:
  explicit Stems(TokenSink& sink) : sink_(sink) {}
  void token(std::string_view text, Span span) override {
    if (text.size() > 3) {
      sink_.token(porter_stem(text), span);
    } else {
      sink_.token(text, span);
    }
  }

 private:
  TokenSink& sink_;
};

void split_latin_stem(std::string_view text, TokenSink& sink) {
  Stems stems(sink);
  split_latin(text, stems);
}

}  // namespace

SJ_TOKENIZER(latin_stem,
             {.name = "latin-stem",
              .summary = {"As latin, with English endings cut off: running and runs become run.",
                          "與 latin 相同，再去掉英文詞尾：running 與 runs 都變成 run。"},
              .cite = "rouge-score 0.1.2, tokenize with NLTK 3.10.4's PorterStemmer",
              .split = split_latin_stem});

}  // namespace shijin
