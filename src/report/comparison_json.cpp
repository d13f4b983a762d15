// A comparison as JSON, schema shijin.comparison/1 (docs/schema/comparison.schema.json): unrounded,
// every key always present, in a fixed order.
#include "base/json_writer.h"
#include "report/json_internal.h"
#include "report/render.h"

namespace shijin {
namespace {

using Layout = JsonWriter::Layout;

void write_words(JsonWriter& json, std::string_view key, const Message& message) {
  json.key(key);
  write_words(json, message);
}

void write_ids(JsonWriter& json, std::string_view key, const std::vector<std::string>& ids) {
  json.key(key).begin_array(Layout::one_line);
  for (const std::string& id : ids) json.text(id);
  json.end_array();
}

void write_names(JsonWriter& json, std::string_view key, const Comparison& comparison,
                 const std::vector<std::size_t>& runs) {
  json.key(key).begin_array(Layout::one_line);
  for (const std::size_t run : runs) json.text(comparison.runs[run].name);
  json.end_array();
}

void write_trainer(JsonWriter& json, const ComparedRun& run) {
  json.key("trainer");
  if (!run.trainer) {
    json.null();
    return;
  }
  json.begin_object(Layout::one_line).key("settings").begin_object(Layout::one_line);
  for (const auto& [name, value] : run.trainer->settings) json.key(name).text(value);
  json.end_object().key("results").begin_object(Layout::one_line);
  for (const auto& [name, value] : run.trainer->results) json.key(name).number(value);
  json.end_object();
  write_ids(json, "files", run.trainer->files);
  json.end_object();
}

void write_runs(JsonWriter& json, const Comparison& comparison) {
  json.key("runs").begin_array();
  for (const ComparedRun& run : comparison.runs) {
    json.begin_object(Layout::one_line);
    json.key("name").text(run.name).key("path").text(run.path).key("digest").text(run.digest);
    json.key("rows").integer(run.rows);
    write_trainer(json, run);
    write_model(json, "model", run.model);
    json.end_object();
  }
  json.end_array();
}

void write_score(JsonWriter& json, const Comparison& comparison, const ComparedScore& score) {
  json.begin_object(Layout::one_line);
  json.key("run").text(comparison.runs[score.run].name);
  write_optional(json, "base_value", score.base.value);
  write_optional(json, "value", score.score.value);
  write_optional(json, "difference", score.difference);
  write_optional(json, "lo", score.interval ? std::optional(score.interval->lo) : std::nullopt);
  write_optional(json, "hi", score.interval ? std::optional(score.interval->hi) : std::nullopt);
  json.key("method").text(score.interval ? score.interval->method : "");
  write_optional(json, "p", score.p);
  write_optional(json, "p_adjusted", score.p_adjusted);
  json.key("test").text(score.test);
  json.key("differing").integer(static_cast<std::int64_t>(score.differing));
  write_optional(json, "minimum_detectable", score.minimum_detectable);
  json.key("needed_n");
  score.needed_n ? json.integer(*score.needed_n) : json.null();
  json.key("decision").text(outcome_name(score.outcome));
  json.key("undecided_because");
  score.undecided == Undecided::not_undecided ? json.null()
                                              : json.text(undecided_name(score.undecided));
  write_words(json, "untested", score.untested_because);
  json.end_object();
}

void write_metrics(JsonWriter& json, const Comparison& comparison) {
  json.key("metrics").begin_object();
  for (std::size_t i = 0; i < comparison.scores.size();) {
    const std::string& key = comparison.scores[i].key;
    json.key(key).begin_array();
    for (; i < comparison.scores.size() && comparison.scores[i].key == key; ++i) {
      write_score(json, comparison, comparison.scores[i]);
    }
    json.end_array();
  }
  json.end_object();
}

// How each metric is called and read.
void write_titles(JsonWriter& json, const Comparison& comparison) {
  json.key("titles").begin_object();
  std::string_view last;
  for (const ComparedScore& score : comparison.scores) {
    if (score.key == last) continue;  // they stand by metric
    last = score.key;
    json.key(score.key).begin_object(Layout::one_line);
    write_words(json, "title", score.title);
    json.key("decimals").integer(score.decimals);
    json.key("better").text(better_name(score.better)).end_object();
  }
  json.end_object();
}

void write_flips(JsonWriter& json, const Comparison& comparison) {
  json.key("flips").begin_array();
  for (const Flips& flips : comparison.flips) {
    json.begin_object();
    json.key("run").text(comparison.runs[flips.run].name).key("metric").text(flips.key);
    json.key("both_right").integer(flips.both_right).key("gained").integer(flips.gained);
    json.key("lost").integer(flips.lost).key("both_wrong").integer(flips.both_wrong);
    write_ids(json, "gained_ids", flips.gained_ids);
    write_ids(json, "lost_ids", flips.lost_ids);
    json.end_object();
  }
  json.end_array();
}

void write_compared_slices(JsonWriter& json, const Comparison& comparison) {
  json.key("slices").begin_array();
  for (const ComparedSlice& one : comparison.slices) {
    const SliceLine& line = one.slice;
    json.begin_object().key("run").text(comparison.runs[one.run].name);
    json.key("flip").text(one.way == Flip::lost ? "lost" : "gained");
    write_conditions(json, line);
    json.key("n").integer(line.n).key("flipped").integer(line.errors).key("rate");
    line.n > 0 ? json.number(static_cast<double>(line.errors) / static_cast<double>(line.n))
               : json.null();
    write_optional(json, "lo", line.interval ? std::optional(line.interval->lo) : std::nullopt);
    write_optional(json, "hi", line.interval ? std::optional(line.interval->hi) : std::nullopt);
    write_optional(json, "p_adjusted", line.p_adjusted);
    std::vector<std::string> ids;
    for (const Example& example : line.examples) ids.push_back(example.id);
    json.key("pinned").boolean(line.pinned);
    write_ids(json, "ids", ids);
    json.end_object();
  }
  json.end_array();
}

void write_gate(JsonWriter& json, const GateLine& gate) {
  json.begin_object(Layout::one_line);
  json.key("run").text(gate.run).key("gate").text(gate.gate);
  json.key("decision").text(decision_name(gate.decision));
  write_optional(json, "value", gate.value);
  write_optional(json, "lo", gate.interval ? std::optional(gate.interval->lo) : std::nullopt);
  write_optional(json, "hi", gate.interval ? std::optional(gate.interval->hi) : std::nullopt);
  json.key("needed_n");
  gate.needed_n ? json.integer(*gate.needed_n) : json.null();
  json.key("key").text(gate.key).key("comparison").text(gate.comparison);
  json.key("bar").number(gate.bar).key("against_base").boolean(gate.against_base);
  json.key("relative").boolean(gate.relative);
  write_words(json, "reason", gate.reason);
  json.end_object();
}

void write_verdict(JsonWriter& json, const Comparison& comparison) {
  json.key("verdict").begin_object();
  json.key("decision").text(decision_name(comparison.decision));
  json.key("gates").begin_array();
  for (const GateLine& gate : comparison.gates) write_gate(json, gate);
  json.end_array().end_object();
}

void write_best(JsonWriter& json, const Comparison& comparison) {
  json.key("best");
  if (!comparison.best) {
    json.null();
    return;
  }
  const BestRun& best = *comparison.best;
  json.begin_object();
  json.key("metric").text(best.key).key("rule").text(best.rule);
  json.key("winner");
  best.winner ? json.text(comparison.runs[*best.winner].name) : json.null();
  write_names(json, "possibly_best", comparison, best.possibly_best);
  write_names(json, "ruled_out", comparison, best.worse);
  write_optional(json, "debiased_score", best.debiased_score);
  json.key("ranks").begin_array();
  for (std::size_t run = 0; run < best.ranks.size(); ++run) {
    json.begin_object(Layout::one_line);
    json.key("run").text(comparison.runs[run].name).key("value").number(best.scores[run]);
    json.key("best").integer(static_cast<std::int64_t>(best.ranks[run].best));
    json.key("worst").integer(static_cast<std::int64_t>(best.ranks[run].worst));
    json.key("leads").number(best.ranks[run].leads);
    json.end_object();
  }
  json.end_array().end_object();
}

void write_pareto(JsonWriter& json, const Comparison& comparison) {
  json.key("pareto");
  if (!comparison.pareto) {
    json.null();
    return;
  }
  json.begin_object(Layout::one_line);
  write_ids(json, "metrics", comparison.pareto->keys);
  write_names(json, "front", comparison, comparison.pareto->front);
  json.end_object();
}

void write_confusion(JsonWriter& json, const Comparison& comparison) {
  json.key("confusion_difference").begin_array();
  for (const ConfusionDifference& moved : comparison.confusion_differences) {
    json.begin_object(Layout::one_line);
    json.key("run").text(comparison.runs[moved.run].name);
    write_ids(json, "labels", moved.labels);
    json.key("counts").begin_array(Layout::one_line);
    for (const auto& row : moved.counts) {
      json.begin_array(Layout::one_line);
      for (const double count : row) json.number(count);
      json.end_array();
    }
    json.end_array().key("has_other").boolean(moved.has_other).end_object();
  }
  json.end_array();
}

void write_config(JsonWriter& json, const Comparison& comparison) {
  json.key("config_difference").begin_array();
  for (const SettingChange& change : comparison.config_differences) {
    json.begin_object(Layout::one_line);
    json.key("run").text(comparison.runs[change.run].name).key("setting").text(change.name);
    json.key("base").text(change.base).key("value").text(change.value);
    json.end_object();
  }
  json.end_array();
}

void write_trend(JsonWriter& json, const Comparison& comparison) {
  json.key("trend").begin_object();
  for (const Trend& trend : comparison.trend) {
    json.key(trend.key).begin_array();
    for (std::size_t run = 0; run < trend.points.size(); ++run) {
      const Trend::Point& point = trend.points[run];
      json.begin_object(Layout::one_line);
      json.key("run").text(comparison.runs[run].name);
      write_optional(json, "value", point.score.value);
      write_optional(json, "lo", point.interval ? std::optional(point.interval->lo) : std::nullopt);
      write_optional(json, "hi", point.interval ? std::optional(point.interval->hi) : std::nullopt);
      json.key("best_so_far").text(comparison.runs[point.best_so_far].name);
      json.end_object();
    }
    json.end_array();
  }
  json.end_object();
}

void write_looks(JsonWriter& json, const Comparison& comparison) {
  json.key("looks");
  if (!comparison.looks) {
    json.null();
    return;
  }
  json.begin_object();
  json.key("versions").integer(comparison.looks->versions);
  json.key("comparisons").integer(comparison.looks->comparisons);
  write_optional(json, "luck", comparison.looks->luck);
  write_words(json, "warning", comparison.looks->warning);
  json.end_object();
}

void write_sacrebleu(JsonWriter& json, const Comparison& comparison) {
  json.key("sacrebleu").begin_array();
  for (const SacrebleuScore& score : comparison.sacrebleu) {
    json.begin_object(Layout::one_line);
    json.key("run").text(comparison.runs[score.run].name).key("metric").text(score.key);
    json.key("value").number(score.value).key("mean").number(score.mean);
    json.key("half_width").number(score.half_width);
    write_optional(json, "bootstrap_p", score.bootstrap_p);
    write_optional(json, "randomisation_p", score.randomisation_p);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string render_json(const Comparison& comparison) {
  std::string out;
  JsonWriter json(out, Layout::lines);
  json.begin_object();
  json.key("schema").text("shijin.comparison/1").key("version").text(comparison.version);
  json.key("task").text(task_name(comparison.task)).key("profile").text(comparison.profile);
  json.key("seed").raw(std::to_string(comparison.facts.seed));
  json.key("created").text(comparison.facts.created);
  write_runs(json, comparison);
  json.key("rows").integer(comparison.rows);
  json.key("clusters");
  comparison.clusters > 0 ? json.integer(comparison.clusters) : json.null();
  json.key("joined_by").text(joined_by_name(comparison.joined));
  json.key("level").number(comparison.level);
  write_optional(json, "margin", comparison.margin);
  json.key("primary").text(comparison.primary);
  json.key("comparisons").integer(static_cast<std::int64_t>(comparison.comparisons));
  write_metrics(json, comparison);
  write_titles(json, comparison);
  write_flips(json, comparison);
  write_compared_slices(json, comparison);
  write_best(json, comparison);
  write_pareto(json, comparison);
  write_confusion(json, comparison);
  write_config(json, comparison);
  write_trend(json, comparison);
  write_looks(json, comparison);
  write_sacrebleu(json, comparison);
  write_verdict(json, comparison);
  write_words(json, "headline", comparison.headline);
  write_words(json, "reason", comparison.reason);
  json.end_object();
  out += '\n';
  return out;
}

}  // namespace shijin
