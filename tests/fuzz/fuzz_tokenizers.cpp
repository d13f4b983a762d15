// Fuzz every tokeniser: no crash, spans inside the text, and those of sacreBLEU equal to their
// naive twins.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "../reference/western_twin.h"
#include "text/lower.h"
#include "text/script.h"
#include "text/tokenizer.h"

namespace {

struct Collector final : shijin::TokenSink {
  std::size_t size = 0;
  bool between = false;
  std::vector<std::string> words;
  void token(std::string_view text, shijin::Span span) override {
    if (text.empty() || span.begin > span.end || span.end > size) std::abort();
    if (span.begin == span.end && !between) std::abort();
    words.emplace_back(text);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (shijin::find_invalid_utf8(text) != std::string_view::npos) return 0;
  for (const shijin::Tokenizer* tokenizer : shijin::all_tokenizers()) {
    Collector got;
    got.size = size;
    got.between = tokenizer->between;
    tokenizer->split(text, got);
    if (tokenizer->name == "13a" && got.words != shijin::reference::tokens_13a(text)) std::abort();
    if (tokenizer->name == "zh" && got.words != shijin::reference::tokens_zh(text)) std::abort();
    if (tokenizer->name == "zh-fixed" && got.words != shijin::reference::tokens_zh_fixed(text)) {
      std::abort();
    }
    if (tokenizer->name == "intl" && got.words != shijin::reference::tokens_intl(text)) {
      std::abort();
    }
  }
  shijin::lower(text);
  shijin::count_script(text);
  return 0;
}
