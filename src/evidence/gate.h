// Reading a gate: a metric key, a comparison and a bar, such as f1[label=0]>=0.6. Deciding it
// belongs to the verdict.
#pragma once

#include <string_view>

#include "base/result.h"
#include "evidence/evidence.h"

namespace shijin {

/// Read a gate as written; the comparison is the first >=, >, <= or < outside brackets and quotes
///
/// The bar is a number, or speaks of the base of a comparison: "base", "base-0.01", "base*0.98",
/// "base-2%" (which is base*0.98). In words it is a guard: "f1[label=0] not worse than base by
/// 0.01".
Result<GateLine> parse_gate(std::string_view text);

/// Read a guard, "ppl:2%" or "f1[label=0]:0.01": not worse than the base by more than that; which
/// way is worse is open until direct_guard
Result<GateLine> parse_guard(std::string_view text);

/// Turn a guard into a gate on a metric whose better scores are higher or lower
void direct_guard(GateLine& guard, Better better);

/// Refuse a bar on the wrong scale: 0–1 on a metric that runs to 100, or beyond the metric's range
///
/// `low` and `high` are the metric's range; the help says what to write instead. Of a bar against
/// the base: refuse a hundredth of a point on a metric that runs to 100, more than the whole range,
/// and a share of a score that may be negative.
Result<Done> check_scale(const GateLine& gate, double low, double high);

}  // namespace shijin
