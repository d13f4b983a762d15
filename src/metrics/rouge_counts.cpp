// A text of up to 64 tokens is indexed once, as the masks that n-grams (metrics/ngram_overlap.h)
// and subsequences (metrics/alignment.h) both read.
#include "metrics/rouge_counts.h"

#include <array>
#include <bit>
#include <string>
#include <vector>

#include "metrics/alignment.h"
#include "metrics/ngram_overlap.h"
#include "metrics/token_masks.h"
#include "metrics/too_long.h"

namespace shijin {
namespace {

class Counter {
 public:
  RougeCounts count(TokenSpan a, TokenSpan b) {
    if (a.size() < b.size()) std::swap(a, b);
    if (b.empty()) return {};
    if (b.size() <= 64) return count_short(a, b);
    RougeCounts counts;
    std::array<std::uint32_t, 2> matches{};
    overlap_.count(a, b, matches);
    counts.unigrams = matches[0];
    counts.bigrams = matches[1];
    counts.too_long = is_too_long(a.size(), b.size());
    if (!counts.too_long) counts.subsequence = alignment_.common_subsequence(a, b);
    return counts;
  }

 private:
  RougeCounts count_short(TokenSpan text, TokenSpan reference) {
    const TokenMasks::View masks = masks_.put(reference);
    std::uint64_t free_one = ~0ULL;  // reference positions whose unigram is not taken yet
    std::uint64_t free_two = ~0ULL;
    std::uint64_t kept = ~0ULL;  // a zero: the subsequence grows at this position
    std::uint64_t last = 0;
    for (const std::uint32_t token : text) {
      const std::uint64_t mask = masks.of(token);
      const std::uint64_t one = free_one & mask;
      const std::uint64_t two = free_two & (last << 1U) & mask;
      free_one ^= one & (0 - one);
      free_two ^= two & (0 - two);
      kept = (kept + (kept & mask)) | (kept & ~mask);
      last = mask;
    }
    const std::size_t size = reference.size();
    const std::uint64_t inside = size == 64 ? ~0ULL : (1ULL << size) - 1;
    const auto bits = [](std::uint64_t set) {
      return static_cast<std::uint32_t>(std::popcount(set));
    };
    return {bits(~free_one), bits(~free_two), bits(~kept & inside), false};
  }

  TokenMasks masks_;
  NgramOverlap overlap_;
  Alignment alignment_;
};

}  // namespace

std::span<const RougeCounts> rouge_counts(Samples& samples, const Tokenizer& tokenizer) {
  return samples.once<std::vector<RougeCounts>>("rouge " + std::string(tokenizer.name), [&] {
    const Tokens& output = samples.tokens(Field::output, tokenizer);
    const Tokens& reference = samples.tokens(Field::reference, tokenizer);
    std::vector<RougeCounts> counts(samples.reference.size());
    Counter counter;
    for (std::size_t i = 0; i < samples.size; ++i) {
      for (std::size_t r = samples.reference_begin[i]; r < samples.reference_begin[i + 1]; ++r) {
        counts[r] = counter.count(output.of(i), reference.of(r));
      }
    }
    return counts;
  });
}

}  // namespace shijin
