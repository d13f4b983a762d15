// Gates as people write them.
#include "evidence/gate.h"

#include <gtest/gtest.h>

#include <limits>

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

TEST(Gate, reads_bars_against_the_base) {
  struct Case {
    const char* text;
    bool relative;
    double bar;
  };
  for (const Case& one :
       {Case{"accuracy>base", false, 0}, Case{"f1[label=0]>=base-0.01", false, -0.01},
        Case{"cer <= base + 0.5", false, 0.5}, Case{"ppl<=base*1.02", true, 1.02},
        Case{"bleu>=base-2%", true, 0.98}, Case{"ppl<=base+2%", true, 1.02}}) {
    const auto gate = parse_gate(one.text);
    ASSERT_TRUE(gate.ok()) << one.text;
    EXPECT_TRUE(gate->against_base) << one.text;
    EXPECT_EQ(gate->relative, one.relative) << one.text;
    EXPECT_DOUBLE_EQ(gate->bar, one.bar) << one.text;
  }
}

TEST(Gate, reads_a_guard_in_words) {
  for (const char* text :
       {"f1[label=0] not worse than run base by 0.01", "f1[label=0] not worse than base by 0.01"}) {
    const auto gate = parse_gate(text);
    ASSERT_TRUE(gate.ok()) << text;
    EXPECT_EQ(gate->gate, text);
    EXPECT_EQ(gate->key, "f1[label=0]");
    EXPECT_TRUE(gate->guard && gate->against_base);
    EXPECT_FALSE(gate->relative);
    EXPECT_EQ(gate->bar, 0.01);
  }
  EXPECT_TRUE(parse_gate("ppl not worse than base by 2%")->relative);
  EXPECT_FALSE(parse_gate("ppl not worse than base by much").ok());
}

TEST(Gate, refuses_what_is_no_bar_against_the_base) {
  for (const char* text :
       {">=base", "f1>=base-", "f1>=base--1", "f1>=baseline", "f1>=base*0", "f1>=base*-1",
        "f1>=base*2%", "f1>=base-100%", "f1>=base%", "f1>=base-inf", "f1>=base/2"}) {
    const auto gate = parse_gate(text);
    ASSERT_FALSE(gate.ok()) << text;
    EXPECT_EQ(describe(gate.error(), Language::en),
              std::string("error: the gate \"") + text +
                  "\" cannot be read\n"
                  "  expected: behind >= > <= <: base, base-0.01, base+0.01, base*0.98, base-2% "
                  "or base+2%\n"
                  "  help: write it in quotes, such as --gate 'f1[label=0]>=base-0.01'\n"
                  "  name: gate-malformed      (shijin explain gate-malformed)\n");
  }
}

TEST(Gate, a_guard_looks_down_or_up_as_the_metric_does) {
  auto guard = parse_guard("f1[label=\"a:b\"]:0.01");
  ASSERT_TRUE(guard.ok());
  EXPECT_EQ(guard->key, "f1[label=\"a:b\"]");
  direct_guard(*guard, Better::higher);
  EXPECT_EQ(guard->comparison, ">=");
  EXPECT_DOUBLE_EQ(guard->bar, -0.01);
  guard = parse_guard("ppl:2%");
  ASSERT_TRUE(guard.ok());
  direct_guard(*guard, Better::lower);
  EXPECT_EQ(guard->comparison, "<=");
  EXPECT_TRUE(guard->relative);
  EXPECT_DOUBLE_EQ(guard->bar, 1.02);
  for (const char* text : {"ppl", "ppl:", ":2%", "ppl:-1", "ppl:%", "ppl:100%", "ppl:nan"}) {
    EXPECT_FALSE(parse_guard(text).ok()) << text;
  }
}

TEST(Gate, a_step_on_the_wrong_scale_is_refused_with_what_to_write) {
  const auto message = [](const char* text, double low, double high) {
    const auto checked = check_scale(*parse_gate(text), low, high);
    return checked.ok() ? std::string()
                        : checked.error().found.in(Language::en) + " / " +
                              checked.error().help.in(Language::en);
  };
  EXPECT_EQ(
      message("bleu>=base-0.01", 0, 100),
      "the gate \"bleu>=base-0.01\" allows a difference of 0.01, but bleu runs to 100 / write "
      "1 instead, or add --scale-ok if you mean it");
  EXPECT_EQ(message("accuracy>=base-2", 0, 1),
            "the gate \"accuracy>=base-2\" allows a difference of 2, more than accuracy can differ "
            "/ write 0.02 instead, or add --scale-ok if you mean it");
  EXPECT_EQ(message("mcc>=base*0.98", -1, 1),
            "the gate \"mcc>=base*0.98\" asks for a share of mcc, which may be negative / allow a "
            "difference in units of the metric, such as mcc>=base-0.01");
  EXPECT_EQ(message("bleu>=base-0.5", 0, 100), "");
  EXPECT_EQ(message("accuracy>base", 0, 1), "");
  EXPECT_EQ(message("ppl<=base*1.02", 1, std::numeric_limits<double>::infinity()), "");
}

TEST(Gate, a_bar_of_0_to_1_on_a_metric_of_0_to_100_is_refused_with_what_to_write) {
  const auto gate = parse_gate("bleu[tok=zh]>=0.35");
  ASSERT_TRUE(gate.ok());
  const auto checked = check_scale(*gate, 0, 100);
  ASSERT_FALSE(checked.ok());
  EXPECT_EQ(describe(checked.error(), Language::en),
            "error: the bar 0.35 of the gate \"bleu[tok=zh]>=0.35\" is between 0 and 1, but "
            "bleu[tok=zh] runs to 100\n"
            "  expected: a bar from 0 to 100\n"
            "  help: write --gate 'bleu[tok=zh]>=35', or add --scale-ok if you mean it\n"
            "  name: gate-scale      (shijin explain gate-scale)\n");
  EXPECT_EQ(
      describe(checked.error(), Language::zh_hant),
      "錯誤：門檻「bleu[tok=zh]>=0.35」的數值 0.35 介於 0 與 1，但 bleu[tok=zh] 的範圍到 100\n"
      "  應為：0 到 100 之間的數值\n"
      "  解法：請寫成 --gate 'bleu[tok=zh]>=35'；若確實如此，請加上 --scale-ok\n"
      "  名稱：gate-scale　（shijin explain gate-scale）\n");
}

TEST(Gate, a_percentage_on_a_metric_of_0_to_1_is_refused_with_what_to_write) {
  const auto gate = parse_gate("accuracy>=75");
  ASSERT_TRUE(gate.ok());
  const auto checked = check_scale(*gate, 0, 1);
  ASSERT_FALSE(checked.ok());
  EXPECT_EQ(checked.error().help.in(Language::en),
            "write --gate 'accuracy>=0.75', or add --scale-ok if you mean it");
}

TEST(Gate, a_bar_within_the_range_is_accepted) {
  EXPECT_TRUE(check_scale(*parse_gate("bleu[tok=zh]>=35"), 0, 100).ok());
  EXPECT_TRUE(check_scale(*parse_gate("nltk_bleu[order=2,tok=char]>=0.4"), 0, 1).ok());
  EXPECT_TRUE(check_scale(*parse_gate("ppl<=50"), 1, std::numeric_limits<double>::infinity()).ok());
}

}  // namespace
}  // namespace shijin
