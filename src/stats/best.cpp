// Max-t over pairs of runs: differences in units of their own standard errors.
#include "stats/best.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/result.h"
#include "stats/bootstrap.h"

namespace shijin {
namespace {

// How far run j lies ahead of run i: in the scores, in replicate r, and the spread of the latter.
class Leads {
 public:
  explicit Leads(const RunReplicates& runs)
      : runs_(&runs), sign_(runs.larger == Larger::is_better ? 1.0 : -1.0) {
    SJ_CHECK(runs.replicates.size() == runs.runs() * runs.count() && runs.count() >= 2,
             "every run needs the same two or more replicates");
    const std::size_t size = runs.runs();
    error_.resize(size * size);
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j < i; ++j)
        error_[i * size + j] = error_[j * size + i] = spread(i, j);
    }
  }

  double seen(std::size_t j, std::size_t i) const {
    return sign_ * (runs_->scores[j] - runs_->scores[i]);
  }
  double drawn(std::size_t j, std::size_t i, std::size_t r) const {
    const std::size_t count = runs_->count();
    return sign_ * (runs_->replicates[j * count + r] - runs_->replicates[i * count + r]);
  }
  // In standard errors; equal runs lie 0 apart, and a gap that never varies is without end.
  double in_errors(double gap, std::size_t j, std::size_t i) const {
    const double error = error_[j * runs_->runs() + i];
    const double size = std::max(std::abs(runs_->scores[i]), std::abs(runs_->scores[j]));
    if (std::abs(gap) <= 1e-12 * size || gap == 0) return 0;
    return error > 1e-12 * size ? gap / error
                                : std::copysign(std::numeric_limits<double>::infinity(), gap);
  }
  double seen_t(std::size_t j, std::size_t i) const { return in_errors(seen(j, i), j, i); }
  // By chance alone: the drawn lead around the seen one; a pair that never varies adds nothing.
  double chance_t(std::size_t j, std::size_t i, std::size_t r) const {
    const double t = in_errors(drawn(j, i, r) - seen(j, i), j, i);
    return std::isfinite(t) ? t : 0.0;
  }

 private:
  double spread(std::size_t j, std::size_t i) const {
    const auto count = static_cast<double>(runs_->count());
    double mean = 0;
    for (std::size_t r = 0; r < runs_->count(); ++r) mean += drawn(j, i, r) / count;
    double squares = 0;
    for (std::size_t r = 0; r < runs_->count(); ++r) {
      squares += (drawn(j, i, r) - mean) * (drawn(j, i, r) - mean);
    }
    return std::sqrt(squares / (count - 1));
  }

  const RunReplicates* runs_;
  double sign_;
  std::vector<double> error_;
};

double upper(std::vector<double>& values, double level) {
  std::sort(values.begin(), values.end());
  return sorted_quantile(values, level);
}

// The runs that lead replicate r.
std::vector<std::size_t> leaders(const RunReplicates& runs, std::size_t r) {
  const double sign = runs.larger == Larger::is_better ? 1.0 : -1.0;
  std::vector<std::size_t> best;
  double top = -std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < runs.runs(); ++k) {
    const double score = sign * runs.replicates[k * runs.count() + r];
    if (score > top) best.clear();
    if (score >= top) best.push_back(k);
    top = std::max(top, score);
  }
  return best;
}

}  // namespace

std::size_t leading_run(const RunReplicates& runs) {
  SJ_CHECK(!runs.scores.empty(), "the best of no run");
  const auto& scores = runs.scores;
  const auto best = runs.larger == Larger::is_better
                        ? std::max_element(scores.begin(), scores.end())
                        : std::min_element(scores.begin(), scores.end());
  return static_cast<std::size_t>(best - scores.begin());
}

std::vector<bool> possibly_best(const RunReplicates& runs, double level) {
  const Leads leads(runs);
  std::vector<bool> possible(runs.runs(), true);
  std::vector<double> furthest(runs.count());
  for (std::size_t i = 0; i < runs.runs(); ++i) {
    double seen = 0;
    for (std::size_t j = 0; j < runs.runs(); ++j) {
      if (j != i) seen = std::max(seen, leads.seen_t(j, i));
    }
    if (seen == 0) continue;
    for (std::size_t r = 0; r < runs.count(); ++r) {
      furthest[r] = -std::numeric_limits<double>::infinity();
      for (std::size_t j = 0; j < runs.runs(); ++j) {
        if (j != i) furthest[r] = std::max(furthest[r], leads.chance_t(j, i, r));
      }
    }
    possible[i] = seen <= upper(furthest, level);
  }
  return possible;
}

std::vector<RankInterval> rank_intervals(const RunReplicates& runs, double level) {
  const Leads leads(runs);
  const std::size_t size = runs.runs();
  std::vector<double> furthest(runs.count(), 0.0);
  for (std::size_t r = 0; r < runs.count(); ++r) {
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        furthest[r] = std::max(furthest[r], std::abs(leads.chance_t(j, i, r)));
      }
    }
  }
  const double bound = upper(furthest, level);
  std::vector<RankInterval> ranks(size, RankInterval{1, size});
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      if (j == i) continue;
      ranks[i].best += leads.seen_t(j, i) > bound ? 1U : 0U;
      ranks[i].worst -= leads.seen_t(i, j) > bound ? 1U : 0U;
    }
  }
  return ranks;
}

std::vector<double> selection_frequency(const RunReplicates& runs) {
  std::vector<double> share(runs.runs(), 0.0);
  const auto count = static_cast<double>(runs.count());
  for (std::size_t r = 0; r < runs.count(); ++r) {
    const std::vector<std::size_t> best = leaders(runs, r);
    for (std::size_t k : best) share[k] += 1 / static_cast<double>(best.size());
  }
  for (double& one : share) one /= count;
  return share;
}

double debiased_best(const RunReplicates& runs, std::span<const double> left_out) {
  SJ_CHECK(left_out.size() == runs.replicates.size() && !left_out.empty(),
           "a score on the rows left out for each replicate");
  double sum = 0;
  for (std::size_t r = 0; r < runs.count(); ++r) {
    const std::vector<std::size_t> best = leaders(runs, r);
    for (std::size_t k : best) {
      sum += left_out[k * runs.count() + r] / static_cast<double>(best.size());
    }
  }
  return sum / static_cast<double>(runs.count());
}

std::vector<bool> pareto_front(std::span<const double> scores, std::span<const Larger> larger) {
  SJ_CHECK(!larger.empty() && scores.size() % larger.size() == 0, "a score for each metric");
  const std::size_t width = larger.size();
  const std::size_t size = scores.size() / width;
  const auto beats = [&](std::size_t j, std::size_t i) {
    bool ahead = false;
    for (std::size_t m = 0; m < width; ++m) {
      const double gap = scores[j * width + m] - scores[i * width + m];
      const double lead = larger[m] == Larger::is_better ? gap : -gap;
      if (lead < 0) return false;
      ahead = ahead || lead > 0;
    }
    return ahead;
  };
  std::vector<bool> front(size, true);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size && front[i]; ++j) front[i] = !beats(j, i);
  }
  return front;
}

}  // namespace shijin
