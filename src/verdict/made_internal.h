// Evidence made by hand, for the unit tests of this folder: what an engine would give for a
// confusion table.
#pragma once

#include <string>
#include <vector>

#include "base/numbers.h"
#include "evidence/baseline.h"
#include "evidence/label_key.h"
#include "stats/interval.h"
#include "verdict/core.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {

inline ScoreLine made_score(std::string key, Message title, double value, std::int64_t n,
                            std::optional<Interval> interval) {
  ScoreLine line;
  line.metric = key.substr(0, key.find('['));
  line.key = std::move(key);
  line.title = std::move(title);
  line.score = Score::of(value);
  line.interval = interval;
  line.n = n;
  return line;
}

/// counts[t][p] over labels in order
inline Evidence made_labels(const std::vector<std::string>& labels,
                            const std::vector<std::vector<double>>& counts) {
  Evidence evidence;
  double hits = 0;
  double total = 0;
  double macro = 0;
  for (std::size_t t = 0; t < labels.size(); ++t) {
    LabelLine line{.label = labels[t]};
    for (std::size_t p = 0; p < counts[t].size(); ++p) line.truth += counts[t][p];
    for (const auto& row : counts) line.predicted += row[t];
    line.hits = counts[t][t];
    line.in_truth_set = line.truth > 0;
    hits += line.hits;
    total += line.truth;
    evidence.labels.push_back(line);
  }
  evidence.confusion.labels = labels;
  evidence.confusion.counts = counts;
  evidence.confusion.examples.assign(labels.size(),
                                     std::vector<std::vector<Example>>(labels.size() + 1));
  evidence.data.rows = evidence.data.used = static_cast<std::int64_t>(total);
  const Bounds bounds = wilson_interval(hits, total, 0.95);
  evidence.metrics.push_back(made_score("accuracy", "Accuracy", hits / total, evidence.data.used,
                                        Interval{bounds.lo, bounds.hi, 0.95, "wilson"}));
  for (const LabelLine& label : evidence.labels) {
    if (!(label.truth > 0)) continue;
    ScoreLine f1 = f1_of(evidence, label);
    macro += *f1.score.value / static_cast<double>(truth_labels(evidence));
    evidence.metrics.push_back(f1);
  }
  evidence.metrics.push_back(made_score("f1[avg=macro]", "F1, macro average", macro,
                                        evidence.data.used,
                                        Interval{macro - 0.1, macro + 0.1, 0.95, "dirichlet"}));
  evidence.baselines = compute_baselines(evidence.labels);
  return evidence;
}

/// What one rule finds
inline std::vector<Finding> found_by(const Evidence& evidence, std::string_view name) {
  std::vector<Finding> findings;
  for (Finding& one : find_all(evidence)) {
    if (one.name == name) findings.push_back(std::move(one));
  }
  return findings;
}

inline std::string in_english(const Message& words) { return words.in(Language::en); }
inline std::string in_chinese(const Message& words) { return words.in(Language::zh_hant); }

inline Example made_example(std::int64_t row, std::string input, std::string output,
                            std::string reference) {
  Example one;
  one.id = std::to_string(row);
  one.row = row;
  one.input = std::move(input);
  one.output = std::move(output);
  one.reference = std::move(reference);
  return one;
}

/// The article's four rows
inline Evidence article_rows() {
  Evidence evidence = made_labels({"0", "1"}, {{1, 1}, {0, 2}});
  evidence.confusion.examples[0][1].push_back(made_example(3, "價格便宜但質量不行", "1", "0"));
  return evidence;
}

}  // namespace shijin
