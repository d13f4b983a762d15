// NLTK's arithmetic in its order: precisions as quotients, logarithms summed exactly.
#include "metrics/sentence_bleu.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/exact_sum.h"
#include "base/numbers.h"

namespace shijin {
namespace {

constexpr Text kNeedsPunkt{
    "{0} of the rows may hold several sentences, and where those end is up to NLTK's model, which "
    "is not part of Shijin",
    "有 {0} 筆可能含有好幾句，而句尾由 NLTK 的模型判斷，Shijin 沒有收錄該模型"};

}  // namespace

Message needs_punkt(double rows) { return {kNeedsPunkt, {shortest(rows)}}; }

double sentence_bleu(TokenSpan text, TokenSpan reference, const std::array<double, 4>& weights,
                     ZeroMatches zeros, NgramOverlap& overlap) {
  std::array<std::uint32_t, 4> matches{};
  overlap.count(text, reference, matches);
  if (matches[0] == 0) return 0;
  const auto length = static_cast<std::uint32_t>(text.size());
  ExactSum logs;  // the peer sums them with fsum
  double power = 1;
  for (std::uint32_t n = 0; n < 4; ++n) {
    const double total = std::max(1U, ngram_count(length, n + 1));
    double precision = matches[n] / total;
    if (matches[n] == 0) {
      power *= 2;
      precision =
          zeros == ZeroMatches::halved ? 1 / (power * total) : std::numeric_limits<double>::min();
    }
    logs.add(weights[n] * std::log(precision));
  }
  const auto wanted = static_cast<double>(reference.size());
  const double penalty = length > reference.size() ? 1 : std::exp(1 - wanted / length);
  return penalty * std::exp(logs.value());
}

}  // namespace shijin
