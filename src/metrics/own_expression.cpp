// What an expression is worth, how it is printed, and how its value runs with those of its leaves.
#include "metrics/own_expression.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/numbers.h"
#include "metrics/own_expression_internal.h"

namespace shijin {
namespace {

constexpr Text kLeafUndefined{"{0} has no value: {1}", "{0} 沒有值：{1}"};
constexpr Text kByZero{"the expression divides by 0: {0}", "運算式除以 0：{0}"};
constexpr Text kLogarithm{"the expression takes the logarithm of {0}: {1}",
                          "運算式對 {0} 取對數：{1}"};
constexpr Text kRoot{"the expression takes the square root of {0}: {1}",
                     "運算式對 {0} 開平方根：{1}"};
constexpr Text kClamp{"the expression clamps between {0} and {1}, which stand the wrong way round",
                      "運算式把值限制在 {0} 與 {1} 之間，但兩個界限的大小顛倒了"};
constexpr Text kTooLarge{"the expression has no finite value: {0}", "運算式的值不是有限數：{0}"};

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// 0 × ∞ is 0 here: a bound that is not reached.
double bound_product(double a, double b) { return a == 0 || b == 0 ? 0 : a * b; }

Expression::Course spanned(std::initializer_list<double> ends, std::optional<int> direction) {
  Expression::Course course{kInfinity, -kInfinity, direction};
  for (const double end : ends) {
    course.low = std::min(course.low, end);
    course.high = std::max(course.high, end);
  }
  return course;
}

std::optional<int> flipped(std::optional<int> direction) {
  if (direction) direction = -*direction;
  return direction;
}

// The direction of something that rises with both.
std::optional<int> together(std::optional<int> a, std::optional<int> b) {
  if (!a || !b) return a ? a : b;
  return *a == *b ? *a : 0;
}

// The direction of a factor's effect where the other factor keeps a sign.
std::optional<int> under_sign(std::optional<int> direction, const Expression::Course& other) {
  if (!direction || other.low >= 0) return direction;
  return other.high <= 0 ? flipped(direction) : 0;
}

Expression::Course product(const Expression::Course& a, const Expression::Course& b) {
  return spanned({bound_product(a.low, b.low), bound_product(a.low, b.high),
                  bound_product(a.high, b.low), bound_product(a.high, b.high)},
                 together(under_sign(a.direction, b), under_sign(b.direction, a)));
}

Expression::Course inverse(const Expression::Course& a) {
  if (a.low <= 0 && a.high >= 0) {
    const std::optional<int> still =
        a.direction && a.low < 0 && a.high > 0 ? std::optional<int>(0) : flipped(a.direction);
    return {a.low >= 0 ? 1 / a.high : -kInfinity, a.high <= 0 ? 1 / a.low : kInfinity, still};
  }
  return {1 / a.high, 1 / a.low, flipped(a.direction)};
}

Expression::Course magnitude(const Expression::Course& a) {
  if (a.low >= 0) return a;
  if (a.high <= 0) return {-a.high, -a.low, flipped(a.direction)};
  return {0, std::max(-a.low, a.high), a.direction ? std::optional<int>(0) : std::nullopt};
}

Expression::Course smallest(const std::vector<Expression::Course>& parts) {
  Expression::Course out = parts[0];
  for (const Expression::Course& part : parts) {
    out = {std::min(out.low, part.low), std::min(out.high, part.high),
           together(out.direction, part.direction)};
  }
  return out;
}

Expression::Course largest(const std::vector<Expression::Course>& parts) {
  Expression::Course out = parts[0];
  for (const Expression::Course& part : parts) {
    out = {std::max(out.low, part.low), std::max(out.high, part.high),
           together(out.direction, part.direction)};
  }
  return out;
}

}  // namespace

Score Expression::value(std::span<const Score> leaves, std::span<const std::string> keys) const {
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (leaves[i].value) continue;
    return Score::undefined(Message(kLeafUndefined, {keys[i], leaves[i].undefined_because}));
  }
  return value_of(nodes_.size() - 1, leaves, keys);
}

Score Expression::value_of(std::size_t index, std::span<const Score> leaves,
                           std::span<const std::string> keys) const {
  const Node& node = nodes_[index];
  if (node.kind == Kind::number) return Score::of(node.number);
  if (node.kind == Kind::leaf) return leaves[node.leaf];
  std::vector<double> parts;
  for (const std::size_t part : node.parts) {
    const Score score = value_of(part, leaves, keys);
    if (!score.value) return score;
    parts.push_back(*score.value);
  }
  const double x = parts[0];
  if (node.kind == Kind::divide && parts[1] == 0) {
    return Score::undefined(Message(kByZero, {print_of(index, keys)}));
  }
  if (node.kind == Kind::root && x < 0) {
    return Score::undefined(Message(kRoot, {shortest(x), print_of(index, keys)}));
  }
  if (node.kind == Kind::logarithm && x <= 0) {
    return Score::undefined(Message(kLogarithm, {shortest(x), print_of(index, keys)}));
  }
  if (node.kind == Kind::clamp && parts[1] > parts[2]) {
    return Score::undefined(Message(kClamp, {shortest(parts[1]), shortest(parts[2])}));
  }
  const double out = applied(node.kind, parts);
  if (!std::isfinite(out)) return Score::undefined(Message(kTooLarge, {print_of(index, keys)}));
  return Score::of(out == 0 ? 0 : out);  // no negative zero
}

// The arithmetic itself, once its arguments are known to have an answer.
double Expression::applied(Kind kind, std::span<const double> parts) {
  switch (kind) {
    case Kind::add:
      return parts[0] + parts[1];
    case Kind::subtract:
      return parts[0] - parts[1];
    case Kind::multiply:
      return parts[0] * parts[1];
    case Kind::divide:
      return parts[0] / parts[1];
    case Kind::negate:
      return -parts[0];
    case Kind::minimum:
      return *std::min_element(parts.begin(), parts.end());
    case Kind::maximum:
      return *std::max_element(parts.begin(), parts.end());
    case Kind::absolute:
      return std::abs(parts[0]);
    case Kind::root:
      return std::sqrt(parts[0]);
    case Kind::logarithm:
      return std::log(parts[0]);
    case Kind::exponential:
      return std::exp(parts[0]);
    case Kind::clamp:
      return std::clamp(parts[0], parts[1], parts[2]);
    case Kind::number:
    case Kind::leaf:
      break;
  }
  return parts[0];
}

// How tightly a node binds: a sum, a product, a sign, a value.
int Expression::rank_of(std::size_t index) const {
  switch (nodes_[index].kind) {
    case Kind::add:
    case Kind::subtract:
      return 0;
    case Kind::multiply:
    case Kind::divide:
      return 1;
    case Kind::negate:
      return 2;
    default:
      return 3;
  }
}

std::string Expression::print(std::span<const std::string> keys) const {
  return print_of(nodes_.size() - 1, keys);
}

std::string Expression::print_of(std::size_t index, std::span<const std::string> keys) const {
  const Node& node = nodes_[index];
  const auto part = [&](std::size_t i, int least) {
    const std::string inside = print_of(node.parts[i], keys);
    return rank_of(node.parts[i]) < least ? "(" + inside + ")" : inside;
  };
  switch (node.kind) {
    case Kind::number:
      return shortest(node.number);
    case Kind::leaf:
      return keys[node.leaf];
    case Kind::add:
      return part(0, 0) + " + " + part(1, 1);
    case Kind::subtract:
      return part(0, 0) + " - " + part(1, 1);
    case Kind::multiply:
      return part(0, 1) + "*" + part(1, 2);
    case Kind::divide:
      return part(0, 1) + "/" + part(1, 2);
    case Kind::negate:
      return "-" + part(0, 2);
    default:
      break;
  }
  for (const Function& function : Function::all()) {
    if (function.kind != node.kind) continue;
    std::string out = std::string(function.name) + "(";
    for (std::size_t i = 0; i < node.parts.size(); ++i) out += (i > 0 ? ", " : "") + part(i, 0);
    return out + ")";
  }
  return {};
}

Expression::Course Expression::course(std::span<const Course> leaves) const {
  return course_of(nodes_.size() - 1, leaves);
}

Expression::Course Expression::course_of(std::size_t index, std::span<const Course> leaves) const {
  const Node& node = nodes_[index];
  if (node.kind == Kind::number) return {node.number, node.number, std::nullopt};
  if (node.kind == Kind::leaf) return leaves[node.leaf];
  std::vector<Course> parts;
  for (const std::size_t part : node.parts) parts.push_back(course_of(part, leaves));
  const Course& a = parts[0];
  const Course& b = parts.back();
  switch (node.kind) {
    case Kind::add:
      return {a.low + b.low, a.high + b.high, together(a.direction, b.direction)};
    case Kind::subtract:
      return {a.low - b.high, a.high - b.low, together(a.direction, flipped(b.direction))};
    case Kind::multiply:
      return product(a, b);
    case Kind::divide:
      return product(a, inverse(b));
    case Kind::negate:
      return {-a.high, -a.low, flipped(a.direction)};
    case Kind::absolute:
      return magnitude(a);
    case Kind::root:
      return {std::sqrt(std::max(a.low, 0.0)), std::sqrt(std::max(a.high, 0.0)), a.direction};
    case Kind::logarithm:
      return {a.low <= 0 ? -kInfinity : std::log(a.low),
              a.high <= 0 ? -kInfinity : std::log(a.high), a.direction};
    case Kind::exponential:
      return {std::exp(a.low), std::exp(a.high), a.direction};
    case Kind::clamp:
      return smallest({largest({a, parts[1]}), parts[2]});
    case Kind::minimum:
      return smallest(parts);
    case Kind::maximum:
      return largest(parts);
    case Kind::number:
    case Kind::leaf:
      break;
  }
  return a;
}

bool Expression::constant(std::size_t index) const {
  const Node& node = nodes_[index];
  return node.kind != Kind::leaf && std::all_of(node.parts.begin(), node.parts.end(),
                                                [&](std::size_t part) { return constant(part); });
}

bool Expression::affine_at(std::size_t index) const {
  const Node& node = nodes_[index];
  if (node.kind == Kind::leaf || constant(index)) return true;
  const auto part = [&](std::size_t i) { return affine_at(node.parts[i]); };
  switch (node.kind) {
    case Kind::add:
    case Kind::subtract:
      return part(0) && part(1);
    case Kind::multiply:
      return (constant(node.parts[0]) && part(1)) || (part(0) && constant(node.parts[1]));
    case Kind::divide:
      return part(0) && constant(node.parts[1]);
    case Kind::negate:
      return part(0);
    default:
      return false;
  }
}

bool Expression::affine() const { return affine_at(nodes_.size() - 1); }

std::optional<Expression::Line> Expression::line() const {
  if (leaves_.size() != 1 || !affine()) return std::nullopt;
  const std::string key[] = {leaves_[0].name};
  const Score zero[] = {Score::of(0)};
  const Score one[] = {Score::of(1)};
  const Score shift = value(zero, key);
  const Score end = value(one, key);
  if (!shift.value || !end.value) return std::nullopt;
  return Line{0, *end.value - *shift.value, *shift.value};
}

}  // namespace shijin
