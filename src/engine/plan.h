// Plan: which metrics a run measures, which it adds once the labels are known, and in what order
// they are shown.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/layout.h"
#include "evidence/evidence.h"
#include "metrics/metric.h"

namespace shijin {

/// Which rows a metric counts: the panel chosen for the user leaves those without an output or a
/// reference out, a key the user or a profile names counts them as its peer does
enum class Rows : std::uint8_t { all, with_text };

/// A metric of the run, and why it is there
struct PlannedMetric {
  std::unique_ptr<Metric> metric;
  bool automatic = false;  // from the panel, not named by the user
  bool shown = true;       // false: measured for a gate only
  Rows rows = Rows::all;
};

/// What a run computes
struct Plan {
  std::vector<PlannedMetric> metrics;  // those whose key is known before the pass
  std::vector<KeyText> later;          // label keys that wait for the labels ("f1" → every label)
  bool later_automatic = false;
  std::vector<std::pair<std::string, Message>> left_out;
  std::vector<GateLine> gates;
};

/// Facts of the first shard that the automatic panel depends on
struct FirstLook {
  double han_share = 0;        // of letters
  double unspaced_share = 0;   // of letters, those of scripts without blanks between words
  double reference_units = 0;  // mean
  /// How many tokens a tokeniser finds in a reference, on average
  std::function<double(const Tokenizer&)> reference_tokens = {};
};

/// The tokeniser a metric cuts texts with, or nullptr
const Tokenizer* tokenizer_of(const Metric& metric);

/// The user's gates, else the profile's
std::vector<GateText> gates_of(const EvaluateOptions& options);

/// Choose the metrics: the user's keys, else the profile's, else the panel of the task and script
Result<Plan> make_plan(const EvaluateOptions& options, const Layout& layout, const FirstLook& look,
                       const MetricContext& context);

/// Bind the label keys that waited, now that the labels are known; in order of the panel
Result<Done> finish_plan(Plan& plan, const EvaluateOptions& options, const Layout& layout,
                         const std::vector<std::string>& labels, const MetricContext& context,
                         bool unparsed);

}  // namespace shijin
