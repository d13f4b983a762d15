// Reading, summing up, and the keys and gates that ratings have.
#include "engine/evaluate_ratings.h"

#include <algorithm>
#include <map>
#include <unordered_set>

#include "base/file.h"
#include "base/hash.h"
#include "base/listed.h"
#include "base/numbers.h"
#include "base/random.h"
#include "engine/cluster_interval.h"
#include "engine/plan.h"
#include "engine/rating_rows.h"
#include "engine/samples_file.h"
#include "engine/version.h"
#include "evidence/gate.h"
#include "metrics/human.h"
#include "rate/summary.h"
#include "table/shape.h"

namespace shijin {
namespace {

constexpr Text kNoRatings{"no row has a rating", "沒有任何一列有評分"};
constexpr Text kNoRatingsHelp{"check that the columns are the right ones: {0}",
                              "請確認欄位是否正確：{0}"};
constexpr Text kNoColumns{"--task rating needs columns of scores, and there is none",
                          "--task rating 需要評分欄位，但一欄也沒有"};
constexpr Text kNoColumnsHelp{"name them: --map rating:fluency=COLUMN, and --map rater=COLUMN",
                              "請指定：--map rating:fluency=欄位，以及 --map rater=欄位"};
constexpr Text kUnknownKey{"{0} is no metric of these ratings", "這些評分沒有 {0} 這項指標"};
constexpr Text kKeys{"one of: {0}", "下列之一：{0}"};
constexpr Text kWrite{"write {0}", "請改寫 {0}"};
constexpr Text kWeights{"ratings are not weighted: column {0} is not used",
                        "評分不加權：沒有用到欄位 {0}"};
constexpr Text kWeightsHelp{"every item counts once; leave the column out of --map and --weights",
                            "每個項目各算一次；請勿以 --map 或 --weights 指定這一欄"};
constexpr Text kStopped{"the run was stopped before its end", "執行在結束前被中止"};
constexpr Text kNoBase{"the gate \"{0}\" speaks of a base, which only a comparison has",
                       "門檻「{0}」提到基準，但只有比較時才有基準"};
constexpr Text kNoBaseHelp{"write a number, such as {0}>=4", "請寫數字，例如 {0}>=4"};

// The key of a line that a key of the user's means, written canonically; nothing where there is
// none.
const ScoreLine* line_of(const std::vector<ScoreLine>& lines, const KeyText& key) {
  std::string wanted = key.name;
  if (key.name == "human" && key.arguments.size() == 1 && key.arguments[0].first == "dim") {
    wanted = rating_key(key.arguments[0].second);
  } else if (!key.arguments.empty()) {
    return nullptr;
  }
  for (const ScoreLine& line : lines) {
    if (line.key == wanted) return &line;
  }
  // With one dimension its mean is the mean of all.
  return wanted == "human" && lines.size() == 1 ? &lines.front() : nullptr;
}

Error unknown_key(const std::vector<ScoreLine>& lines, const std::string& key) {
  Error error;
  error.name = "metric-unknown";
  error.found = Message(kUnknownKey, {key});
  std::string list;
  std::vector<std::string_view> names;
  for (const ScoreLine& line : lines) {
    list += (list.empty() ? "" : ", ") + line.key;
    names.push_back(line.key);
  }
  error.expected = Message(kKeys, {list});
  const std::string near = nearest_name(key, names);
  if (!near.empty()) error.help = Message(kWrite, {near});
  return error;
}

std::string written(const KeyText& key) {
  const bool named = key.arguments.size() == 1 && key.arguments[0].first == "dim";
  return named ? rating_key(key.arguments[0].second) : key.name;
}

// The keys that were named, in their order; the bare "human" of --metrics is all of them.
Result<std::vector<ScoreLine>> chosen(const std::vector<ScoreLine>& lines,
                                      const std::string& keys) {
  if (keys.empty()) return lines;
  std::vector<ScoreLine> out;
  for (const KeyText& key : SJ_TRY(parse_keys(keys))) {
    if (key.name == "human" && key.arguments.empty()) {
      out.insert(out.end(), lines.begin(), lines.end());
      continue;
    }
    const ScoreLine* line = line_of(lines, key);
    if (line == nullptr) return unknown_key(lines, written(key));
    out.push_back(*line);
  }
  return out;
}

std::vector<std::uint64_t> clusters_of(const RatingRows& rows) {
  std::vector<std::uint64_t> clusters;
  for (const RatedItem& item : rows.items) clusters.push_back(item.cluster);
  return clusters;
}

// A hash of all scores, whatever the order of the rows.
std::uint64_t answers_of(const RatingSet& set) {
  std::uint64_t answers = 0;
  for (std::size_t d = 0; d < set.dimensions().size(); ++d) {
    for (const ItemRating& one : set.of(d)) {
      std::string words = set.items()[one.item];
      words += '\x1f' + set.raters()[one.rater] + '\x1f' + set.dimensions()[d] + '\x1f';
      answers += mix_bits(hash_bytes(words + shortest(one.value)));
    }
  }
  return answers;
}

// What each mean adds up, by its key.
std::map<std::string, std::vector<ItemSum>> sums_by_key(const RatingSet& set) {
  std::map<std::string, std::vector<ItemSum>> sums;
  if (set.dimensions().size() > 1) sums[rating_key("")] = item_sums(set);
  for (std::size_t d = 0; d < set.dimensions().size(); ++d) {
    sums[rating_key(set.dimensions()[d])] = item_sums(set, d);
  }
  return sums;
}

// The items with the sums of every mean; those that are not shown are kept beside the others.
void keep_items(const RatingRows& rows, const RatingLayout& layout, const Evidence& evidence,
                KeptRun& kept) {
  if (kept.labels == nullptr) kept.labels = std::make_shared<LabelSet>();
  auto sums = sums_by_key(rows.ratings);
  const auto keep = [&](const std::string& key, std::vector<std::unique_ptr<Metric>>& metrics) {
    auto found = sums.extract(key);
    if (found.empty()) return;
    metrics.push_back(make_human(key));
    KeptRun::Column& column = kept.columns.emplace_back();
    column.statistic = metrics.back()->statistic().key();
    const auto bytes = std::as_bytes(std::span<const ItemSum>(found.mapped()));
    column.rows.assign(bytes.begin(), bytes.end());
  };
  for (const ScoreLine& line : evidence.metrics) keep(line.key, kept.metrics);
  while (!sums.empty()) keep(sums.begin()->first, kept.hidden);
  kept.with_text.assign(kept.metrics.size(), false);
  kept.has_input = layout.input >= 0;
  if (layout.id >= 0) kept.ids = rows.ratings.items();
  for (const RatedItem& item : rows.items) {
    kept.row.push_back(item.row);
    kept.asked.push_back(item.asked);
    kept.expected.push_back(0);  // nothing is right or wrong here
  }
  if (layout.cluster >= 0) kept.clusters = clusters_of(rows);
  kept.answers = answers_of(rows.ratings);
  const std::size_t bytes = kept.columns.size() * rows.items.size() * sizeof(ItemSum);
  kept.too_many =
      bytes > kept.most_bytes || static_cast<std::int64_t>(rows.items.size()) > kept.most_rows;
}

Result<Done> add_gates(const std::vector<ScoreLine>& lines, const EvaluateOptions& options,
                       Evidence& evidence) {
  for (const GateText& text : gates_of(options)) {
    GateLine gate = SJ_TRY(text.guard ? parse_guard(text.text) : parse_gate(text.text));
    gate.from_profile = text.from_profile;
    if (gate.against_base && !options.has_base) {
      Error error;
      error.name = "gate-without-base";
      error.found = Message(kNoBase, {gate.gate});
      error.help = Message(kNoBaseHelp, {gate.key});
      return error;
    }
    const std::vector<KeyText> keys = SJ_TRY(parse_keys(gate.key));
    const ScoreLine* line = line_of(lines, keys.front());
    if (line == nullptr && !text.from_profile) return unknown_key(lines, gate.key);
    if (line != nullptr) {
      if (!options.scale_ok) SJ_TRY(check_scale(gate, line->low, line->high));
      if (gate.guard) direct_guard(gate, line->better);
      gate.key = line->key;
      const bool shown = std::any_of(evidence.metrics.begin(), evidence.metrics.end(),
                                     [&](const ScoreLine& one) { return one.key == line->key; });
      if (!shown) evidence.metrics.push_back(*line);
    }
    evidence.verdict.gates.push_back(std::move(gate));
  }
  return Done{};
}

Error no_ratings(const Table& table, const char* name, Text found, const Message& help) {
  Error error;
  error.name = name;
  if (!table.files().empty()) error.at.file = table.files().front().path;
  error.found = Message(found);
  error.help = help;
  return error;
}

Error weights_unused(const Table& table) {
  const int column = table.roles().all(Role::weight).front();
  Error error;
  error.severity = Severity::warning;
  error.name = "weights-unused";
  if (!table.files().empty()) error.at.file = table.files().front().path;
  error.found = Message(kWeights, {table.names()[static_cast<std::size_t>(column)]});
  error.help = Message(kWeightsHelp);
  return error;
}

Result<RatingRows> read_ratings(Table& table, const RatingLayout& layout,
                                const EvaluateOptions& options, const EvaluateHooks& hooks,
                                Notes& notes) {
  RatingRows rows;
  rows.keeps_texts = !options.samples_file.empty() || hooks.samples;
  for (;;) {
    if (hooks.stop != nullptr && hooks.stop->load()) {
      Error error;
      error.name = "stopped";
      error.found = Message(kStopped);
      return error;
    }
    RawShard raw;
    if (!SJ_TRY(table.cut(raw))) break;
    add_rating_rows(table, layout, raw, options.bad_rows, rows, notes);
    if (!hooks.progress) continue;
    const auto total = static_cast<double>(table.bytes_total());
    Progress progress;
    progress.rows_done = rows.rows;
    progress.share = total > 0 ? static_cast<double>(table.bytes_done()) / total : -1.0;
    hooks.progress(progress);
  }
  return rows;
}

// The items, to the file of --samples and to whom the hooks hand them.
Result<Done> give_samples(const RatingRows& rows, const RatingLayout& layout,
                          const EvaluateOptions& options, const EvaluateHooks& hooks) {
  if (!rows.keeps_texts) return Done{};
  const std::string lines = rating_lines(rows, layout);
  if (hooks.samples) hooks.samples(lines);
  if (options.samples_file.empty()) return Done{};
  return write_file(options.samples_file, lines);
}

}  // namespace

bool only_ratings(const Table& table) {
  const Roles& roles = table.roles();
  const auto& files = table.files();
  if (!files.empty() && files.front().shape == kRatingsShape) return true;
  const bool judged = roles.has(Role::truth) || roles.has(Role::reference);
  return roles.has(Role::rating) && !judged;
}

Result<Evidence> evaluate_ratings(Table& table, const EvaluateOptions& options,
                                  const EvaluateHooks& hooks) {
  const RatingLayout layout = lay_out_ratings(table);
  if (layout.scores.empty()) {
    return no_ratings(table, "role-missing", kNoColumns, Message(kNoColumnsHelp));
  }
  Evidence evidence;
  evidence.version = version();
  evidence.task = Task::rating;
  evidence.profile = options.profile;
  evidence.run.seed = options.seed;
  RatingRows rows = SJ_TRY(read_ratings(table, layout, options, hooks, evidence.notes));
  evidence.data.files = table.files();
  evidence.data.digest = table.digest();
  evidence.data.names = table.names();
  evidence.data.roles = table.roles();
  evidence.data.rows = rows.rows;
  evidence.data.used = rows.used;
  evidence.data.skipped = rows.skipped;
  evidence.data.skipped_rows = std::move(rows.skipped_rows);
  if (evidence.notes.has_errors()) return evidence;
  if (table.roles().has(Role::weight)) evidence.notes.add(weights_unused(table));
  if (rows.used == 0) {
    return no_ratings(table, "no-samples", kNoRatings,
                      Message(kNoRatingsHelp, {comma_list(table.names())}));
  }
  const bool clustered = layout.cluster >= 0;
  RatingSummary summary =
      summarise(rows.ratings, {options.seed, thread_count(options), options.level,
                               clustered ? clusters_of(rows) : std::vector<std::uint64_t>()});
  if (clustered) {
    const std::vector<std::uint64_t> keys = clusters_of(rows);
    give_clusters(std::unordered_set(keys.begin(), keys.end()).size(), evidence);
  }
  for (ScoreLine& line : summary.means) {
    line.signature = line.key + "|shijin:" + std::string(version());
  }
  evidence.ratings = std::move(summary.facts);
  evidence.metrics = SJ_TRY(chosen(summary.means, options.metrics));
  if (options.metrics.empty()) {
    for (const ScoreLine& line : evidence.metrics) evidence.panel.push_back(line.key);
  }
  SJ_TRY(add_gates(summary.means, options, evidence));
  if (hooks.keep != nullptr) keep_items(rows, layout, evidence, *hooks.keep);
  SJ_TRY(give_samples(rows, layout, options, hooks));
  return evidence;
}

}  // namespace shijin
