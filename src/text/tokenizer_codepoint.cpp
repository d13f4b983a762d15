// codepoint: Python's list(text): every code point, white space included.
#include "text/code_points.h"
#include "text/tokenizer.h"

namespace shijin {
namespace {

void split_code_points(std::string_view text, TokenSink& sink) {
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t begin = i;
    next_code_point(text, i);
    sink.token(text.substr(begin, i - begin),
               {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(i)});
  }
}

std::size_t code_points(std::string_view text, std::uint32_t* out) {
  std::size_t count = 0;
  std::size_t i = 0;
  while (i < text.size()) out[count++] = next_code_point(text, i);
  return count;
}

}  // namespace

SJ_TOKENIZER(codepoint, {.name = "codepoint",
                         .summary = {"Every character, blanks included, as list(text) gives them "
                                     "in Python.",
                                     "每個字元（含空白），與 Python 的 list(text) 相同。"},
                         .cite = "Python 3, list(str)",
                         .split = split_code_points,
                         .code_points = code_points});

}  // namespace shijin
