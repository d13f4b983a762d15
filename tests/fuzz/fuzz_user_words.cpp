// Fuzz user dictionaries: lines up to a byte 1, then a text; whatever the lines say, the tokens are
// the text in order, and nothing crashes on the way or in the messages.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "text/tokenizer.h"
#include "text/user_words.h"

namespace {

struct Joiner final : shijin::TokenSink {
  std::string joined;
  void token(std::string_view text, shijin::Span span) override {
    if (text.empty() || span.begin != joined.size()) std::abort();
    joined += text;
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t divide = all.find('\x01');
  if (divide == std::string_view::npos) return 0;
  const std::string_view text = all.substr(divide + 1);
  if (shijin::find_invalid_utf8(text) != std::string_view::npos) return 0;
  shijin::Notes notes;
  const auto words = shijin::UserWords::parse(all.substr(0, divide), "words.txt", notes);
  describe(notes, shijin::Language::zh_hant);
  if (!words.ok()) {
    describe(words.error(), shijin::Language::en);
    return 0;
  }
  for (const std::string_view name : {"jieba", "jieba-nohmm", "jieba-fold"}) {
    Joiner joiner;
    shijin::find_tokenizer(name)->cut(text, &words.value(), joiner);
    if (joiner.joined != text) std::abort();
  }
  return 0;
}
