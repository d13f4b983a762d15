// Whole JUnit files; tests/peers/test_schema.py reads real ones with an XML parser.
#include <gtest/gtest.h>

#include "report/made_internal.h"
#include "report/render.h"

namespace shijin {
namespace {

TEST(Junit, fails_a_failed_gate_and_skips_a_skipped_one) {
  expect_page("copywriting.en.xml", render_junit(made_copywriting(), Language::en));
}

TEST(Junit, fails_an_undecided_gate_under_a_type_of_its_own) {
  expect_page("sentiment.zh-Hant.xml", render_junit(made_sentiment(), Language::zh_hant));
}

TEST(Junit, says_what_a_passed_gate_reached) {
  Evidence evidence = made_sentiment();
  evidence.verdict.gates[0].decision = Decision::pass;
  EXPECT_EQ(render_junit(evidence, Language::en), R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="shijin" tests="1" failures="0" errors="0" skipped="0">
  <testsuite name="sentiment_test.csv" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="shijin.classification" name="f1[label=0]&gt;=0.6">
      <system-out>f1[label=0]&gt;=0.6 is demanded; the score is 0.667 (0.173 – 0.950).</system-out>
    </testcase>
  </testsuite>
</testsuites>
)");
}

TEST(Junit, leaves_out_what_xml_cannot_hold_and_escapes_the_rest) {
  Evidence evidence;
  evidence.verdict.gates.emplace_back();
  evidence.verdict.gates[0].gate =
      std::string("a\0b\x1b<c>&\"d\"\n\t\x7f\xc2\x85\xff\xef\xbf\xbe續", 23);
  evidence.verdict.gates[0].skipped = true;
  EXPECT_EQ(render_junit(evidence, Language::en), R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="shijin" tests="1" failures="0" errors="0" skipped="1">
  <testsuite name="" tests="1" failures="0" errors="0" skipped="1">
    <testcase classname="shijin.classification" name="ab&lt;c&gt;&amp;&quot;d&quot;&#10;&#9;�續">
      <skipped message=""/>
    </testcase>
  </testsuite>
</testsuites>
)");
}

}  // namespace
}  // namespace shijin
