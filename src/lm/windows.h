// Windows: a sequence too long for the model, scored in pieces so that each token is scored exactly
// once, with as much before it as fits (the rolling log-likelihood of lm-evaluation-harness); and
// llama-perplexity's way, which scores half of them.
#pragma once

#include <cstddef>
#include <vector>

namespace shijin {

/// Tokens [begin, first) are given, [first, end) are scored
struct Window {
  std::size_t begin;
  std::size_t first;
  std::size_t end;
};

/// Cut a sequence of `size` tokens whose tokens from `given` on are scored (given ≥ 1)
///
/// A window takes at most `most` tokens in, which score up to `most` after the first. The last
/// window slides back, so that it is as long as the others.
std::vector<Window> rolling_windows(std::size_t size, std::size_t given, std::size_t most);

/// Cut a sequence as llama-perplexity does: disjoint windows of `window` tokens (at least 4), of
/// each of which the second half is scored; what is left over is dropped, and so is a sequence
/// shorter than two windows
std::vector<Window> halved_windows(std::size_t size, std::size_t window);

}  // namespace shijin
