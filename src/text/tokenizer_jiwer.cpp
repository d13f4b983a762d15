// jiwer: the words of jiwer's default transform: a blank separates, and so do two or more white
// space characters in a row; a lone tab or full-width blank stays inside its word.
#include "text/byte_scan.h"
#include "text/code_points.h"
#include "text/tokenizer.h"

namespace shijin {
namespace {

void split_jiwer(std::string_view whole, TokenSink& sink) {
  const std::string_view text = strip_python_space(whole);
  if (text.empty()) return;
  const auto offset = static_cast<std::uint32_t>(text.data() - whole.data());
  const auto emit = [&](std::size_t begin, std::size_t end) {
    sink.token(text.substr(begin, end - begin), {offset + static_cast<std::uint32_t>(begin),
                                                 offset + static_cast<std::uint32_t>(end)});
  };
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
      emit(begin, at);
      begin = done;
    }
  }
  emit(begin, text.size());
}

}  // namespace

SJ_TOKENIZER(jiwer, {.name = "jiwer",
                     .summary = {"Words between blanks; punctuation stays with its word.",
                                 "以空格分隔的詞；標點與相鄰的詞不分開。"},
                     .cite = "jiwer 4.0.0, wer_default",
                     .split = split_jiwer});

}  // namespace shijin
