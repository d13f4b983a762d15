// What the probabilities say as JSON, how scores go with length, and what people gave beside the
// outputs.
#include "rate/rubric.h"
#include "report/json_internal.h"
#include "report/words.h"

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

void write_bars(JsonWriter& json, const std::map<std::string, LabelBars>& all) {
  json.key("bars").begin_array();
  for (const auto& [label, bars] : all) {
    json.begin_object().key("label").text(label).key("miss").number(bars.miss);
    json.key("alarm").number(bars.alarm);
    json.key("cheapest").integer(static_cast<std::int64_t>(bars.cheapest));
    json.key("lines").begin_array();
    for (const BarLine& line : bars.lines) {
      json.begin_object(Layout::one_line).key("threshold").number(line.threshold);
      json.key("found").number(line.found).key("alarms").number(line.alarms);
      write_optional(json, "precision", line.precision);
      json.key("cost").number(line.cost).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

}  // namespace

void write_lengths(JsonWriter& json, const LengthFacts& lengths) {
  json.key("lengths").begin_object().key("key").text(lengths.key).key("groups").begin_array();
  for (const LengthGroup& group : lengths.groups) {
    json.begin_object(Layout::one_line).key("rows").integer(group.rows);
    json.key("shortest").integer(group.shortest).key("longest").integer(group.longest);
    json.key("length").number(group.length).key("score").number(group.score);
    json.key("mean").number(group.mean).end_object();
  }
  json.end_array().end_object();
}

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
  json.end_array();
  write_bars(json, facts.bars);
  json.key("suspects").integer(facts.suspects).key("suspected");
  write_examples(json, facts.suspected);
  json.end_object();
}

void write_rated(JsonWriter& json, const Evidence& evidence) {
  json.key("rated").begin_object();
  for (const RatingLine& line : evidence.rated) {
    json.key(line.dimension).begin_object(Layout::one_line).key("title");
    write_words(json, dimension_title(line.dimension));
    json.key("n").integer(line.n);
    json.key("mean").number(line.mean);
    write_optional(json, "lo", line.interval ? std::optional(line.interval->lo) : std::nullopt);
    write_optional(json, "hi", line.interval ? std::optional(line.interval->hi) : std::nullopt);
    json.end_object();
  }
  json.end_object();
  json.key("rated_against").begin_array();
  for (const PeopleLine& line : evidence.people) {
    json.begin_object().key("key").text(line.key).key("n").integer(line.n);
    write_optional(json, "spearman", line.spearman);
    write_optional(json, "lo", line.interval ? std::optional(line.interval->lo) : std::nullopt);
    write_optional(json, "hi", line.interval ? std::optional(line.interval->hi) : std::nullopt);
    json.key("low").number(line.low).key("high").number(line.high);
    json.key("only_machine");
    write_texts(json, line.only_machine);
    json.key("only_people");
    write_texts(json, line.only_people);
    json.end_object();
  }
  json.end_array();
}

}  // namespace shijin
