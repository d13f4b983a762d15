// What precision, recall, F1, specificity and Jaccard share: one ratio of counts, taken for one
// label or averaged over the labels the way scikit-learn does.
#pragma once

#include <string>

#include "metrics/label_counts.h"

namespace shijin {

/// A ratio of counts; undefined when the denominator is 0
struct Ratio {
  double numerator;
  double denominator;
};

/// A metric that is a ratio of one label's counts, and its averages
///
/// label=L: the ratio; undefined, with `empty_because`, when its denominator is 0. avg=macro: the
/// mean over all labels in truth or prediction (of a closed set: all that were given); weighted:
/// by the rows of each label in the truth; micro: the ratio of the added counts. Averages take an
/// undefined ratio as 0.
struct LabelRatio : LabelRule {
  enum class Average : std::uint8_t { label, macro, micro, weighted };

  Ratio (*ratio)(const LabelTally& tally, double beta) = nullptr;
  Text empty_because;  // {0}: the label
  Average average = Average::macro;
  std::string label;
  double beta = 1;

  /// Read label and avg; with neither, the positive label if one is named, else macro
  static Result<LabelRatio> read(std::string_view metric, const Arguments& arguments,
                                 const MetricContext& context);
  Score finish(const LabelCounts::State& state) const;
  /// One ratio that the score is `scale` times of: of the label, of micro, or of the only label
  /// that any row has, which an average then rests on alone
  struct Counts : Ratio {
    double scale = 1;
  };
  std::optional<Counts> counts(const LabelCounts::State& state) const;
  /// For a ratio of a part to a whole: a proportion where it is one ratio, else by redrawn counts
  Uncertainty uncertainty(const LabelCounts::State& state) const;
};

/// The parameters label and avg, as every such metric declares them
inline constexpr ParameterInfo kLabelParameter = {
    .name = "label",
    .summary = {"the label that counts as positive", "視為正類的標籤"},
    .kind = ParameterKind::label,
    .fallback = ""};
inline constexpr ParameterInfo kAverageParameter = {
    .name = "avg",
    .summary = {"how the labels are averaged: macro counts each label once, weighted by its rows, "
                "micro adds all counts first",
                "標籤的平均方式：macro 每個標籤同等計入，weighted 依真實列數加權，micro "
                "先加總所有計數"},
    .kind = ParameterKind::choice,
    .fallback = "",
    .choices = "macro|micro|weighted"};
inline constexpr ParameterInfo kLabelOrAverage[] = {kLabelParameter, kAverageParameter};

/// The refusal of label and avg at once
Error label_and_average(std::string_view metric);

}  // namespace shijin
