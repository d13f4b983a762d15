// shijin metrics: every metric by family: its title, one sentence, its range, whose numbers it
// gives and where it means to differ from them.
#include <algorithm>
#include <map>

#include "cli/configured.h"
#include "cli/describe_metric.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/wrap.h"

namespace shijin::cli {
namespace {

constexpr Text kMore{"`{0}` tells how to read one, and when it misleads.",
                     "`{0}` 說明如何解讀某個指標，以及何時會誤導。"};
constexpr Text kWords{"{0}: {1} ({2})", "{0}：{1}（{2}）"};
constexpr Text kWithPeer{"{0}; as {1}", "{0}；同 {1}"};
constexpr Text kDiffer{"where they differ on purpose", "刻意不同之處"};
constexpr Text kRatings{"ratings (files with rating columns, and campaigns)",
                        "評分（有 rating 欄的檔案，以及評分活動）"};
constexpr Text kComma{", ", "、"};

struct Heading {
  std::string_view family;
  Text words;
};
constexpr Heading kHeadings[] = {
    {"answers", {"answers", "簡答"}},
    {"bleu", {"BLEU and its kin", "BLEU 一類"}},
    {"chrf", {"chrF", "chrF 一類"}},
    {"edit", {"edits", "編輯距離"}},
    {"labels", {"labels", "標籤"}},
    {"own", {"your own", "自訂"}},
    {"probabilities", {"probabilities", "機率"}},
    {"rouge", {"ROUGE", "ROUGE 一類"}},
    {"text quality", {"text quality", "文字品質"}},
    {"trainers", {"what trainers print", "訓練工具印出的數字"}},
};

std::string_view heading(std::string_view family, Language language) {
  for (const Heading& one : kHeadings) {
    if (one.family == family) return one.words.in(language);
  }
  return family;
}

using Families = std::map<std::string_view, std::vector<const MetricDefinition*>>;

std::vector<const MetricDefinition*> everything(const OwnMetrics& own) {
  const auto known = all_metrics();
  std::vector<const MetricDefinition*> all(known.begin(), known.end());
  for (const MetricDefinition* metric : own.all()) all.push_back(metric);
  return all;
}

Families by_family(const OwnMetrics& own) {
  Families families;
  for (const MetricDefinition* metric : everything(own)) {
    families[metric->info.family].push_back(metric);
  }
  return families;
}

std::string as_json(const OwnMetrics& own) {
  std::string out;
  JsonWriter json(out, JsonWriter::Layout::lines);
  json.begin_object().key("schema").text("shijin.metrics/1").key("version").text(version());
  json.key("metrics").begin_array();
  for (const MetricDefinition* metric : everything(own)) write_metric(json, *metric);
  json.end_array().key("rating_measures").begin_array();
  for (const RatingMeasure& measure : all_rating_measures()) {
    json.begin_object().key("name").text(measure.name).key("title");
    write_text(json, measure.title);
    json.key("summary");
    write_text(json, measure.summary);
    json.key("range");
    write_text(json, measure.range);
    json.key("peer").text(measure.peer).end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

// The departures of a family, each once with the metrics that have it.
void append_departures(std::string& out, const std::vector<const MetricDefinition*>& metrics,
                       const Console& console, std::size_t columns) {
  std::vector<std::pair<Text, std::vector<Message>>> all;
  for (const MetricDefinition* metric : metrics) {
    for (const Text& departure : metric->info.departures) {
      const auto same = [&](const auto& one) { return one.first.en == departure.en; };
      auto at = std::find_if(all.begin(), all.end(), same);
      if (at == all.end()) at = all.insert(all.end(), {departure, {}});
      at->second.emplace_back(metric->name);
    }
  }
  if (all.empty()) return;
  out += "  " + std::string(kDiffer.in(console.language)) + "\n";
  for (const auto& [departure, names] : all) {
    const Message line(Text("{0}: {1}", "{0}：{1}"), {join(names, kComma), departure});
    append_hanging(out, "  -", line.in(console.language), 5, columns);
  }
}

// What raters' scores come to; read from rating columns, not asked for by key.
void append_measures(std::string& out, const Console& console, std::size_t columns) {
  out += std::string(kRatings.in(console.language)) + "\n";
  for (const RatingMeasure& measure : all_rating_measures()) {
    Message range = measure.range;
    if (!measure.peer.empty()) range = Message(kWithPeer, {range, measure.peer});
    const Message words(kWords, {measure.title, measure.summary, range});
    append_hanging(out, "  " + std::string(measure.name), words.in(console.language), 22, columns);
  }
  out += "\n";
}

std::string as_table(const OwnMetrics& own, const Console& console) {
  const auto columns = static_cast<std::size_t>(std::clamp(console.columns, 40, 80));
  std::string out;
  for (const auto& [family, metrics] : by_family(own)) {
    out += std::string(heading(family, console.language)) + "\n";
    for (const MetricDefinition* metric : metrics) {
      const MetricInfo& info = metric->info;
      Message range = direction_and_range(info);
      if (!info.peer.empty()) range = Message(kWithPeer, {range, info.peer});
      const Message words(kWords, {info.title, info.summary, range});
      append_hanging(out, "  " + key_form(*metric), words.in(console.language), 22, columns);
    }
    append_departures(out, metrics, console, columns);
    out += "\n";
  }
  append_measures(out, console, columns);
  const Message more(kMore, {"shijin explain NAME"});
  for (const std::string& line : wrap(more.in(console.language), columns)) out += line + "\n";
  return out;
}

Exit run(const Parsed& parsed, const Console& console) {
  const Result<OwnMetrics> own = configured_metrics(parsed);
  if (!own.ok()) return refuse(own.error(), console);
  Result<Done> written = parsed.given("json")
                             ? write_result(parsed.text("json"), as_json(*own), console)
                             : write_output(as_table(*own, console));
  return written.ok() ? Exit::good : refuse(written.error(), console);
}

constexpr OptionInfo kOptions[] = {kJsonOption, kMetricOption, kConfigOption};
constexpr std::string_view kExamples[] = {"shijin metrics", "shijin metrics --json",
                                          "shijin metrics --config examples/shijin.toml"};

}  // namespace

SJ_COMMAND(metrics,
           {.name = "metrics",
            .order = 30,
            .summary = {"List every metric, by family.", "依類別列出所有指標。"},
            .usage = "shijin metrics [--json[=OUT]] [--config FILE.toml]",
            .description = {"List every metric: what it measures, its range, whose numbers "
                            "it gives, and where it differs on purpose.",
                            "列出每個指標：衡量什麼、範圍、數字與哪個工具相同、"
                            "哪些地方刻意不同。"},
            .positionals = {},
            .options = kOptions,
            .examples = kExamples,
            .run = &run});

}  // namespace shijin::cli
