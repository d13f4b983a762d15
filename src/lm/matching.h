// Matching: how alike two texts are by the vectors of their tokens. The arithmetic of
// sentence-transformers (pooling, cosine) and bert_score (greedy matching), without a model.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "evidence/embedding_column.h"

namespace shijin {

enum class Pooling : std::uint8_t { mean, first, last };

/// A text as the vectors of its tokens, each of `width` numbers, one after the other
struct TextVectors {
  std::vector<float> values;
  std::size_t width = 0;
  std::vector<bool> special;  // of each token: it is no part of the text

  std::size_t tokens() const { return special.size(); }
  std::span<const float> of(std::size_t token) const {
    return std::span<const float>(values).subspan(token * width, width);
  }
};

using EmbeddingValues = std::array<double, kEmbeddingValues>;

/// Compare an output with a reference
///
/// Precision is the mean, over the output's tokens, of the cosine with the nearest token of the
/// reference; recall the same the other way round. Special tokens weigh nothing, yet may be what a
/// token is nearest to, as in bert_score; a side of nothing but these makes all three 0.
EmbeddingValues match(const TextVectors& output, const TextVectors& reference, Pooling pooling);

}  // namespace shijin
