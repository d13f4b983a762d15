// Tokenising a field once, with one dictionary for all fields so that ids can be compared.
#include "metrics/samples.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"
#include "text/code_points.h"
#include "text/lower.h"

namespace shijin {
namespace {

constexpr std::size_t kReserved = 1U << 22U;

// Ids of tokens: a token of one code point is that code point, the others follow behind.
class Dictionary {
 public:
  Dictionary() : slots_(4096) {}

  std::uint32_t id(std::string_view token) {
    const auto lead = static_cast<unsigned char>(token.front());
    if (token.size() == 1) return lead;
    if (token.size() <= 4 && lead >= 0xC0) {
      std::size_t at = 0;
      const char32_t c = next_code_point(token, at);
      if (at == token.size()) return c;
    }
    const Slot wanted = slot_of(token);
    std::size_t at = wanted.place() & (slots_.size() - 1);
    for (; slots_[at].size != 0; at = (at + 1) & (slots_.size() - 1)) {
      const Slot& known = slots_[at];
      if (known.first != wanted.first || known.size != wanted.size) continue;
      const bool inside = token.size() <= kInside;
      if (inside ? known.last == wanted.last : long_text(known) == token) return known.id;
    }
    const std::uint32_t id = kFirst + known_++;
    slots_[at] = wanted;
    slots_[at].id = id;
    if (token.size() > kInside) {
      slots_[at].last = bytes_.size();
      bytes_.append(token);
    }
    if (known_ * 2 > slots_.size()) grow();
    return id;
  }

 private:
  static constexpr std::uint32_t kFirst = 0x110000;
  static constexpr std::size_t kInside = 16;

  // Up to 16 bytes, two overlapping reads and the size hold a token whole; of a longer one, `first`
  // is a hash and `last` where it begins in bytes_.
  struct Slot {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint32_t size = 0;  // 0: free
    std::uint32_t id = 0;

    std::size_t place() const {
      const std::uint64_t end = size > kInside ? 0 : last;
      const std::uint64_t mixed = (first ^ (std::uint64_t{size} << 56U)) * 0x9E3779B97F4A7C15ULL ^
                                  (end + 0x632BE59BD9B4E019ULL) * 0xD6E8FEB86659FD93ULL;
      return (mixed * 0x9E3779B97F4A7C15ULL) >> 32U;
    }
  };

  static Slot slot_of(std::string_view token) {
    Slot slot;
    const std::size_t size = token.size();
    slot.size = static_cast<std::uint32_t>(size);
    if (size > kInside) {
      slot.first = hash_bytes(token);
    } else if (size >= 8) {
      std::memcpy(&slot.first, token.data(), 8);
      std::memcpy(&slot.last, token.data() + size - 8, 8);
    } else if (size >= 4) {
      std::memcpy(&slot.first, token.data(), 4);
      std::memcpy(&slot.last, token.data() + size - 4, 4);
    } else {
      std::memcpy(&slot.first, token.data(), 2);
      slot.last = static_cast<unsigned char>(token.back());
    }
    return slot;
  }
  std::string_view long_text(const Slot& known) const {
    return std::string_view(bytes_).substr(known.last, known.size);
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& known : old) {
      if (known.size == 0) continue;
      std::size_t at = known.place() & (slots_.size() - 1);
      while (slots_[at].size != 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = known;
    }
  }

  std::vector<Slot> slots_;  // at most half full
  std::uint32_t known_ = 0;
  std::string bytes_;  // of the long tokens
};

class Interner final : public TokenSink {
 public:
  Interner(Dictionary& known, std::vector<std::uint32_t>& out) : known_(&known), out_(&out) {}
  void token(std::string_view text, Span) override { out_->push_back(known_->id(text)); }

 private:
  Dictionary* known_;
  std::vector<std::uint32_t>* out_;
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
  return out;
}

}  // namespace shijin
