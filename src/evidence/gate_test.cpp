// Gates as people write them.
#include "evidence/gate.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

TEST(Gate, reads_key_comparison_and_bar) {
  const auto gate = parse_gate("f1[label=0]>=0.6");
  ASSERT_TRUE(gate.ok());
  EXPECT_EQ(gate->key, "f1[label=0]");
  EXPECT_EQ(gate->comparison, ">=");
  EXPECT_EQ(gate->bar, 0.6);
}

TEST(Gate, looks_for_the_comparison_outside_a_quoted_label) {
  const auto gate = parse_gate("f1[label=\"a>=b]\"] < 1e-2");
  ASSERT_TRUE(gate.ok());
  EXPECT_EQ(gate->key, "f1[label=\"a>=b]\"]");
  EXPECT_EQ(gate->comparison, "<");
  EXPECT_EQ(gate->bar, 0.01);
}

TEST(Gate, refuses_what_has_no_key_no_comparison_or_no_finite_bar) {
  for (const char* text :
       {"accuracy", ">=0.5", "accuracy>=", "accuracy>=high", "accuracy>=inf", "accuracy>=nan"}) {
    const auto gate = parse_gate(text);
    ASSERT_FALSE(gate.ok()) << text;
    EXPECT_EQ(describe(gate.error(), Language::en),
              std::string("error: the gate \"") + text +
                  "\" cannot be read\n"
                  "  expected: a metric key, one of >= > <= <, and a number\n"
                  "  help: write it in quotes, such as --gate 'f1[label=0]>=0.6'\n"
                  "  name: gate-malformed      (shijin explain gate-malformed)\n");
  }
}

}  // namespace
}  // namespace shijin
