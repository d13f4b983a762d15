// Tokenizer: a named way to cut a text into tokens, each with its place in the original text.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace shijin {

/// Bytes [begin, end) of the original text
struct Span {
  std::uint32_t begin;
  std::uint32_t end;
};

/// Receive tokens; `text` need not equal the bytes of the span (an entity, a lowered letter)
class TokenSink {
 public:
  virtual void token(std::string_view text, Span span) = 0;

 protected:
  ~TokenSink() = default;
};

class UserWords;

/// One registered tokeniser
struct Tokenizer {
  std::string_view name;  // "13a"
  Text summary;           // one sentence: what it cuts, and who uses it
  std::string_view cite;  // the package and version, or the paper, whose output it equals
  void (*split)(std::string_view text, TokenSink& sink);
  /// Where every token is one code point: append them, the same ones in the same order as `split`
  /// gives them, without the cost of a call each; nullptr elsewhere
  void (*code_points)(std::string_view text, std::vector<std::uint32_t>& out) = nullptr;
  /// Where a user's words can change the tokens: `split` with them; nullptr elsewhere
  void (*split_with)(const UserWords& words, std::string_view text, TokenSink& sink) = nullptr;
  /// Some tokens stand between two characters: their spans are empty, their texts are not
  bool between = false;

  /// Cut with a user's words where there are any and they matter
  void cut(std::string_view text, const UserWords* words, TokenSink& sink) const {
    if (words != nullptr && split_with != nullptr) return split_with(*words, text, sink);
    split(text, sink);
  }
};

/// `split` and `split_with` of one function that takes a user's words, or nullptr for none
template <void (*kCut)(std::string_view, const UserWords*, TokenSink&)>
struct WithWords {
  static void split(std::string_view text, TokenSink& sink) { kCut(text, nullptr, sink); }
  static void split_with(const UserWords& words, std::string_view text, TokenSink& sink) {
    kCut(text, &words, sink);
  }
};

/// Every tokeniser, in order of name
std::span<const Tokenizer* const> all_tokenizers();
/// The tokeniser of a name, or nullptr
const Tokenizer* find_tokenizer(std::string_view name);

}  // namespace shijin

/// Register the tokeniser of this file: SJ_TOKENIZER(char, {...}); the symbol ends in the key
#define SJ_TOKENIZER(key, ...)            \
  extern const Tokenizer tokenizer_##key; \
  constinit const Tokenizer tokenizer_##key = __VA_ARGS__
