// EmbeddingModel: texts as vectors, by a model made for that (BERT and its kin, as GGUF), and what
// the vectors of outputs and references have in common.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "lm/matching.h"
#include "lm/model.h"

namespace shijin {

/// Which model the vectors come from
struct EmbeddingFacts {
  std::string path;
  std::string digest;
  std::string engine;
  std::string name;
  std::string architecture;
  std::string weights;
  Pooling pooling = Pooling::mean;
  int layers = 0;  // the last of which gives the vectors
  int width = 0;
  int window = 0;  // tokens; longer texts are cut
};
std::string_view pooling_name(Pooling pooling);
/// Whether models of an architecture give vectors of texts, and write none
bool gives_vectors(std::string_view architecture);

/// An output and the references it is compared with; without any there is nothing to say
struct EmbeddingPair {
  std::string output;
  std::vector<std::string> references;
};

struct EmbeddingResult {
  std::vector<std::vector<double>> values;  // of each pair, kEmbeddingValues or none
  std::size_t cut = 0;                      // texts that were longer than the window
};

/// One thread at a time
class EmbeddingModel {
 public:
  /// Load a model; an Error where it is none for texts, or this build has no llama.cpp
  static Result<EmbeddingModel> open(const std::string& path, std::size_t threads);
  EmbeddingModel(EmbeddingModel&&) noexcept;
  EmbeddingModel& operator=(EmbeddingModel&&) noexcept;
  ~EmbeddingModel();

  const EmbeddingFacts& facts() const;
  /// The vectors of each text, in the order given; `cut` counts those that were too long
  Result<std::vector<TextVectors>> embed(std::span<const std::string> texts, std::size_t& cut);
  /// Compare every output with its references; of several, each value is that of the best
  Result<EmbeddingResult> compare(std::span<const EmbeddingPair> pairs, const ModelHooks& hooks);

 private:
  struct State;
  explicit EmbeddingModel(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace shijin
