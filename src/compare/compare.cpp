// Joining the runs, resampling each statistic once for all metrics and runs, and deciding.
#include "compare/compare.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

#include "base/parallel.h"
#include "compare/as_sacrebleu.h"
#include "compare/beside.h"
#include "compare/comparable.h"
#include "compare/flips.h"
#include "compare/gates.h"
#include "compare/grouped.h"
#include "compare/jackknife.h"
#include "compare/join.h"
#include "compare/paired.h"
#include "compare/rounds.h"
#include "compare/sliced.h"
#include "compare/tokens.h"
#include "compare/traps.h"
#include "compare/words.h"
#include "engine/resample.h"
#include "engine/version.h"
#include "metrics/log_probs.h"
#include "stats/best.h"
#include "stats/bootstrap.h"
#include "stats/mcnemar.h"
#include "stats/multiple.h"
#include "stats/power.h"
#include "stats/quantile.h"
#include "verdict/gate.h"

namespace shijin {
namespace {

constexpr Text kNoSpread{
    "the few rows that differ all differ alike, so that nothing tells the spread",
    "不同的那幾筆差得都一樣，看不出離散程度"};
constexpr Text kNoRowTells{"nothing tells how much one row moves this score",
                           "無從得知每一筆對這項分數的影響有多大"};
constexpr Text kUndefined{"the score is undefined in one of the runs",
                          "其中一個版本算不出這項分數"};
constexpr Text kTooFewDefined{"too many resamples have no defined score",
                              "太多次重抽樣得不到有定義的分數"};

// The chance of a false claim, over all comparisons together.
constexpr double kSurely = 0.05;

// Rows that must differ, all in one direction, before a test can say anything at 5 %: exchanging
// kLeastDiffering of them gives 2 / 2^6, and McNemar's mid-p of so many is 1 / 2^5.
constexpr std::size_t kLeastFlips = 5;

using Values = std::vector<std::optional<double>>;  // one a replicate

enum class Pair : std::uint8_t { difference, share };

// Two runs' replicates beside each other; nothing when more than one in twenty has none.
std::vector<double> pairs(const Values& base, const Values& other, Pair form) {
  std::vector<double> defined;
  std::size_t drawn = 0;
  for (std::size_t r = 0; r < base.size(); ++r) {
    drawn += base[r] || other[r] ? 1 : 0;
    if (!base[r] || !other[r]) continue;
    if (form == Pair::difference) defined.push_back(*other[r] - *base[r]);
    if (form == Pair::share && *base[r] > 0) defined.push_back(*other[r] / *base[r]);
  }
  if (defined.size() < 2 || defined.size() * 20 < drawn * 19) return {};
  std::sort(defined.begin(), defined.end());
  return defined;
}

double deviation(const std::vector<double>& values) {
  double mean = 0;
  for (const double one : values) mean += one / static_cast<double>(values.size());
  double squares = 0;
  for (const double one : values) squares += (one - mean) * (one - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

class Comparer {
 public:
  Comparer(const std::vector<MeasuredRun>& runs, const CompareOptions& options)
      : runs_(runs), options_(options) {
    threads_ = options.threads == 0 ? default_threads() : options.threads;
    for (const MeasuredRun& one : runs_) evidences_.push_back(one.evidence);
  }

  Result<Comparison> run() {
    std::vector<RunToJoin> to_join;
    for (const MeasuredRun& one : runs_) to_join.push_back({one.name, &one.kept});
    const Join join = SJ_TRY(join_runs(to_join));
    SJ_TRY(check_comparable(runs_, options_.decoding));
    describe_runs(join);
    keys_ = stream_keys(base());
    const std::vector<Group> groups = group(runs_, join);
    SJ_TRY(part_tokenizers(groups));
    for (const Group& one : groups) compare_group(one);
    std::stable_sort(out_.scores.begin(), out_.scores.end(), [&](const auto& a, const auto& b) {
      return place_of(a.key) != place_of(b.key) ? place_of(a.key) < place_of(b.key) : a.run < b.run;
    });
    std::stable_sort(
        out_.sacrebleu.begin(), out_.sacrebleu.end(),
        [&](const auto& a, const auto& b) { return place_of(a.key) < place_of(b.key); });
    adjust();
    for (ComparedScore& score : out_.scores) {
      put_needed(score);
      decide(score);
    }
    decide_gates();
    out_.pareto = pareto_of(out_);
    out_.config_differences = config_differences(out_.runs);
    std::vector<const Evidence*> evidences;
    for (const Evidence& one : evidences_) evidences.push_back(&one);
    out_.trend = trend_of(evidences);
    for (std::size_t run = 1; run < runs_.size(); ++run) {
      auto moved = confusion_difference(runs_.front().evidence, runs_[run].evidence, run);
      if (moved) out_.confusion_differences.push_back(std::move(*moved));
    }
    out_.slices = compared_slices(runs_.front(), out_, threads_);
    say_comparison(with_tokens(accuracy_traps(runs_), out_.runs, other_tokens_), out_);
    return std::move(out_);
  }

 private:
  const KeptRun& base() const { return runs_.front().kept; }
  std::size_t place_of(std::string_view key) const {
    for (std::size_t m = 0; m < base().metrics.size(); ++m) {
      if (base().metrics[m]->key() == key) return m;
    }
    return base().metrics.size();
  }

  void describe_runs(const Join& join) {
    const Evidence& evidence = runs_.front().evidence;
    out_.version = version();
    out_.task = evidence.task;
    out_.profile = evidence.profile;
    out_.rows = static_cast<std::int64_t>(base().row.size());
    out_.clusters = evidence.data.clusters;
    out_.joined = join.by;
    out_.level = options_.level;
    out_.margin = options_.margin;
    for (const MeasuredRun& one : runs_) {
      const auto& files = one.evidence.data.files;
      out_.runs.push_back({one.name, files.empty() ? "" : files.front().path,
                           one.evidence.data.digest, one.evidence.data.used, one.trainer,
                           one.evidence.model});
    }
    if (!base().metrics.empty()) out_.primary = base().metrics.front()->key();
  }

  // Runs whose models cut the texts otherwise are not ranked by what counts tokens.
  Result<Done> part_tokenizers(const std::vector<Group>& groups) {
    for (const Group& one : groups) {
      if (one.statistic->key() == kLogProbRows) other_tokens_ = cut_otherwise(one.rows);
    }
    const std::size_t run = first_other(other_tokens_);
    if (run == other_tokens_.size()) return Done{};
    const std::string rest = SJ_TRY(first_without_tokens(base().metrics, out_.runs, run));
    if (counts_tokens(out_.primary.substr(0, out_.primary.find('[')))) out_.primary = rest;
    return Done{};
  }

  void compare_group(const Group& rows) {
    std::vector<const Metric*> metrics;
    for (const std::size_t m : rows.metrics) metrics.push_back(base().metrics[m].get());
    std::vector<PairedRows> sides;
    for (const auto& one : rows.rows) sides.push_back({one, keys_, base().weights});
    State sum = rows.statistic->start();
    rows.statistic->add(sum, rows.rows[0], base().weights);
    const bool resampled = rows.statistic->resampled(sum);
    const bool decides =
        runs_.size() > 2 && std::any_of(metrics.begin(), metrics.end(), [&](const Metric* metric) {
          return metric->key() == out_.primary;
        });
    PairedReplicates replicates;
    if (resampled) {
      replicates = paired_replicates(*rows.statistic, metrics, sides,
                                     decides ? LeftOut::wanted : LeftOut::not_wanted, options_.seed,
                                     threads_);
      for (std::size_t m = 0; m < metrics.size(); ++m) put_later(replicates, m, metrics[m]->key());
    }
    for (std::size_t run = 1; run < runs_.size(); ++run) {
      std::vector<PairedTest> tests;
      if (resampled) {
        tests =
            exchange_tests(*rows.statistic, metrics, sides[0], sides[run], options_.seed, threads_);
      }
      for (std::size_t m = 0; m < metrics.size(); ++m) {
        ComparedScore& score = out_.scores.emplace_back(start_line(*metrics[m], run));
        if (!score.difference) continue;
        if (!resampled) {
          put_ranking(*metrics[m], rows, run, score);
          continue;
        }
        score.p = tests[m].p;
        score.test = tests[m].name;
        score.differing = tests[m].differing;
        score.differing_units = tests[m].units;
        put_interval(replicates.drawn[0][m], replicates.drawn[run][m], score);
        put_share(replicates.drawn[0][m], replicates.drawn[run][m], score);
        need_differing(tests[m].units, kLeastDiffering, score);
        if (metrics[m]->key() == flip_key()) put_flips(*metrics[m], rows, run, score);
      }
    }
    if (out_.profile == "sacrebleu" && base().weights.empty()) put_sacrebleu(metrics, rows);
    for (std::size_t m = 0; m < metrics.size() && decides && resampled; ++m) {
      if (metrics[m]->key() == out_.primary) put_best(*metrics[m], rows, replicates, m);
    }
  }

  // The intervals that measuring has left to these replicates.
  void put_later(const PairedReplicates& replicates, std::size_t m, std::string_view key) {
    for (std::size_t run = 0; run < runs_.size(); ++run) {
      for (ScoreLine& line : evidences_[run].metrics) {
        const bool waits = line.score.value && !line.interval && line.no_interval_because.empty();
        if (line.key != key || !waits) continue;
        const Values& drawn = replicates.drawn[run][m];
        const std::vector<double> values = defined_values(drawn, drawn.size());
        std::optional<Bounds> interval;
        if (!values.empty()) interval = percentile_interval(values, options_.level);
        shijin::put_interval(line, interval, options_.level, "poisson-bootstrap");
      }
    }
  }

  void put_sacrebleu(const std::vector<const Metric*>& metrics, const Group& rows) {
    const std::vector<std::span<const std::byte>> spans(rows.rows.begin(), rows.rows.end());
    for (const Metric* metric : metrics) {
      const std::vector<SacrebleuScore> scores = as_sacrebleu(*metric, spans);
      out_.sacrebleu.insert(out_.sacrebleu.end(), scores.begin(), scores.end());
    }
  }

  // The metric that says which rows are right: accuracy, or the exact match of a text.
  std::string_view flip_key() const {
    return out_.task == Task::classification ? "accuracy" : "exact_match";
  }

  ComparedScore start_line(const Metric& metric, std::size_t run) const {
    ComparedScore score;
    score.run = run;
    score.key = metric.key();
    const ScoreLine* before = runs_.front().evidence.find(metric.key());
    const ScoreLine* after = runs_[run].evidence.find(metric.key());
    if (before == nullptr || after == nullptr) return score;
    score.title = before->title;
    score.better = before->better;
    score.decimals = before->decimals;
    score.range = before->high - before->low;
    score.base = before->score;
    score.score = after->score;
    if (counts_tokens(metric.name()) && run < other_tokens_.size() && other_tokens_[run]) {
      score.untested_because = other_tokens(out_.runs, run);
      return score;
    }
    if (score.base.value && score.score.value) {
      score.difference = *score.score.value - *score.base.value;
    } else {
      score.untested_because = Message(kUndefined);
    }
    return score;
  }

  // A ranking of many rows is not resampled: what each row moves either score tells the error.
  void put_ranking(const Metric& metric, const Group& rows, std::size_t run,
                   ComparedScore& score) const {
    const std::size_t bytes = rows.statistic->stat_bytes();
    for (std::size_t i = 0; i < rows.rows[0].size(); i += bytes) {
      score.differing += std::memcmp(&rows.rows[0][i], &rows.rows[run][i], bytes) == 0 ? 0U : 1U;
    }
    score.differing_units = score.differing;
    if (score.differing == 0) {
      score.p = 1;
      score.test = "identical";
      score.interval = Interval{0, 0, options_.level, "identical"};
      return;
    }
    const auto state_of = [&](std::size_t which) {
      State state = rows.statistic->start();
      rows.statistic->add(state, rows.rows[which], base().weights);
      return state;
    };
    const auto error =
        error_of_difference(metric, state_of(0), state_of(run), base().weights, base().clusters);
    if (!error || !(*error > 0)) {
      score.untested_because = Message(kNoRowTells);
      return;
    }
    const double reach = normal_quantile((1 + options_.level) / 2) * *error;
    score.interval = Interval{*score.difference - reach, *score.difference + reach, options_.level,
                              "paired-jackknife"};
    score.p = 2 * normal_probability(-std::abs(*score.difference) / *error);
    score.test = "jackknife-z";
    score.error = *error;
  }

  void put_interval(const Values& before, const Values& after, ComparedScore& score) const {
    if (score.test == "identical") {
      score.interval = Interval{0, 0, options_.level, "identical"};
      return;
    }
    const std::vector<double> values = pairs(before, after, Pair::difference);
    if (values.empty()) {
      score.untested_because = Message(kTooFewDefined);
      return;
    }
    const bool alike = values.back() - values.front() <= 1e-12 * std::abs(values.back());
    if (alike && score.differing_units < kLeastDiffering) {
      score.untested_because = Message(kNoSpread);
      return;
    }
    if (alike) {
      score.interval = interval_of_alike(score);
      return;
    }
    score.error = deviation(values);
    score.interval = interval_of(values, score.error, *score.difference);
  }

  // Rows that all differ alike tell no spread. How many rows do may be fewer than it looks, by
  // Wilson's bound on their share; the others are taken not to differ.
  Interval interval_of_alike(const ComparedScore& score) const {
    const auto n = static_cast<double>(score.differing_units);
    const double share = wilson_interval(n, n, options_.level).lo;
    const double least = *score.difference * share;
    return {std::min(least, *score.difference), std::max(least, *score.difference), options_.level,
            "all-alike"};
  }

  // Percentiles; of few clusters they are too narrow, and Student's t stands for them.
  Interval interval_of(const std::vector<double>& values, double error, double middle) const {
    if (out_.clusters == 0) {
      const Bounds bounds = percentile_interval(values, options_.level);
      return {bounds.lo, bounds.hi, options_.level, "paired-poisson-bootstrap"};
    }
    const double degrees = std::max(1.0, static_cast<double>(out_.clusters) - 1);
    const double reach = student_quantile((1 + options_.level) / 2, degrees) * error;
    return {middle - reach, middle + reach, options_.level, "paired-cluster-t"};
  }

  // What would be found four times in five among as many comparisons.
  void put_needed(ComparedScore& score) const {
    if (!(score.error > 0)) return;
    Risk risk;
    risk.alpha /= static_cast<double>(std::max<std::size_t>(1, out_.comparisons));
    score.minimum_detectable = detectable_difference(score.error, risk);
    const auto rows = static_cast<double>(out_.rows);
    const double needed =
        std::ceil(rows_to_show(rows, score.error, std::abs(*score.difference), risk));
    if (!(needed < 1e12)) return;
    score.needed_n = std::max(score.needed_n.value_or(0), static_cast<std::int64_t>(needed));
  }

  // The share of the base's score, where a gate asks for it.
  void put_share(const Values& before, const Values& after, const ComparedScore& score) {
    const auto& gates = runs_.front().evidence.verdict.gates;
    const bool asked = std::any_of(gates.begin(), gates.end(), [&](const GateLine& gate) {
      return gate.relative && gate.key == score.key;
    });
    if (!asked) return;
    const auto place = std::pair(score.key, score.run);
    if (score.test == "identical") {
      shares_[place] = Interval{1, 1, options_.level, "identical"};
      return;
    }
    const std::vector<double> values = pairs(before, after, Pair::share);
    if (values.empty()) return;
    shares_[place] = interval_of(values, deviation(values), *score.score.value / *score.base.value);
  }

  // Each gate for each run after the base; those of the profile are for single runs.
  void decide_gates() {
    for (std::size_t run = 1; run < runs_.size(); ++run) {
      for (GateLine gate : runs_.front().evidence.verdict.gates) {
        if (gate.from_profile) continue;
        gate.run = out_.runs[run].name;
        if (gate.against_base) {
          GateGround ground{out_.find(gate.key, run), std::nullopt, out_.rows, out_.task};
          const auto share = shares_.find({gate.key, run});
          if (share != shares_.end()) ground.share = share->second;
          decide_against_base(ground, gate);
        } else {
          decide_gate(evidences_[run], gate);
        }
        out_.gates.push_back(std::move(gate));
      }
    }
    out_.decision = combine(out_.gates);
  }

  // However large a difference looks, so many rows have to differ before it can be told.
  void need_differing(std::size_t differing, std::size_t least, ComparedScore& score) const {
    if (differing == 0 || differing >= least || !(std::abs(*score.difference) > 0)) return;
    const double share = static_cast<double>(differing) / static_cast<double>(out_.rows);
    const auto rows = static_cast<std::int64_t>(std::ceil(static_cast<double>(least) / share));
    score.needed_n = std::max(score.needed_n.value_or(0), rows);
  }

  void put_flips(const Metric& metric, const Group& rows, std::size_t run, ComparedScore& score) {
    auto flips = flips_of(metric, rows.rows[0], rows.rows[run], base());
    if (!flips) return;
    flips->run = run;
    // McNemar's test supposes that rows stand alone.
    const bool alone = base().weights.empty() && base().clusters.empty();
    if (alone && score.test != "identical") {
      score.p = mcnemar_mid_p(static_cast<std::uint64_t>(flips->lost),
                              static_cast<std::uint64_t>(flips->gained));
      score.test = "mcnemar-mid-p";
      need_differing(static_cast<std::size_t>(flips->lost + flips->gained), kLeastFlips, score);
    }
    out_.flips.push_back(std::move(*flips));
  }

  // Whether two runs differ in so few rows (or clusters) that no test could tell them apart; what
  // resampling makes of those is too sure.
  bool hardly_differ(const Group& group, std::size_t a, std::size_t b) const {
    const std::size_t bytes = group.statistic->stat_bytes();
    std::vector<std::uint64_t> keys;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (std::memcmp(&group.rows[a][i * bytes], &group.rows[b][i * bytes], bytes) != 0) {
        keys.push_back(keys_[i]);
      }
    }
    return units_of(keys, keys.size()).count < kLeastDiffering;
  }

  // Whether some run scores better, and differs in rows enough to tell.
  bool surely_behind(const Group& group, const std::vector<double>& scores, bool lower,
                     std::size_t run) const {
    for (std::size_t other = 0; other < scores.size(); ++other) {
      const bool ahead = lower ? scores[other] < scores[run] : scores[other] > scores[run];
      if (ahead && !hardly_differ(group, run, other)) return true;
    }
    return false;
  }

  void put_best(const Metric& metric, const Group& group, const PairedReplicates& replicates,
                std::size_t m) {
    std::vector<double> scores;
    for (const MeasuredRun& one : runs_) {
      const ScoreLine* line = one.evidence.find(metric.key());
      if (line == nullptr || !line->score.value) return;
      scores.push_back(*line->score.value);
    }
    const std::vector<std::size_t> defined = defined_everywhere(replicates, m);
    if (defined.size() < 2) return;
    const auto table = [&](const Replicates& values) {
      std::vector<double> flat;
      for (const auto& run : values) {
        for (const std::size_t r : defined) flat.push_back(*run[m][r]);
      }
      return flat;
    };
    const std::vector<double> drawn = table(replicates.drawn);
    const bool lower = metric.info().better == Better::lower;
    const RunReplicates all{scores, drawn, lower ? Larger::is_worse : Larger::is_better};
    std::vector<bool> kept = possibly_best(all, options_.level);
    for (std::size_t run = 0; run < kept.size(); ++run) {
      kept[run] = kept[run] || !surely_behind(group, scores, lower, run);
    }
    BestRun best;
    best.key = metric.key();
    best.rule = "max-t";
    for (std::size_t run = 0; run < kept.size(); ++run) {
      (kept[run] ? best.possibly_best : best.worse).push_back(run);
    }
    std::stable_sort(best.possibly_best.begin(), best.possibly_best.end(),
                     [&](std::size_t a, std::size_t b) {
                       return lower ? scores[a] < scores[b] : scores[a] > scores[b];
                     });
    if (best.possibly_best.size() == 1) best.winner = best.possibly_best.front();
    best.debiased_score = debiased_best(all, table(replicates.left_out));
    best.scores = scores;
    const std::vector<RankInterval> ranks = rank_intervals(all, options_.level);
    const std::vector<double> leads = selection_frequency(all);
    for (std::size_t run = 0; run < ranks.size(); ++run) {
      best.ranks.push_back({ranks[run].best, ranks[run].worst, leads[run]});
    }
    out_.best = std::move(best);
  }

  // Replicates in which every run has a score, on the rows drawn and on those left out.
  static std::vector<std::size_t> defined_everywhere(const PairedReplicates& replicates,
                                                     std::size_t m) {
    std::vector<std::size_t> defined;
    for (std::size_t r = 0; r < kReplicates; ++r) {
      bool all = true;
      for (std::size_t run = 0; run < replicates.drawn.size(); ++run) {
        all = all && replicates.drawn[run][m][r] && replicates.left_out[run][m][r];
      }
      if (all) defined.push_back(r);
    }
    return defined;
  }

  void adjust() {
    std::vector<double> p;
    for (const ComparedScore& score : out_.scores) {
      if (score.p) p.push_back(*score.p);
    }
    out_.comparisons = p.size();
    const std::vector<double> adjusted = holm_adjusted(p);
    std::size_t next = 0;
    for (ComparedScore& score : out_.scores) {
      if (score.p) score.p_adjusted = adjusted[next++];
    }
  }

  void decide(ComparedScore& score) const {
    if (!score.p_adjusted || !score.difference || !score.interval) return;
    const bool same = score.test == "identical";
    const bool within = options_.margin && score.interval->lo >= -*options_.margin &&
                        score.interval->hi <= *options_.margin;
    score.undecided = Undecided::not_undecided;
    if (same || within) {
      score.outcome = Outcome::no_difference;
    } else if (!(score.interval->lo > 0 || score.interval->hi < 0)) {
      score.undecided = Undecided::holds_zero;
    } else if (*score.p_adjusted > kSurely) {
      score.undecided =
          *score.p <= kSurely ? Undecided::many_comparisons : Undecided::test_says_luck;
    } else if (score.better == Better::neither) {
      score.undecided = Undecided::no_direction;
    } else {
      const bool up = (*score.difference > 0) == (score.better == Better::higher);
      score.outcome = up ? Outcome::better : Outcome::worse;
    }
  }

  const std::vector<MeasuredRun>& runs_;
  const CompareOptions& options_;
  std::size_t threads_ = 1;
  std::vector<Evidence> evidences_;  // of the runs, with all intervals
  std::vector<std::uint64_t> keys_;
  std::vector<bool> other_tokens_;  // by run: the texts are cut otherwise than by the base's model
  std::map<std::pair<std::string, std::size_t>, Interval> shares_;  // by key and run
  Comparison out_;
};

}  // namespace

EvaluateOptions base_options(EvaluateOptions options) {
  options.count_empty = true;
  options.has_base = true;
  options.keep_slice_rows = true;
  options.screens = false;  // a comparison shows no findings
  options.samples_file.clear();
  return options;
}

EvaluateOptions other_options(EvaluateOptions options, const MeasuredRun& base) {
  options = base_options(std::move(options));
  options.keep_slice_rows = false;  // the base's rows are those of every run
  options.gates.clear();
  options.metrics.clear();
  for (const auto& metric : base.kept.metrics) {
    options.metrics += (options.metrics.empty() ? "" : ",") + metric->key();
  }
  options.task = base.evidence.task;
  return options;
}

Result<Comparison> compare(const std::vector<MeasuredRun>& runs, const CompareOptions& options) {
  SJ_CHECK(runs.size() >= 2, "a comparison needs two runs");
  return Comparer(runs, options).run();
}

}  // namespace shijin
