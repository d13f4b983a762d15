// The ratio of one label, and its three averages.
#include "metrics/label_average.h"

namespace shijin {
namespace {

constexpr Text kBoth{"{0} is given both a label and avg", "{0} 同時指定了 label 與 avg"};
constexpr Text kOne{"one of them: label picks a single label, avg averages over all",
                    "兩者擇一：label 只看一個標籤，avg 對所有標籤取平均"};
constexpr Text kBothHelp{"write {0}[label=…] or {0}[avg=macro]",
                         "請寫 {0}[label=…] 或 {0}[avg=macro]"};
constexpr Text kUnknownLabel{"no row has the label \"{0}\", neither as truth nor as prediction",
                             "沒有任何一列的真實標籤或預測標籤是「{0}」"};

double value_of(const Ratio& ratio) {
  return ratio.denominator == 0 ? 0 : ratio.numerator / ratio.denominator;
}

LabelTally all_labels(const LabelSums& sums) {
  LabelTally all;
  for (const LabelTally& label : sums.labels) {
    all.hits += label.hits;
    all.truth += label.truth;
    all.predicted += label.predicted;
    all.false_positives += label.false_positives;
    all.false_negatives += label.false_negatives;
    all.negatives += label.negatives;
  }
  return all;
}

}  // namespace

Error label_and_average(std::string_view metric) {
  Error error;
  error.name = "metric-arguments-contradict";
  error.found = Message(kBoth, {metric});
  error.expected = Message(kOne);
  error.help = Message(kBothHelp, {metric});
  return error;
}

Result<LabelRatio> LabelRatio::read(std::string_view metric, const Arguments& arguments,
                                    const MetricContext& context) {
  LabelRatio rule;
  rule.labels = context.labels;
  const std::string& average = arguments.text("avg");
  if (arguments.given("label") && !average.empty()) return label_and_average(metric);
  if (arguments.given("label")) {
    rule.average = Average::label;
    rule.label = arguments.text("label");
  } else if (average.empty() && !context.positive.empty()) {
    rule.average = Average::label;
    rule.label = context.positive;
  } else if (average == "micro") {
    rule.average = Average::micro;
  } else if (average == "weighted") {
    rule.average = Average::weighted;
  }
  return rule;
}

Score LabelRatio::finish(const LabelCounts::State& state) const {
  const auto settled = this->sums(state);
  const LabelSums& sums = *settled;
  if (sums.total == 0) return Score::undefined(no_rows());
  if (average == Average::label) {
    const int at = sums.find(label);
    if (at < 0) return Score::undefined(Message(kUnknownLabel, {label}));
    const Ratio one = ratio(sums.labels[static_cast<std::size_t>(at)], beta);
    if (one.denominator == 0) return Score::undefined(Message(empty_because, {label}));
    return Score::of(one.numerator / one.denominator);
  }
  if (average == Average::micro) return Score::of(value_of(ratio(all_labels(sums), beta)));
  double sum = 0;
  double weight = 0;
  for (const LabelTally& tally : sums.labels) {
    const double share = average == Average::weighted ? tally.truth : 1.0;
    sum += share * value_of(ratio(tally, beta));
    weight += share;
  }
  if (weight == 0) return Score::undefined(no_rows());
  return Score::of(sum / weight);
}

std::optional<LabelRatio::Counts> LabelRatio::counts(const LabelCounts::State& state) const {
  const auto settled = this->sums(state);
  const LabelSums& sums = *settled;
  if (average == Average::micro) return Counts{ratio(all_labels(sums), beta)};
  int at = average == Average::label ? sums.find(label) : -1;
  double scale = 1;
  if (average != Average::label) {
    std::size_t used = 0;
    for (std::size_t i = 0; i < sums.labels.size(); ++i) {
      if (sums.labels[i].truth == 0 && sums.labels[i].predicted == 0) continue;
      at = static_cast<int>(i);
      ++used;
    }
    if (used != 1) return std::nullopt;
    if (average == Average::macro) scale = 1.0 / static_cast<double>(sums.labels.size());
  }
  if (at < 0) return std::nullopt;
  return Counts{ratio(sums.labels[static_cast<std::size_t>(at)], beta), scale};
}

Uncertainty LabelRatio::uncertainty(const LabelCounts::State& state) const {
  const Score score = finish(state);
  if (!score.value) return no_doubt(score, state);
  const std::optional<Counts> one = counts(state);
  // A micro average may count a row for several labels: then it is no proportion of rows.
  const bool proportion = one && one->denominator > 0 && one->denominator <= sums(state)->total;
  if (!proportion) return {.kind = Uncertainty::Kind::counts};
  return {.kind = Uncertainty::Kind::proportion,
          .a = one->numerator,
          .b = one->denominator,
          .scale = one->scale};
}

}  // namespace shijin
