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

  // Up to 16 bytes, overlapping reads and the size hold a token whole; of a longer one, `first` is
  // a hash and `last` where it begins in bytes_.
  struct Key {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint32_t size = 0;
    std::uint32_t id = 0;  // once it is known

    bool operator==(const Key& other) const {
      return first == other.first && last == other.last && size == other.size;
    }
  };
  static constexpr std::size_t kInside = 16;

  static Key key_of(std::string_view token) {
    const std::size_t size = token.size();
    const auto read = [&](std::size_t at, auto word) {
      std::memcpy(&word, token.data() + at, sizeof(word));
      return std::uint64_t{word};
    };
    const auto length = static_cast<std::uint32_t>(size);
    if (size > kInside) return {hash_bytes(token), 0, length, 0};
    if (size > 8) return {read(0, std::uint64_t{}), read(size - 8, std::uint64_t{}), length, 0};
    // Four reads of two bytes cover 2 to 8 of them: no length to guess. Divisions by three.
    const std::size_t rest = size - 2;
    constexpr std::uint16_t kTwo = 0;
    const std::uint64_t whole = read(0, kTwo) | read(rest * 43 >> 7U, kTwo) << 16U |
                                read(rest * 86 >> 7U, kTwo) << 32U | read(rest, kTwo) << 48U;
    return {whole, 0, length, 0};
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
    for (; slots_[at].size != 0; at = (at + 1) & (slots_.size() - 1)) {
      const Key& known = slots_[at];
      if (wanted.size <= kInside ? known == wanted : is_long(known, wanted, token)) return known.id;
    }
    const std::uint32_t id = kFirst + known_++;
    slots_[at] = wanted;
    slots_[at].id = id;
    if (wanted.size > kInside) {
      slots_[at].last = bytes_.size();
      bytes_.append(token);
    }
    if (known_ * 2 > slots_.size()) grow();
    return id;
  }

 private:
  static constexpr std::uint32_t kFirst = 0x110000;

  bool is_long(const Key& known, const Key& wanted, std::string_view token) const {
    return known.first == wanted.first && known.size == wanted.size &&
           std::string_view(bytes_).substr(known.last, known.size) == token;
  }
  void grow() {
    std::vector<Key> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Key& known : old) {
      if (known.size == 0) continue;
      std::size_t at = place_of(known) & (slots_.size() - 1);
      while (slots_[at].size != 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = known;
    }
  }

  std::vector<Key> slots_;  // at most half full; of size 0: free
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
