// chrf: the words that chrF++ counts: between white space, with one ASCII punctuation mark split
// off the end, or else off the beginning.
#include <string_view>

#include "text/code_points.h"
#include "text/tokenizer.h"
#include "text/words_internal.h"

namespace shijin {
namespace {

bool is_mark(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
         (c >= '{' && c <= '~');
}

// Where a mark is cut off a word, or 0 for nowhere.
std::size_t cut_of(std::string_view word) {
  std::size_t first = 0;
  next_code_point(word, first);
  if (first == word.size()) return 0;
  if (is_mark(word.back())) return word.size() - 1;
  return is_mark(word.front()) ? 1 : 0;
}

// Call part(begin, end) for the bytes of each token.
template <class Part>
void for_each_part(std::string_view text, Part part) {
  for_each_word(text, [&](std::size_t begin, std::size_t end) {
    const std::size_t middle = begin + cut_of(text.substr(begin, end - begin));
    if (middle > begin) part(begin, middle);
    part(middle, end);
  });
}

constexpr auto kEach = [](std::string_view text, auto word) { for_each_part(text, word); };

void split_chrf(std::string_view text, TokenSink& sink) { words_to_sink(text, sink, kEach); }
bool pieces_chrf(std::string_view text, Pieces& out) { return words_to_pieces(text, out, kEach); }

}  // namespace

SJ_TOKENIZER(chrf, {.name = "chrf",
                    .summary = {"Words between white space, with one punctuation mark at an end "
                                "apart.",
                                "以空白分隔的詞，並把詞尾（或詞首）的一個標點分開。"},
                    .cite = "sacrebleu 2.6.0, chrF++",
                    .split = split_chrf,
                    .pieces = pieces_chrf});

}  // namespace shijin
