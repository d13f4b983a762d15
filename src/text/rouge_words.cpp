// rouge-chinese's four substitutions each put a line end behind a character, told by its neighbours
// alone; so one pass with one character of foresight does them all.
#include "text/rouge_words.h"

#include <array>

#include "text/code_points.h"

namespace shijin {
namespace {

constexpr char32_t kNoCharacter = 0xFFFFFFFF;

constexpr bool ends_sentence(char32_t c) {
  return c == U'。' || c == U'！' || c == U'？' || c == U'?';
}
constexpr bool closes_quote(char32_t c) { return c == U'”' || c == U'’'; }

// The bytes with which white space, or any character that the rules look at, may begin.
constexpr std::array<bool, 256> kTelling = [] {
  std::array<bool, 256> table{};
  for (const char c : {'.', '?', '\t', '\n', '\v', '\f', '\r', ' '}) {
    table[static_cast<std::size_t>(c)] = true;
  }
  for (std::size_t c = 0x1C; c < 0x20; ++c) table[c] = true;
  for (const std::size_t lead : {0xC2, 0xE1, 0xE2, 0xE3, 0xEF}) table[lead] = true;
  return table;
}();

bool is_plain(std::string_view token) {
  for (const char c : token) {
    if (kTelling[static_cast<unsigned char>(c)]) return false;
  }
  return true;
}

// A word as it grows: bytes [begin, end) of the text.
struct Word {
  std::size_t begin = 0;
  std::size_t end = 0;

  bool empty() const { return begin == end; }
  void extend(std::size_t from, std::size_t to) {
    if (empty()) begin = from;
    end = to;
  }
};

// What takes tokens, puts a blank between them, and gives words to another sink.
class Joiner : public TokenSink {
 public:
  Joiner(std::string_view text, TokenSink& sink) : text_(text), sink_(&sink) {}

 protected:
  ~Joiner() = default;

  std::string_view text(Span span) const { return text_.substr(span.begin, span.end - span.begin); }
  void give(std::string_view word, std::size_t begin, std::size_t end) {
    sink_->token(word, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }
  void give(const Word& word) {
    give(text_.substr(word.begin, word.end - word.begin), word.begin, word.end);
  }

 private:
  std::string_view text_;
  TokenSink* sink_;
};

class ChineseSentences final : public Joiner {
 public:
  using Joiner::Joiner;

  void token(std::string_view, Span span) override {
    if (!first_) join();
    first_ = false;
    const std::string_view words = text(span);
    if (is_plain(words)) {
      word_.extend(span.begin, span.end);
      piece_has_word_ = true;
      return;
    }
    for (std::size_t i = 0; i < words.size();) {
      const std::size_t begin = i;
      const char32_t c = next_code_point(words, i);
      put(c, span.begin + begin, span.begin + i);
    }
  }
  /// The end of the text: white space there is stripped, and so are sentences of nothing else
  void finish() {
    settle(kNoCharacter);
    close_word();
  }

 private:
  // A blank behind the last token: it ends a word, and nothing is put behind it.
  void join() {
    if (last_ != kNoCharacter) settle(U' ');
    last_ = kNoCharacter;
    taken_ = false;
    dots_ = 0;
    ellipses_ = 0;
    close_word();
    piece_has_blank_ = true;
  }
  void put(char32_t c, std::size_t begin, std::size_t end) {
    settle(c);
    before_ = last_;
    last_ = c;
    last_begin_ = begin;
    last_end_ = end;
  }
  // Deal with the character that waits, now that the one behind it is known.
  void settle(char32_t next) {
    if (last_ == kNoCharacter) return;
    if (last_ == U'\n') {
      close_word();
      end_piece();
    } else if (is_space(last_)) {
      close_word();
      piece_has_blank_ = true;
    } else {
      word_.extend(last_begin_, last_end_);
      piece_has_word_ = true;
    }
    if (breaks_behind(next)) {
      close_word();
      end_piece();
    }
  }
  // Whether one of the substitutions puts a line end between the waiting character and the next.
  bool breaks_behind(char32_t next) {
    const bool open = next != kNoCharacter && !closes_quote(next);
    // A match takes the next character with it, which then begins no match of its own.
    const bool starts = ends_sentence(last_) && !taken_ && open;
    taken_ = starts;
    dots_ = last_ == U'.' ? (dots_ + 1) % 7 : 0;
    ellipses_ = last_ == U'…' ? (ellipses_ + 1) % 3 : 0;
    if (starts || (dots_ == 6 && open) || (ellipses_ == 2 && open)) return true;
    const bool quoted = closes_quote(last_) && ends_sentence(before_);
    return quoted && next != kNoCharacter && next != U'，' && !ends_sentence(next);
  }
  void close_word() {
    if (word_.empty()) return;
    for (; empties_ > 0; --empties_) give(kEmptyWord, word_.begin, word_.begin);
    give(word_);
    word_ = {};
  }
  void end_piece() {
    if (piece_has_blank_ && !piece_has_word_) ++empties_;
    piece_has_blank_ = false;
    piece_has_word_ = false;
  }

  char32_t before_ = kNoCharacter;
  char32_t last_ = kNoCharacter;
  std::size_t last_begin_ = 0;
  std::size_t last_end_ = 0;
  bool first_ = true;
  bool taken_ = false;
  int dots_ = 0;
  int ellipses_ = 0;
  Word word_;
  std::size_t empties_ = 0;  // blank sentences since the last word
  bool piece_has_word_ = false;
  bool piece_has_blank_ = false;
};

class PeriodSentences final : public Joiner {
 public:
  using Joiner::Joiner;

  void token(std::string_view, Span span) override {
    std::string_view words = text(span);
    while (words.starts_with(' ')) words.remove_prefix(1), ++span.begin;
    while (words.ends_with(' ')) words.remove_suffix(1);
    if (words.empty()) return;
    if (!first_) blank();
    first_ = false;
    for (std::size_t i = 0; i < words.size();) {
      const std::size_t begin = i;
      const char32_t c = next_code_point(words, i);
      if (c == U'.') {
        close_word();
        end_piece(span.begin + begin);
      } else if (is_space(c)) {
        blank();
      } else {
        word_.extend(span.begin + begin, span.begin + i);
      }
    }
    end_ = span.begin + words.size();
  }
  void finish() {
    close_word();
    end_piece(end_);
  }

 private:
  void blank() {
    close_word();
    has_blank_ = true;
  }
  void close_word() {
    if (word_.empty()) return;
    begin_piece(word_.begin);
    give(word_);
    word_ = {};
  }
  void begin_piece(std::size_t at) {
    if (begun_) return;
    if (any_) give(kSentenceBreak, at, at);
    any_ = begun_ = true;
  }
  void end_piece(std::size_t at) {
    if (has_blank_ && !begun_) {
      begin_piece(at);
      give(kEmptyWord, at, at);
    }
    has_blank_ = begun_ = false;
  }

  Word word_;
  std::size_t end_ = 0;
  bool first_ = true;
  bool any_ = false;    // a sentence has been given
  bool begun_ = false;  // this sentence has given a word
  bool has_blank_ = false;
};

}  // namespace

void split_rouge_zh(std::string_view text, const Tokenizer* words, TokenSink& sink,
                    const UserWords* user) {
  ChineseSentences sentences(text, sink);
  if (words != nullptr) {
    words->cut(text, user, sentences);
  } else if (!text.empty()) {
    sentences.token(text, {0, static_cast<std::uint32_t>(text.size())});
  }
  sentences.finish();
}

void split_rouge_sentences(std::string_view text, const Tokenizer& words, TokenSink& sink,
                           const UserWords* user) {
  PeriodSentences sentences(text, sink);
  words.cut(text, user, sentences);
  sentences.finish();
}

bool evalscope_chinese(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0xE4) {  // U+4E00 begins with E4, U+9FA5 with E9
      ++i;
      continue;
    }
    const char32_t c = next_code_point(text, i);
    if (c >= 0x4E00 && c <= 0x9FA5) return true;
  }
  return false;
}

}  // namespace shijin
