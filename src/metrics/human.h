// The mean of ratings as a metric over items, so that runs that people scored are compared and
// stored as any others. Not registered: ratings are no column of a sample, and what is said of the
// measure stands in rate/measures.h.
#pragma once

#include <memory>
#include <string>

#include "metrics/metric.h"
#include "rate/mean.h"

namespace shijin {

/// The metric of a key such as human[dim=fluency]; its rows are ItemSums
std::unique_ptr<Metric> make_human(std::string key);

}  // namespace shijin
