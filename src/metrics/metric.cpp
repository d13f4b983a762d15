// Finding and binding metrics by name.
#include "metrics/metric.h"

#include "base/numbers.h"
#include "metrics/own_metric.h"
#include "metrics/own_metric_internal.h"

namespace shijin {
namespace {
constexpr Text kUnknown{"there is no metric \"{0}\"", "沒有名為「{0}」的指標"};
constexpr Text kNearest{"write \"{0}\"; `shijin metrics` lists them all",
                        "請改寫「{0}」；`shijin metrics` 可列出全部指標"};
constexpr Text kList{"`shijin metrics` lists them all", "`shijin metrics` 可列出全部指標"};
}  // namespace

std::string_view ExampleSource::in(Language language) const {
  if (language == Language::en || zh.empty()) return en;
  const std::string_view hans = language == Language::zh_hans ? simplified(zh) : zh;
  return hans.empty() ? zh : hans;
}

const MetricDefinition* find_metric(std::string_view name) {
  for (const MetricDefinition* metric : all_metrics()) {
    if (metric->name == name) return metric;
  }
  return nullptr;
}

const MetricDefinition* find_metric(std::string_view name, const MetricContext& context) {
  const MetricDefinition* own = context.own == nullptr ? nullptr : context.own->find(name);
  return own != nullptr ? own : find_metric(name);
}

Result<std::unique_ptr<Metric>> bind_metric(const KeyText& key, const MetricContext& context) {
  if (const auto text = expression_of(key)) return bind_expression(nullptr, *text, context);
  const MetricDefinition* metric = find_metric(key.name, context);
  if (metric == nullptr) {
    std::vector<std::string_view> names;
    for (const MetricDefinition* known : all_metrics()) names.push_back(known->name);
    if (context.own != nullptr) {
      for (const MetricDefinition* own : context.own->all()) names.push_back(own->name);
    }
    const std::string near = nearest_name(key.name, names);
    Error error;
    error.name = "metric-unknown";
    error.found = Message(kUnknown, {key.name});
    error.help = near.empty() ? Message(kList) : Message(kNearest, {near});
    return error;
  }
  const Arguments arguments = SJ_TRY(Arguments::check(metric->name, metric->info.parameters, key));
  return metric->make(*metric, arguments, context);
}

}  // namespace shijin
