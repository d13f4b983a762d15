// What the parts of the JSON result share.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "evidence/evidence.h"

namespace shijin {

/// An object with the words in three languages, or null
void write_words(JsonWriter& json, const Message& message);
/// "higher", "lower" or "neither"
std::string_view better_name(Better better);
/// A key and a number or null
void write_optional(JsonWriter& json, std::string_view key, const std::optional<double>& value);
/// An array of texts
void write_texts(JsonWriter& json, const std::vector<std::string>& texts);
/// An array of samples
void write_examples(JsonWriter& json, const std::vector<Example>& examples);

/// The key "conditions" of a slice
void write_conditions(JsonWriter& json, const SliceLine& line);
/// The keys "slices" and "slice_search"
void write_slices(JsonWriter& json, const SliceFacts& slices);
/// The keys "probabilities", "lengths", and "rated" and "rated_against"
void write_probabilities(JsonWriter& json, const ProbabilityFacts& facts);
void write_lengths(JsonWriter& json, const LengthFacts& lengths);
void write_rated(JsonWriter& json, const Evidence& evidence);

/// A key and the model, or null
void write_model(JsonWriter& json, std::string_view key, const std::optional<ModelFacts>& model);

/// One finding, and one diagnostic
void write_finding(JsonWriter& json, const Finding& finding);
void write_note(JsonWriter& json, const Error& note);

}  // namespace shijin
