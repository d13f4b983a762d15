// A word or pair is new where its mask has no earlier position. Its naive twin is DistinctNgrams,
// which hashes.
#include "metrics/rouge_zh_counts.h"

#include <bit>
#include <string>
#include <vector>

#include "metrics/token_masks.h"

namespace shijin {
namespace {

static_assert(RougeZhCounts::kLongest <= TokenMasks::kMost);

struct Distinct {
  std::uint32_t words = 0;
  std::uint32_t pairs = 0;
};

Distinct distinct(TokenSpan text, TokenMasks::View own) {
  Distinct count;
  std::uint64_t last = 0;
  std::uint64_t before = 0;  // the positions before this one
  for (const std::uint32_t token : text) {
    const std::uint64_t mask = own.of(token);
    const std::uint64_t pair = (last << 1U) & mask;
    count.words += (mask & before) == 0 ? 1 : 0;
    count.pairs += pair != 0 && (pair & before) == 0 ? 1 : 0;
    last = mask;
    before = (before << 1U) | 1U;
  }
  return count;
}

RougeZhCounts count(TokenSpan text, TokenSpan reference, TokenMasks& masks) {
  RougeZhCounts out;
  out.counted = true;
  const Distinct of_text = distinct(text, masks.put(text));
  const TokenMasks::View view = masks.put(reference);
  const Distinct of_reference = distinct(reference, view);
  out.words = {of_text.words, of_reference.words, 0};
  out.pairs = {of_text.pairs, of_reference.pairs, 0};
  std::uint64_t seen = 0;
  std::uint64_t seen_pairs = 0;
  std::uint64_t kept = ~0ULL;  // as in metrics/alignment.cpp
  std::uint64_t last = 0;
  for (const std::uint32_t token : text) {
    const std::uint64_t mask = view.of(token);
    const std::uint64_t pair = (last << 1U) & mask;
    out.words.common += (mask & ~seen) != 0 ? 1 : 0;
    out.pairs.common += (pair & ~seen_pairs) != 0 ? 1 : 0;
    seen |= mask;
    seen_pairs |= pair;
    kept = (kept + (kept & mask)) | (kept & ~mask);
    last = mask;
  }
  const std::size_t size = reference.size();
  const std::uint64_t inside = size == 64 ? ~0ULL : (1ULL << size) - 1;
  out.subsequence = static_cast<std::uint32_t>(std::popcount(~kept & inside));
  return out;
}

}  // namespace

std::span<const RougeZhCounts> rouge_zh_counts(Samples& samples, const Tokenizer& tokenizer) {
  const std::string name = "rouge_zh " + std::string(tokenizer.name);
  return samples.once<std::vector<RougeZhCounts>>(name, [&] {
    const Tokens& output = samples.tokens(Field::output, tokenizer);
    const Tokens& reference = samples.tokens(Field::reference, tokenizer);
    std::vector<RougeZhCounts> counts(samples.size);
    TokenMasks masks;
    for (std::size_t i = 0; i < samples.size; ++i) {
      const std::size_t first = samples.reference_begin[i];
      if (first == samples.reference_begin[i + 1]) continue;
      const TokenSpan text = output.of(i);
      const TokenSpan against = reference.of(first);
      const bool is_short =
          text.size() <= RougeZhCounts::kLongest && against.size() <= RougeZhCounts::kLongest;
      if (is_short) counts[i] = count(text, against, masks);
    }
    return counts;
  });
}

}  // namespace shijin
