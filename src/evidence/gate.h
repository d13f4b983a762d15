// Reading a gate: a metric key, a comparison and a bar, such as f1[label=0]>=0.6. Deciding it
// belongs to the verdict.
#pragma once

#include <string_view>

#include "base/result.h"
#include "evidence/evidence.h"

namespace shijin {

/// Read a gate as written; the comparison is the first >=, >, <= or < outside brackets and quotes
Result<GateLine> parse_gate(std::string_view text);

/// Refuse a bar on the wrong scale: 0–1 on a metric that runs to 100, or beyond the metric's range
///
/// `low` and `high` are the metric's range; the help says what to write instead.
Result<Done> check_scale(const GateLine& gate, double low, double high);

}  // namespace shijin
