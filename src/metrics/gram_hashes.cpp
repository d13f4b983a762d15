// Hashing tokens and filling the table.
#include "metrics/gram_hashes.h"

#include <algorithm>

#include "base/hash.h"
#include "base/random.h"

namespace shijin {
namespace {

class TokenHashes final : public TokenSink {
 public:
  explicit TokenHashes(std::vector<std::uint64_t>& out) : out_(&out) {}
  void token(std::string_view text, Span) override { out_->push_back(hash_bytes(text)); }

 private:
  std::vector<std::uint64_t>* out_;
};

}  // namespace

void gram_hashes(std::string_view text, const Tokenizer& tokenizer, std::size_t n,
                 std::vector<std::uint64_t>& out) {
  out.clear();
  TokenHashes sink(out);
  tokenizer.split(text, sink);
  if (out.size() < n) {
    out.clear();
    return;
  }
  const std::size_t count = out.size() - n + 1;
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t bits = n;
    for (std::size_t k = 0; k < n; ++k) bits = mix_bits(bits * 0x9E3779B97F4A7C15ULL + out[i + k]);
    out[i] = bits == 0 ? 1 : bits;  // later n-grams do not look back at it
  }
  out.resize(count);
}

void HashSet::add(std::uint64_t hash) {
  if (10 * (size_ + 1) > 7 * slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = mix_bits(hash) & mask;
  while (slots_[at] != 0 && slots_[at] != hash) at = (at + 1) & mask;
  if (slots_[at] == hash) return;
  slots_[at] = hash;
  ++size_;
}

void HashSet::clear() {
  slots_ = {};
  size_ = 0;
}

void HashSet::grow() {
  std::vector<std::uint64_t> old(slots_.empty() ? 64 : slots_.size() * 2);
  old.swap(slots_);
  size_ = 0;
  for (const std::uint64_t hash : old) {
    if (hash != 0) add(hash);
  }
}

std::vector<std::uint64_t> HashSet::sorted() const {
  std::vector<std::uint64_t> out;
  out.reserve(size_);
  std::copy_if(slots_.begin(), slots_.end(), std::back_inserter(out),
               [](std::uint64_t hash) { return hash != 0; });
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace shijin
