// Expression: arithmetic over the scores of other metrics, read by this small parser and never run
// as code: numbers, + - * /, parentheses, min, max, abs, sqrt, log, exp, clamp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "evidence/score.h"
#include "metrics/arguments.h"

namespace shijin {

/// A parsed expression; its leaves are the distinct keys it names, in order of first mention
class Expression {
 public:
  /// The range of a value, and whether it rises (+1) or falls (-1) as the model gets better;
  /// 0: neither, and nothing: it does not depend on the model
  struct Course {
    double low = 0;
    double high = 0;
    std::optional<int> direction;
  };
  /// value = scale × leaf + shift
  struct Line {
    std::size_t leaf = 0;
    double scale = 1;
    double shift = 0;
  };

  /// Read an expression; an Error points at the character
  static Result<Expression> parse(std::string_view text);

  const std::vector<KeyText>& leaves() const { return leaves_; }
  /// The value, given those of the leaves; undefined with the reason where a leaf is, and where the
  /// arithmetic has no answer (a division by 0, the logarithm of 0)
  Score value(std::span<const Score> leaves, std::span<const std::string> keys) const;
  /// The expression in one canonical form, with these keys for its leaves
  std::string print(std::span<const std::string> keys) const;
  /// What interval arithmetic says of the value
  Course course(std::span<const Course> leaves) const;
  /// Whether it is a weighted sum of its leaves and a constant
  bool affine() const;
  /// The straight line it is in its one leaf; nothing when it is not affine or has several
  std::optional<Line> line() const;

 private:
  enum class Kind : std::uint8_t {
    number,
    leaf,
    add,
    subtract,
    multiply,
    divide,
    negate,
    minimum,
    maximum,
    absolute,
    root,
    logarithm,
    exponential,
    clamp
  };
  struct Node {
    Kind kind = Kind::number;
    double number = 0;               // of a number
    std::size_t leaf = 0;            // of a leaf
    std::vector<std::size_t> parts;  // of all others: nodes before this one
  };
  class Parser;
  struct Function;
  static const Function* find_function(std::string_view name);

  Score value_of(std::size_t node, std::span<const Score> leaves,
                 std::span<const std::string> keys) const;
  static double applied(Kind kind, std::span<const double> parts);
  std::string print_of(std::size_t node, std::span<const std::string> keys) const;
  int rank_of(std::size_t node) const;
  Course course_of(std::size_t node, std::span<const Course> leaves) const;
  bool constant(std::size_t node) const;
  bool affine_at(std::size_t node) const;

  std::vector<Node> nodes_;  // the last is the whole
  std::vector<KeyText> leaves_;
};

}  // namespace shijin
