// Leakage as a chapter and as JSON, for evaluations and checks alike.
#pragma once

#include <optional>
#include <vector>

#include "base/json_writer.h"
#include "evidence/leakage.h"
#include "report/document.h"

namespace shijin {

/// The scores of each part, and how many training rows were looked at
void add_leakage(const LeakageFacts& facts, Chapter& chapter);

/// An array of rows that repeat others
void write_repeated(JsonWriter& json, const std::vector<RepeatedRow>& rows);
/// The key "leakage": an object, or null without a training set
void write_leakage(JsonWriter& json, const std::optional<LeakageFacts>& leakage);

}  // namespace shijin
