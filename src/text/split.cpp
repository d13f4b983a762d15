// White space, and sacreBLEU's four substitutions done in one pass: symbols stand alone; a period
// or comma stands alone unless digits surround it; a dash after a digit stands alone.
#include "text/split.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "text/byte_scan.h"
#include "text/code_points.h"
#include "text/words_internal.h"

namespace shijin {
namespace {

enum class Byte : std::uint8_t { word, digit, symbol, space, point, dash, wide };

constexpr std::array<Byte, 256> kBytes = [] {
  std::array<Byte, 256> table{};
  for (std::size_t i = 0; i < 256; ++i) {
    const auto c = static_cast<char32_t>(i);
    Byte& kind = table[i];
    if (i >= 0xC2 && i < 0xF5) kind = Byte::wide;
    if (i >= 0x80) continue;  // continuation bytes belong to the word
    if (i >= '0' && i <= '9') kind = Byte::digit;
    if ((i >= '{' && i <= '~') || (i >= '[' && i <= '`') || (i >= '!' && i <= '&') ||
        (i >= '(' && i <= '+') || (i >= ':' && i <= '@') || i == '/') {
      kind = Byte::symbol;
    }
    if (i == '.' || i == ',') kind = Byte::point;
    if (i == '-') kind = Byte::dash;
    if (is_space(c)) kind = Byte::space;
  }
  return table;
}();

constexpr std::size_t kNone = std::string_view::npos;

constexpr bool chinese_as_works(char32_t c) {
  if (c >= 0x4E00 && c <= 0x9FBB) return true;
  if (c < 0x2001 || c > 0xFFEF) return false;
  return c <= 0x2A6D || (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0x2FF0 && c <= 0x303F) ||
         (c >= 0x3100 && c <= 0x312F) || (c >= 0x31A0 && c <= 0x31EF) ||
         (c >= 0x3200 && c <= 0x4DB5) || (c >= 0xF900 && c <= 0xFA2D) ||
         (c >= 0xFA30 && c <= 0xFA6A) || (c >= 0xFA70 && c <= 0xFAD9) ||
         (c >= 0xFE10 && c <= 0xFE1F) || (c >= 0xFE30 && c <= 0xFE4F) || c >= 0xFF00;
}

constexpr bool chinese_as_meant(char32_t c) {
  if (c >= 0x10000) return (c >= 0x20000 && c <= 0x2A6D6) || (c >= 0x2F800 && c <= 0x2FA1D);
  if (c <= 0x2A6D) return c >= 0x2600 && c <= 0x27BF;
  return chinese_as_works(c);
}

constexpr bool tercom_punctuation(char32_t c) {
  if (c < 0x3001) return false;
  if (c <= 0x30FB) {
    return c <= 0x3002 || (c >= 0x3008 && c <= 0x3011) || (c >= 0x3014 && c <= 0x301F) ||
           c == 0x30FB;
  }
  if (c < 0xFF01) return false;
  constexpr std::u32string_view kFullWidth = U"．，？：；！＂（）";
  return (c >= 0xFF61 && c <= 0xFF65) || kFullWidth.find(c) != std::u32string_view::npos;
}

constexpr bool tercom_asian(char32_t c) {
  if (c >= 0x4E00 && c <= 0x9FFF) return true;
  if (c < 0x2E80 || c > 0xFF65) return false;
  return (c >= 0x3200 && c <= 0x4DBF) || c <= 0x2EFF || (c >= 0x31C0 && c <= 0x31EF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F) || tercom_punctuation(c);
}

bool stands_alone(char32_t c, Chinese chinese) {
  if (chinese == Chinese::kept_together) return false;
  if (chinese == Chinese::tercom) return tercom_asian(c);
  return chinese == Chinese::one_by_one ? chinese_as_works(c) : chinese_as_meant(c);
}

// Those characters of three bytes that stand alone; no white space and no surrogates, which are no
// characters.
struct CharacterSet {
  std::array<std::uint64_t, 1024> bits{};

  bool has(char32_t c) const { return (bits[c / 64] >> (c % 64) & 1U) != 0; }
};

// Made when it is first asked for: too many steps for some compilers to take beforehand.
template <bool (*kMember)(char32_t)>
const CharacterSet& members() {
  static const CharacterSet set = [] {
    CharacterSet out;
    for (char32_t c = 0x800; c < 0x10000; ++c) {
      const bool surrogate = c >= 0xD800 && c < 0xE000;
      if (!surrogate && !is_space(c) && kMember(c)) out.bits[c / 64] |= 1ULL << (c % 64);
    }
    return out;
  }();
  return set;
}

const CharacterSet& standing_alone(Chinese chinese) {
  if (chinese == Chinese::tercom) return members<tercom_asian>();
  return chinese == Chinese::one_by_one ? members<chinese_as_works>() : members<chinese_as_meant>();
}

// Tokens one call each, with their places in the original text.
class ToSink {
 public:
  ToSink(std::string_view text, std::span<const Span> origin, std::size_t offset, TokenSink& sink)
      : text_(text), origin_(origin), offset_(offset), sink_(&sink) {}

  void bytes(std::size_t begin, std::size_t end) {
    const std::size_t from = origin_.empty() ? offset_ + begin : origin_[begin].begin;
    const std::size_t to = origin_.empty() ? offset_ + end : origin_[end - 1].end;
    sink_->token(text_.substr(begin, end - begin),
                 {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)});
  }
  void character(char32_t, std::size_t begin, std::size_t end) { bytes(begin, end); }

 private:
  std::string_view text_;
  std::span<const Span> origin_;
  std::size_t offset_;
  TokenSink* sink_;
};

// Tokens into room that is large enough.
class ToPieces {
 public:
  ToPieces(Piece* next, std::size_t offset) : next_(next), offset_(offset) {}

  void bytes(std::size_t begin, std::size_t end) {
    *next_++ = {static_cast<std::uint32_t>(offset_ + begin),
                static_cast<std::uint32_t>(end - begin)};
  }
  void character(char32_t c, std::size_t, std::size_t) { *next_++ = Piece::of(c); }
  const Piece* end() const { return next_; }

 private:
  Piece* next_;
  std::size_t offset_;
};

template <class Out>
class Western {
 public:
  Western(std::string_view text, Ends ends, Out out) : text_(text), ends_(ends), out_(out) {}

  /// Cut, and give `out` back
  Out run(Chinese chinese) {
    chinese == Chinese::kept_together ? run_western() : run_chinese(chinese);
    close(text_.size());
    return out_;
  }

 private:
  // What the bytes of a block are, a bit each.
  struct Block {
    std::size_t size = 0;
    std::uint64_t space = 0;
    std::uint64_t symbol = 0;
    std::uint64_t digit = 0;
    std::uint64_t point = 0;
    std::uint64_t dash = 0;
    std::uint64_t wide = 0;  // may begin white space beyond ASCII

    // The bytes from `at` on; only those of the text count.
    static Block in(std::string_view text, std::size_t at) {
      Block out;
      out.size = std::min<std::size_t>(64, text.size() - at);
      char few[64];
      const char* bytes = text.data() + at;
      if (out.size < 64) {  // filled up with what belongs to a word
        std::memset(few, 'a', sizeof(few));
        std::memcpy(few, bytes, out.size);
        bytes = few;
      }
      for (std::size_t i = 0; i < 64; i += Bytes16::kSize) out.put(Bytes16::load(bytes + i), i);
      return out;
    }

   private:
    void put(Bytes16 b, std::size_t at) {
      space |= (b.between(0x09, 0x0D) | b.between(0x1C, 0x20)).bits() << at;
      symbol |= (b.between('!', '&') | b.between('(', '+') | b.equal('/') | b.between(':', '@') |
                 b.between('[', '`') | b.between('{', '~'))
                    .bits()
                << at;
      digit |= b.between('0', '9').bits() << at;
      point |= (b.equal('.') | b.equal(',')).bits() << at;
      dash |= b.equal('-').bits() << at;
      wide |= (b.equal('\xC2') | b.between(0xE1, 0xE3)).bits() << at;
    }
  };

  // Words end where the bits of a block say so; runs of points and white space beyond ASCII are
  // looked at one by one.
  void run_western() {
    for (std::size_t i = 0; i < text_.size();) {
      const Block block = Block::in(text_, i);
      const std::size_t end = i + block.size;
      const bool run =
          (block.point & block.point << 1U) != 0 ||
          (end < text_.size() && (block.point >> 63U) != 0 && kind(end) == Byte::point);
      i = run || block.wide != 0 ? stop_by_stop(i, block) : at_once(i, block);
    }
  }

  std::size_t stop_by_stop(std::size_t from, const Block& block) {
    std::uint64_t stops = block.space | block.symbol | block.point | block.dash | block.wide;
    std::size_t i = from;  // all before it is done
    for (; stops != 0; stops &= stops - 1) {
      const std::size_t at = from + static_cast<std::size_t>(std::countr_zero(stops));
      if (at < i) continue;
      if (at > i) grow(i);
      i = special(at, Chinese::kept_together);
    }
    if (i < from + block.size) grow(i);
    return std::max(i, from + block.size);
  }

  std::size_t at_once(std::size_t from, const Block& block) {
    const std::size_t end = from + block.size;
    const std::uint64_t last_bit = 1ULL << (block.size - 1);
    const std::uint64_t held = last_bit | (last_bit - 1);
    const bool bare = ends_ == Ends::bare;
    std::uint64_t after_digit = block.digit << 1U | (is_digit_before(from) ? 1U : 0U);
    const std::uint64_t dashes = block.dash & after_digit;
    if (bare && from == 0) after_digit |= 1U;
    std::uint64_t before_digit = block.digit >> 1U;
    if (end == text_.size() ? bare : is_digit(end)) before_digit |= last_bit;
    const std::uint64_t alone =
        block.symbol | dashes | (block.point & ~(after_digit & before_digit));
    const std::uint64_t words = held & ~(block.space | alone);
    std::uint64_t begins = alone | (words & ~(words << 1U));
    std::uint64_t lasts = alone | (words & ~(words >> 1U) & ~last_bit);
    if (begin_ != kNone) {  // the word that was open
      if ((words & 1U) == 0) {
        close(from);
      } else {
        begins &= begins - 1;
        if (words == held) return end;
        const auto size = static_cast<std::size_t>(std::countr_one(words));
        if (size < block.size) close(from + size);
        lasts &= lasts - 1;
      }
    }
    for (; lasts != 0; lasts &= lasts - 1, begins &= begins - 1) {
      out_.bytes(from + static_cast<std::size_t>(std::countr_zero(begins)),
                 from + static_cast<std::size_t>(std::countr_zero(lasts)) + 1);
    }
    if (begins != 0) begin_ = from + static_cast<std::size_t>(std::countr_zero(begins));
    return end;
  }

  // Where nearly every character stands alone, one character after the other is faster.
  void run_chinese(Chinese chinese) {
    const CharacterSet& alone = standing_alone(chinese);
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text_[i]); };
    for (std::size_t i = 0; i < text_.size();) {
      if ((byte(i) & 0xF0U) == 0xE0 && i + 3 <= text_.size()) {
        const char32_t c =
            ((byte(i) & 0x0FU) << 12U) | ((byte(i + 1) & 0x3FU) << 6U) | (byte(i + 2) & 0x3FU);
        const bool valid = (byte(i + 1) & 0xC0U) == 0x80 && (byte(i + 2) & 0xC0U) == 0x80;
        if (valid && alone.has(c)) {
          close(i);
          out_.character(c, i, i + 3);
          i += 3;
          continue;
        }
        if (valid && c >= 0x800 && !is_space(c)) {
          grow(i);
          i += 3;
          continue;
        }
      }
      i = special(i, chinese);
    }
  }

  // Deal with the byte at `i`, and give the place behind what it took.
  std::size_t special(std::size_t i, Chinese chinese) {
    switch (kind(i)) {
      case Byte::word:
      case Byte::digit:
        grow(i);
        return i + 1;
      case Byte::space:
        close(i);
        return i + 1;
      case Byte::symbol:
        alone(i, i + 1);
        return i + 1;
      case Byte::dash:
        if (is_digit_before(i)) {
          alone(i, i + 1);
        } else {
          grow(i);
        }
        return i + 1;
      case Byte::point:
        return points(i);
      case Byte::wide:
        return wide(i, chinese);
    }
    return i + 1;
  }

  Byte kind(std::size_t i) const { return kBytes[static_cast<unsigned char>(text_[i])]; }
  bool is_digit(std::size_t i) const { return i < text_.size() && kind(i) == Byte::digit; }
  bool is_digit_before(std::size_t i) const { return i > 0 && is_digit(i - 1); }

  void grow(std::size_t i) {
    if (begin_ == kNone) begin_ = i;
  }
  void close(std::size_t end) {
    if (begin_ != kNone) out_.bytes(begin_, end);
    begin_ = kNone;
  }
  void alone(std::size_t begin, std::size_t end) {
    close(begin);
    out_.bytes(begin, end);
  }

  // A run of periods and commas. The peer's second substitution takes two characters at a time,
  // the first being no digit, so only the last point of a run can stay with what follows: when the
  // pairs leave it over and a digit (or, without padding, nothing) follows.
  std::size_t points(std::size_t first) {
    std::size_t end = first;
    while (end < text_.size() && kind(end) == Byte::point) ++end;
    const std::size_t count = end - first;
    const bool after_other = first == 0 ? ends_ == Ends::padded : !is_digit(first - 1);
    const bool left_over = (count % 2 == 0) == after_other;
    const bool before_other =
        end == text_.size() ? ends_ == Ends::padded : kind(end) != Byte::digit;
    const std::size_t loose = left_over && !before_other ? end - 1 : end;
    for (std::size_t i = first; i < loose; ++i) alone(i, i + 1);
    if (loose < end) grow(loose);
    return end;
  }

  std::size_t wide(std::size_t i, Chinese chinese) {
    std::size_t next = i;
    const char32_t c = next_code_point(text_, next);
    if (is_space(c)) {
      close(i);
    } else if (stands_alone(c, chinese)) {
      alone(i, next);
    } else {
      grow(i);
    }
    return next;
  }

  std::string_view text_;
  Ends ends_;
  Out out_;
  std::size_t begin_ = kNone;
};

}  // namespace

void split_at_space(std::string_view text, TokenSink& sink) {
  words_to_sink(text, sink, [](std::string_view all, auto word) { for_each_word(all, word); });
}

void split_western(std::string_view text, Ends ends, Chinese chinese, std::span<const Span> origin,
                   std::size_t offset, TokenSink& sink) {
  Western(text, ends, ToSink(text, origin, offset, sink)).run(chinese);
}

void western_pieces(std::string_view text, Ends ends, Chinese chinese, std::size_t offset,
                    Pieces& out) {
  Piece* const begin = out.begin(text.size());
  const ToPieces done = Western(text, ends, ToPieces(begin, offset)).run(chinese);
  out.set_size(static_cast<std::size_t>(done.end() - begin));
}

bool is_sacrebleu_chinese(char32_t c) { return chinese_as_works(c); }
bool is_sacrebleu_chinese_as_meant(char32_t c) { return chinese_as_meant(c); }
bool is_tercom_asian(char32_t c) { return tercom_asian(c); }
bool is_tercom_asian_punctuation(char32_t c) { return tercom_punctuation(c); }

}  // namespace shijin
