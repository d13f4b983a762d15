// Choosing by what is known of the run.
#include "metrics/single_key.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace shijin {
namespace {

// Text quality has no peer whose tokeniser would be the default: its keys take the script's.
bool cuts_by_script(std::string_view name) {
  constexpr std::array<std::string_view, 4> kNames = {"copy_rate", "distinct", "repetition",
                                                      "self_bleu"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

}  // namespace

void resolve_tokenizer(KeyText& key, double han_share, double unspaced_share) {
  if (cuts_by_script(key.name)) {
    const auto given = std::find_if(key.arguments.begin(), key.arguments.end(),
                                    [](const auto& argument) { return argument.first == "tok"; });
    if (given == key.arguments.end()) key.arguments.emplace_back("tok", "auto");
    for (auto& [name, value] : key.arguments) {
      if (name == "tok" && value == "auto") value = unspaced_share >= kHanTask ? "char" : "ws";
    }
    return;
  }
  for (auto& [name, value] : key.arguments) {
    if (name != "tok" || value != "auto") continue;
    if (unspaced_share >= kHanTask) {
      value = key.name == "bleu" && han_share >= kHanTask ? "zh" : "char";
    } else {
      const bool words = key.name == "nltk_bleu" || key.name == "gleu";
      value = key.name == "bleu" ? "13a" : words ? "ws" : "latin";
    }
  }
}

bool stands_for_every_label(const KeyText& key, const MetricDefinition& metric) {
  if (metric.info.needs != Needs::labels) return false;
  const auto& parameters = metric.info.parameters;
  const bool takes_label = std::any_of(parameters.begin(), parameters.end(),
                                       [](const ParameterInfo& p) { return p.name == "label"; });
  const bool chosen = std::any_of(key.arguments.begin(), key.arguments.end(), [](const auto& a) {
    return a.first == "label" || a.first == "avg";
  });
  return takes_label && !chosen;
}

void choose_single(KeyText& key, const MetricDefinition& metric, const MetricContext& context) {
  if (!stands_for_every_label(key, metric)) return;
  if (context.positive.empty()) {
    key.arguments.emplace_back("avg", "macro");
  } else {
    key.arguments.emplace_back("label", context.positive);
  }
}

}  // namespace shijin
