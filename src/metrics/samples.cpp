// Tokenising a field once, with one dictionary for all fields so that ids can be compared.
#include "metrics/samples.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "text/lower.h"

namespace shijin {
namespace {

// Ids of tokens: a token of one code point is that code point, the others follow behind.
class Dictionary {
 public:
  Dictionary() : slots_(1024, kFree), ends_{0} {}

  std::uint32_t id(std::string_view token) {
    if (token.size() <= 4) {
      std::size_t at = 0;
      const char32_t c = decode_utf8(token, at);
      if (at == token.size()) return c;
    }
    const auto hash = static_cast<std::uint32_t>(hash_bytes(token));
    std::size_t slot = hash & (slots_.size() - 1);
    for (; slots_[slot] != kFree; slot = (slot + 1) & (slots_.size() - 1)) {
      const std::uint32_t known = slots_[slot];
      if (hashes_[known] == hash && text(known) == token) return kFirst + known;
    }
    const auto next = static_cast<std::uint32_t>(hashes_.size());
    hashes_.push_back(hash);
    bytes_.append(token);
    ends_.push_back(bytes_.size());
    slots_[slot] = next;
    if (hashes_.size() * 2 > slots_.size()) grow();
    return kFirst + next;
  }

 private:
  static constexpr std::uint32_t kFirst = 0x110000;
  static constexpr std::uint32_t kFree = 0xFFFFFFFF;

  std::string_view text(std::uint32_t known) const {
    return std::string_view(bytes_).substr(ends_[known], ends_[known + 1] - ends_[known]);
  }
  void grow() {
    slots_.assign(slots_.size() * 2, kFree);
    for (std::uint32_t known = 0; known < hashes_.size(); ++known) {
      std::size_t slot = hashes_[known] & (slots_.size() - 1);
      while (slots_[slot] != kFree) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = known;
    }
  }

  std::vector<std::uint32_t> slots_;  // at most half full
  std::vector<std::uint32_t> hashes_;
  std::vector<std::size_t> ends_;
  std::string bytes_;
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
  std::map<std::pair<const Tokenizer*, Case>, Dictionary> dictionaries;
  std::map<std::tuple<Field, const Tokenizer*, Case>, Tokens> tokens;
};

const Tokens& Samples::tokens(Field field, const Tokenizer& tokenizer, Case letters) {
  if (!cache_) cache_ = std::make_shared<Cache>();
  const auto key = std::tuple(field, &tokenizer, letters);
  const auto found = cache_->tokens.find(key);
  if (found != cache_->tokens.end()) return found->second;
  Tokens& out = cache_->tokens[key];
  Interner sink(cache_->dictionaries[{&tokenizer, letters}], out.ids);
  const std::span<const std::string_view> texts = field == Field::input    ? input
                                                  : field == Field::output ? output
                                                                           : reference;
  out.begin.reserve(texts.size() + 1);
  out.begin.push_back(0);
  std::string lowered;
  for (std::string_view text : texts) {
    if (letters == Case::folded) text = lowered = lower(text);
    if (tokenizer.code_points != nullptr) {
      tokenizer.code_points(text, out.ids);
    } else {
      tokenizer.split(text, sink);
    }
    out.begin.push_back(static_cast<std::uint32_t>(out.ids.size()));
  }
  return out;
}

}  // namespace shijin
