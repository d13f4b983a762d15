// What the probabilities of a classification say besides their metrics: where a threshold would be
// better, how far they can be trusted, which rows are better left to people, which labels are
// doubtful.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "evidence/example.h"
#include "evidence/score.h"

namespace shijin {

/// A decision by a bar on one label's probability, chosen on one half of the rows and judged on
/// the other
struct ThresholdChoice {
  std::string label;    // said when its probability is at least the threshold
  std::string other;    // said otherwise
  std::string measure;  // "cost" (a row), "f1" (of the label)
  double threshold = 0.5;
  double now = 0;  // on the rows that did not choose it
  double best = 0;
  std::optional<Interval> gain;  // best minus now, paired
};

/// What a bar on one label's probability does, on the rows that were read
struct BarLine {
  double threshold = 0;             // the label is said from this probability on
  double found = 0;                 // share of its rows
  double alarms = 0;                // share of the other rows
  std::optional<double> precision;  // none where it is never said
  double cost = 0;                  // of a row
};

/// One label's bars: 0.9, 0.8, … 0.1 and the cheapest, from the highest down
struct LabelBars {
  double miss = 1;   // what missing the label costs
  double alarm = 1;  // … and saying it falsely
  std::vector<BarLine> lines;
  std::size_t cheapest = 0;  // which line
};

/// What remains when the least sure answers are left to people
struct AbstentionPoint {
  double answered = 1;    // share of the rows
  double confidence = 0;  // the least among those answered
  double accuracy = 0;    // of those answered
};

struct ProbabilityFacts {
  std::int64_t rows = 0;  // looked at, a sample where there are very many; 0: no probabilities
  std::vector<std::string> labels;
  double log_loss = 0;         // nats a row, on rows that did not choose the temperature
  double temperature = 1;      // dividing the logits by it makes the probabilities truer
  double log_loss_scaled = 0;  // on the same rows, with it
  double confidence = 0;       // mean probability of the answer
  double accuracy = 0;         // share of the answers that are right
  std::optional<ThresholdChoice> threshold;            // of two labels
  std::vector<std::pair<std::string, double>> biases;  // of more: added to each log-probability
  double biases_now = 0;   // macro F1, or the cost of a row, on rows that did not choose them
  double biases_best = 0;  // the same with them
  std::vector<AbstentionPoint> abstention;
  std::map<std::string, LabelBars> bars;  // by label, of the most frequent ones
  std::int64_t suspects = 0;              // labels that the probabilities contradict
  std::vector<Example> suspected;         // the most doubtful; output is the label they seem to be
};

}  // namespace shijin
