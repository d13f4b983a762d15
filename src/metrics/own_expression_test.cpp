// Expressions say what they mean, print in one form, and point at what they cannot read.
#include "metrics/own_expression.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace shijin {
namespace {

Expression parsed(std::string_view text) {
  Result<Expression> expression = Expression::parse(text);
  EXPECT_TRUE(expression.ok()) << describe(expression.error(), Language::en);
  return expression.ok() ? std::move(expression).value() : Expression();
}

std::vector<std::string> names_of(const Expression& expression) {
  std::vector<std::string> names;
  for (const KeyText& leaf : expression.leaves()) names.push_back(leaf.name);
  return names;
}

// The value with a = 3, b = 4, c = 0.5, in the order the leaves are named.
Score value(std::string_view text) {
  const Expression expression = parsed(text);
  const std::vector<std::string> names = names_of(expression);
  std::vector<Score> scores;
  for (const std::string& name : names) {
    scores.push_back(Score::of(name == "a" ? 3 : name == "b" ? 4 : 0.5));
  }
  return expression.value(scores, names);
}

std::string printed(std::string_view text) {
  const Expression expression = parsed(text);
  return expression.print(names_of(expression));
}

std::string refusal(std::string_view text) {
  const Result<Expression> expression = Expression::parse(text);
  return expression.ok() ? "no error" : describe(expression.error(), Language::en);
}

TEST(Expression, computes_by_the_rules_of_arithmetic) {
  EXPECT_EQ(value("1 + 2*3 - 4/2").value, 5);
  EXPECT_EQ(value("(1 + 2)*3").value, 9);
  EXPECT_EQ(value("10 - 2 - 3").value, 5);
  EXPECT_EQ(value("24/4/2").value, 3);
  EXPECT_EQ(value("-a*-b").value, 12);
  EXPECT_EQ(value("--a").value, 3);
  EXPECT_EQ(value("2e-1*10").value, 2);
  EXPECT_EQ(value("min(b, a, 5) + max(a, b)").value, 7);
  EXPECT_EQ(value("sqrt(a*a + b*b)").value, 5);
  EXPECT_EQ(value("exp(log(a))").value, std::exp(std::log(3.0)));
  EXPECT_EQ(value("abs(a - b)").value, 1);
  EXPECT_EQ(value("clamp(a, 0, 1)").value, 1);
  EXPECT_EQ(value("0*-1").value, 0);
  EXPECT_FALSE(std::signbit(*value("0*-1").value));
}

TEST(Expression, says_why_there_is_no_value) {
  const auto why = [](std::string_view text) {
    return value(text).undefined_because.in(Language::en);
  };
  EXPECT_EQ(why("a/(b - 4)"), "the expression divides by 0: a/(b - 4)");
  EXPECT_EQ(why("1 + log(a - 3)"), "the expression takes the logarithm of 0: log(a - 3)");
  EXPECT_EQ(why("sqrt(a - b)"), "the expression takes the square root of -1: sqrt(a - b)");
  EXPECT_EQ(why("exp(1000*a)"), "the expression has no finite value: exp(1000*a)");
  EXPECT_EQ(why("clamp(a, b, 0)"),
            "the expression clamps between 4 and 0, which stand the wrong way round");
  const Expression expression = parsed("a + b");
  const Score scores[] = {Score::of(1), Score::undefined(Message("it rains"))};
  const std::string keys[] = {"a", "b[label=0]"};
  EXPECT_EQ(expression.value(scores, keys).undefined_because.in(Language::en),
            "b[label=0] has no value: it rains");
}

TEST(Expression, names_each_key_once_with_its_arguments) {
  const Expression expression =
      parsed("f1[label=\"a],b\"] + 0.5*bleu[order=2, tok=zh] + f1[label=\"a],b\"]/2 + 語氣");
  ASSERT_EQ(expression.leaves().size(), 3U);
  EXPECT_EQ(expression.leaves()[0].arguments[0].second, "a],b");
  EXPECT_EQ(expression.leaves()[1].name, "bleu");
  EXPECT_EQ(expression.leaves()[2].name, "語氣");
}

TEST(Expression, prints_in_one_form_that_reads_back_the_same) {
  EXPECT_EQ(printed(" 0.50*a+.5 * b"), "0.5*a + 0.5*b");
  EXPECT_EQ(printed("(a-(b-c))/(a*b)"), "(a - (b - c))/(a*b)");
  EXPECT_EQ(printed("((a))-b-c"), "a - b - c");
  EXPECT_EQ(printed("-(a+b)*2"), "-(a + b)*2");
  EXPECT_EQ(printed("min( a,b ,1)"), "min(a, b, 1)");
  for (const char* text : {"(a - (b - c))/(a*b)", "-(a + b)*2", "clamp(a, 0, max(b, c))"}) {
    EXPECT_EQ(printed(text), text);
  }
}

TEST(Expression, points_at_what_it_cannot_read) {
  EXPECT_EQ(
      refusal("0.5*bleu + * chrf"),
      "error: the expression cannot be read: \"*\" stands where a value belongs\n"
      "   | 0.5*bleu + * chrf\n"
      "   |            ^\n"
      "  expected: metric keys, numbers, + - * /, parentheses, and abs, clamp, exp, log, max, "
      "min, sqrt\n"
      "  name: expression-malformed      (shijin explain expression-malformed)\n");
  EXPECT_EQ(
      refusal("語氣 × 2"),
      "error: the expression cannot be read: \"×\" stands where + - * / or the end belongs\n"
      "   | 語氣 × 2\n"
      "   |      ^\n"
      "  expected: metric keys, numbers, + - * /, parentheses, and abs, clamp, exp, log, max, "
      "min, sqrt\n"
      "  help: write *\n"
      "  name: expression-malformed      (shijin explain expression-malformed)\n");
}

TEST(Expression, refuses_the_rest_by_its_first_words) {
  const auto first = [](std::string_view text) {
    const std::string all = refusal(text);
    return all.substr(0, all.find('\n'));
  };
  const std::string lead = "error: the expression cannot be read: ";
  EXPECT_EQ(first(""), lead + "it ends where a value belongs");
  EXPECT_EQ(first("a +"), lead + "it ends where a value belongs");
  EXPECT_EQ(first("(a + b"), lead + "a parenthesis is not closed");
  EXPECT_EQ(first("a b"), lead + "\"b\" stands where + - * / or the end belongs");
  EXPECT_EQ(first("a ** 2"), lead + "\"*\" stands where + - * / or the end belongs");
  EXPECT_EQ(first("a ^ 2"), lead + "\"^\" stands where + - * / or the end belongs");
  EXPECT_EQ(first("mean(a, b)"), lead + "there is no function \"mean\"");
  EXPECT_EQ(first("sqrt(a, b)"), lead + "sqrt takes 1 values, not 2");
  EXPECT_EQ(first("min(a)"), lead + "min takes 2 or more values, not 1");
  EXPECT_EQ(first("1.2.3"), lead + "\"1.2.3\" stands where a value belongs");
  EXPECT_EQ(first("1e999"), lead + "the number 1e999 is too large");
  EXPECT_EQ(first(std::string(300, '(') + "a" + std::string(300, ')')),
            lead + "it is longer than 10000 bytes or nested deeper than 100");
  EXPECT_EQ(first(std::string(20'000, ' ') + "a"),
            lead + "it is longer than 10000 bytes or nested deeper than 100");
  EXPECT_EQ(first("__import__('os')"), lead + "there is no function \"__import__\"");
}

TEST(Expression, knows_the_range_and_the_direction_of_its_value) {
  using Course = Expression::Course;
  const double infinity = std::numeric_limits<double>::infinity();
  // a: 0 to 1, higher is better; b: 0 to infinity, lower is better.
  const auto course = [&](std::string_view text) {
    const Expression expression = parsed(text);
    std::vector<Course> leaves;
    for (const KeyText& leaf : expression.leaves()) {
      leaves.push_back(leaf.name == "a" ? Course{0, 1, 1} : Course{0, infinity, -1});
    }
    const Course found = expression.course(leaves);
    return std::tuple(found.low, found.high, found.direction.value_or(9));
  };
  EXPECT_EQ(course("0.5*a + 0.5"), std::tuple(0.5, 1.0, 1));
  EXPECT_EQ(course("1 - b"), std::tuple(-infinity, 1.0, 1));
  EXPECT_EQ(course("a + b"), std::tuple(0.0, infinity, 0));
  EXPECT_EQ(course("a/(1 + b)"), std::tuple(0.0, 1.0, 1));
  EXPECT_EQ(course("100*a"), std::tuple(0.0, 100.0, 1));
  EXPECT_EQ(course("-3*a"), std::tuple(-3.0, 0.0, -1));
  EXPECT_EQ(course("log(b)"), std::tuple(-infinity, infinity, -1));
  EXPECT_EQ(course("clamp(1 - b, 0, 1)"), std::tuple(0.0, 1.0, 1));
  EXPECT_EQ(course("abs(a - 0.5)"), std::tuple(0.0, 0.5, 0));
  EXPECT_EQ(course("max(a, 0.25)"), std::tuple(0.25, 1.0, 1));
  EXPECT_EQ(course("2 + 3"), std::tuple(5.0, 5.0, 9));
}

TEST(Expression, knows_weighted_sums_and_straight_lines) {
  EXPECT_TRUE(parsed("0.5*a + b/3 - (2 - 1)").affine());
  EXPECT_TRUE(parsed("sqrt(4)*a").affine());
  EXPECT_FALSE(parsed("a*b").affine());
  EXPECT_FALSE(parsed("1/a").affine());
  EXPECT_FALSE(parsed("max(a, 0)").affine());
  const auto line = parsed("1 - a/2").line();
  ASSERT_TRUE(line.has_value());
  EXPECT_EQ(line->scale, -0.5);
  EXPECT_EQ(line->shift, 1);
  EXPECT_FALSE(parsed("a + b").line().has_value());
  EXPECT_FALSE(parsed("a*a").line().has_value());
}

}  // namespace
}  // namespace shijin
