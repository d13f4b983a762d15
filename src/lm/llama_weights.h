// The weights that a precision needs: the file itself, or a copy of it with other weights; and
// loading a file, alike where a precision is chosen by its speed and where it is used.
#pragma once

#include <string>

#include "lm/gguf.h"
#include "lm/model.h"

struct llama_model;

namespace shijin {

/// The file to load; fills path, digest and precision of the facts
///
/// The copy lies in options.cache_dir under the digest of the model, and is made once. Which copy
/// is the fast one is measured once, kept beside it, and told by the precision: "fast-bf16".
Result<std::string> weights_for(const ModelOptions& options, const GgufFile& head,
                                ModelFacts& facts);

/// The digest of a whole file, read in pieces
Result<std::string> digest_file(const std::string& path);

/// How products with quantised weights are computed
enum class Kernels : bool {
  plain,
  /// By tiles of rewritten weights (AMX, or what ggml has for other processors), which are several
  /// times as fast and round differently; plain where an installed package computes
  tiled,
};

/// The model, or null where llama.cpp refuses it or its memory; to be freed by llama_model_free.
/// Weights are rewritten by at most `threads` threads
llama_model* load_llama(const std::string& path, Kernels kernels, std::size_t threads);

/// What the kernels add to the name of the engine: "+AMX", "+REPACK", or nothing
std::string kernels_suffix(Kernels kernels);

}  // namespace shijin
