// What the kinds of own metrics share: the checked definition, and how each kind is bound.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "metrics/own_check.h"
#include "metrics/own_command.h"
#include "metrics/own_expression.h"
#include "metrics/own_metric.h"

namespace shijin {

class CommandPool;

/// A checked definition; it owns the words its MetricDefinition points to, so it does not move
struct OwnDefinition : MetricDefinition {
  enum class Kind : std::uint8_t { expression, check, command };

  OwnDefinition() = default;
  OwnDefinition(const OwnDefinition&) = delete;
  OwnDefinition& operator=(const OwnDefinition&) = delete;

  Kind kind = Kind::expression;
  std::string name_words, title_en, title_zh, summary_en, summary_zh, definition;
  std::optional<double> low_given, high_given;
  Expression expression;
  Check check;
  CommandDefinition command;
  // The running program of each run, told apart by its label set: shared by all metrics of the run
  // that rest on this definition, so that a row is asked for once.
  mutable std::mutex pools_mutex;
  mutable std::map<const LabelSet*, std::weak_ptr<CommandPool>> pools;
};

/// Bind an expression; `definition` is nullptr for one that stands in a list of keys by itself
Result<std::unique_ptr<Metric>> bind_expression(const OwnDefinition* definition,
                                                std::string_view text,
                                                const MetricContext& context);
Result<std::unique_ptr<Metric>> bind_check(const OwnDefinition& definition,
                                           const MetricContext& context);
Result<std::unique_ptr<Metric>> bind_command(const OwnDefinition& definition,
                                             const MetricContext& context);

/// Decimals for people, by the range of the values
int decimals_for(double low, double high);

/// A Text of words that were read at run time; they must outlive it
Text text_of(const std::string& en, const std::string& zh);

/// What is known of an expression's value from the metrics it names
Result<Expression::Course> course_of(const Expression& expression, const OwnMetrics* own);

}  // namespace shijin
