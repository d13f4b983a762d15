// Reading a gate: a metric key, a comparison and a bar, such as f1[label=0]>=0.6. Deciding it
// belongs to the verdict.
#pragma once

#include <string_view>

#include "base/result.h"
#include "evidence/evidence.h"

namespace shijin {

/// Read a gate as written; the comparison is the first >=, >, <= or < outside brackets and quotes
Result<GateLine> parse_gate(std::string_view text);

}  // namespace shijin
