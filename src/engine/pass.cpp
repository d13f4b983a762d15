// Cutting is serial, measuring is parallel, and results are added in shard order, so that the sums
// do not depend on threads.
#include "engine/pass.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>

#include "base/hash.h"
#include "base/json_writer.h"
#include "base/parallel.h"
#include "base/random.h"
#include "engine/samples_file.h"

namespace shijin {
namespace {

constexpr Text kStopped{"the run was stopped before its end", "執行在結束前被中止"};

Error stopped_early() {
  Error error;
  error.name = "stopped";
  error.found = Message(kStopped);
  return error;
}

// What one thread hands over for one shard.
struct Measured {
  std::vector<ShardStats> stats;
  std::vector<std::uint64_t> keys;
  std::vector<double> weights;
  std::vector<double> text_weights;  // the same with 0 for rows without a text on both sides
  Collector facts;
  Notes notes;
  std::string samples;
  KeptRun kept;  // of this shard, without statistics
  std::int64_t last_row = 0;
};

// The stream of a row's random weights: its cluster's, else its id's, else its number's. A row
// whose cluster is an empty cell belongs to no other row.
std::vector<std::uint64_t> stream_keys(const Shard& shard) {
  std::vector<std::uint64_t> keys(shard.samples.size);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    keys[i] = shard.id.empty() ? mix_bits(static_cast<std::uint64_t>(shard.row[i]))
                               : hash_bytes(shard.id[i]);
    if (shard.cluster.empty()) continue;
    keys[i] = shard.cluster[i].empty() ? mix_bits(keys[i] + 1) : hash_bytes(shard.cluster[i]);
  }
  return keys;
}

// The weights of metrics that leave rows without a text out; as the rows' own where there is none.
std::vector<double> weights_with_text(const Shard& shard) {
  const bool any =
      std::find(shard.lacks_text.begin(), shard.lacks_text.end(), true) != shard.lacks_text.end();
  std::vector<double> weights = shard.weight;
  if (!any) return weights;
  weights.resize(shard.samples.size, 1.0);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (shard.lacks_text[i]) weights[i] = 0;
  }
  return weights;
}

// What tells a row apart, and what was expected there.
void keep_facts(const Shard& shard, KeptRun& kept) {
  kept.ids.assign(shard.id.begin(), shard.id.end());
  kept.row.assign(shard.row.begin(), shard.row.end());
  kept.has_input = !shard.input.empty();
  if (std::find(shard.lacks_text.begin(), shard.lacks_text.end(), true) != shard.lacks_text.end()) {
    kept.lacks_text = shard.lacks_text;
  }
  const auto& answers = shard.predicted_text.empty() ? shard.output : shard.predicted_text;
  if (!shard.cluster.empty()) kept.clusters = stream_keys(shard);
  for (std::size_t i = 0; i < shard.samples.size; ++i) {
    kept.asked.push_back(shard.input.empty() ? 0 : hash_bytes(shard.input[i]));
    std::uint64_t expected = 0;
    if (!shard.truth_text.empty()) {
      expected = hash_bytes(shard.truth_text[i]);
    } else {
      expected = expected_hash(shard.samples.references(i));
      const bool alone = shard.samples.references(i).empty() && !shard.scored.empty();
      if (alone) expected = hash_bytes(shard.scored[i]);
    }
    kept.expected.push_back(expected);
    // What a language model says of each token is its answer.
    std::uint64_t said = 0;
    for (const TokenScores* of : {&shard.samples.log_probs, &shard.samples.chunked}) {
      if (!of->known()) continue;
      for (const double log_prob : of->of(i)) {
        said = mix_bits(said ^ std::bit_cast<std::uint64_t>(log_prob));
      }
    }
    if (answers.empty()) continue;
    // Which row it is: its input, else its id, else its number.
    const std::uint64_t which = !shard.input.empty() ? kept.asked.back()
                                : !shard.id.empty()  ? hash_bytes(shard.id[i])
                                                     : static_cast<std::uint64_t>(shard.row[i]);
    kept.answers += mix_bits(mix_bits(which ^ mix_bits(expected)) ^ hash_bytes(answers[i]) ^ said);
  }
}

}  // namespace

std::uint64_t expected_hash(std::span<const std::string_view> references) {
  std::uint64_t expected = 0;
  for (const std::string_view text : references) expected = mix_bits(expected ^ hash_bytes(text));
  return expected;
}

const Accumulator& PassResult::of(const PlannedMetric& planned) const {
  const std::string& key = planned.metric->statistic().key();
  for (const Sum& sum : sums) {
    if (sum.rows == planned.rows && sum.accumulator->statistic().key() == key) {
      return *sum.accumulator;
    }
  }
  SJ_CHECK(false, "a metric was finished whose statistic was not measured");
  return *sums.front().accumulator;
}

struct Pass::State {
  Table* table;
  const ShardPlan* shard_plan;
  const EvaluateOptions* options;
  const EvaluateHooks* hooks;
  std::unique_ptr<Shard> first;
  bool exhausted = false;

  std::mutex cutting;
  std::size_t next_cut = 0;

  std::mutex committing;
  std::condition_variable committed;
  std::size_t next_commit = 0;
  std::map<std::size_t, Measured> waiting;
  std::optional<Error> failed;
  std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();

  // What the first metric of the plan is, for "worst rows", and what --samples prints.
  const PlannedMetric* primary = nullptr;
  std::vector<const PlannedMetric*> per_sample;
  bool any_resampling = false;

  // Whether lines of samples are wanted; the hook may say that it has enough.
  bool samples_to_file = false;
  std::atomic<bool> samples_to_hook = false;
  bool samples_wanted() const { return samples_to_file || samples_to_hook; }

  bool clustered() const { return shard_plan->layout.cluster >= 0; }
  bool stopped() const { return hooks->stop != nullptr && hooks->stop->load(); }
  Result<std::unique_ptr<Shard>> next(LabelCache& cache, std::size_t& index);
  Measured measure(Shard& shard, const PassResult& result, bool samples) const;
  std::vector<std::optional<double>> row_scores(const PlannedMetric& planned,
                                                const PassResult& result, const Measured& measured,
                                                const Shard& shard) const;
  std::int64_t most_rows(const PassResult& result) const;
  void keep(const PassResult& result, const Measured& measured) const;
  Result<Done> commit(PassResult& result, Measured measured, FileWriter* samples_out);
  void work(PassResult& result, FileWriter* samples_out);
  void report_progress(const PassResult& result) const;
};

Pass::Pass(Table& table, const ShardPlan& shard_plan, const EvaluateOptions& options,
           const EvaluateHooks& hooks)
    : state_(std::make_unique<State>()) {
  state_->table = &table;
  state_->shard_plan = &shard_plan;
  state_->options = &options;
  state_->hooks = &hooks;
}
Pass::~Pass() = default;

// Cut the next shard under the lock, then take it apart outside it; nothing at the end.
Result<std::unique_ptr<Shard>> Pass::State::next(LabelCache& cache, std::size_t& index) {
  auto shard = std::make_unique<Shard>();
  {
    const std::unique_lock lock(cutting);
    if (first) {
      index = next_cut++;
      return std::move(first);
    }
    if (exhausted || stopped()) return std::unique_ptr<Shard>();
    auto more = table->cut(shard->raw);
    if (!more.ok() || !*more) exhausted = true;
    if (!more.ok()) return std::move(more).error();
    if (!*more) return std::unique_ptr<Shard>();
    index = next_cut++;
  }
  table->parse(shard->raw, shard_plan->layout.columns, shard->batch, shard->notes);
  build_shard(*shard_plan, cache, *shard);
  return shard;
}

Result<Shard*> Pass::first() {
  LabelCache cache(*state_->shard_plan->labels);
  std::size_t index = 0;
  if (state_->stopped()) return stopped_early();
  state_->first = SJ_TRY(state_->next(cache, index));
  state_->next_cut = 0;
  return state_->first.get();
}

// Each row's score of a metric, whose rows of statistics were measured just now.
std::vector<std::optional<double>> Pass::State::row_scores(const PlannedMetric& planned,
                                                           const PassResult& result,
                                                           const Measured& measured,
                                                           const Shard& shard) const {
  std::vector<std::optional<double>> scores;
  for (std::size_t i = 0; i < result.sums.size(); ++i) {
    if (result.sums[i].accumulator.get() != &result.of(planned)) continue;
    scores = planned.metric->score_each(measured.stats[i].rows);
  }
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (planned.rows == Rows::with_text && shard.lacks_text[i]) scores[i].reset();
  }
  return scores;
}

Measured Pass::State::measure(Shard& shard, const PassResult& result, bool samples) const {
  Measured out;
  out.notes = shard.notes;
  out.weights = shard.weight;
  if (shard.samples.size > 0) out.last_row = shard.row.back();
  if (any_resampling || clustered()) out.keys = stream_keys(shard);
  out.text_weights = weights_with_text(shard);
  for (const PassResult::Sum& sum : result.sums) {
    const Statistic& statistic = sum.accumulator->statistic();
    ShardStats stats;
    stats.rows.resize(shard.samples.size * statistic.stat_bytes());
    shard.samples.take_words_used();
    statistic.measure(shard.samples, stats.rows);
    stats.words_used = shard.samples.take_words_used();
    stats.sum = statistic.start();
    statistic.add_shard(stats.sum, shard.samples, stats.rows,
                        sum.rows == Rows::all ? out.weights : out.text_weights);
    out.stats.push_back(std::move(stats));
  }
  out.facts.look(*shard_plan, shard);
  const Layout& layout = shard_plan->layout;
  const bool rated = layout.task == Task::generation && !layout.ratings.empty();
  std::vector<SampleColumn> columns;
  std::vector<PeopleScores::Column> beside_people;
  for (const PlannedMetric* planned : per_sample) {
    const bool worst = planned == primary;
    if (!samples && !worst && !rated) continue;
    columns.push_back({planned->metric->key(), row_scores(*planned, result, out, shard)});
    if (rated) {
      beside_people.push_back(
          {planned->metric->key(), planned->metric->info().better, columns.back().scores});
    }
    if (!worst || planned->metric->key() == "ppl") continue;  // kept below, with marks
    out.facts.keep_worst(planned->metric->key(), planned->metric->info().better, *shard_plan, shard,
                         columns.back().scores);
    out.facts.keep_lengths(planned->metric->key(), shard, columns.back().scores);
  }
  if (rated) {
    const auto overall = overall_ratings(*shard_plan, shard);
    out.facts.keep_rated(shard, overall, beside_people);
    if (samples) columns.push_back({std::string(kOverallRating), overall});
  }
  if (shard.samples.log_probs.known()) out.facts.keep_surprising(*shard_plan, shard);
  if (hooks->keep != nullptr && shard.samples.size > 0 && shard.row.back() <= most_rows(result)) {
    keep_facts(shard, out.kept);
  }
  if (samples) out.samples = sample_lines(*shard_plan, shard, columns);
  return out;
}

// Rows that may be kept; the same on any number of threads.
std::int64_t Pass::State::most_rows(const PassResult& result) const {
  std::size_t bytes = 1;
  for (const PassResult::Sum& sum : result.sums) bytes += sum.accumulator->statistic().stat_bytes();
  const std::size_t rows = std::min<std::size_t>(hooks->keep->most_bytes / bytes, INT64_MAX);
  return std::min(hooks->keep->most_rows, static_cast<std::int64_t>(rows));
}

void Pass::State::keep(const PassResult& result, const Measured& measured) const {
  const auto append = [](auto& to, const auto& from) {
    to.insert(to.end(), from.begin(), from.end());
  };
  KeptRun& kept = *hooks->keep;
  if (kept.too_many) return;
  if (measured.last_row > most_rows(result)) {
    for (KeptRun::Column& column : kept.columns) column.rows = {};
    kept.ids = {};
    kept.asked = kept.expected = {};
    kept.row = {};
    kept.weights = {};
    kept.lacks_text = {};
    kept.too_many = true;
    return;
  }
  for (std::size_t i = 0; i < result.sums.size(); ++i) {
    if (kept.columns.size() <= i) {
      kept.columns.push_back({result.sums[i].accumulator->statistic().key(), {}, {}});
    }
    append(kept.columns[i].rows, measured.stats[i].rows);
  }
  append(kept.ids, measured.kept.ids);
  append(kept.asked, measured.kept.asked);
  append(kept.expected, measured.kept.expected);
  append(kept.row, measured.kept.row);
  append(kept.weights, measured.weights);
  // Rows that lack a text are marked from the first shard that has any.
  if (!measured.kept.lacks_text.empty() || !kept.lacks_text.empty()) {
    kept.lacks_text.resize(kept.row.size() - measured.kept.row.size());
    append(kept.lacks_text, measured.kept.lacks_text);
    kept.lacks_text.resize(kept.row.size());
  }
  kept.answers += measured.kept.answers;
  append(kept.clusters, measured.kept.clusters);
  kept.has_input = kept.has_input || measured.kept.has_input;
}

Result<Done> Pass::State::commit(PassResult& result, Measured measured, FileWriter* samples_out) {
  if (hooks->keep != nullptr) keep(result, measured);
  if (clustered()) result.clusters.insert(measured.keys.begin(), measured.keys.end());
  for (std::size_t i = 0; i < result.sums.size(); ++i) {
    const PassResult::Sum& sum = result.sums[i];
    sum.accumulator->add(std::move(measured.stats[i]), measured.keys,
                         sum.rows == Rows::all ? measured.weights : measured.text_weights);
  }
  result.facts.merge(measured.facts);
  if (shard_plan->slice_bound) shard_plan->slice_bound->store(result.facts.slices().bound());
  result.notes.append(measured.notes);
  if (samples_to_hook) samples_to_hook = hooks->samples(measured.samples);
  if (samples_out != nullptr) SJ_TRY(samples_out->write(measured.samples));
  return Done{};
}

void Pass::State::report_progress(const PassResult& result) const {
  if (!hooks->progress) return;
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - started;
  Progress progress;
  progress.rows_done = result.facts.rows();
  const auto total = table->bytes_total();
  progress.share =
      total > 0 ? static_cast<double>(table->bytes_done()) / static_cast<double>(total) : -1.0;
  progress.rows_per_second =
      elapsed.count() > 0 ? static_cast<double>(progress.rows_done) / elapsed.count() : 0;
  hooks->progress(progress);
}

void Pass::State::work(PassResult& result, FileWriter* samples_out) {
  LabelCache cache(*shard_plan->labels);
  const std::size_t ahead = 4 * thread_count(*options);
  for (;;) {
    std::size_t index = 0;
    auto shard = next(cache, index);
    if (!shard.ok()) {
      const std::unique_lock lock(committing);
      if (!failed) failed = std::move(shard).error();
      committed.notify_all();
      return;
    }
    if (*shard == nullptr) return;
    Measured measured = measure(**shard, result, samples_wanted());
    std::unique_lock lock(committing);
    // A thread far ahead waits for the slow one, so that memory stays bounded.
    committed.wait(lock, [&] { return failed || index < next_commit + ahead; });
    if (failed) return;
    waiting.emplace(index, std::move(measured));
    while (!waiting.empty() && waiting.begin()->first == next_commit) {
      auto done = commit(result, std::move(waiting.begin()->second), samples_out);
      waiting.erase(waiting.begin());
      ++next_commit;
      if (!done.ok() && !failed) failed = std::move(done).error();
    }
    report_progress(result);
    committed.notify_all();
  }
}

Result<PassResult> Pass::run(const Plan& plan, FileWriter* samples_out) {
  PassResult result;
  for (const PlannedMetric& planned : plan.metrics) {
    const Statistic& statistic = planned.metric->statistic();
    const auto kind = planned.metric->uncertainty(statistic.start()).kind;
    const bool weighted = state_->shard_plan->layout.weight >= 0;
    const bool keep = weighted || state_->clustered() || kind == Uncertainty::Kind::bootstrap ||
                      kind == Uncertainty::Kind::none;
    const auto known = std::find_if(result.sums.begin(), result.sums.end(), [&](const auto& sum) {
      return sum.rows == planned.rows && sum.accumulator->statistic().key() == statistic.key();
    });
    if (known == result.sums.end()) {
      const auto what = keep ? Accumulator::Keep::for_resampling : Accumulator::Keep::nothing;
      result.sums.push_back({std::make_unique<Accumulator>(statistic, what), planned.rows});
    } else if (keep) {
      known->accumulator->keep_for_resampling();
    }
    state_->any_resampling = state_->any_resampling || keep;
    if (!planned.metric->info().per_sample) continue;
    state_->per_sample.push_back(&planned);
    if (state_->primary == nullptr && state_->shard_plan->layout.task == Task::generation) {
      state_->primary = &planned;
    }
  }
  state_->samples_to_file = samples_out != nullptr;
  state_->samples_to_hook = static_cast<bool>(state_->hooks->samples);
  run_on_threads(thread_count(*state_->options),
                 [&](std::size_t) { state_->work(result, samples_out); });
  if (state_->failed) return *state_->failed;
  if (state_->stopped()) return stopped_early();
  for (const PassResult::Sum& sum : result.sums) {
    const Accumulator& all = *sum.accumulator;
    for (Error& note : all.statistic().end_of_rows(all.sum())) result.notes.warn(std::move(note));
  }
  return result;
}

}  // namespace shijin
