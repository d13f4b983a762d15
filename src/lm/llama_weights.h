// The weights that a precision needs: the file itself, or a copy of it with other weights.
#pragma once

#include <string>

#include "lm/gguf.h"
#include "lm/model.h"

namespace shijin {

/// The file to load; fills path, digest and precision of the facts
///
/// The copy lies in options.cache_dir under the digest of the model, and is made once. Which copy
/// is the fast one is measured once, kept beside it, and told by the precision: "fast-bf16".
Result<std::string> weights_for(const ModelOptions& options, const GgufFile& head,
                                ModelFacts& facts);

/// The digest of a whole file, read in pieces
Result<std::string> digest_file(const std::string& path);

}  // namespace shijin
