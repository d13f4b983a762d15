// What an embedding model says of a row, as a cell of a table and as numbers.
#pragma once

#include <cstddef>
#include <string_view>

namespace shijin {

/// The column that holds it: a JSON list of kEmbeddingValues numbers, empty without a reference
inline constexpr std::string_view kEmbeddingColumn = "model:embedding";

/// The places in that list: the cosine of the two texts' vectors, and how their tokens match
enum EmbeddingValue : std::size_t {
  embedding_cosine,
  embedding_precision,
  embedding_recall,
  embedding_f,
  kEmbeddingValues
};

/// Whether a metric is a mean of one of them
inline bool is_of_embeddings(std::string_view metric) {
  return metric == "embedding_similarity" || metric == "bertscore";
}

}  // namespace shijin
