// Tokenising a field once, with one dictionary for all fields so that ids can be compared.
#include "metrics/samples.h"

#include <unordered_map>

#include "base/hash.h"
#include "text/lower.h"

namespace shijin {
namespace {

struct BytesHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return hash_bytes(text); }
};

using Ids = std::unordered_map<std::string, std::uint32_t, BytesHash, std::equal_to<>>;

// Give each distinct token the next id.
class Interner final : public TokenSink {
 public:
  Interner(Ids& known, Tokens& out) : known_(&known), out_(&out) {}
  void token(std::string_view text, Span) override {
    auto found = known_->find(text);
    if (found == known_->end()) {
      found = known_->emplace(std::string(text), static_cast<std::uint32_t>(known_->size())).first;
    }
    out_->ids.push_back(found->second);
  }

 private:
  Ids* known_;
  Tokens* out_;
};

}  // namespace

struct Samples::Cache {
  std::map<std::pair<const Tokenizer*, Case>, Ids> dictionaries;
  std::map<std::tuple<Field, const Tokenizer*, Case>, Tokens> tokens;
};

const Tokens& Samples::tokens(Field field, const Tokenizer& tokenizer, Case letters) {
  if (!cache_) cache_ = std::make_shared<Cache>();
  const auto key = std::tuple(field, &tokenizer, letters);
  const auto found = cache_->tokens.find(key);
  if (found != cache_->tokens.end()) return found->second;
  Tokens& out = cache_->tokens[key];
  Ids& known = cache_->dictionaries[{&tokenizer, letters}];
  Interner sink(known, out);
  const std::span<const std::string_view> texts = field == Field::input    ? input
                                                  : field == Field::output ? output
                                                                           : reference;
  out.begin.push_back(0);
  for (const std::string_view text : texts) {
    if (letters == Case::folded) {
      tokenizer.split(lower(text), sink);
    } else {
      tokenizer.split(text, sink);
    }
    out.begin.push_back(static_cast<std::uint32_t>(out.ids.size()));
  }
  return out;
}

}  // namespace shijin
