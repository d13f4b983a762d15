// EditedText: a text under replacements that still knows the original bytes of each of its bytes.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/tokenizer.h"

namespace shijin {

/// Replace strings one after the other, as peers do before they cut
struct EditedText {
  std::string text;
  std::vector<Span> origin;

  explicit EditedText(std::string_view original) {
    for (std::size_t i = 0; i < original.size(); ++i) {
      push(original[i], {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + 1)});
    }
  }
  void replace(std::string_view what, std::string_view with) {
    std::size_t found = text.find(what);
    if (found == std::string::npos) return;
    EditedText out("");
    std::size_t at = 0;
    for (; found != std::string::npos; found = text.find(what, at)) {
      for (; at < found; ++at) out.push(text[at], origin[at]);
      const Span whole{origin[found].begin, origin[found + what.size() - 1].end};
      for (char c : with) out.push(c, whole);
      at = found + what.size();
    }
    for (; at < text.size(); ++at) out.push(text[at], origin[at]);
    *this = std::move(out);
  }

 private:
  void push(char c, Span span) {
    text += c;
    origin.push_back(span);
  }
};

}  // namespace shijin
