// Keeping rows, and averaging a ranking over labels or pairs of labels.
#include "metrics/probability_rows.h"

#include <algorithm>
#include <cstring>

#include "metrics/label_average.h"
#include "metrics/label_names.h"

namespace shijin {
namespace {

constexpr Text kNoColumns{"{0} needs a probability column for each label",
                          "{0} 需要每個標籤各有一欄機率"};
constexpr Text kColumnHelp{"name the columns: --map probability:LABEL=COLUMN",
                           "請指定欄位：--map probability:標籤=欄位"};
constexpr Text kNoColumn{"no column holds the probability of label \"{0}\"",
                         "沒有任何欄位是標籤「{0}」的機率"};
constexpr Text kColumns{"one of: {0}", "下列之一：{0}"};
constexpr Text kNeverTrue{"no row is truly \"{0}\"", "沒有任何一列的真實標籤是「{0}」"};
constexpr Text kAlwaysTrue{"every row is truly \"{0}\"", "每一列的真實標籤都是「{0}」"};
constexpr Text kTruthWithoutColumn{
    "some rows are truly \"{0}\", but no column holds its probability",
    "有些列的真實標籤是「{0}」，卻沒有欄位提供它的機率"};
constexpr Text kOneLabel{"fewer than two labels are true somewhere", "真實標籤不足兩種"};

Error bad_argument(Text found, std::string_view metric) {
  Error error;
  error.name = "metric-argument-invalid";
  error.found = Message(found, {metric});
  return error;
}

std::vector<double> weight_by_column(const ProbabilityRows::State& state,
                                     std::span<const std::uint32_t> truth, std::size_t classes) {
  std::vector<ExactSum> sums(classes);
  for (std::size_t i = 0; i < truth.size(); ++i) sums[truth[i]].add(state.weight[i]);
  std::vector<double> weights;
  for (const ExactSum& sum : sums) weights.push_back(sum.value());
  return weights;
}

// Rank all rows by one column; `flip` takes one minus it.
enum class Flip : std::uint8_t { no, yes };
SpillArray<RankRow> ranking(const ProbabilityRows::State& state, std::size_t classes,
                            std::size_t column, LabelId positive, Flip flip) {
  SpillArray<RankRow> rows;
  rows.resize(state.truth.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double p = state.probabilities[i * classes + column];
    rows[i] = {flip == Flip::yes ? 1 - p : p, state.weight[i], static_cast<std::uint32_t>(i),
               state.truth[i] == positive};
  }
  sort_ranking(rows);
  return rows;
}

}  // namespace

void ProbabilityRows::measure_all(Samples& samples, std::span<std::byte> stats) const {
  SJ_CHECK(samples.classes.size() == classes, "probability columns differ from those bound");
  std::byte* to = stats.data();
  for (std::size_t i = 0; i < samples.size; ++i) {
    const std::int64_t truth = samples.truth[i];
    std::memcpy(to, &truth, sizeof truth);
    if (classes > 0) {
      std::memcpy(to + sizeof truth, &samples.probabilities[i * classes], classes * sizeof(double));
    }
    to += stat_bytes();
  }
}

void ProbabilityRows::add_all(State& state, std::span<const std::byte> stats,
                              std::span<const double> weights) const {
  keep(state, stats, weights, Missing::dropped);
}

void ProbabilityRows::keep(State& state, std::span<const std::byte> stats,
                           std::span<const double> weights, Missing missing) const {
  const std::size_t rows = stats.size() / stat_bytes();
  for (std::size_t i = 0; i < rows; ++i) {
    const std::byte* from = stats.data() + i * stat_bytes();
    std::int64_t truth = 0;
    std::memcpy(&truth, from, sizeof truth);
    const double weight = weights.empty() ? 1.0 : weights[i];
    if (missing == Missing::dropped && (truth == kNoLabel || weight == 0)) continue;
    state.truth.push_back(static_cast<LabelId>(truth));
    state.weight.push_back(weight);
    const std::size_t at = state.probabilities.size();
    state.probabilities.resize(at + classes);
    if (classes > 0) {
      std::memcpy(&state.probabilities[at], from + sizeof truth, classes * sizeof(double));
    }
  }
}

void ProbabilityRows::merge(State& state, const State& other) const {
  state.truth.append(other.truth);
  state.weight.append(other.weight);
  state.probabilities.append(other.probabilities);
}

void ProbabilityRows::save(const State& state, ByteWriter& writer) const {
  LabelNamesOut out(*labels);
  for (const LabelId label : state.truth) out.place(label);
  out.write(writer);
  writer.write(std::uint64_t{state.truth.size()});
  for (std::size_t i = 0; i < state.truth.size(); ++i) {
    writer.write(out.place(state.truth[i]));
    writer.write(state.weight[i]);
    writer.raw(&state.probabilities[i * classes], classes * sizeof(double));
  }
}

ProbabilityRows::State ProbabilityRows::load(ByteReader& reader) const {
  State state;
  LabelNamesIn names(reader, *labels);
  std::vector<double> given(classes);
  for (std::size_t left = reader.read_count(stat_bytes()); left > 0; --left) {
    state.truth.push_back(names.id(reader.read<std::int32_t>()));
    state.weight.push_back(reader.read<double>());
    reader.raw(given.data(), classes * sizeof(double));
    state.probabilities.append(given);
  }
  return state;
}

void ProbabilityRows::save_rows(std::span<const std::byte> stats, ByteWriter& writer) const {
  State state;
  keep(state, stats, {}, Missing::kept);
  save(state, writer);
}

std::vector<std::byte> ProbabilityRows::load_rows(ByteReader& reader) const {
  const State state = load(reader);
  std::vector<std::byte> stats(state.truth.size() * stat_bytes());
  std::byte* to = stats.data();
  for (std::size_t i = 0; i < state.truth.size(); ++i, to += stat_bytes()) {
    const std::int64_t truth = state.truth[i];
    std::memcpy(to, &truth, sizeof truth);
    std::memcpy(to + sizeof truth, &state.probabilities[i * classes], classes * sizeof(double));
  }
  return stats;
}

Result<RankRule> RankRule::read(std::string_view metric, const Arguments& arguments,
                                const MetricContext& context) {
  RankRule rule;
  rule.labels = context.labels;
  rule.classes = context.classes;
  if (rule.classes.empty()) {
    Error error = bad_argument(kNoColumns, metric);
    error.name = "metric-needs-column";
    error.help = Message(kColumnHelp);
    return error;
  }
  const std::string& average = arguments.text("avg");
  if (arguments.given("label") && !average.empty()) return label_and_average(metric);
  const bool binary = rule.classes.size() <= 2;
  if (arguments.given("label")) {
    rule.label = arguments.text("label");
  } else if (!average.empty() && rule.classes.size() > 1) {
    rule.average = average == "micro"      ? Average::micro
                   : average == "weighted" ? Average::weighted
                                           : Average::macro;
  } else if (!context.positive.empty()) {
    rule.label = context.positive;
  } else if (binary) {
    rule.label = *std::max_element(rule.classes.begin(), rule.classes.end());
  } else {
    rule.average = Average::macro;
  }
  const bool known =
      std::find(rule.classes.begin(), rule.classes.end(), rule.label) != rule.classes.end();
  if (rule.average == Average::label && !known && rule.classes.size() > 1) {
    std::string list;
    for (const std::string& name : rule.classes) list += (list.empty() ? "" : ", ") + name;
    Error error = bad_argument(kNoColumn, rule.label);
    error.expected = Message(kColumns, {list});
    error.help = Message(kColumnHelp);
    return error;
  }
  return rule;
}

Score RankRule::undefined_label(const ProbabilityRows::State& state, LabelId id) const {
  const bool occurs = std::find(state.truth.begin(), state.truth.end(), id) != state.truth.end();
  const std::string name = id < 0 ? label : labels->name(id);
  return Score::undefined(Message(occurs ? kAlwaysTrue : kNeverTrue, {name}));
}

Score RankRule::one_label(const ProbabilityRows::State& state,
                          std::span<double> contribution) const {
  const LabelId id = labels->find(label);
  const auto found = std::find(classes.begin(), classes.end(), label);
  const bool other = found == classes.end();
  const auto column = other ? 0U : static_cast<std::size_t>(found - classes.begin());
  const auto rows = ranking(state, classes.size(), column, id, other ? Flip::yes : Flip::no);
  const auto value = measure_ranking(rows, contribution, 1.0);
  return value ? Score::of(*value) : undefined_label(state, id);
}

// The column of each row's truth; nothing, and `missing` its label, where there is none.
std::optional<SpillArray<std::uint32_t>> RankRule::truth_columns(
    const ProbabilityRows::State& state, LabelId& missing) const {
  std::vector<LabelId> ids;
  for (const std::string& name : classes) ids.push_back(labels->find(name));
  SpillArray<std::uint32_t> columns;
  columns.resize(state.truth.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto found = std::find(ids.begin(), ids.end(), state.truth[i]);
    if (found == ids.end()) {
      missing = state.truth[i];
      return std::nullopt;
    }
    columns[i] = static_cast<std::uint32_t>(found - ids.begin());
  }
  return columns;
}

Score RankRule::averaged(const ProbabilityRows::State& state, std::span<const std::uint32_t> truth,
                         std::span<double> contribution) const {
  const std::vector<double> rows_of = weight_by_column(state, truth, classes.size());
  std::vector<double> share(classes.size(), 1.0);
  if (average == Average::weighted) share = rows_of;
  double all = 0;
  for (const double one : share) all += one;
  std::vector<double> values;
  double mean = 0;
  for (std::size_t k = 0; k < classes.size(); ++k) {
    const LabelId id = labels->find(classes[k]);
    const auto rows = ranking(state, classes.size(), k, id, Flip::no);
    const auto value = measure_ranking(rows, contribution, share[k] / all);
    if (!value) return undefined_label(state, id);
    values.push_back(*value);
    mean += *value * share[k] / all;
  }
  if (average == Average::weighted && !contribution.empty()) {
    for (std::size_t i = 0; i < truth.size(); ++i) {
      contribution[i] += (values[truth[i]] - mean) / all;
    }
  }
  return Score::of(mean);
}

// Micro: every (row, label) is a row of one ranking.
Score RankRule::flattened(const ProbabilityRows::State& state,
                          std::span<double> contribution) const {
  SpillArray<RankRow> rows;
  for (std::size_t k = 0; k < classes.size(); ++k) {
    const auto one = ranking(state, classes.size(), k, labels->find(classes[k]), Flip::no);
    rows.append(one);
  }
  sort_ranking(rows);
  const auto value = measure_ranking(rows, contribution, 1.0);
  return value ? Score::of(*value) : Score::undefined(Message(kOneLabel));
}

Score RankRule::pairwise(const ProbabilityRows::State& state, std::span<const std::uint32_t> truth,
                         std::span<double> contribution) const {
  std::vector<SpillArray<std::uint32_t>> rows_of(classes.size());
  for (std::size_t i = 0; i < truth.size(); ++i) {
    rows_of[truth[i]].push_back(static_cast<std::uint32_t>(i));
  }
  const std::vector<double> weight = weight_by_column(state, truth, classes.size());
  std::vector<std::size_t> present;
  for (std::size_t k = 0; k < classes.size(); ++k) {
    if (!rows_of[k].empty()) present.push_back(k);
  }
  if (present.size() < 2) return Score::undefined(Message(kOneLabel));
  const auto share = [&](std::size_t a, std::size_t b) {
    return average == Average::weighted ? weight[a] + weight[b] : 1.0;
  };
  double all = 0;
  for (std::size_t i = 0; i < present.size(); ++i) {
    for (std::size_t j = i + 1; j < present.size(); ++j) all += share(present[i], present[j]);
  }
  double mean = 0;
  SpillArray<RankRow> rows;
  for (const std::size_t a : present) {
    for (const std::size_t b : present) {
      if (a == b) continue;
      rows.clear();
      for (const std::size_t side : {a, b}) {
        for (const std::uint32_t i : rows_of[side]) {
          const double p = state.probabilities[i * classes.size() + a];
          rows.push_back({p, state.weight[i], i, side == a});
        }
      }
      sort_ranking(rows);
      const double part = share(a, b) / all / 2;
      mean += part * measure_ranking(rows, contribution, part).value_or(0);
    }
  }
  return Score::of(mean);
}

Score RankRule::score(const ProbabilityRows::State& state, std::span<double> contribution) const {
  if (state.truth.empty()) return Score::undefined(no_rows());
  if (average == Average::label) return one_label(state, contribution);
  LabelId missing = kNoLabel;
  const auto truth = truth_columns(state, missing);
  if (!truth) return Score::undefined(Message(kTruthWithoutColumn, {labels->name(missing)}));
  if (multi == Multi::pairs) return pairwise(state, *truth, contribution);
  if (average == Average::micro) return flattened(state, contribution);
  return averaged(state, *truth, contribution);
}

Score RankRule::finish(const ProbabilityRows::State& state) const { return score(state, {}); }

Uncertainty RankRule::uncertainty(const ProbabilityRows::State& state) const {
  const std::size_t rows = state.truth.size();
  if (shared().resampled(state)) {
    const Score score = finish(state);
    if (!score.value) return no_doubt(score.undefined_because);
    return {.kind = Uncertainty::Kind::bootstrap};
  }
  // The infinitesimal jackknife: variance from each row's contribution (for the ROC area nearly
  // DeLong's), handed over as that of a mean. The shares of weighted pairs are taken as fixed.
  SpillArray<double> contribution;
  contribution.resize(rows);
  const Score score = this->score(state, contribution);
  if (!score.value) return no_doubt(score.undefined_because);
  double total = 0;
  double variance = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    total += state.weight[i];
    variance += state.weight[i] * contribution[i] * contribution[i];
  }
  return {.kind = Uncertainty::Kind::mean, .a = *score.value, .b = variance * total, .c = total};
}

std::vector<double> RankRule::contributions(const ProbabilityRows::State& state) const {
  std::vector<double> contribution(state.truth.size());
  if (!score(state, contribution).value) return {};
  return contribution;
}

}  // namespace shijin
