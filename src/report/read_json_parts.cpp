// Members of a result one by one, and the parts that have files of their own when they are written.
#include <algorithm>

#include "base/told.h"
#include "report/read_json_internal.h"

namespace shijin::reading {
namespace {

constexpr double kLevel = 0.95;  // of an interval that says none

void read_mark(const Json& json, Example& example) {
  Mark mark;
  mark.begin = static_cast<std::uint32_t>(integer(at(json, "begin")));
  mark.end = static_cast<std::uint32_t>(integer(at(json, "end")));
  mark.term = text(at(json, "term"));
  mark.tier = static_cast<int>(integer(at(json, "tier")));
  mark.what = words(at(json, "what"));
  mark.exempt = words(at(json, "exempt"));
  if (mark.begin > mark.end || mark.end > example.output.size()) return;
  example.marks.push_back(std::move(mark));
}

void read_slice(const Json& json, SliceLine& line) {
  for (const Json& one : at(json, "conditions")) {
    line.conditions.push_back({text(at(one, "kind")), text(at(one, "name")), text(at(one, "value")),
                               words(at(one, "words"))});
  }
  line.n = integer(at(json, "n"));
  line.errors = integer(at(json, "errors"));
  line.interval = interval(json);
  line.p_adjusted = number(at(json, "p_adjusted"));
  line.pinned = flag(at(json, "pinned"));
  line.examples = examples(at(json, "examples"));
}

std::optional<ThresholdChoice> threshold(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  ThresholdChoice choice;
  choice.label = text(at(json, "label"));
  choice.other = text(at(json, "other"));
  choice.measure = text(at(json, "measure"));
  choice.threshold = number(at(json, "threshold")).value_or(0.5);
  choice.now = number(at(json, "now")).value_or(0);
  choice.best = number(at(json, "best")).value_or(0);
  const auto lo = number(at(json, "gain_lo"));
  const auto hi = number(at(json, "gain_hi"));
  if (lo && hi) choice.gain = Interval{*lo, *hi, kLevel, ""};
  return choice;
}

void read_bars(const Json& list, std::map<std::string, LabelBars>& all) {
  for (const Json& item : list) {
    LabelBars& bars = all[text(at(item, "label"))];
    bars.miss = number(at(item, "miss")).value_or(1);
    bars.alarm = number(at(item, "alarm")).value_or(1);
    for (const Json& line : at(item, "lines")) {
      bars.lines.push_back({number(at(line, "threshold")).value_or(0),
                            number(at(line, "found")).value_or(0),
                            number(at(line, "alarms")).value_or(0), number(at(line, "precision")),
                            number(at(line, "cost")).value_or(0)});
    }
    const auto cheapest =
        static_cast<std::size_t>(std::max<std::int64_t>(0, integer(at(item, "cheapest"))));
    bars.cheapest = cheapest < bars.lines.size() ? cheapest : 0;
  }
}

// One part of a leaked score; what it is called is the metric's.
ScoreLine leaked_part(const Json& json, const ScoreLine& metric) {
  ScoreLine line;
  line.key = metric.key;
  line.metric = metric.metric;
  line.title = metric.title;
  line.decimals = metric.decimals;
  line.better = metric.better;
  line.low = metric.low;
  line.high = metric.high;
  line.n = integer(at(json, "n"));
  line.score.value = number(at(json, "value"));
  line.interval = interval(json);
  return line;
}

void read_repeated(const Json& list, std::vector<RepeatedRow>& rows) {
  for (const Json& item : list) {
    RepeatedRow& row = rows.emplace_back();
    row.row = integer(at(item, "row"));
    row.other = integer(at(item, "other"));
    row.similarity = number(at(item, "similarity")).value_or(0);
    row.text = text(at(item, "text"));
    row.other_text = text(at(item, "other_text"));
    row.other_file = text(at(item, "other_file"));
    row.label = text(at(item, "label"));
    row.other_label = text(at(item, "other_label"));
  }
}

}  // namespace

const Json& at(const Json& object, const char* key) {
  static const Json kNull;
  if (!object.is_object()) return kNull;
  const auto found = object.find(key);
  return found == object.end() ? kNull : *found;
}

std::string text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::optional<double> number(const Json& value) {
  return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

std::int64_t integer(const Json& value) {
  return value.is_number() ? value.get<std::int64_t>() : 0;
}

bool flag(const Json& value) { return value.is_boolean() && value.get<bool>(); }

Message words(const Json& value) {
  if (!value.is_object()) return {};
  return told(text(at(value, "en")), text(at(value, "zh-Hant")), text(at(value, "zh-Hans")));
}

std::vector<std::string> texts(const Json& list) {
  std::vector<std::string> all;
  for (const Json& item : list) all.push_back(text(item));
  return all;
}

std::vector<Example> examples(const Json& list) {
  std::vector<Example> all;
  for (const Json& item : list) {
    Example& example = all.emplace_back();
    example.id = text(at(item, "id"));
    example.row = integer(at(item, "row"));
    example.input = text(at(item, "input"));
    example.output = text(at(item, "output"));
    example.reference = text(at(item, "reference"));
    example.score = number(at(item, "score"));
    for (const Json& mark : at(item, "marks")) read_mark(mark, example);
  }
  return all;
}

std::optional<Interval> interval(const Json& object, std::string_view method) {
  const auto lo = number(at(object, "lo"));
  const auto hi = number(at(object, "hi"));
  if (!lo || !hi) return std::nullopt;
  return Interval{*lo, *hi, number(at(object, "level")).value_or(kLevel), method};
}

void read_slices(const Json& list, const Json& search, SliceFacts& slices) {
  for (const Json& item : list) read_slice(item, slices.lines.emplace_back());
  slices.rows = integer(at(search, "rows"));
  slices.errors = integer(at(search, "errors"));
  slices.features = integer(at(search, "features"));
  for (const Json& item : at(search, "words")) {
    slices.words.push_back({text(at(item, "word")), integer(at(item, "in_wrong")),
                            integer(at(item, "in_right")), number(at(item, "log_odds")).value_or(0),
                            number(at(item, "z")).value_or(0),
                            number(at(item, "p_adjusted")).value_or(1)});
  }
}

void read_probabilities(const Json& json, ProbabilityFacts& facts) {
  facts.rows = integer(at(json, "rows"));
  facts.log_loss = number(at(json, "log_loss")).value_or(0);
  facts.temperature = number(at(json, "temperature")).value_or(1);
  facts.log_loss_scaled = number(at(json, "log_loss_scaled")).value_or(0);
  facts.confidence = number(at(json, "confidence")).value_or(0);
  facts.accuracy = number(at(json, "accuracy")).value_or(0);
  facts.threshold = threshold(at(json, "threshold"));
  for (const auto& [label, bias] : at(json, "biases").items()) {
    facts.biases.emplace_back(label, number(bias).value_or(0));
  }
  facts.biases_now = number(at(json, "biases_now")).value_or(0);
  facts.biases_best = number(at(json, "biases_best")).value_or(0);
  for (const Json& item : at(json, "abstention")) {
    facts.abstention.push_back({number(at(item, "answered")).value_or(1),
                                number(at(item, "confidence")).value_or(0),
                                number(at(item, "accuracy")).value_or(0)});
  }
  read_bars(at(json, "bars"), facts.bars);
  facts.suspects = integer(at(json, "suspects"));
  facts.suspected = examples(at(json, "suspected"));
}

void read_leakage(const Json& json, Evidence& evidence) {
  if (!json.is_object()) return;
  LeakageFacts& leakage = evidence.leakage.emplace();
  leakage.test_rows = integer(at(json, "test_rows"));
  leakage.train_rows = integer(at(json, "train_rows"));
  leakage.exact = integer(at(json, "exact"));
  leakage.near = integer(at(json, "near"));
  leakage.held = integer(at(json, "held"));
  leakage.relabelled = integer(at(json, "relabelled"));
  for (const auto& [key, parts] : at(json, "scores").items()) {
    ScoreLine unknown;
    unknown.key = key;
    unknown.title = Message(key);
    const ScoreLine* known = evidence.find(key);
    const ScoreLine& metric = known != nullptr ? *known : unknown;
    LeakedScore& score = leakage.scores.emplace_back();
    score.all = leaked_part(at(parts, "all"), metric);
    score.clean = leaked_part(at(parts, "clean"), metric);
    score.leaked = leaked_part(at(parts, "leaked"), metric);
    const auto lo = number(at(parts, "difference_lo"));
    const auto hi = number(at(parts, "difference_hi"));
    if (lo && hi) score.difference = Interval{*lo, *hi, kLevel, ""};
  }
  read_repeated(at(json, "rows"), leakage.rows);
  for (const Json& row : at(json, "row_numbers")) leakage.row_numbers.push_back(integer(row));
}

}  // namespace shijin::reading
