// intl: sacreBLEU's, after mteval-v14: Unicode punctuation and symbols apart, except punctuation
// between digits. The peer's three substitutions in one pass.
#include "text/category.h"
#include "text/code_points.h"
#include "text/tokenizer.h"

namespace shijin {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

class International {
 public:
  International(std::string_view text, TokenSink& sink) : text_(text), sink_(sink) {}

  void run() {
    for (std::size_t i = 0; i < text_.size();) {
      std::size_t next = i;
      const char32_t c = next_code_point(text_, next);
      const Category kind = category(c);
      bool taken = false;
      if (is_space(c)) {
        close(i);
      } else if (kind == Category::symbol) {
        alone(i, next);
      } else if (kind == Category::punctuation) {
        // The first substitution takes two characters at a time: what it took as the second of a
        // pair cannot be the first of the next.
        taken = i > 0 && before_ != Category::number && !before_taken_;
        if (taken || followed_by_other(next)) {
          alone(i, next);
        } else {
          grow(i);
        }
      } else {
        grow(i);
      }
      before_ = kind;
      before_taken_ = taken;
      i = next;
    }
    close(text_.size());
  }

 private:
  // Whether the second substitution applies: no padding, so nothing at the end is not "other".
  bool followed_by_other(std::size_t next) const {
    return next < text_.size() && category(next_code_point(text_, next)) != Category::number;
  }
  void grow(std::size_t i) {
    if (begin_ == kNone) begin_ = i;
  }
  void emit(std::size_t begin, std::size_t end) {
    sink_.token(text_.substr(begin, end - begin),
                {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }
  void close(std::size_t end) {
    if (begin_ != kNone) emit(begin_, end);
    begin_ = kNone;
  }
  void alone(std::size_t begin, std::size_t end) {
    close(begin);
    emit(begin, end);
  }

  std::string_view text_;
  TokenSink& sink_;
  std::size_t begin_ = kNone;
  Category before_ = Category::other;
  bool before_taken_ = false;
};

void split_intl(std::string_view text, TokenSink& sink) {
  const std::string_view inside = strip_python_space(text);  // the peer drops the end only
  if (inside.empty()) return;
  const auto end = static_cast<std::size_t>(inside.data() - text.data()) + inside.size();
  International(text.substr(0, end), sink).run();
}

}  // namespace

SJ_TOKENIZER(intl, {.name = "intl",
                    .summary = {"Words, with the punctuation and symbols of every script apart; "
                                "unspaced Chinese is cut at punctuation only.",
                                "詞，以及各種文字的標點與符號；沒有空格的中文只在標點處切開。"},
                    .cite = "sacrebleu 2.6.0, tokenizer_intl (mteval-v14), Unicode 17",
                    .split = split_intl});

}  // namespace shijin
