// Check: what a text of each row must fulfil: patterns, texts it contains or lacks, JSON and JSON
// Schema, its length, equality with another text. Several conditions must all hold.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "metrics/own_field.h"
#include "metrics/own_pattern.h"
#include "metrics/own_schema.h"

namespace shijin {

struct OwnText;

/// The conditions of one metric; not thread-safe, because of its patterns: copy it for each thread
class Check {
 public:
  enum class Found : std::uint8_t { no, yes, gave_up };

  /// Tell whether a setting is a condition
  static bool is_condition(std::string_view setting);
  /// Read the conditions among the settings of a definition
  static Result<Check> read(const OwnText& text);

  /// The fields it reads besides `on`
  std::vector<std::string> fields() const;
  const std::string& on() const { return on_; }
  /// The conditions in one canonical line, for the signature
  const std::string& definition() const { return definition_; }
  /// Find the fields, once the columns of the run are known
  void bind(const OwnMetrics* own);
  /// Check a row
  Found check(const Samples& samples, std::size_t row);

 private:
  enum class Kind : std::uint8_t {
    regex,
    not_regex,
    contains,
    contains_any,
    not_contains,
    json,
    json_schema,
    length,
    equals
  };
  enum class Unit : std::uint8_t { characters, words };
  struct Condition {
    Kind kind = Kind::regex;
    std::vector<std::string> words;
    std::optional<Pattern> pattern;
    std::optional<Schema> schema;
    double least = 0;
    double most = 0;
    std::string field;
    RowField found_field;
  };
  class Reader;

  Found holds(Condition& condition, std::string_view text, const Samples& samples, std::size_t row);

  std::string on_ = "output";
  RowField found_on_;
  Case letters_ = Case::kept;
  Unit unit_ = Unit::characters;
  std::vector<Condition> conditions_;
  std::string definition_;
};

}  // namespace shijin
