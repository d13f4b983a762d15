// What the files that read a result share: members of any JSON, which may be missing or of another
// kind, and the parts that json.cpp leaves to others.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/evidence.h"

namespace shijin::reading {

/// Members in the order of the file: metrics stand in the order of the panel
using Json = nlohmann::ordered_json;

/// A member, or null where there is none
const Json& at(const Json& object, const char* key);

/// A value, or an empty one where it is of another kind
std::string text(const Json& value);
std::optional<double> number(const Json& value);
std::int64_t integer(const Json& value);
bool flag(const Json& value);
Message words(const Json& value);
std::vector<std::string> texts(const Json& list);
std::vector<Example> examples(const Json& list);
/// "lo" and "hi" of an object, with "level" where it has one
std::optional<Interval> interval(const Json& object, std::string_view method = "");

/// What slices_json.cpp, probabilities_json.cpp and leakage.cpp write; of a leaked score the title
/// and the digits are those of the evidence's metric
void read_slices(const Json& list, const Json& search, SliceFacts& slices);
void read_probabilities(const Json& json, ProbabilityFacts& facts);
void read_leakage(const Json& json, Evidence& evidence);

}  // namespace shijin::reading
