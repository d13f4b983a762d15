// The main job in order: lay the columns out, look at the first shard, plan, pass over the table,
// finish, and gather the evidence.
#include "engine/evaluate.h"

#include <algorithm>

#include "base/file.h"
#include "base/hash.h"
#include "base/numbers.h"
#include "base/parallel.h"
#include "base/random.h"
#include "engine/cluster_interval.h"
#include "engine/evaluate_ratings.h"
#include "engine/label_lines.h"
#include "engine/ladder.h"
#include "engine/layout.h"
#include "engine/pass.h"
#include "engine/plan.h"
#include "engine/probability_facts.h"
#include "engine/profile.h"
#include "engine/score.h"
#include "engine/slice_search.h"
#include "engine/version.h"
#include "metrics/curves.h"
#include "metrics/label_counts.h"
#include "text/script.h"

namespace shijin {
namespace {

constexpr Text kNoSamples{"no row is left to evaluate", "沒有任何一列可供評測"};
constexpr Text kNoSamplesHelp{"check that the columns are the right ones: {0}",
                              "請確認欄位是否正確：{0}"};
constexpr Text kTruthEmpty{"rows without a true label are left out: {0}",
                           "沒有真實標籤而未列入計算的資料列：{0} 筆"};
constexpr Text kTruthEmptyHelp{"fill the cells, or name another column: --map truth=COLUMN",
                               "請補上標籤，或指定另一欄：--map truth=欄位"};
constexpr Text kUnscored{"texts without any token, which no perplexity counts: {0}",
                         "沒有任何詞元、因此不計入困惑度的文字：{0} 筆"};
constexpr Text kUnscoredHelp{"fill the cells, or name another column: --map reference=COLUMN",
                             "請補上文字，或指定另一欄：--map reference=欄位"};
constexpr Text kOnlyPredicted{
    "labels that are only ever predicted, {0} here, count as 0 in this average; over the true "
    "labels alone ({1}) it is {2}. Name the labels with --labels to have other answers counted as "
    "unparsed.",
    "有 {0} 個標籤只出現在預測裡，在這個平均中各以 0 計；只看 {1} 個真實標籤則為 {2}。用 --labels "
    "指定標籤，其他回答就會算作無法解析。"};

// How many tokens a tokeniser finds in a reference of the shard, on average.
double mean_tokens(const Tokenizer& tokenizer, Shard& shard) {
  if (shard.reference.empty()) return 0;
  const Tokens& tokens = shard.samples.tokens(Field::reference, tokenizer);
  return static_cast<double>(tokens.ids.size()) / static_cast<double>(shard.reference.size());
}

FirstLook look_at(Shard& shard) {
  FirstLook look;
  ScriptCounts all;
  ScriptCounts references;
  for (const std::string_view text : shard.output) all.add(count_script(text));
  for (const std::string_view text : shard.reference) references.add(count_script(text));
  all.add(references);
  look.han_share = all.han_share();
  look.unspaced_share = all.unspaced_share();
  look.reference_tokens = [&shard](const Tokenizer& tokenizer) {
    return mean_tokens(tokenizer, shard);
  };
  if (!shard.reference.empty()) {
    look.reference_units =
        static_cast<double>(references.units) / static_cast<double>(shard.reference.size());
  }
  return look;
}

// The references of a shard, sorted, when they are few and short texts that come again and again;
// else nothing.
std::vector<std::string> label_like(const Shard& shard) {
  constexpr std::size_t kLeastRows = 10;
  constexpr std::size_t kMostLabels = 20;
  constexpr std::int64_t kMostUnits = 4;
  std::vector<std::string> labels;
  const std::size_t rows = shard.samples.size;
  if (rows < kLeastRows || shard.reference.size() != rows) return labels;
  for (const std::string_view text : shard.reference) {
    const auto at = std::lower_bound(labels.begin(), labels.end(), text);
    if (at != labels.end() && *at == text) continue;
    if (count_script(text).units > kMostUnits) return {};
    labels.insert(at, std::string(text));
    if (labels.size() > kMostLabels || labels.size() * 5 > rows) return {};
  }
  return labels;
}

// A metric of the plan that finishes from the label counts.
const PlannedMetric* label_metric(const Plan& plan) {
  for (const PlannedMetric& planned : plan.metrics) {
    if (planned.metric->statistic().key() == LabelRule().shared_key()) return &planned;
  }
  return nullptr;
}

std::vector<std::pair<std::string, double>> tokens_per_reference(const Plan& plan, Shard& shard) {
  std::vector<std::pair<std::string, double>> means;
  for (const PlannedMetric& planned : plan.metrics) {
    const Tokenizer* tokenizer = tokenizer_of(*planned.metric);
    if (tokenizer == nullptr || shard.reference.empty()) continue;
    const bool known = std::any_of(means.begin(), means.end(),
                                   [&](const auto& mean) { return mean.first == tokenizer->name; });
    if (!known) means.emplace_back(tokenizer->name, mean_tokens(*tokenizer, shard));
  }
  return means;
}

// Label metrics, baselines and the confusion table all come from one statistic: measure it even
// when no key asks for it.
Result<Done> measure_labels(Plan& plan, const MetricContext& context) {
  if (label_metric(plan) != nullptr) return Done{};
  auto keys = SJ_TRY(parse_keys("accuracy"));
  plan.metrics.push_back({SJ_TRY(bind_metric(keys.front(), context)), true, false});
  return Done{};
}

// Labels are known only after the pass: fill the confusion table, then bind the keys that waited.
Result<Done> finish_labels(Plan& plan, const PassResult& pass, const EvaluateOptions& options,
                           const Layout& layout, const MetricContext& context, Evidence& evidence) {
  const auto& counts = pass.of(*label_metric(plan)).sum().as<LabelCounts::State>();
  const LabelSums sums = label_sums(counts, *context.labels);
  SJ_TRY(check_named_labels(options, sums, !layout.probabilities.empty(), evidence.notes));
  give_labels(sums, options.labels.empty() ? LabelsGiven::no : LabelsGiven::yes, evidence);
  // The panel has no key for what is only ever predicted, unless another tool would.
  const Profile* profile = find_profile(options.profile);
  const bool all = !plan.later_automatic || (profile != nullptr && profile->compatible);
  std::vector<std::string> labels;
  for (const LabelLine& line : evidence.labels) {
    if (all || line.in_truth_set) labels.push_back(line.label);
  }
  return finish_plan(plan, options, layout, labels, context, evidence.unparsed > 0);
}

// A macro average counts labels that are only ever predicted as 0, as scikit-learn does: say what
// it is without them.
void flag_averages(Evidence& evidence) {
  const std::size_t all = evidence.labels.size();
  const auto true_labels = static_cast<std::size_t>(
      std::count_if(evidence.labels.begin(), evidence.labels.end(),
                    [](const LabelLine& line) { return line.in_truth_set; }));
  if (all == true_labels || true_labels == 0) return;
  for (ScoreLine& line : evidence.metrics) {
    const bool averaged = line.key == "f1[avg=macro]" || line.key == "precision[avg=macro]" ||
                          line.key == "recall[avg=macro]";
    if (!averaged || !line.score.value) continue;
    const double without =
        *line.score.value * static_cast<double>(all) / static_cast<double>(true_labels);
    line.flag =
        Message(kOnlyPredicted, {std::to_string(all - true_labels), std::to_string(true_labels),
                                 fixed(without, line.decimals)});
  }
}

// The keys of the panel, and no line of a metric that was measured for other reasons.
void give_metrics(const Plan& plan, std::vector<ScoreLine> lines, Evidence& evidence) {
  const Profile* profile = find_profile(evidence.profile);
  for (std::size_t i = 0; i < plan.metrics.size(); ++i) {
    // A panel that leaves empty outputs out shows how many there are.
    const bool empties = lines[i].key == "empty_rate" && evidence.texts.output_empty > 0;
    if (!plan.metrics[i].shown && !empties) continue;
    if (plan.metrics[i].automatic) evidence.panel.push_back(lines[i].key);
    if (profile != nullptr && profile->decimals >= 0) lines[i].decimals = profile->decimals;
    evidence.metrics.push_back(std::move(lines[i]));
  }
  std::erase_if(evidence.people, [&](const PeopleLine& line) { return !evidence.find(line.key); });
  evidence.left_out = plan.left_out;
  evidence.verdict.gates = plan.gates;
  give_ladder("bleu", evidence);
}

// What a comparison finishes replicates with, and what the store keeps.
void keep_metrics(Plan& plan, const PassResult& pass, const MetricContext& context,
                  const EvaluateOptions& options, const Evidence& evidence, KeptRun& kept) {
  kept.own = options.own;
  for (std::size_t i = 0; i < kept.columns.size(); ++i) {
    const Accumulator& all = *pass.sums[i].accumulator;
    if (all.statistic().whole_set()) kept.columns[i].sum = all.sum();
  }
  kept.classes = context.classes;
  kept.han_share = context.han_share;
  kept.unspaced_share = context.unspaced_share;
  for (PlannedMetric& planned : plan.metrics) {
    // A comparison has no line of what is shown only where something turned out so.
    const bool turned_out = !options.count_empty && evidence.find(planned.metric->key()) != nullptr;
    const bool shown = planned.shown || turned_out;
    if (shown) kept.with_text.push_back(planned.rows == Rows::with_text);
    (shown ? kept.metrics : kept.hidden).push_back(std::move(planned.metric));
  }
}

Error no_samples(const Table& table) {
  Error error;
  error.name = "no-samples";
  if (!table.files().empty()) error.at.file = table.files().front().path;
  error.found = Message(kNoSamples);
  error.help = Message(kNoSamplesHelp, {list_of(table.names())});
  return error;
}

void note_count(const Table& table, const char* name, Text found, Text help, std::int64_t count,
                Notes& notes) {
  if (count == 0) return;
  Error note;
  note.name = name;
  note.severity = Severity::warning;
  if (!table.files().empty()) note.at.file = table.files().front().path;
  note.found = Message(found, {grouped(count)});
  note.help = Message(help);
  notes.add(std::move(note));
}

// Rows that are there and count nowhere, or not in every score.
void note_left_out(const Table& table, const Collector& facts, Notes& notes) {
  note_count(table, "truth-empty", kTruthEmpty, kTruthEmptyHelp, facts.truth_empty(), notes);
  note_count(table, "log-probs-empty", kUnscored, kUnscoredHelp, facts.unscored(), notes);
}

Result<ShardPlan> plan_shards(const Table& table, const EvaluateOptions& options, Layout layout,
                              LabelSet& labels, Notes& notes) {
  ShardPlan plan;
  plan.table = &table;
  plan.options = &options;
  plan.layout = std::move(layout);
  plan.labels = &labels;
  for (const auto& [label, position] : plan.layout.probabilities) {
    plan.classes.push_back(labels.id(label));
  }
  if (!options.extract.empty()) {
    plan.extractor =
        SJ_TRY(LabelExtractor::make(options.extract, options.labels, Aliases::sentiment));
  }
  if (!options.terms_file.empty()) {
    const std::string list = SJ_TRY(read_file(options.terms_file));
    plan.screen = SJ_TRY(ComplianceScreen::with_list(list, options.terms_file, notes));
  }
  return plan;
}

// A comparison has its own words about what changed, and its own search for where.
void keep_rows_for_slices(const EvaluateOptions& options, ShardPlan& plan) {
  if (options.has_base && !options.keep_slice_rows) return;
  if (plan.layout.task != Task::classification) return;
  plan.slice_bound = std::make_shared<std::atomic<std::uint64_t>>(~std::uint64_t{0});
}

// Evidence that holds only what was asked, and of which data.
Evidence asked_for(const EvaluateOptions& options, Task task, const Table& table) {
  Evidence evidence;
  evidence.data.files = table.files();
  evidence.data.digest = table.digest();
  evidence.data.names = table.names();
  evidence.data.roles = table.roles();
  evidence.version = version();
  evidence.task = task;
  evidence.profile = options.profile;
  evidence.run.seed = options.seed;
  evidence.positive = options.positive;
  evidence.extract = options.extract;
  evidence.costs = options.costs;
  evidence.prevalence = options.prevalence;
  return evidence;
}

MetricContext context_of(const EvaluateOptions& options, const Layout& layout,
                         const EvaluateHooks& hooks, LabelSet& labels) {
  MetricContext context{&labels, options.positive, options.costs, options.prevalence};
  for (const auto& probability : layout.probabilities) {
    context.classes.push_back(probability.first);
  }
  context.own = &options.own;
  context.stop = hooks.stop;
  return context;
}

SlicePlan slice_plan_of(const ShardPlan& shard_plan, const EvaluateOptions& options) {
  SlicePlan plan;
  plan.columns = shard_plan.layout.slice_names;
  plan.pinned = options.slice_by;
  plan.depth = options.slice_depth;
  plan.seed = options.seed;
  plan.threads = thread_count(options);
  return plan;
}

// Slices, words that mark errors, and what the probabilities say.
void diagnose(Collector& facts, const ShardPlan& shard_plan, const EvaluateOptions& options,
              Evidence& evidence) {
  const std::vector<SliceRow> rows = facts.slices().take();
  evidence.slices = search_slices(rows, slice_plan_of(shard_plan, options));
  ProbabilityPlan asked{{}, options.positive, options.costs, options.prevalence, options.seed};
  for (const auto& [label, position] : shard_plan.layout.probabilities) {
    asked.labels.push_back(label);
  }
  evidence.probabilities = probability_facts(rows, asked);
  const auto [probabilities, truth] = lay_out_probabilities(rows, asked.labels.size());
  Curves curves = find_curves(probabilities, truth, asked.labels, options.costs);
  evidence.curves = std::move(curves.curves);
  evidence.reliability = std::move(curves.reliability);
  evidence.probabilities.bars = std::move(curves.bars);
}

// The rows kept for slices are searched at once, or handed to a comparison.
void use_slice_rows(Collector& facts, const ShardPlan& shard_plan, const EvaluateOptions& options,
                    const EvaluateHooks& hooks, Evidence& evidence) {
  if (!shard_plan.slice_bound) return;
  if (!options.has_base) {
    diagnose(facts, shard_plan, options, evidence);
  } else if (hooks.keep != nullptr) {
    hooks.keep->slice_rows = facts.slices().take();
    hooks.keep->slice_plan = slice_plan_of(shard_plan, options);
  }
}

// The labels of the run: those of a run it is to be compared with, or its own.
std::shared_ptr<LabelSet> label_set(const EvaluateOptions& options, const EvaluateHooks& hooks) {
  if (hooks.keep != nullptr && hooks.keep->labels != nullptr) return hooks.keep->labels;
  auto labels = options.labels.empty() ? std::make_shared<LabelSet>()
                                       : std::make_shared<LabelSet>(options.labels);
  if (hooks.keep != nullptr) hooks.keep->labels = labels;
  return labels;
}

}  // namespace

std::span<const std::byte> KeptRun::of(const Statistic& statistic) const {
  for (const Column& column : columns) {
    if (column.statistic == statistic.key()) return column.rows;
  }
  SJ_CHECK(false, "a metric was compared whose statistic was not kept");
  return {};
}

std::uint64_t KeptRun::test_set() const {
  std::uint64_t all = mix_bits(row.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    // Without inputs the ids tell rows apart, else nothing does.
    const std::uint64_t which = has_input ? asked[i] : ids.empty() ? 0 : hash_bytes(ids[i]);
    all += mix_bits(which ^ mix_bits(expected[i]));
  }
  return all;
}

std::size_t thread_count(const EvaluateOptions& options) {
  return options.threads == 0 ? default_threads() : options.threads;
}

namespace {

// Labels or texts: everything but ratings.
Result<Evidence> evaluate_answers(Table& table, const EvaluateOptions& options,
                                  const EvaluateHooks& hooks) {
  const std::shared_ptr<LabelSet> shared = label_set(options, hooks);
  LabelSet& labels = *shared;
  Layout columns = SJ_TRY(lay_out(table, options));
  Notes notes;
  ShardPlan shard_plan = SJ_TRY(plan_shards(table, options, std::move(columns), labels, notes));
  keep_rows_for_slices(options, shard_plan);
  const Layout& layout = shard_plan.layout;
  MetricContext context = context_of(options, layout, hooks, labels);
  if (shard_plan.screen) context.screen = &*shard_plan.screen;

  Pass pass(table, shard_plan, options, hooks);
  Shard* const first = SJ_TRY(pass.first());
  if (first == nullptr) return no_samples(table);
  const FirstLook look = look_at(*first);
  context.han_share = look.han_share;
  context.unspaced_share = look.unspaced_share;
  Plan plan = SJ_TRY(make_plan(options, layout, look, context));
  const bool classification = layout.task == Task::classification;
  if (classification) SJ_TRY(measure_labels(plan, context));
  auto token_means = tokens_per_reference(plan, *first);
  std::vector<std::string> labels_in_disguise;
  if (layout.task == Task::generation) labels_in_disguise = label_like(*first);

  std::optional<FileWriter> samples;
  if (!options.samples_file.empty()) samples = SJ_TRY(FileWriter::open(options.samples_file));
  PassResult result = SJ_TRY(pass.run(plan, samples ? &*samples : nullptr));
  Evidence evidence = asked_for(options, layout.task, table);
  note_left_out(table, result.facts, result.notes);
  evidence.notes = std::move(notes);
  evidence.notes.append(result.notes);
  if (evidence.notes.has_errors()) return evidence;  // nothing is computed from a file with errors
  if (result.facts.used() == 0) return no_samples(table);

  if (classification) SJ_TRY(finish_labels(plan, result, options, layout, context, evidence));
  result.facts.give(labels, evidence);
  evidence.texts.tokens_per_reference = std::move(token_means);
  evidence.texts.label_like = std::move(labels_in_disguise);
  if (layout.cluster >= 0) give_clusters(result.clusters.size(), evidence);
  const Sampling sampling{layout.weight >= 0, layout.cluster >= 0,
                          classification ? &labels : nullptr, evidence.labels.size()};
  give_metrics(plan, score_lines(plan, result, options, sampling), evidence);
  flag_averages(evidence);
  if (hooks.keep != nullptr) keep_metrics(plan, result, context, options, evidence, *hooks.keep);
  use_slice_rows(result.facts, shard_plan, options, hooks, evidence);
  if (samples) SJ_TRY(samples->commit());
  return evidence;
}

}  // namespace

Result<Evidence> evaluate(Table& table, const EvaluateOptions& given, const EvaluateHooks& hooks) {
  if (given.task ? *given.task == Task::rating : only_ratings(table)) {
    return evaluate_ratings(table, given, hooks);
  }
  EvaluateOptions options = given;
  const Profile* profile = find_profile(options.profile);
  if (profile != nullptr && profile->compatible) options.thinking = Thinking::keep;
  return evaluate_answers(table, options, hooks);
}

}  // namespace shijin
