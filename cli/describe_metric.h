// Words and JSON about a metric, shared by `metrics`, `explain` and `catalogue`.
#pragma once

#include <string>

#include "cli/command.h"

namespace shijin::cli {

/// "higher is better, 0 to 1"
Message direction_and_range(const MetricInfo& info);

/// "1", "100" or "∞"
std::string bound_text(double bound);

/// The key with its parameters: "f1[label=…,avg=…]"
std::string key_form(const MetricDefinition& metric);

/// A Text as {"en": …, "zh-Hant": …, "zh-Hans": …}
void write_text(JsonWriter& json, Text text);

/// A Message likewise
void write_words(JsonWriter& json, const Message& words);

/// Everything that is said about a metric, as one JSON object
void write_metric(JsonWriter& json, const MetricDefinition& metric);

}  // namespace shijin::cli
