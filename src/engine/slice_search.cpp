// The search in order: features, slices, pinned slices, words.
#include "engine/slice_search.h"

#include <algorithm>

#include "engine/slice_features.h"
#include "stats/interval.h"
#include "text/traits.h"

namespace shijin {
namespace {

constexpr double kLevel = 0.95;
constexpr std::size_t kRowsShown = 5;
constexpr std::size_t kPinnedValues = 40;

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
