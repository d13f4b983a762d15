// Plan: which metrics a run measures, which it adds once the labels are known, and in what order
// they are shown.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/layout.h"
#include "evidence/evidence.h"
#include "metrics/metric.h"

namespace shijin {

/// A metric of the run, and why it is there
struct PlannedMetric {
  std::unique_ptr<Metric> metric;
  bool automatic = false;  // from the panel, not named by the user
  bool shown = true;       // false: measured for a gate only
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
  double reference_units = 0;  // mean
  bool unparsed = false;
};

/// Choose the metrics: the user's keys, else the profile's, else the panel of the task and script
Result<Plan> make_plan(const EvaluateOptions& options, const Layout& layout, const FirstLook& look,
                       const MetricContext& context);

/// Bind the label keys that waited, now that the labels are known; in order of the panel
Result<Done> finish_plan(Plan& plan, const EvaluateOptions& options, const Layout& layout,
                         const std::vector<std::string>& labels, const MetricContext& context,
                         bool unparsed);

}  // namespace shijin
