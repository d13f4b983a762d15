// RowField: one text of each row, by the name a definition gives it: a role or a column.
#pragma once

#include <string>
#include <string_view>

#include "metrics/samples.h"

namespace shijin {

class OwnMetrics;

/// Where a text of a row is found
class RowField {
 public:
  /// output (or predicted), reference (or truth), input and id are roles; anything else is a column
  static bool is_role(std::string_view name);
  RowField() = default;
  RowField(std::string_view name, const OwnMetrics* own);

  /// The text in a row; the first reference where there are several, "" where there is none
  std::string_view of(const Samples& samples, std::size_t row) const;

 private:
  enum class Kind : std::uint8_t { output, reference, input, id, column };
  Kind kind_ = Kind::output;
  std::size_t column_ = 0;
};

}  // namespace shijin
