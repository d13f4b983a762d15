// jiwer: the words of jiwer's default transform: a blank separates, and so do two or more white
// space characters in a row; a lone tab or full-width blank stays inside its word.
#include "text/byte_scan.h"
#include "text/code_points.h"
#include "text/tokenizer.h"
#include "text/words_internal.h"

namespace shijin {
namespace {

// Call word(begin, end) for the bytes of each word.
template <class Word>
void for_each_jiwer_word(std::string_view whole, Word word) {
  const std::string_view text = strip_python_space(whole);
  if (text.empty()) return;
  const auto offset = static_cast<std::size_t>(text.data() - whole.data());
  std::size_t begin = 0;
  std::size_t done = 0;
  ByteScan<SpaceStops> scan(text);
  for (std::size_t at = scan.next(); at < text.size(); at = scan.next()) {
    if (at < done) continue;
    std::size_t next = at;
    int spaces = 0;
    while (next < text.size() && is_space(next_code_point(text, next))) {
      done = next;
      ++spaces;
    }
    if (spaces > 1 || (spaces == 1 && text[at] == ' ')) {
      word(offset + begin, offset + at);
      begin = done;
    }
  }
  word(offset + begin, offset + text.size());
}

constexpr auto kEach = [](std::string_view text, auto word) { for_each_jiwer_word(text, word); };

void split_jiwer(std::string_view text, TokenSink& sink) { words_to_sink(text, sink, kEach); }
bool pieces_jiwer(std::string_view text, Pieces& out) { return words_to_pieces(text, out, kEach); }

}  // namespace

SJ_TOKENIZER(jiwer, {.name = "jiwer",
                     .summary = {"Words between blanks; punctuation stays with its word.",
                                 "以空格分隔的詞；標點與相鄰的詞不分開。"},
                     .cite = "jiwer 4.0.0, wer_default",
                     .split = split_jiwer,
                     .pieces = pieces_jiwer});

}  // namespace shijin
