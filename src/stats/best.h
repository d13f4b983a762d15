// The best of several runs measured on the same rows, without taking luck for merit: which can
// still be the best, which ranks are open, and what the winner scores on rows that did not choose
// it. All from replicates in which every run had the same weights.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace shijin {

/// Which end of a score is good
enum class Larger : std::uint8_t { is_better, is_worse };

/// The scores of K runs and of their replicates: score of run k in replicate r at k·R + r
///
/// Replicates in which any run is undefined must be left out by the caller, for all runs. A view.
struct RunReplicates {
  std::span<const double> scores;      // K ≥ 1
  std::span<const double> replicates;  // K × R
  Larger larger = Larger::is_better;

  std::size_t runs() const { return scores.size(); }
  std::size_t count() const { return scores.empty() ? 0 : replicates.size() / scores.size(); }
};

/// Run with the best plain score; the first of equals
std::size_t leading_run(const RunReplicates& runs);

/// Runs that cannot be told apart from the best: all truly best ones are in, at the level at once
///
/// A run is out when some other lies further ahead, in standard errors of their difference, than
/// the furthest that any run gets ahead of it by chance alone in `level` of the replicates (max-t,
/// multiple comparisons with the best). Equal runs stay in together. Needs R ≥ 2.
std::vector<bool> possibly_best(const RunReplicates& runs, double level);

/// Ranks that a run may hold; 1 is the best
struct RankInterval {
  std::size_t best;
  std::size_t worst;
};

/// Rank intervals that hold for all runs at once, at the level (max-t over all pairs)
std::vector<RankInterval> rank_intervals(const RunReplicates& runs, double level);

/// Share of replicates that each run leads (shared among equals): a frequency, not a probability of
/// being best
std::vector<double> selection_frequency(const RunReplicates& runs);

/// The score of the best run without the luck of having been chosen: the mean, over replicates, of
/// what the leader of a replicate scores on the rows that the replicate left out
///
/// `left_out` is K × R as the replicates are: each run's score on the rows of weight 0.
double debiased_best(const RunReplicates& runs, std::span<const double> left_out);

/// The runs that no other beats on one score without losing on another
///
/// `scores` is K × M, run by run; `larger` says for each of the M which end is good. Equal runs
/// stay together.
std::vector<bool> pareto_front(std::span<const double> scores, std::span<const Larger> larger);

}  // namespace shijin
