// A row's priority is a hash of its number, so the rows kept are a random sample that depends
// neither on threads nor on how the file is cut. The search in order: features, slices, pinned
// slices, words.
#include "engine/slice_search.h"

#include <algorithm>

#include "base/excerpt.h"
#include "base/random.h"
#include "engine/collect.h"
#include "engine/evaluate.h"
#include "engine/slice_features.h"
#include "stats/interval.h"
#include "text/traits.h"

namespace shijin {
namespace {

constexpr double kLevel = 0.95;
constexpr std::size_t kRowsShown = 5;
constexpr std::size_t kPinnedValues = 40;

constexpr std::size_t kTextBytes = 1'200;
constexpr std::size_t kMostClasses = 200;  // that probabilities are kept of
constexpr std::size_t kValueBytes = 64;    // of one cell of metadata

SliceLine describe(std::span<const SliceRow> rows, const SliceFeatures& known,
                   const std::vector<std::size_t>& features) {
  SliceLine line;
  for (const std::size_t f : features) line.conditions.push_back(known.conditions[f]);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool inside = std::all_of(features.begin(), features.end(),
                                    [&](std::size_t f) { return known.features[f].rows.has(i); });
    if (!inside) continue;
    ++line.n;
    if (!rows[i].wrong) continue;
    ++line.errors;
    if (line.examples.size() < kRowsShown) line.examples.push_back(rows[i].example);
  }
  if (line.n > 0) {
    const Bounds bounds =
        wilson_interval(static_cast<double>(line.errors), static_cast<double>(line.n), kLevel);
    line.interval = Interval{bounds.lo, bounds.hi, kLevel, "wilson"};
  }
  return line;
}

bool is_pinned(const SlicePlan& plan, const SliceCondition& condition) {
  return std::find(plan.pinned.begin(), plan.pinned.end(), condition.name) != plan.pinned.end();
}

}  // namespace

void SliceRows::look(const ShardPlan& plan, const Shard& shard) {
  if (plan.slice_bound == nullptr) return;
  const std::size_t classes = plan.classes.size() <= kMostClasses ? plan.classes.size() : 0;
  if (shard.input.empty() && plan.layout.slices.empty() && classes == 0) return;
  for (std::size_t i = 0; i < shard.samples.size; ++i) {
    const std::uint64_t priority =
        random_bits(0, 0x511CE, static_cast<std::uint64_t>(shard.row[i]));
    if (priority >= plan.slice_bound->load()) continue;
    SliceRow row;
    row.priority = priority;
    row.row = shard.row[i];
    row.wrong = shard.truth[i] != shard.predicted[i];
    if (row.wrong) row.example = make_example(plan, shard, i);
    if (!shard.input.empty()) row.text = utf8_prefix(shard.input[i], kTextBytes);
    for (std::size_t k = 0; k < plan.layout.slices.size(); ++k) {
      const std::string_view cell = shard.slice[i * plan.layout.slices.size() + k];
      row.metadata.emplace_back(cell.size() <= kValueBytes ? cell : std::string_view());
    }
    if (classes > 0) {
      const auto place = std::find(plan.classes.begin(), plan.classes.end(), shard.truth[i]);
      if (place != plan.classes.end()) {
        row.truth = static_cast<std::int32_t>(place - plan.classes.begin());
      }
      const double* probabilities = shard.probabilities.data() + i * classes;
      row.probabilities.assign(probabilities, probabilities + classes);
    }
    rows_.push_back(std::move(row));
  }
}

void SliceRows::merge(SliceRows& later) {
  rows_.insert(rows_.end(), std::make_move_iterator(later.rows_.begin()),
               std::make_move_iterator(later.rows_.end()));
  later.rows_.clear();
  if (rows_.size() >= 2 * kMost) prune();
}

void SliceRows::prune() {
  const auto middle = rows_.begin() + static_cast<std::ptrdiff_t>(kMost);
  std::nth_element(rows_.begin(), middle, rows_.end(),
                   [](const SliceRow& a, const SliceRow& b) { return a.priority < b.priority; });
  bound_ = middle->priority;
  rows_.erase(middle, rows_.end());
}

std::uint64_t SliceRows::bound() const { return bound_; }

std::vector<SliceRow> SliceRows::take() {
  if (rows_.size() > kMost) prune();
  std::sort(rows_.begin(), rows_.end(),
            [](const SliceRow& a, const SliceRow& b) { return a.row < b.row; });
  return std::move(rows_);
}

SliceFacts search_slices(std::span<const SliceRow> rows, const SlicePlan& plan) {
  SliceFacts facts;
  facts.rows = static_cast<std::int64_t>(rows.size());
  RowSet errors(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].wrong) continue;
    errors.add(i);
    ++facts.errors;
  }
  SliceFeatures known = named_features(rows, plan);
  for (std::size_t f = 0; f < known.features.size() && facts.lines.size() < kPinnedValues; ++f) {
    if (!is_pinned(plan, known.conditions[f])) continue;
    SliceLine line = describe(rows, known, {f});
    line.pinned = true;
    facts.lines.push_back(std::move(line));
  }
  if (facts.errors == 0 || facts.errors == facts.rows) return facts;
  const RowGrams grams = gather_grams(rows, plan.threads);
  add_gram_features(rows, grams, plan.seed, known);
  facts.features = static_cast<std::int64_t>(known.features.size());
  SliceOptions options;
  options.depth = plan.depth;
  options.seed = plan.seed;
  for (const FoundSlice& found : find_slices(known.features, errors, rows.size(), options)) {
    SliceLine line = describe(rows, known, found.features);
    line.p_adjusted = found.p_adjusted;
    facts.lines.push_back(std::move(line));
  }
  facts.words = error_words(rows, grams);
  return facts;
}

const std::vector<std::string>& slice_kinds() {
  static const std::vector<std::string> kKinds = [] {
    std::vector<std::string> kinds = {"length", "script"};
    for (std::size_t t = 0; t < kTraits; ++t) {
      kinds.emplace_back(trait_name(static_cast<Trait>(t)));
    }
    return kinds;
  }();
  return kKinds;
}

}  // namespace shijin
