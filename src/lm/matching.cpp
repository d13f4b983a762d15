// All sums in double, in order.
#include "lm/matching.h"

#include <algorithm>
#include <cmath>

namespace shijin {
namespace {

double dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  }
  return sum;
}

std::vector<double> pooled(const TextVectors& text, Pooling pooling) {
  std::vector<double> sum(text.width, 0.0);
  const std::size_t last = text.tokens() - 1;
  const std::size_t begin = pooling == Pooling::last ? last : 0;
  const std::size_t end = pooling == Pooling::first ? 0 : last;
  for (std::size_t token = begin; token <= end; ++token) {
    const std::span<const float> one = text.of(token);
    for (std::size_t i = 0; i < text.width; ++i) sum[i] += static_cast<double>(one[i]);
  }
  return sum;  // a mean but for a factor that the cosine does not see
}

double cosine(const std::vector<double>& a, const std::vector<double>& b) {
  double both = 0;
  double of_a = 0;
  double of_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    both += a[i] * b[i];
    of_a += a[i] * a[i];
    of_b += b[i] * b[i];
  }
  const double length = std::sqrt(of_a) * std::sqrt(of_b);
  return length > 0 ? std::clamp(both / length, -1.0, 1.0) : 0.0;
}

std::vector<double> lengths_of(const TextVectors& text) {
  std::vector<double> lengths;
  for (std::size_t token = 0; token < text.tokens(); ++token) {
    const double length = std::sqrt(dot(text.of(token), text.of(token)));
    lengths.push_back(length > 0 ? length : 1.0);
  }
  return lengths;
}

// The mean of the highest cosines of the tokens that are no special ones.
double mean_of(const std::vector<double>& highest, const std::vector<bool>& special) {
  double sum = 0;
  double count = 0;
  for (std::size_t token = 0; token < highest.size(); ++token) {
    if (special[token]) continue;
    sum += highest[token];
    ++count;
  }
  return sum / count;
}

bool says_nothing(const TextVectors& text) {
  return std::find(text.special.begin(), text.special.end(), false) == text.special.end();
}

}  // namespace

EmbeddingValues match(const TextVectors& output, const TextVectors& reference, Pooling pooling) {
  EmbeddingValues values{};
  if (output.tokens() == 0 || reference.tokens() == 0) return values;
  values[embedding_cosine] = cosine(pooled(output, pooling), pooled(reference, pooling));
  if (says_nothing(output) || says_nothing(reference)) return values;
  const std::vector<double> of_output = lengths_of(output);
  const std::vector<double> of_reference = lengths_of(reference);
  std::vector<double> best_output(output.tokens(), -1.0);
  std::vector<double> best_reference(reference.tokens(), -1.0);
  for (std::size_t i = 0; i < output.tokens(); ++i) {
    for (std::size_t k = 0; k < reference.tokens(); ++k) {
      const double one = dot(output.of(i), reference.of(k)) / of_output[i] / of_reference[k];
      best_output[i] = std::max(best_output[i], one);
      best_reference[k] = std::max(best_reference[k], one);
    }
  }
  const double precision = std::min(mean_of(best_output, output.special), 1.0);
  const double recall = std::min(mean_of(best_reference, reference.special), 1.0);
  values[embedding_precision] = precision;
  values[embedding_recall] = recall;
  values[embedding_f] =
      precision + recall != 0 ? 2 * precision * recall / (precision + recall) : 0.0;
  return values;
}

}  // namespace shijin
