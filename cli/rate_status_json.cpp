// A campaign's state as JSON (docs/schema/campaign.schema.json).
#include "cli/output.h"
#include "cli/rate_status.h"

namespace shijin::cli {
namespace {

void write_estimates(const Judged& judged, JsonWriter& json) {
  json.key("estimates").begin_array();
  for (const CoreEstimate& one : judged.estimates) {
    json.begin_object().key("dimension").text(one.dimension);
    json.key("scored").integer(one.scored).key("drawn").integer(one.drawn);
    json.key("rows").integer(one.rows).key("greg");
    if (one.greg) {
      json.begin_object(JsonWriter::Layout::one_line).key("value").number(one.greg->value);
      json.key("lo").number(one.greg->interval.lo).key("hi").number(one.greg->interval.hi);
      json.key("equal_to").number(one.greg->equal_to);
      json.key("correlation").number(one.greg->correlation).end_object();
    } else {
      json.null();
    }
    json.key("ppi");
    if (one.powered) {
      json.begin_object(JsonWriter::Layout::one_line).key("value").number(one.powered->value);
      json.key("lo").number(one.powered->interval.lo).key("hi").number(one.powered->interval.hi);
      json.key("equal_to");
      one.powered_equal_to > 0 ? json.number(one.powered_equal_to) : json.null();
      json.key("lambda").number(one.powered->lambda).end_object();
    } else {
      json.null();
    }
    json.end_object();
  }
  json.end_array();
}

void write_quality(const RaterQuality& one, JsonWriter& json) {
  constexpr auto kLine = JsonWriter::Layout::one_line;
  json.key("repeats").begin_object(kLine).key("scores").integer(one.repeated);
  json.key("same").integer(one.repeated_same).key("near").integer(one.repeated_near).end_object();
  json.key("gold").begin_object(kLine).key("scores").integer(one.gold);
  json.key("same").integer(one.gold_same).key("near").integer(one.gold_near).key("bias");
  one.gold > 0 ? json.number(one.gold_bias) : json.null();
  json.end_object();
}

// What raters scored by, word for word.
void write_rubric(const Campaign& campaign, JsonWriter& json) {
  json.key("rubric").begin_object().key("version").text(version_words(campaign.rubric));
  json.key("own").boolean(!campaign.own.empty()).key("dimensions").begin_array();
  for (const std::string& key : campaign.dimensions) {
    const RubricDimension* known = campaign.words(key);
    json.begin_object().key("dimension").text(key).key("title");
    write_words(json, known != nullptr ? known->title : RubricWords{key, key, key});
    json.key("veto").boolean(campaign.vetoes(key)).key("anchors").begin_array();
    if (known != nullptr) {
      for (const RubricWords& anchor : known->anchors) write_words(json, anchor);
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
}

void write_stopping(const std::optional<Stopping>& stopping, JsonWriter& json) {
  json.key("stopping");
  if (!stopping) {
    json.null();
    return;
  }
  json.begin_object(JsonWriter::Layout::one_line).key("decision");
  json.text(decision_name(stopping->decision)).key("bar").number(stopping->bar);
  json.key("items").integer(stopping->items).key("raters").integer(stopping->raters);
  json.key("lo").number(stopping->lo).key("hi").number(stopping->hi);
  json.key("level").number(stopping->level).end_object();
}

void write_run(const Judged& judged, JsonWriter& json) {
  constexpr auto kLine = JsonWriter::Layout::one_line;
  json.begin_object().key("run").text(judged.ratings.run);
  json.key("compliance").begin_object();
  json.key("items").integer(judged.ratings.compliance_items).key("share");
  judged.vetoes ? json.number(judged.vetoes->value) : json.null();
  json.key("upper");
  judged.vetoes_most ? json.number(*judged.vetoes_most) : json.null();
  json.key("vetoed").begin_array();
  for (const VetoItem& veto : judged.ratings.vetoed) {
    json.begin_object(kLine)
        .key("sample")
        .text(veto.item->sample)
        .key("vetoes")
        .integer(veto.vetoes);
    json.key("raters").integer(veto.raters).end_object();
  }
  json.end_array().end_object().key("overall_without_veto");
  judged.ratings.unvetoed ? json.number(*judged.ratings.unvetoed) : json.null();
  write_estimates(judged, json);
  write_stopping(judged.stopping, json);
  json.key("judge_whole").boolean(judged.judge_whole);
  write_bridge(judged.bridge, json);
  json.key("result");
  judged.evidence ? json.raw(strip_python_space(render_json(*judged.evidence))) : json.null();
  json.end_object();
}

}  // namespace

std::string status_json(const CampaignStatus& status) {
  std::string out;
  JsonWriter json(out, JsonWriter::Layout::lines);
  const Campaign& campaign = status.campaign;
  constexpr auto kLine = JsonWriter::Layout::one_line;
  json.begin_object().key("schema").text("shijin.campaign/1");
  json.key("campaign").text(campaign.name).key("created").text(campaign.created);
  write_rubric(campaign, json);
  json.key("seed").integer(static_cast<std::int64_t>(campaign.seed));
  json.key("items").integer(static_cast<std::int64_t>(campaign.items.size()));
  json.key("events").integer(status.events);
  json.key("samples_all").integer(status.samples_all);
  json.key("setup").begin_object();
  for (const auto& [name, words] : campaign.facts) json.key(name).text(words);
  json.end_object();
  json.key("dimensions").begin_array(kLine);
  for (const std::string& dimension : campaign.dimensions) json.text(dimension);
  json.end_array().key("raters").begin_array();
  std::size_t rater = 0;
  for (const RaterProgress& line : status.progress) {
    json.begin_object(kLine).key("rater").text(line.rater).key("items").integer(line.items);
    json.key("rated").integer(line.rated).key("begun").integer(line.begun);
    write_quality(status.quality[rater++], json);
    json.end_object();
  }
  json.end_array().key("runs").begin_array();
  for (const Judged& judged : status.runs) write_run(judged, json);
  json.end_array();
  write_pairs(status, json);
  json.end_object();
  out += '\n';
  return out;
}

}  // namespace shijin::cli
