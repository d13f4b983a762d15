// The slices of a result as JSON, and what the search for them saw.
#include "report/json_internal.h"

namespace shijin {
using Layout = JsonWriter::Layout;

void write_conditions(JsonWriter& json, const SliceLine& line) {
  json.key("conditions").begin_array(Layout::one_line);
  for (const SliceCondition& condition : line.conditions) {
    json.begin_object().key("kind").text(condition.kind).key("name").text(condition.name);
    json.key("value").text(condition.value).key("words");
    write_words(json, condition.words);
    json.end_object();
  }
  json.end_array();
}

namespace {

void write_slice(JsonWriter& json, const SliceLine& line) {
  json.begin_object();
  write_conditions(json, line);
  json.key("n").integer(line.n).key("errors").integer(line.errors).key("rate");
  line.n > 0 ? json.number(static_cast<double>(line.errors) / static_cast<double>(line.n))
             : json.null();
  write_optional(json, "lo", line.interval ? std::optional(line.interval->lo) : std::nullopt);
  write_optional(json, "hi", line.interval ? std::optional(line.interval->hi) : std::nullopt);
  write_optional(json, "p_adjusted", line.p_adjusted);
  json.key("pinned").boolean(line.pinned).key("examples");
  write_examples(json, line.examples);
  json.end_object();
}

}  // namespace

void write_slices(JsonWriter& json, const SliceFacts& slices) {
  json.key("slices").begin_array();
  for (const SliceLine& line : slices.lines) write_slice(json, line);
  json.end_array().key("slice_search").begin_object();
  json.key("rows").integer(slices.rows).key("errors").integer(slices.errors);
  json.key("features").integer(slices.features).key("words").begin_array();
  for (const ErrorWord& word : slices.words) {
    json.begin_object(Layout::one_line).key("word").text(word.word);
    json.key("in_wrong").integer(word.in_wrong).key("in_right").integer(word.in_right);
    json.key("log_odds").number(word.log_odds).key("z").number(word.z);
    json.key("p_adjusted").number(word.p_adjusted).end_object();
  }
  json.end_array().end_object();
}

}  // namespace shijin
