// Lets the peer tests drive a tokeniser: tokenize_for_tests NAME [USER_WORDS] <texts >spans
// Each text is its size in bytes (32 bits, little-endian) and its bytes; the answer to each is the
// number of tokens, then begin and end of each (32 bits), checked to be what the token says it is.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "text/tokenizer.h"
#include "text/user_words.h"

namespace {

[[noreturn]] void fail(const char* why) {
  std::fprintf(stderr, "tokenize_for_tests: %s\n", why);
  std::exit(2);
}

struct Spans final : shijin::TokenSink {
  std::string_view text;
  std::vector<std::uint32_t> numbers;
  void token(std::string_view token, shijin::Span span) override {
    if (span.begin > span.end || span.end > text.size()) fail("a span lies outside its text");
    if (token != text.substr(span.begin, span.end - span.begin)) fail("a span is not its token");
    numbers.push_back(span.begin);
    numbers.push_back(span.end);
  }
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 2 && count != 3) fail("usage: tokenize_for_tests NAME [USER_WORDS]");
  const shijin::Tokenizer* tokenizer = shijin::find_tokenizer(arguments[1]);
  if (tokenizer == nullptr) fail("no tokeniser of that name");
  std::optional<shijin::UserWords> words;
  if (count == 3) {
    shijin::Notes notes;
    auto read = shijin::UserWords::read(arguments[2], notes);
    if (!read.ok()) fail(describe(read.error(), shijin::Language::en).c_str());
    words = std::move(read).value();
  }
  std::uint32_t size = 0;
  std::string text;
  while (std::fread(&size, sizeof(size), 1, stdin) == 1) {
    text.resize(size);
    if (std::fread(text.data(), 1, size, stdin) != size) fail("a text is cut short");
    Spans spans;
    spans.text = text;
    tokenizer->cut(text, words ? &*words : nullptr, spans);
    const auto tokens = static_cast<std::uint32_t>(spans.numbers.size() / 2);
    std::fwrite(&tokens, sizeof(tokens), 1, stdout);
    std::fwrite(spans.numbers.data(), sizeof(std::uint32_t), spans.numbers.size(), stdout);
  }
  return 0;
}
