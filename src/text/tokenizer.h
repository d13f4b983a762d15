// Tokenizer: a named way to cut a text into tokens, each with its place in the original text.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

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

/// A token as it lies in the text: one code point, or some bytes of it
struct Piece {
  static constexpr std::uint32_t kCodePoint = 0xFFFFFFFF;

  std::uint32_t begin;
  std::uint32_t size;  // where `begin` is kCodePoint, the code point

  static constexpr Piece of(char32_t c) { return {kCodePoint, static_cast<std::uint32_t>(c)}; }
};

/// Room for the pieces of one text after another; keeps its memory, and never clears it
class Pieces {
 public:
  /// Forget what there was; room for `most`, of which the caller says later how many there are
  Piece* begin(std::size_t most) {
    if (most > room_) {
      room_ = most + most / 2;
      data_ = std::make_unique_for_overwrite<Piece[]>(room_);
    }
    return data_.get();
  }
  void set_size(std::size_t size) { size_ = size; }
  std::span<const Piece> all() const { return {data_.get(), size_}; }

 private:
  std::unique_ptr<Piece[]> data_;
  std::size_t room_ = 0;
  std::size_t size_ = 0;
};

/// One registered tokeniser
struct Tokenizer {
  std::string_view name;  // "13a"
  Text summary;           // one sentence: what it cuts, and who uses it
  std::string_view cite;  // the package and version, or the paper, whose output it equals
  void (*split)(std::string_view text, TokenSink& sink);
  /// Where every token is one code point: write them, the same ones in the same order as `split`
  /// gives them, without the cost of a call each, and give their number; `out` has room for as many
  /// as the text has bytes; nullptr elsewhere
  std::size_t (*code_points)(std::string_view text, std::uint32_t* out) = nullptr;
  /// The same tokens as `split` gives, without the cost of a call each; false where one of them is
  /// no part of the text (an entity). What comes as a code point never comes as bytes, in any text
  bool (*pieces)(std::string_view text, Pieces& out) = nullptr;
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
