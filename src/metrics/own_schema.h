// Schema: the part of JSON Schema (draft 2020-12) that says what a model's answer must look like.
// Any other keyword is refused by name when the schema is read; none is silently passed over.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "metrics/own_pattern.h"

namespace shijin {

/// A schema that was read; not thread-safe, because of its patterns: copy it for each thread
///
/// Checked: type, enum, const, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf,
/// minLength, maxLength, pattern, items, prefixItems, contains, minItems, maxItems, uniqueItems,
/// properties, patternProperties, additionalProperties, propertyNames, required, minProperties,
/// maxProperties, allOf, anyOf, oneOf, not, if, then, else, $ref within the schema; true and false.
class Schema {
 public:
  enum class Found : std::uint8_t { no, yes, gave_up };

  static Result<Schema> read(std::string_view text);

  /// Whether a text is JSON (RFC 8259) and fits
  Found check(std::string_view text);

 private:
  struct Tree;
  class Walk;
  std::shared_ptr<const Tree> tree_;
  std::vector<Pattern> patterns_;
};

/// Whether a text is JSON: one value, strictly by RFC 8259
bool is_json(std::string_view text);

}  // namespace shijin
