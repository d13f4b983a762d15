// One place that knows every field of MetricInfo.
#include "cli/describe_metric.h"

#include <cmath>

namespace shijin::cli {
namespace {

constexpr Text kHigher{"higher is better, {0} to {1}", "越高越好，{0} 到 {1}"};
constexpr Text kLower{"lower is better, {0} to {1}", "越低越好，{0} 到 {1}"};
constexpr Text kNeither{"neither high nor low is better, {0} to {1}", "無所謂高低好壞，{0} 到 {1}"};

std::string_view better_name(Better better) {
  if (better == Better::higher) return "higher";
  return better == Better::lower ? "lower" : "neither";
}

std::string_view needs_name(Needs needs) {
  switch (needs) {
    case Needs::labels:
      return "labels";
    case Needs::probabilities:
      return "probabilities";
    case Needs::reference:
      return "reference";
    case Needs::output:
      return "output";
    case Needs::rows:
      return "rows";
    case Needs::input:
      return "input";
    case Needs::log_probs:
      return "log_probs";
    case Needs::embeddings:
      return "embeddings";
  }
  return "output";
}

std::string_view kind_name(ParameterKind kind) {
  switch (kind) {
    case ParameterKind::integer:
      return "integer";
    case ParameterKind::number:
      return "number";
    case ParameterKind::choice:
      return "choice";
    case ParameterKind::label:
      return "label";
  }
  return "label";
}

void write_parameter(JsonWriter& json, const ParameterInfo& parameter) {
  json.begin_object().key("name").text(parameter.name).key("summary");
  write_text(json, parameter.summary);
  json.key("kind").text(kind_name(parameter.kind)).key("default").text(parameter.fallback);
  if (parameter.kind == ParameterKind::choice) {
    json.key("choices").begin_array(JsonWriter::Layout::one_line);
    std::string_view rest = parameter.choices;
    while (!rest.empty()) {
      const std::size_t bar = std::min(rest.find('|'), rest.size());
      json.text(rest.substr(0, bar));
      rest.remove_prefix(std::min(rest.size(), bar + 1));
    }
    json.end_array();
  } else if (parameter.kind != ParameterKind::label) {
    json.key("low").number(parameter.low).key("high").number(parameter.high);
  }
  json.key("always_shown").boolean(parameter.always_shown).end_object();
}

void write_example(JsonWriter& json, const MetricExample& example) {
  json.begin_object().key("arguments").text(example.arguments).key("rows").begin_array();
  for (const ExampleRow& row : example.rows) {
    json.begin_object(JsonWriter::Layout::one_line).key("output").text(row.output);
    json.key("reference").text(row.reference);
    if (!row.input.empty()) json.key("input").text(row.input);
    if (!row.probabilities.empty()) json.key("probabilities").text(row.probabilities);
    json.end_object();
  }
  json.end_array().key("value").number(example.value).key("source");
  json.begin_object();
  for (const Language language : {Language::en, Language::zh_hant, Language::zh_hans}) {
    json.key(language_tag(language)).text(example.source.in(language));
  }
  json.end_object();
  json.end_object();
}

}  // namespace

std::string bound_text(double bound) {
  if (std::isinf(bound)) return bound > 0 ? "∞" : "−∞";
  const std::string whole = shortest(bound);
  return whole.size() > 6 ? fixed(bound, 2) : whole;
}

Message direction_and_range(const MetricInfo& info) {
  const Text form = info.better == Better::higher  ? kHigher
                    : info.better == Better::lower ? kLower
                                                   : kNeither;
  return Message(form, {bound_text(info.low), bound_text(info.high)});
}

std::string key_form(const MetricDefinition& metric) {
  std::string inside;
  for (const ParameterInfo& parameter : metric.info.parameters) {
    inside += (inside.empty() ? "" : ",") + std::string(parameter.name);
  }
  return std::string(metric.name) + (inside.empty() ? "" : "[" + inside + "]");
}

void write_text(JsonWriter& json, Text text) {
  json.begin_object();
  for (const Language language : {Language::en, Language::zh_hant, Language::zh_hans}) {
    json.key(language_tag(language)).text(text.in(language));
  }
  json.end_object();
}

void write_words(JsonWriter& json, const Message& words) {
  json.begin_object();
  for (const Language language : {Language::en, Language::zh_hant, Language::zh_hans}) {
    json.key(language_tag(language)).text(words.in(language));
  }
  json.end_object();
}

void write_metric(JsonWriter& json, const MetricDefinition& metric) {
  const MetricInfo& info = metric.info;
  json.begin_object().key("name").text(metric.name).key("family").text(info.family);
  const std::pair<std::string_view, Text> texts[] = {{"title", info.title},
                                                     {"summary", info.summary},
                                                     {"reading", info.reading},
                                                     {"misleads", info.misleads}};
  for (const auto& [name, text] : texts) {
    json.key(name);
    write_text(json, text);
  }
  json.key("needs").text(needs_name(info.needs)).key("better").text(better_name(info.better));
  json.key("low").number(info.low).key("high").number(info.high);
  json.key("perfect").number(info.perfect).key("decimals").integer(info.decimals);
  json.key("cite").text(info.cite).key("peer").text(info.peer);
  json.key("departures").begin_array();
  for (const Text& departure : info.departures) write_text(json, departure);
  json.end_array().key("parameters").begin_array();
  for (const ParameterInfo& parameter : info.parameters) write_parameter(json, parameter);
  json.end_array().key("examples").begin_array();
  for (const MetricExample& example : info.examples) write_example(json, example);
  json.end_array().key("symmetric").boolean(info.symmetric);
  json.key("per_sample").boolean(info.per_sample);
  json.key("whole_number_weights").boolean(info.whole_number_weights).end_object();
}

}  // namespace shijin::cli
