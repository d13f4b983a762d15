// The user's own metrics: an expression over other keys, a check of each row, or any program. Read
// as written, checked, and then bound like built-in ones through MetricContext::own.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "metrics/metric.h"

namespace shijin {

/// One value of a definition, as TOML, JSON or the command line give it
struct OwnValue {
  enum class Kind : std::uint8_t { text, number, flag, list, object };
  Kind kind = Kind::text;
  std::string text;  // of an object: its JSON
  double number = 0;
  bool flag = false;
  std::vector<OwnValue> list;
};

/// An own metric as the user wrote it: its name, and what was said of it, in order
struct OwnText {
  std::string name;
  std::vector<std::pair<std::string, OwnValue>> settings;

  const OwnValue* find(std::string_view setting) const;
};

/// Read 'NAME=KIND: BODY', 'NAME[SETTING=VALUE,…]=KIND: BODY', or a JSON object of name and
/// settings
Result<OwnText> read_own_metric(std::string_view text);

/// The own metrics of a run: checked definitions with their words; a value that copies cheaply
class OwnMetrics {
 public:
  OwnMetrics() = default;
  /// Check definitions: names that are taken, settings that do not exist, mistakes in expressions,
  /// patterns and schemas, and expressions that name each other in a circle
  static Result<OwnMetrics> make(std::span<const OwnText> texts);

  /// Check one definition for what can be told without the others
  static Result<Done> check(const OwnText& text);

  /// In the order they were written; they live as long as any copy of this
  std::vector<const MetricDefinition*> all() const;
  const MetricDefinition* find(std::string_view name) const;
  bool empty() const { return set_ == nullptr; }
  /// Columns of the file that definitions read besides the roles, each once; Samples::extra holds
  /// them in this order
  std::span<const std::string> columns() const;
  /// Whether some definition reads the input
  bool reads_input() const;

 private:
  struct Set;
  std::shared_ptr<const Set> set_;
};

/// The keys of built-in metrics, checks and programs that a key rests on: itself, or what its
/// expression names, down to the last
Result<std::vector<KeyText>> resting_on(const KeyText& key, const OwnMetrics* own);

/// Give the expression of a key "expr: …", or nothing where it is another key
std::optional<std::string_view> expression_of(const KeyText& key);

}  // namespace shijin
