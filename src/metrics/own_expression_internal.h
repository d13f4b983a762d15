// The functions an expression may call, shared by its parser and its printer.
#pragma once

#include "metrics/own_expression.h"

namespace shijin {

struct Expression::Function {
  std::string_view name;
  Kind kind;
  std::size_t least;
  std::size_t most;

  static std::span<const Function> all();
};

/// Whether a byte may stand in a metric's name: a letter, a digit, _ or any character beyond ASCII
bool in_metric_name(char c);

}  // namespace shijin
