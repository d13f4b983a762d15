// Adding rows of probability scores exactly.
#include "metrics/probability_mean.h"

#include <algorithm>

#include "metrics/label_counts.h"
#include "metrics/label_names.h"

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

void ProbabilityMean::save(const State& state, ByteWriter& writer) const {
  LabelNamesOut out(*labels);
  for (const LabelId label : state.others) out.place(label);
  out.write(writer);
  writer.write(state.sum);
  writer.write(state.squares);
  writer.write(state.weight);
  for (const LabelId label : state.others) writer.write(out.place(label));
  writer.write(state.missing);
}

ProbabilityMean::State ProbabilityMean::load(ByteReader& reader) const {
  State state;
  LabelNamesIn names(reader, *labels);
  reader.read_into(state.sum);
  reader.read_into(state.squares);
  reader.read_into(state.weight);
  for (LabelId& label : state.others) label = names.id(reader.read<std::int32_t>());
  reader.read_into(state.missing);
  return state;
}

void ProbabilityMean::save_rows(std::span<const Stat> rows, ByteWriter& writer) const {
  LabelNamesOut out(*labels);
  for (const Stat& row : rows) out.place(row.truth);
  out.write(writer);
  writer.write(std::uint64_t{rows.size()});
  for (const Stat& row : rows) {
    writer.write(row.value);
    writer.write(out.place(row.truth));
    writer.write(row.column);
  }
}

std::vector<ProbabilityMean::Stat> ProbabilityMean::load_rows(ByteReader& reader) const {
  LabelNamesIn names(reader, *labels);
  std::vector<Stat> rows(reader.read_count(sizeof(double)));
  for (Stat& row : rows) {
    row.value = reader.read<double>();
    row.truth = names.id(reader.read<std::int32_t>());
    row.column = reader.read<std::int32_t>();
  }
  return rows;
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
