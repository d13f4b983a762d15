// Tokenising a field once, with one dictionary for all fields so that ids can be compared.
#include "metrics/samples.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/hash.h"
#include "base/random.h"
#include "text/code_points.h"
#include "text/lower.h"

namespace shijin {
namespace {

constexpr std::size_t kReserved = 1U << 22U;

// Ids of tokens: a token of one code point is that code point, the others follow behind.
class Dictionary {
 public:
  Dictionary() : slots_(4096) {}

  // Up to 16 bytes, two overlapping reads and the size hold a token whole; of a longer one, `first`
  // is a hash and `last` where it begins in bytes_.
  struct Key {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint32_t size = 0;
  };
  static constexpr std::size_t kInside = 16;

  static Key key_of(std::string_view token) {
    const std::size_t size = token.size();
    const auto read = [&](std::size_t at, auto word) {
      std::memcpy(&word, token.data() + at, sizeof(word));
      return std::uint64_t{word};
    };
    const auto length = static_cast<std::uint32_t>(size);
    if (size > kInside) return {hash_bytes(token), 0, length};
    if (size >= 8) return {read(0, std::uint64_t{}), read(size - 8, std::uint64_t{}), length};
    if (size >= 4) return {read(0, std::uint32_t{}), read(size - 4, std::uint32_t{}), length};
    return {read(0, std::uint16_t{}), static_cast<unsigned char>(token.back()), length};
  }
  static std::size_t place_of(const Key& key) {
    const std::uint64_t last = key.size > kInside ? 0 : key.last;
    const Wide product = static_cast<Wide>(key.first ^ 0x9E3779B97F4A7C15ULL) *
                         (last ^ 0xD6E8FEB86659FD93ULL ^ (std::uint64_t{key.size} << 56U));
    return static_cast<std::size_t>(product >> 64U) ^ static_cast<std::size_t>(product);
  }

  /// Begin to load where a token will be looked for
  void prefetch(std::size_t place) const {
    __builtin_prefetch(&slots_[place & (slots_.size() - 1)]);
  }
  /// The id of a token of more than one byte; `token` is only read when it is longer than kInside
  std::uint32_t id(const Key& wanted, std::size_t place, std::string_view token) {
    std::size_t at = place & (slots_.size() - 1);
    for (; slots_[at].key.size != 0; at = (at + 1) & (slots_.size() - 1)) {
      const Key& known = slots_[at].key;
      if (known.first != wanted.first || known.size != wanted.size) continue;
      const bool inside = wanted.size <= kInside;
      if (inside ? known.last == wanted.last : long_text(known) == token) return slots_[at].id;
    }
    const std::uint32_t id = kFirst + known_++;
    slots_[at] = {wanted, id};
    if (wanted.size > kInside) {
      slots_[at].key.last = bytes_.size();
      bytes_.append(token);
    }
    if (known_ * 2 > slots_.size()) grow();
    return id;
  }

 private:
  static constexpr std::uint32_t kFirst = 0x110000;

  struct Slot {
    Key key;  // of size 0: free
    std::uint32_t id = 0;
  };

  std::string_view long_text(const Key& known) const {
    return std::string_view(bytes_).substr(known.last, known.size);
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& known : old) {
      if (known.key.size == 0) continue;
      std::size_t at = place_of(known.key) & (slots_.size() - 1);
      while (slots_[at].key.size != 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = known;
    }
  }

  std::vector<Slot> slots_;  // at most half full
  std::uint32_t known_ = 0;
  std::string bytes_;  // of the long tokens
};

// Looks tokens up some at a time, so that loading one slot waits while the others do.
class Interner final : public TokenSink {
 public:
  Interner(Dictionary& known, std::vector<std::uint32_t>& out) : known_(&known), out_(&out) {}

  void token(std::string_view text, Span) override {
    const auto lead = static_cast<unsigned char>(text.front());
    if (text.size() == 1) return out_->push_back(lead);
    if (text.size() <= 4 && lead >= 0xC0) {
      std::size_t at = 0;
      const char32_t c = next_code_point(text, at);
      if (at == text.size()) return out_->push_back(c);
    }
    const Dictionary::Key key = Dictionary::key_of(text);
    const std::size_t place = Dictionary::place_of(key);
    if (text.size() > Dictionary::kInside) {
      return out_->push_back(known_->id(key, place, text));  // the text may be gone later
    }
    known_->prefetch(place);
    waiting_[waiting_size_++] = {key, place, out_->size()};
    out_->push_back(0);
    if (waiting_size_ == waiting_.size()) finish();
  }
  /// Look up what still waits
  void finish() {
    for (std::size_t i = 0; i < waiting_size_; ++i) {
      const Waiting& one = waiting_[i];
      (*out_)[one.index] = known_->id(one.key, one.place, {});
    }
    waiting_size_ = 0;
  }

 private:
  struct Waiting {
    Dictionary::Key key;
    std::size_t place;
    std::size_t index;
  };

  Dictionary* known_;
  std::vector<std::uint32_t>* out_;
  std::array<Waiting, 32> waiting_;
  std::size_t waiting_size_ = 0;
};

}  // namespace

struct Samples::Cache {
  std::map<std::pair<std::string_view, Case>, Dictionary> dictionaries;  // by the tokeniser's name
  std::map<std::tuple<Field, const Tokenizer*, Case>, Tokens> tokens;
};

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
  std::size_t bytes = 0;
  for (const std::string_view text : texts) bytes += text.size();
  const std::size_t likely = tokenizer.code_points != nullptr ? bytes : bytes / 4;
  out.ids.reserve(std::min(likely, kReserved));  // a huge shard grows as it needs
  out.begin.reserve(texts.size() + 1);
  out.begin.push_back(0);
  std::string lowered;
  for (std::string_view text : texts) {
    if (letters == Case::folded) text = lowered = lower(text);
    if (tokenizer.code_points != nullptr) {
      tokenizer.code_points(text, out.ids);
    } else {
      tokenizer.cut(text, words, sink);
    }
    out.begin.push_back(static_cast<std::uint32_t>(out.ids.size()));
  }
  sink.finish();
  return out;
}

}  // namespace shijin
