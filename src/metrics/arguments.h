// Metric keys: `bleu[order=4,tok=zh]` read, checked against what the metric declares, and printed
// in canonical form: sorted, only what differs from the default.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"

namespace shijin {

enum class ParameterKind : std::uint8_t { integer, number, choice, label };

/// One parameter of a metric, as it declares it
struct ParameterInfo {
  std::string_view name;
  Text summary;
  ParameterKind kind;
  std::string_view fallback;      // the default as text; "" is none
  std::string_view choices = {};  // of a choice: "13a|zh|char|none"
  double low = 0;                 // of a number: the allowed range
  double high = 0;
  bool always_shown = false;  // printed in the key even when it is the default
};

/// A key as written: the name, and its arguments in order
struct KeyText {
  std::string name;
  std::vector<std::pair<std::string, std::string>> arguments;
};

/// Split a list of keys at the commas outside brackets, and each into name and arguments; the name
/// of "expr: …" is the whole expression
Result<std::vector<KeyText>> parse_keys(std::string_view text);

/// Checked arguments: every declared parameter has a value, given or default
class Arguments {
 public:
  /// Check the given arguments against the declaration; an unknown name suggests the nearest
  static Result<Arguments> check(std::string_view metric, std::span<const ParameterInfo> declared,
                                 const KeyText& key);

  std::int64_t integer(std::string_view name) const;
  double number(std::string_view name) const;
  const std::string& text(std::string_view name) const;
  bool given(std::string_view name) const;
  /// "f1[label=0]": sorted, defaults left out, labels JSON-quoted where needed
  const std::string& key() const { return key_; }

 private:
  std::map<std::string, std::string, std::less<>> values_;
  std::map<std::string, bool, std::less<>> given_;
  std::string key_;
};

}  // namespace shijin
