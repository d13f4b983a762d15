// The result as JSON, schema shijin.result/1 (docs/schema/result.schema.json): unrounded, every key
// always present, in a fixed order.
#include <algorithm>
#include <map>
#include <string_view>

#include "rate/measures.h"
#include "rate/rubric.h"
#include "report/json_internal.h"
#include "report/leakage.h"
#include "report/render.h"
#include "report/words.h"

namespace shijin {
namespace {

using Layout = JsonWriter::Layout;

void write_marks(JsonWriter& json, const Example& example) {
  json.key("marks").begin_array(Layout::one_line);
  for (const Mark& mark : example.marks) {
    json.begin_object(Layout::one_line).key("begin").integer(mark.begin).key("end");
    json.integer(mark.end).key("text");
    json.text(std::string_view(example.output).substr(mark.begin, mark.end - mark.begin));
    json.key("term").text(mark.term).key("tier").integer(mark.tier).key("what");
    write_words(json, mark.what);
    json.key("exempt");
    write_words(json, mark.exempt);
    json.end_object();
  }
  json.end_array();
}

void write_run(JsonWriter& json, const RunFacts& run) {
  json.begin_object();
  json.key("id").text(run.id).key("name").text(run.name).key("created").text(run.created);
  json.key("seed").raw(std::to_string(run.seed));
  json.key("command");
  write_texts(json, run.command);
  json.end_object();
}

// role or role:detail → the column's name, or all their names where several have the role.
void write_roles(JsonWriter& json, const DataFacts& data) {
  std::vector<std::pair<std::string, std::vector<std::string>>> roles;
  std::vector<std::string> guessed;
  for (const RoleColumn& column : data.roles.columns) {
    std::string role(role_name(column.role));
    if (!column.detail.empty()) role += ":" + column.detail;
    const bool first = std::find(guessed.begin(), guessed.end(), role) == guessed.end();
    if (column.guessed && first) guessed.push_back(role);
    const auto index = static_cast<std::size_t>(column.column);
    const std::string name = index < data.names.size() ? data.names[index] : "";
    auto known = roles.begin();
    while (known != roles.end() && known->first != role) ++known;
    if (known == roles.end()) known = roles.insert(roles.end(), {role, {}});
    known->second.push_back(name);
  }
  json.key("roles").begin_object(Layout::one_line);
  for (const auto& [role, columns] : roles) {
    json.key(role);
    columns.size() == 1 ? static_cast<void>(json.text(columns[0])) : write_texts(json, columns);
  }
  json.end_object();
  json.key("guessed");
  write_texts(json, guessed);
}

void write_data(JsonWriter& json, const DataFacts& data) {
  const FileFacts first = data.files.empty() ? FileFacts{} : data.files.front();
  json.begin_object();
  json.key("path").text(first.path).key("rows").integer(data.rows).key("used").integer(data.used);
  json.key("skipped").begin_array(Layout::one_line);
  for (std::int64_t row : data.skipped_rows) json.integer(row);
  json.end_array();
  json.key("skipped_count").integer(data.skipped);
  json.key("encoding").text(first.encoding).key("digest").text(data.digest);
  write_roles(json, data);
  json.key("columns");
  write_texts(json, data.names);
  json.key("files").begin_array();
  for (const FileFacts& file : data.files) {
    json.begin_object(Layout::one_line).key("path").text(file.path);
    json.key("format").text(file.format).key("encoding").text(file.encoding);
    json.key("shape").text(file.shape).end_object();
  }
  json.end_array();
  json.key("thinking_stripped").integer(data.thinking_stripped);
  json.key("han_share").number(data.han_share);
  json.key("clusters");
  data.clusters > 0 ? json.integer(data.clusters) : json.null();
  json.end_object();
}

void write_metric(JsonWriter& json, const ScoreLine& line) {
  const bool known = line.score.value && line.interval;
  json.begin_object();
  write_optional(json, "value", line.score.value);
  write_optional(json, "lo", known ? std::optional(line.interval->lo) : std::nullopt);
  write_optional(json, "hi", known ? std::optional(line.interval->hi) : std::nullopt);
  write_optional(json, "level", known ? std::optional(line.interval->level) : std::nullopt);
  json.key("method");
  known ? json.text(line.interval->method) : json.null();
  json.key("n").integer(line.n).key("better").text(better_name(line.better));
  json.key("low").number(line.low).key("high").number(line.high);
  json.key("signature").text(line.signature).key("undefined");
  write_words(json, line.score.undefined_because);
  json.key("no_interval");
  write_words(json, line.no_interval_because);
  json.key("title");
  write_words(json, line.title);
  json.key("decimals").integer(line.decimals).key("flag");
  write_words(json, line.flag);
  json.key("peer_line");
  line.peer_line.empty() ? json.null() : json.text(line.peer_line);
  write_optional(json, "spread", line.spread > 0 ? std::optional(line.spread) : std::nullopt);
  json.end_object();
}

void write_labels(JsonWriter& json, const std::vector<LabelLine>& labels) {
  json.begin_array();
  for (const LabelLine& line : labels) {
    json.begin_object(Layout::one_line).key("label").text(line.label);
    json.key("truth").number(line.truth).key("predicted").number(line.predicted);
    json.key("hits").number(line.hits).key("in_truth_set").boolean(line.in_truth_set);
    json.end_object();
  }
  json.end_array();
}

void write_confusion_examples(JsonWriter& json, const Confusion& confusion) {
  json.begin_array();
  for (std::size_t t = 0; t < confusion.examples.size(); ++t) {
    for (std::size_t p = 0; p < confusion.examples[t].size(); ++p) {
      if (confusion.examples[t][p].empty()) continue;
      json.begin_object().key("truth").text(confusion.labels[t]).key("predicted");
      p < confusion.labels.size() ? json.text(confusion.labels[p]) : json.null();
      json.key("samples");
      write_examples(json, confusion.examples[t][p]);
      json.end_object();
    }
  }
  json.end_array();
}

void write_confusion(JsonWriter& json, const Confusion& confusion) {
  json.begin_object().key("labels");
  write_texts(json, confusion.labels);
  json.key("counts").begin_array();
  for (const std::vector<double>& row : confusion.counts) {
    json.begin_array(Layout::one_line);
    for (double count : row) json.number(count);
    json.end_array();
  }
  json.end_array();
  json.key("has_other").boolean(confusion.has_other).key("examples");
  write_confusion_examples(json, confusion);
  json.end_object();
}

void write_baselines(JsonWriter& json, const std::vector<Baseline>& baselines) {
  std::map<std::string_view, std::vector<const Baseline*>> by_key;
  for (const Baseline& baseline : baselines) by_key[baseline.key].push_back(&baseline);
  json.begin_object();
  for (const auto& [key, lines] : by_key) {
    json.key(key).begin_array(Layout::one_line);
    for (const Baseline* line : lines) {
      json.begin_object().key("name").text(line->name).key("label").text(line->label);
      json.key("value").number(line->value).end_object();
    }
    json.end_array();
  }
  json.end_object();
}

void write_numbers(JsonWriter& json, const std::map<std::string, double>& numbers) {
  json.begin_object(Layout::one_line);
  for (const auto& [name, value] : numbers) json.key(name).number(value);
  json.end_object();
}

void write_bins(JsonWriter& json, const std::vector<Bin>& bins) {
  json.begin_array();
  for (const Bin& bin : bins) {
    json.begin_object(Layout::one_line).key("low").number(bin.low).key("high").number(bin.high);
    json.key("count").number(bin.count).key("mean").number(bin.mean);
    json.key("rate").number(bin.rate).end_object();
  }
  json.end_array();
}

void write_curve(JsonWriter& json, const Evidence& evidence, std::string_view name) {
  json.key(name).begin_array();
  for (const auto& [key, points] : evidence.curves) {
    const std::size_t colon = key.find(':');
    if (std::string_view(key).substr(0, colon) != name) continue;
    json.begin_object().key("label");
    json.text(colon == std::string::npos ? std::string_view() : key.substr(colon + 1));
    json.key("points").begin_array();
    for (const Point& point : points) {
      json.begin_object(Layout::one_line).key("x").number(point.x).key("y").number(point.y);
      json.key("threshold").number(point.threshold).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

void write_curves(JsonWriter& json, const Evidence& evidence) {
  json.begin_object();
  for (std::string_view name : {"roc", "pr", "threshold", "cost"}) {
    write_curve(json, evidence, name);
  }
  json.key("reliability").begin_array();
  for (const auto& [label, bins] : evidence.reliability) {
    json.begin_object().key("label").text(label).key("bins");
    write_bins(json, bins);
    json.end_object();
  }
  json.end_array().end_object();
}

void write_gate(JsonWriter& json, const GateLine& gate) {
  json.begin_object();
  json.key("gate").text(gate.gate).key("decision").text(decision_name(gate.decision));
  write_optional(json, "value", gate.value);
  write_optional(json, "lo", gate.interval ? std::optional(gate.interval->lo) : std::nullopt);
  write_optional(json, "hi", gate.interval ? std::optional(gate.interval->hi) : std::nullopt);
  json.key("needed_n");
  gate.needed_n ? json.integer(*gate.needed_n) : json.null();
  json.key("key").text(gate.key).key("comparison").text(gate.comparison);
  json.key("bar").number(gate.bar).key("from_profile").boolean(gate.from_profile);
  json.key("skipped").boolean(gate.skipped).key("reason");
  write_words(json, gate.reason);
  json.end_object();
}

void write_verdict(JsonWriter& json, const Verdict& verdict) {
  json.begin_object().key("decision").text(decision_name(verdict.decision));
  json.key("gates").begin_array();
  for (const GateLine& gate : verdict.gates) write_gate(json, gate);
  json.end_array();
  json.key("headline");
  write_words(json, verdict.headline);
  json.key("reason");
  write_words(json, verdict.reason);
  json.key("core_label").text(verdict.core_label);
  json.key("primary_key").text(verdict.primary_key);
  json.key("enough").boolean(verdict.enough).end_object();
}

void write_text_facts(JsonWriter& json, const TextFacts& texts) {
  json.begin_object();
  json.key("output_empty").integer(texts.output_empty);
  json.key("output_missing").integer(texts.output_missing);
  json.key("output_short").integer(texts.output_short);
  json.key("reference_empty").integer(texts.reference_empty);
  json.key("reference_short").integer(texts.reference_short);
  json.key("output_units_mean").number(texts.output_units_mean);
  json.key("reference_units_mean").number(texts.reference_units_mean);
  json.key("tokens_per_reference").begin_object(Layout::one_line);
  for (const auto& [tokenizer, mean] : texts.tokens_per_reference) json.key(tokenizer).number(mean);
  json.end_object().end_object();
}

void write_ladder(JsonWriter& json, const Ladder& ladder) {
  json.key("ladder").begin_array();
  for (const Rung& rung : ladder.rungs) {
    const bool known = rung.score.value && rung.interval;
    json.begin_object().key("measure").text(ladder.measure).key("key").text(rung.key).key("tool");
    write_words(json, rung.tool);
    json.key("counts");
    write_words(json, rung.counts);
    json.key("also");
    write_words(json, rung.also);
    write_optional(json, "value", rung.score.value);
    write_optional(json, "lo", known ? std::optional(rung.interval->lo) : std::nullopt);
    write_optional(json, "hi", known ? std::optional(rung.interval->hi) : std::nullopt);
    json.key("low").number(rung.low).key("high").number(rung.high).key("bar").number(rung.bar);
    json.key("clears");
    rung.score.value ? json.boolean(*rung.score.value >= rung.bar) : json.null();
    json.key("gate").text(rung.gate).key("undefined");
    write_words(json, rung.score.undefined_because);
    json.end_object();
  }
  json.end_array();
}

void write_score(JsonWriter& json, const Score& score) {
  write_optional(json, "value", score.value);
  json.key("undefined");
  write_words(json, score.undefined_because);
}

void write_dimension(JsonWriter& json, const RatingDimension& dimension) {
  json.begin_object(Layout::one_line).key("title");
  write_words(json, dimension_title(dimension.name));
  json.key("ratings").integer(dimension.ratings).key("items").integer(dimension.items);
  json.key("raters").integer(dimension.raters).key("missing").integer(dimension.missing);
  json.key("low").number(dimension.low).key("high").number(dimension.high);
  json.key("counts").begin_array(Layout::one_line);
  for (const auto& [score, count] : dimension.counts) {
    json.begin_array(Layout::one_line).number(score).integer(count).end_array();
  }
  json.end_array();
  write_optional(json, "adjusted_mean", dimension.adjusted.value);
  json.key("raters_needed");
  dimension.raters_needed > 0 ? json.integer(dimension.raters_needed) : json.null();
  json.end_object();
}

void write_agreement(JsonWriter& json, const AgreementLine& line) {
  json.begin_object(Layout::one_line).key("title");
  const RatingMeasure* measure = find_rating_measure(line.measure);
  write_words(json, measure != nullptr ? Message(measure->title) : Message(line.measure));
  write_score(json, line.score);
  write_optional(json, "lo", line.interval ? std::optional(line.interval->lo) : std::nullopt);
  write_optional(json, "hi", line.interval ? std::optional(line.interval->hi) : std::nullopt);
  write_optional(json, "level", line.interval ? std::optional(line.interval->level) : std::nullopt);
  json.key("method");
  line.interval ? json.text(line.interval->method) : json.null();
  json.key("items").integer(line.items).end_object();
}

void write_ratings(JsonWriter& json, const RatingFacts& ratings) {
  json.key("ratings").begin_object();
  json.key("dimensions").begin_object();
  for (const RatingDimension& dimension : ratings.dimensions) {
    json.key(dimension.name);
    write_dimension(json, dimension);
  }
  json.end_object();
  json.key("raters").begin_array();
  for (const RaterLine& line : ratings.raters) {
    json.begin_object(Layout::one_line);
    json.key("rater").text(line.rater).key("dimension").text(line.dimension);
    json.key("ratings").integer(line.ratings).key("mean").number(line.mean);
    write_optional(json, "severity", line.severity.value);
    json.end_object();
  }
  json.end_array();
  json.key("agreement").begin_object();
  for (const RatingDimension& dimension : ratings.dimensions) {
    json.key(dimension.name).begin_object();
    for (const AgreementLine& line : dimension.agreement) {
      json.key(line.measure);
      write_agreement(json, line);
    }
    json.end_object();
  }
  json.end_object();
  json.end_object();
}

void write_scores(JsonWriter& json, const Evidence& evidence) {
  json.key("metrics").begin_object();
  for (const ScoreLine& line : evidence.metrics) {
    json.key(line.key);
    write_metric(json, line);
  }
  json.end_object();
  json.key("panel");
  write_texts(json, evidence.panel);
  json.key("left_out").begin_array();
  for (const auto& [key, why] : evidence.left_out) {
    json.begin_object(Layout::one_line).key("key").text(key).key("because");
    write_words(json, why);
    json.end_object();
  }
  json.end_array();
  json.key("labels");
  write_labels(json, evidence.labels);
  json.key("labels_given").boolean(evidence.labels_given);
  json.key("positive").text(evidence.positive);
  json.key("unparsed").number(evidence.unparsed);
  json.key("unparsed_examples");
  write_examples(json, evidence.unparsed_examples);
  json.key("confusion");
  write_confusion(json, evidence.confusion);
  json.key("baselines");
  write_baselines(json, evidence.baselines);
  json.key("costs");
  write_numbers(json, evidence.costs);
  json.key("prevalence");
  write_numbers(json, evidence.prevalence);
}

void write_distributions(JsonWriter& json, const Evidence& evidence) {
  json.key("curves");
  write_curves(json, evidence);
  json.key("histograms").begin_object();
  for (const auto& [key, bins] : evidence.histograms) {
    json.key(key);
    write_bins(json, bins);
  }
  json.end_object();
  json.key("worst").begin_object();
  for (const auto& [key, examples] : evidence.worst) {
    json.key(key);
    write_examples(json, examples);
  }
  json.end_object();
  json.key("texts");
  write_text_facts(json, evidence.texts);
}

}  // namespace

void write_texts(JsonWriter& json, const std::vector<std::string>& texts) {
  json.begin_array(Layout::one_line);
  for (const std::string& text : texts) json.text(text);
  json.end_array();
}

void write_words(JsonWriter& json, const Message& message) {
  if (message.empty()) {
    json.null();
    return;
  }
  json.begin_object(Layout::one_line);
  for (Language language : {Language::en, Language::zh_hant, Language::zh_hans}) {
    json.key(language_tag(language)).text(message.in(language));
  }
  json.end_object();
}

std::string_view better_name(Better better) {
  if (better == Better::higher) return "higher";
  return better == Better::lower ? "lower" : "neither";
}

void write_optional(JsonWriter& json, std::string_view key, const std::optional<double>& value) {
  json.key(key);
  value ? json.number(*value) : json.null();
}

void write_examples(JsonWriter& json, const std::vector<Example>& examples) {
  json.begin_array();
  for (const Example& example : examples) {
    json.begin_object(Layout::one_line);
    json.key("id").text(example.id).key("row").integer(example.row);
    json.key("input").text(example.input).key("output").text(example.output);
    json.key("reference").text(example.reference);
    write_optional(json, "score", example.score);
    write_marks(json, example);
    json.end_object();
  }
  json.end_array();
}

void write_model(JsonWriter& json, std::string_view key, const std::optional<ModelFacts>& model) {
  json.key(key);
  if (!model) {
    json.null();
    return;
  }
  json.begin_object();
  json.key("path").text(model->path).key("digest").text(model->digest);
  json.key("engine").text(model->engine).key("name").text(model->name);
  json.key("architecture").text(model->architecture).key("parameters");
  json.raw(std::to_string(model->parameters)).key("weights").text(model->weights);
  json.key("precision").text(model->precision).key("vocabulary");
  json.text(std::to_string(model->vocabulary)).key("template").text(model->template_digest);
  json.key("prefix").text(model->prefix).key("window").integer(model->window);
  json.key("adapter").text(model->adapter).key("adapter_digest").text(model->adapter_digest);
  json.key("probe").text(model->probe);
  json.end_object();
}

static std::string_view level_name(Finding::Level level) {
  constexpr std::string_view kNames[] = {"high", "medium", "low", "info"};
  return kNames[static_cast<std::size_t>(level)];
}

void write_finding(JsonWriter& json, const Finding& finding) {
  json.begin_object().key("name").text(finding.name);
  json.key("severity").text(level_name(finding.severity)).key("headline");
  write_words(json, finding.headline);
  json.key("numbers").begin_object(Layout::one_line);
  for (const auto& [name, value] : finding.numbers) json.key(name).number(value);
  json.end_object();
  json.key("because");
  write_texts(json, finding.because);
  json.key("samples").begin_array(Layout::one_line);
  for (const Example& sample : finding.samples) json.text(sample.id);
  json.end_array();
  json.key("remedy");
  write_words(json, finding.remedy);
  json.key("examples");
  write_examples(json, finding.samples);
  json.end_object();
}

void write_note(JsonWriter& json, const Error& note) {
  constexpr std::string_view kSeverities[] = {"error", "warning", "note"};
  json.begin_object().key("name").text(note.name);
  json.key("severity").text(kSeverities[static_cast<std::size_t>(note.severity)]);
  json.key("file").text(note.at.file).key("row").integer(note.at.row);
  json.key("column").integer(note.at.column).key("found");
  write_words(json, note.found);
  json.key("expected");
  write_words(json, note.expected);
  json.key("help");
  write_words(json, note.help);
  json.key("line").text(note.line);
  json.key("line_begin").integer(static_cast<std::int64_t>(note.line_begin));
  json.key("line_end").integer(static_cast<std::int64_t>(note.line_end)).end_object();
}

std::string render_json(const Error& note) {
  std::string out;
  JsonWriter json(out);
  write_note(json, note);
  return out;
}

std::string render_json(const Notes& notes) {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (const Error& note : notes.all()) write_note(json, note);
  json.end_array();
  return out;
}

std::string render_json(const Evidence& evidence) {
  std::string out;
  JsonWriter json(out, Layout::lines);
  json.begin_object().key("schema").text("shijin.result/1");
  json.key("version").text(evidence.version).key("task").text(task_name(evidence.task));
  json.key("profile").text(evidence.profile).key("run");
  write_run(json, evidence.run);
  json.key("data");
  write_data(json, evidence.data);
  write_model(json, "model", evidence.model);
  write_model(json, "fluency_model", evidence.fluency_model);
  write_scores(json, evidence);
  write_distributions(json, evidence);
  write_ladder(json, evidence.ladder);
  write_slices(json, evidence.slices);
  write_probabilities(json, evidence.probabilities);
  write_leakage(json, evidence.leakage);
  write_lengths(json, evidence.lengths);
  write_rated(json, evidence);
  write_ratings(json, evidence.ratings);
  json.key("verdict");
  write_verdict(json, evidence.verdict);
  json.key("findings").begin_array();
  for (const Finding& finding : evidence.findings) write_finding(json, finding);
  json.end_array();
  json.key("notes").begin_array();
  for (const Error& note : evidence.notes.all()) write_note(json, note);
  json.end_array();
  json.key("notes_counted").begin_object(Layout::one_line);
  json.key("errors").integer(static_cast<std::int64_t>(evidence.notes.errors()));
  json.key("warnings").integer(static_cast<std::int64_t>(evidence.notes.warnings()));
  json.end_object().end_object();
  out += '\n';
  return out;
}

}  // namespace shijin
