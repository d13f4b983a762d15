// What the probabilities say as JSON, and what people gave beside the outputs.
#include "report/json_internal.h"

namespace shijin {
namespace {

using Layout = JsonWriter::Layout;

void write_threshold(JsonWriter& json, const std::optional<ThresholdChoice>& found) {
  json.key("threshold");
  if (found) {
    const ThresholdChoice& choice = *found;
    json.begin_object(Layout::one_line).key("label").text(choice.label);
    json.key("other").text(choice.other).key("measure").text(choice.measure);
    json.key("threshold").number(choice.threshold).key("now").number(choice.now);
    json.key("best").number(choice.best);
    write_optional(json, "gain_lo", choice.gain ? std::optional(choice.gain->lo) : std::nullopt);
    write_optional(json, "gain_hi", choice.gain ? std::optional(choice.gain->hi) : std::nullopt);
    json.end_object();
  } else {
    json.null();
  }
}

}  // namespace

void write_probabilities(JsonWriter& json, const ProbabilityFacts& facts) {
  json.key("probabilities");
  if (facts.rows == 0) {
    json.null();
    return;
  }
  json.begin_object().key("rows").integer(facts.rows).key("log_loss").number(facts.log_loss);
  json.key("temperature").number(facts.temperature);
  json.key("log_loss_scaled").number(facts.log_loss_scaled);
  json.key("confidence").number(facts.confidence).key("accuracy").number(facts.accuracy);
  write_threshold(json, facts.threshold);
  json.key("biases").begin_object(Layout::one_line);
  for (const auto& [label, bias] : facts.biases) json.key(label).number(bias);
  json.end_object().key("biases_now").number(facts.biases_now);
  json.key("biases_best").number(facts.biases_best).key("abstention").begin_array();
  for (const AbstentionPoint& point : facts.abstention) {
    json.begin_object(Layout::one_line).key("answered").number(point.answered);
    json.key("confidence").number(point.confidence).key("accuracy").number(point.accuracy);
    json.end_object();
  }
  json.end_array().key("suspects").integer(facts.suspects).key("suspected");
  write_examples(json, facts.suspected);
  json.end_object();
}

void write_rated(JsonWriter& json, const std::vector<RatingLine>& rated) {
  json.key("rated").begin_object();
  for (const RatingLine& line : rated) {
    json.key(line.dimension).begin_object(Layout::one_line).key("n").integer(line.n);
    json.key("mean").number(line.mean);
    write_optional(json, "lo", line.interval ? std::optional(line.interval->lo) : std::nullopt);
    write_optional(json, "hi", line.interval ? std::optional(line.interval->hi) : std::nullopt);
    json.end_object();
  }
  json.end_object();
}

}  // namespace shijin
