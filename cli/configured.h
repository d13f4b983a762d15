// The user's own metrics, for commands that measure nothing but speak of metrics.
#pragma once

#include "cli/command.h"

namespace shijin::cli {

/// The metrics that --metric and the [[metric]] of --config define
Result<OwnMetrics> configured_metrics(const Parsed& parsed);

}  // namespace shijin::cli
