// Groups keep the jobs' order: results come in order, and progress is even.
#include "lm/packing.h"

#include <algorithm>

#include "lm/windows.h"

namespace shijin {
namespace {

constexpr std::size_t kWorthSharing = 4;

// How many tokens all of `count` lists begin with, their last ones left out.
template <typename List>
std::size_t common_begin(std::size_t count, const List& list) {
  if (count < 2) return 0;
  const std::vector<TokenId>& first = list(0);
  std::size_t shared = first.size() - 1;
  for (std::size_t i = 1; i < count; ++i) {
    const auto most = static_cast<std::ptrdiff_t>(std::min(shared, list(i).size() - 1));
    const auto differs = std::mismatch(first.begin(), first.begin() + most, list(i).begin()).first;
    shared = static_cast<std::size_t>(differs - first.begin());
  }
  return shared >= kWorthSharing ? shared : 0;
}

}  // namespace

std::size_t shared_tokens(std::span<const ScoreJob> jobs) {
  return common_begin(jobs.size(), [&](std::size_t i) -> auto& { return jobs[i].context; });
}

std::size_t shared_tokens(std::span<const GenerateJob> jobs) {
  return common_begin(jobs.size(), [&](std::size_t i) -> auto& { return jobs[i].prompt; });
}

std::size_t own_tokens(const ScoreJob& job, std::size_t shared) {
  std::size_t tokens = job.context.size() - shared;
  for (const auto& target : job.targets) tokens += target.empty() ? 0 : target.size() - 1;
  return tokens;
}

std::vector<JobGroup> pack_jobs(std::span<const ScoreJob> jobs, std::size_t shared,
                                const PackingLimits& limits) {
  std::vector<JobGroup> groups;
  std::size_t tokens = 0;
  std::size_t sequences = 0;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const std::size_t own = own_tokens(jobs[i], shared);
    const std::size_t paths = std::max<std::size_t>(jobs[i].targets.size(), 1);
    const bool fits =
        !groups.empty() && tokens + own <= limits.tokens && sequences + paths <= limits.sequences;
    if (!fits) {
      groups.push_back({{}, shared > 0});
      tokens = sequences = 0;
    }
    groups.back().jobs.push_back(i);
    tokens += own;
    sequences += paths;
  }
  return groups;
}

std::vector<ScoreJob> pieces_of(const ScoreJob& job, std::size_t window) {
  std::vector<TokenId> all = job.context;
  all.insert(all.end(), job.targets.front().begin(), job.targets.front().end());
  const auto at = [&](std::size_t i) { return all.begin() + static_cast<std::ptrdiff_t>(i); };
  std::vector<ScoreJob> pieces;
  for (const Window& piece : rolling_windows(all.size(), job.context.size(), window)) {
    pieces.push_back({{at(piece.begin), at(piece.first)}, {{at(piece.first), at(piece.end)}}});
  }
  return pieces;
}

}  // namespace shijin
