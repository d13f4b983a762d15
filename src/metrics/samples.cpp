// Tokenising a field once, with one dictionary for all fields so that ids can be compared.
#include "metrics/samples.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/hash.h"
#include "base/random.h"
#include "base/utf8.h"
#include "text/lower.h"

namespace shijin {
namespace {

constexpr std::size_t kReserved = 1U << 22U;
constexpr std::size_t kFew = 64;  // texts that tell how many tokens the others may have

// Of the first and of the second eight bytes: all bits of those that a token of some size has.
constexpr std::size_t kHeld = 17;
constexpr auto kFirstBytes = [] {
  std::array<std::uint64_t, kHeld> masks{};
  for (std::size_t i = 1; i < kHeld; ++i) masks[i] = i >= 8 ? ~0ULL : (1ULL << (8 * i)) - 1;
  return masks;
}();
constexpr auto kLastBytes = [] {
  std::array<std::uint64_t, kHeld> masks{};
  for (std::size_t i = 9; i < kHeld; ++i) masks[i] = i == 16 ? ~0ULL : (1ULL << (8 * (i - 8))) - 1;
  return masks;
}();

template <class Number>
Number load(const char* at) {
  Number number;
  std::memcpy(&number, at, sizeof(number));
  return number;
}

// Ids of tokens: an ASCII character is itself, the others follow in the order of first occurrence:
// what occurs often is likely to come early, and ids near each other share cache lines.
class Dictionary {
 public:
  Dictionary() : slots_(4096) {
    for (std::uint32_t c = 0; c <= known_; ++c) {
      const Key key = {c, 0, 1, c};
      slots_[free_place(place_of(key))] = key;
    }
  }

  /// The id of a token of one code point
  std::uint32_t id(char32_t c) {
    if (c < kAscii) return c;
    if (c >= kPoints) {
      std::string bytes;
      append_utf8(bytes, c);
      return id(bytes);
    }
    if (points_.empty()) points_.resize(kPoints);
    std::uint32_t& id = points_[c];
    if (id == 0) id = ++known_;
    return id;
  }

  // Up to 16 bytes, filled up with zeros, and the size hold a token whole; of a longer one, `first`
  // is a hash and `last` where it begins in bytes_.
  struct alignas(32) Key {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint32_t size = 0;
    std::uint32_t id = 0;  // once it is known

    bool operator==(const Key& other) const {
      return first == other.first && last == other.last && size == other.size;
    }
  };
  static constexpr std::size_t kInside = 16;

  /// The key of a token
  static Key key_of(std::string_view token) {
    const auto size = static_cast<std::uint32_t>(token.size());
    if (size > kInside) return {hash_bytes(token), 0, size, 0};
    const char* const at = token.data();
    const char* const end = at + size;
    // Loads of fixed sizes that overlap: cheaper than a copy of an unknown size.
    if (size > 8)
      return {load<std::uint64_t>(at), load<std::uint64_t>(end - 8) >> (128 - 8 * size), size, 0};
    if (size >= 4) {
      const std::uint64_t last = load<std::uint32_t>(end - 4);
      return {load<std::uint32_t>(at) | last << (8 * size - 32), 0, size, 0};
    }
    std::uint64_t first = 0;
    for (std::uint32_t i = 0; i < size; ++i) {
      first |= std::uint64_t{static_cast<unsigned char>(at[i])} << (8 * i);
    }
    return {first, 0, size, 0};
  }
  /// The same of up to kInside bytes at `at`, beside which so many may be read
  static Key key_at(const char* at, std::uint32_t size) {
    return {load<std::uint64_t>(at) & kFirstBytes[size],
            load<std::uint64_t>(at + 8) & kLastBytes[size], size, 0};
  }
  /// Whether a token is one code point of three bytes, as Han characters are
  static bool is_wide(std::string_view token) {
    return token.size() == 3 && static_cast<unsigned char>(token[0]) >= 0xE0;
  }
  static char32_t wide(const char* at) {
    const auto byte = [&](int i) { return char32_t{static_cast<unsigned char>(at[i])}; };
    return (byte(0) & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
  }
  static std::size_t place_of(const Key& key) {
    const std::uint64_t last = key.size > kInside ? 0 : key.last;
    const Wide product = static_cast<Wide>(key.first ^ 0x9E3779B97F4A7C15ULL) *
                         (last ^ 0xD6E8FEB86659FD93ULL ^ (std::uint64_t{key.size} << 56U));
    return static_cast<std::size_t>(product >> 64U) ^ static_cast<std::size_t>(product);
  }

  /// The id of a token of at most kInside bytes
  std::uint32_t id(const Key& wanted) {
    const std::size_t place = place_of(wanted);
    Key& recent = recent_[place >> kRecentShift & (kRecent - 1)];
    if (recent == wanted) return recent.id;
    recent.first = wanted.first;  // word by word: a copy of just written words would wait for them
    recent.last = wanted.last;
    recent.size = wanted.size;
    return recent.id = find(wanted, place, {});
  }
  /// The id of a token of any size
  std::uint32_t id(std::string_view token) {
    if (is_wide(token)) return id(wide(token.data()));
    const Key key = key_of(token);
    return token.size() <= kInside ? id(key) : find(key, place_of(key), token);
  }

 private:
  static constexpr std::uint32_t kAscii = 0x80;
  static constexpr std::uint32_t kPoints = 0x10000;  // code points that are looked up directly
  static constexpr std::size_t kRecent = 1024;
  static constexpr unsigned kRecentShift = 40;  // other bits than those that choose the slot

  // `token` is only read when it is longer than kInside.
  std::uint32_t find(const Key& wanted, std::size_t place, std::string_view token) {
    std::size_t at = place & (slots_.size() - 1);
    for (; slots_[at].size != 0; at = (at + 1) & (slots_.size() - 1)) {
      const Key& known = slots_[at];
      if (wanted.size <= kInside ? known == wanted : is_long(known, wanted, token)) return known.id;
    }
    const std::uint32_t id = ++known_;
    ++used_;
    slots_[at] = wanted;
    slots_[at].id = id;
    if (wanted.size > kInside) {
      slots_[at].last = bytes_.size();
      bytes_.append(token);
    }
    if (used_ * 2 > slots_.size()) grow();
    return id;
  }
  bool is_long(const Key& known, const Key& wanted, std::string_view token) const {
    return known.first == wanted.first && known.size == wanted.size &&
           std::string_view(bytes_).substr(known.last, known.size) == token;
  }
  std::size_t free_place(std::size_t at) const {
    at &= slots_.size() - 1;
    while (slots_[at].size != 0) at = (at + 1) & (slots_.size() - 1);
    return at;
  }
  void grow() {
    std::vector<Key> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Key& known : old) {
      if (known.size == 0) continue;
      slots_[free_place(place_of(known))] = known;
    }
  }

  std::vector<Key> slots_;  // at most half full; of size 0: free
  // The token last seen at some bits of its place: most tokens are few words, which stay near.
  std::array<Key, kRecent> recent_;
  std::uint32_t used_ = kAscii;
  std::vector<std::uint32_t> points_;  // 0: not seen yet
  std::uint32_t known_ = kAscii - 1;   // the last id given
  std::string bytes_;                  // of the long tokens
};

// Writes the ids of tokens.
class Interner final : public TokenSink {
 public:
  Interner(Dictionary& known, std::vector<std::uint32_t>& out) : known_(&known), out_(&out) {}

  void token(std::string_view text, Span) override { out_->push_back(known_->id(text)); }

  /// The tokens of a whole text
  void take(std::string_view text, std::span<const Piece> pieces) {
    const std::size_t before = out_->size();
    out_->resize(before + pieces.size());
    std::uint32_t* const ids = out_->data() + before;
    // Up to here so many bytes may be read that no size matters.
    const std::size_t roomy =
        text.size() < Dictionary::kInside ? 0 : text.size() - Dictionary::kInside + 1;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const Piece piece = pieces[i];
      if (piece.begin == Piece::kCodePoint) {
        ids[i] = known_->id(char32_t{piece.size});
      } else if (Dictionary::is_wide(text.substr(piece.begin, piece.size))) {
        ids[i] = known_->id(Dictionary::wide(text.data() + piece.begin));
      } else if (piece.begin < roomy && piece.size <= Dictionary::kInside) {
        ids[i] = known_->id(Dictionary::key_at(text.data() + piece.begin, piece.size));
      } else {
        ids[i] = known_->id(text.substr(piece.begin, piece.size));
      }
    }
  }

 private:
  Dictionary* known_;
  std::vector<std::uint32_t>* out_;
};

}  // namespace

struct Samples::Cache {
  std::map<std::pair<std::string_view, Case>, Dictionary> dictionaries;  // by the tokeniser's name
  std::map<std::tuple<Field, const Tokenizer*, Case>, Tokens> tokens;
  std::map<std::string, std::shared_ptr<const void>, std::less<>> others;
};

const void* Samples::kept(std::string_view name) const {
  if (!cache_) return nullptr;
  const auto found = cache_->others.find(name);
  return found == cache_->others.end() ? nullptr : found->second.get();
}

void Samples::keep(std::string_view name, std::shared_ptr<const void> what) {
  if (!cache_) cache_ = std::make_shared<Cache>();
  cache_->others.emplace(name, std::move(what));
}

const Tokens& Samples::tokens(Field field, const Tokenizer& tokenizer, Case letters) {
  words_used_ = words_used_ || (words != nullptr && tokenizer.split_with != nullptr);
  if (!cache_) cache_ = std::make_shared<Cache>();
  const auto key = std::tuple(field, &tokenizer, letters);
  const auto found = cache_->tokens.find(key);
  if (found != cache_->tokens.end()) return found->second;
  Tokens& out = cache_->tokens[key];
  Interner sink(cache_->dictionaries[{tokenizer.name, letters}], out.ids);
  const std::span<const std::string_view> texts = field == Field::input    ? input
                                                  : field == Field::output ? output
                                                                           : reference;
  out.begin.reserve(texts.size() + 1);
  out.begin.push_back(0);
  std::string lowered;
  Pieces pieces;
  std::unique_ptr<std::uint32_t[]> points;  // of one text
  std::size_t points_room = 0;
  for (std::string_view text : texts) {
    if (letters == Case::folded) text = lowered = lower(text);
    if (tokenizer.code_points != nullptr) {
      if (text.size() > points_room) {
        points_room = 2 * text.size();
        points = std::make_unique_for_overwrite<std::uint32_t[]>(points_room);
      }
      const std::size_t count = tokenizer.code_points(text, points.get());
      out.ids.insert(out.ids.end(), points.get(), points.get() + count);
    } else if (tokenizer.pieces != nullptr && tokenizer.pieces(text, pieces)) {
      sink.take(text, pieces.all());
    } else {
      tokenizer.cut(text, words, sink);
    }
    out.begin.push_back(static_cast<std::uint32_t>(out.ids.size()));
    if (out.begin.size() == kFew) {  // room for as many again for each few that follow
      const std::size_t likely = (out.ids.size() + kFew) * texts.size() / kFew * 9 / 8;
      out.ids.reserve(std::min(likely, kReserved));  // a huge shard grows as it needs
    }
  }
  return out;
}

}  // namespace shijin
