// The steps through XML, however its bytes arrive.
#include "table/xml_scan.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

// The steps as text: <name attributes> opens, </name> closes, ! is broken; texts as they stand.
std::string steps(std::string_view xml, std::size_t at_once) {
  XmlScan scan([xml, at_once](std::string& buffer) mutable -> Result<bool> {
    if (xml.empty()) return false;
    buffer += xml.substr(0, at_once);
    xml.remove_prefix(std::min(at_once, xml.size()));
    return true;
  });
  std::string out;
  for (;;) {
    const auto step = scan.next();
    const XmlEvent& event = step.value();
    switch (event.kind) {
      case XmlEvent::Kind::open:
        out += "<" + std::string(event.name) + std::string(event.attributes) + ">";
        break;
      case XmlEvent::Kind::close:
        out += "</" + std::string(event.name) + ">";
        break;
      case XmlEvent::Kind::text:
        out += event.text;
        break;
      case XmlEvent::Kind::broken:
        return out + "!";
      case XmlEvent::Kind::end:
        return out;
    }
  }
}

void expect_steps(std::string_view xml, const std::string& expected) {
  for (std::size_t at_once : {1U, 2U, 3U, 7U, 1000U}) {
    EXPECT_EQ(steps(xml, at_once), expected) << at_once;
  }
}

TEST(XmlScan, gives_tags_without_prefix_and_texts) {
  expect_steps("<?xml version=\"1.0\"?><x:a b=\"1\">one<c/>two</x:a>",
               "<a b=\"1\">one<c></c>two</a>");
}

TEST(XmlScan, passes_over_comments_and_reads_literal_text) {
  expect_steps("<a><!-- <b> - -- > --><![CDATA[<b>]] >]]></a>", "<a><b>]] ></a>");
}

TEST(XmlScan, does_not_end_a_tag_inside_quotes) {
  expect_steps("<a b='>' c=\"'>\"/>", "<a b='>' c=\"'>\"></a>");
}

TEST(XmlScan, says_that_a_tag_has_no_end) {
  expect_steps("<a>x<b c=\"1>", "<a>x!");
  expect_steps("<!DOCTYPE a [<!ENTITY b \"c\">]><a/>", "!");
  expect_steps("<a><!-- x", "<a>!");
}

TEST(XmlScan, gives_nothing_for_nothing) { expect_steps("", ""); }

TEST(XmlAttribute, finds_a_name_with_or_without_prefix) {
  EXPECT_EQ(xml_attribute(" r='A1' t=\"s\"", "t"), "s");
  EXPECT_EQ(xml_attribute(" r:id = \"x y\"", "id"), "x y");
  EXPECT_EQ(xml_attribute(" rt=\"no\"", "t"), "");
  EXPECT_EQ(xml_attribute(" t=\"s", "t"), "");
  EXPECT_EQ(xml_attribute("", "t"), "");
}

std::string unescaped(std::string_view text) {
  std::string out;
  append_unescaped(out, text);
  return out;
}

TEST(Unescape, resolves_what_xml_and_workbooks_escape) {
  EXPECT_EQ(unescaped("a &lt;b&gt; &amp; &quot;c&quot; &apos;"), "a <b> & \"c\" '");
  EXPECT_EQ(unescaped("&#22909;&#x58DE;"), "好壞");
  EXPECT_EQ(unescaped("_x000D__x000a_"), "\r\n");
  EXPECT_EQ(unescaped("_x005F_x000D_"), "_x000D_");
}

TEST(Unescape, leaves_alone_what_is_no_reference) {
  EXPECT_EQ(unescaped("a & b; &nope; &#xD800; &#1114112; &#; &"),
            "a & b; &nope; &#xD800; &#1114112; &#; &");
  EXPECT_EQ(unescaped("snake_case _x12_ _xZZZZ_ _x000"), "snake_case _x12_ _xZZZZ_ _x000");
}

}  // namespace
}  // namespace shijin
