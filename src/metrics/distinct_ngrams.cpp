// One open-addressed table for both texts; a stamp tells this pair's entries from older ones.
#include "metrics/distinct_ngrams.h"

#include <bit>

#include "base/result.h"

namespace shijin {
namespace {

constexpr std::uint32_t kInReference = 1;
constexpr std::uint32_t kInText = 2;

std::uint64_t ngram(TokenSpan tokens, std::size_t at, std::uint32_t order) {
  const std::uint64_t first = tokens[at];
  return order == 1 ? first : (first << 32U) | tokens[at + 1];
}

}  // namespace

DistinctNgrams::Entry& DistinctNgrams::entry(std::uint64_t key) {
  const std::size_t mask = entries_.size() - 1;
  std::size_t at = mix_bits(key) & mask;
  while (entries_[at].stamp == stamp_ && entries_[at].key != key) at = (at + 1) & mask;
  if (entries_[at].stamp != stamp_) entries_[at] = {key, stamp_, 0};
  return entries_[at];
}

DistinctNgrams::Counts DistinctNgrams::count(TokenSpan text, TokenSpan reference,
                                             std::uint32_t order) {
  SJ_CHECK(order == 1 || order == 2, "sets of n-grams of another order");
  const std::size_t room = std::bit_ceil(2 * (text.size() + reference.size()) + 16);
  if (entries_.size() < room) entries_.resize(room);
  if (++stamp_ == 0) {  // after 2^32 pairs old stamps could be taken for new ones
    entries_.assign(entries_.size(), Entry{});
    stamp_ = 1;
  }
  Counts counts;
  for (std::size_t i = 0; i + order <= reference.size(); ++i) {
    Entry& one = entry(ngram(reference, i, order));
    counts.reference += one.seen == 0 ? 1 : 0;
    one.seen = kInReference;
  }
  for (std::size_t i = 0; i + order <= text.size(); ++i) {
    Entry& one = entry(ngram(text, i, order));
    if ((one.seen & kInText) != 0) continue;
    ++counts.text;
    counts.common += (one.seen & kInReference) != 0 ? 1 : 0;
    one.seen |= kInText;
  }
  return counts;
}

}  // namespace shijin
