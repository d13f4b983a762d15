// Packing: many short jobs computed at once. Tokens that jobs have in common at their beginning are
// computed once, and so is the context that several targets share.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "lm/model.h"

namespace shijin {

/// Jobs computed together: their own tokens, and the sequences they take
struct JobGroup {
  std::vector<std::size_t> jobs;
  bool after_shared = false;  // they begin with the shared tokens, which are already computed
};

struct PackingLimits {
  std::size_t tokens;     // of one group, unless a single job has more
  std::size_t sequences;  // of one group
};

/// How many tokens at the beginning all jobs share (of their contexts, the last token left out), or
/// 0 where it is not worth it
std::size_t shared_tokens(std::span<const ScoreJob> jobs);
/// … of their prompts
std::size_t shared_tokens(std::span<const GenerateJob> jobs);

/// Tokens a job has to have computed: its context after `shared`, and its targets but for their
/// ends
std::size_t own_tokens(const ScoreJob& job, std::size_t shared);

/// Put jobs into groups, in order
std::vector<JobGroup> pack_jobs(std::span<const ScoreJob> jobs, std::size_t shared,
                                const PackingLimits& limits);

/// Cut a job with one target that is longer than the window into jobs that are not: each token is
/// scored once, with as much before it as the window holds
std::vector<ScoreJob> pieces_of(const ScoreJob& job, std::size_t window);

}  // namespace shijin
