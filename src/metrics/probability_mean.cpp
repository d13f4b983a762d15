// Adding rows of probability scores exactly.
#include "metrics/probability_mean.h"

#include <algorithm>

#include "metrics/label_counts.h"

namespace shijin {
namespace {
constexpr Text kNoColumn{"some rows have a true label whose probability no column holds",
                         "有些列的真實標籤沒有對應的機率欄"};
constexpr Text kManyOthers{
    "one probability column is enough for two labels only: name a column for each label",
    "只有一欄機率時，標籤只能有兩種：請為每個標籤各指定一欄機率"};
}  // namespace

std::int32_t ProbabilityMean::column_of(const Samples& samples, std::size_t row) {
  const LabelId truth = samples.truth[row];
  if (truth == kNoLabel) return kNoTruth;
  for (std::size_t k = 0; k < samples.classes.size(); ++k) {
    if (samples.classes[k] == truth) return static_cast<std::int32_t>(k);
  }
  return samples.classes.size() == 1 ? kOther : kMissing;
}

void ProbabilityMean::add(State& state, const Stat& stat, double weight) const {
  if (stat.column == kNoTruth) return;
  if (stat.column == kMissing) state.missing = true;
  if (stat.column == kOther) {
    if (state.others[0] == kNoLabel) state.others[0] = stat.truth;
    if (state.others[0] != stat.truth) state.others[1] = stat.truth;
  }
  add_product(state.sum, weight, stat.value);
  add_product(state.squares, weight, stat.value * stat.value);
  state.weight.add(weight);
}

void ProbabilityMean::merge(State& state, const State& other) const {
  state.sum.merge(other.sum);
  state.squares.merge(other.squares);
  state.weight.merge(other.weight);
  state.missing = state.missing || other.missing;
  for (const LabelId label : other.others) {
    if (label == kNoLabel) continue;
    if (state.others[0] == kNoLabel) state.others[0] = label;
    if (state.others[0] != label) state.others[1] = label;
  }
}

Score ProbabilityMean::finish(const State& state) const {
  const double weight = state.weight.value();
  if (weight == 0) return Score::undefined(no_rows());
  if (state.missing) return Score::undefined(Message(kNoColumn));
  if (state.others[1] != kNoLabel) return Score::undefined(Message(kManyOthers));
  return Score::of(state.sum.value() / weight);
}

Uncertainty ProbabilityMean::uncertainty(const State& state) const {
  const Score score = finish(state);
  const double weight = state.weight.value();
  if (weight == 0) return {.kind = Uncertainty::Kind::mean};  // the rows need not be kept
  if (!score.value) return no_doubt(score.undefined_because);
  const double spread = state.squares.value() - *score.value * state.sum.value();
  const double variance = weight > 1 ? std::max(0.0, spread) / (weight - 1) : 0;
  return {.kind = Uncertainty::Kind::mean, .a = *score.value, .b = variance, .c = weight};
}

}  // namespace shijin
