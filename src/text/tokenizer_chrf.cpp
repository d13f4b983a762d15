// chrf: the words that chrF++ counts: between white space, with one ASCII punctuation mark split
// off the end, or else off the beginning.
#include <string_view>

#include "text/code_points.h"
#include "text/split.h"
#include "text/tokenizer.h"

namespace shijin {
namespace {

bool is_mark(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
         (c >= '{' && c <= '~');
}

// Passes words on, cut where a mark is.
class MarkSplitter final : public TokenSink {
 public:
  explicit MarkSplitter(TokenSink& out) : out_(&out) {}
  void token(std::string_view word, Span span) override {
    std::size_t cut = 0;
    std::size_t first = 0;
    next_code_point(word, first);
    if (first < word.size()) {
      if (is_mark(word.back())) {
        cut = word.size() - 1;
      } else if (is_mark(word.front())) {
        cut = 1;
      }
    }
    const std::uint32_t middle = span.begin + static_cast<std::uint32_t>(cut);
    if (cut > 0) out_->token(word.substr(0, cut), {span.begin, middle});
    out_->token(word.substr(cut), {middle, span.end});
  }

 private:
  TokenSink* out_;
};

void split_chrf(std::string_view text, TokenSink& sink) {
  MarkSplitter splitter(sink);
  split_at_space(text, splitter);
}

}  // namespace

SJ_TOKENIZER(chrf, {.name = "chrf",
                    .summary = {"Words between white space, with one punctuation mark at an end "
                                "apart.",
                                "以空白分隔的詞，並把詞尾（或詞首）的一個標點分開。"},
                    .cite = "sacrebleu 2.6.0, chrF++",
                    .split = split_chrf});

}  // namespace shijin
