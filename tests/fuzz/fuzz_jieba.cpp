// Fuzz the jieba tokenisers against their naive twin, which reads the package's own files.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "../reference/naive_jieba.h"
#include "text/tokenizer.h"

namespace {

struct Collector final : shijin::TokenSink {
  std::string_view whole;
  std::vector<std::string> words;
  void token(std::string_view text, shijin::Span span) override {
    if (text.empty() || text != whole.substr(span.begin, span.end - span.begin)) std::abort();
    words.emplace_back(text);
  }
};

std::vector<std::string> cut(std::string_view tokenizer, std::string_view text) {
  Collector out;
  out.whole = text;
  shijin::find_tokenizer(tokenizer)->split(text, out);
  return out.words;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const shijin::reference::NaiveJieba naive(SJ_JIEBA_FOLDER);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (size > 4096) return 0;  // the twin's time grows with the square
  if (shijin::find_invalid_utf8(text) != std::string_view::npos) return 0;
  const auto expected = [&](bool model) {
    std::vector<std::string> words;
    for (const auto& word : naive.cut(naive.decode(text), model))
      words.push_back(naive.encode(word));
    return words;
  };
  if (cut("jieba", text) != expected(true)) std::abort();
  if (cut("jieba-nohmm", text) != expected(false)) std::abort();
  std::string joined;
  for (const std::string& word : cut("jieba-fold", text)) joined += word;
  if (joined != text) std::abort();
  return 0;
}
