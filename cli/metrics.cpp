// shijin metrics: every metric by family, with its range and one sentence.
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
constexpr Text kWords{"{0} ({1})", "{0}（{1}）"};

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
  json.end_array().end_object();
  return out + "\n";
}

std::string as_table(const OwnMetrics& own, const Console& console) {
  const auto columns = static_cast<std::size_t>(std::clamp(console.columns, 40, 80));
  std::string out;
  for (const auto& [family, metrics] : by_family(own)) {
    out += std::string(family) + "\n";
    for (const MetricDefinition* metric : metrics) {
      const Message words(kWords, {metric->info.summary, direction_and_range(metric->info)});
      append_hanging(out, "  " + key_form(*metric), words.in(console.language), 22, columns);
    }
    out += "\n";
  }
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

SJ_COMMAND(metrics, {.name = "metrics",
                     .order = 30,
                     .summary = {"List every metric, by family.", "依類別列出所有指標。"},
                     .usage = "shijin metrics [--json[=OUT]] [--config FILE.toml]",
                     .description = {"List every metric with its range and what it measures.",
                                     "列出每個指標的範圍與它衡量的內容。"},
                     .positionals = {},
                     .options = kOptions,
                     .examples = kExamples,
                     .run = &run});

}  // namespace shijin::cli
