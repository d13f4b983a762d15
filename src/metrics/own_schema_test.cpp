// Schemas decide as draft 2020-12 says, and refuse what they do not check. The peer test holds them
// to Python's jsonschema on many more.
#include "metrics/own_schema.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

Schema::Found check(std::string_view schema, std::string_view text) {
  Result<Schema> read = Schema::read(schema);
  EXPECT_TRUE(read.ok()) << describe(read.error(), Language::en);
  return read.ok() ? read->check(text) : Schema::Found::gave_up;
}
bool fits(std::string_view schema, std::string_view text) {
  return check(schema, text) == Schema::Found::yes;
}
std::string refusal(std::string_view schema) {
  const Result<Schema> read = Schema::read(schema);
  if (read.ok()) return "no error";
  const std::string all = describe(read.error(), Language::en);
  return all.substr(0, all.find('\n'));
}

TEST(Schema, tells_types_apart_as_json_has_them) {
  EXPECT_TRUE(fits(R"({"type": "integer"})", "1.0"));
  EXPECT_FALSE(fits(R"({"type": "integer"})", "1.5"));
  EXPECT_FALSE(fits(R"({"type": "integer"})", "true"));
  EXPECT_TRUE(fits(R"({"type": ["null", "string"]})", "null"));
  EXPECT_FALSE(fits(R"({"const": 1})", "true"));
  EXPECT_TRUE(fits(R"({"const": 1})", "1.0"));
  EXPECT_TRUE(fits(R"({"enum": ["a", {"b": [1]}]})", R"({"b": [1]})"));
  EXPECT_TRUE(fits("true", "0"));
  EXPECT_FALSE(fits("false", "0"));
}

TEST(Schema, bounds_numbers_texts_and_lists) {
  EXPECT_FALSE(fits(R"({"exclusiveMinimum": 0})", "0"));
  EXPECT_TRUE(fits(R"({"minimum": 0, "maximum": 5, "multipleOf": 0.5})", "4.5"));
  EXPECT_FALSE(fits(R"({"multipleOf": 2})", "-3"));
  EXPECT_TRUE(fits(R"({"multipleOf": 2})", "-4"));
  EXPECT_TRUE(fits(R"({"maxLength": 2})", R"("口紅")"));
  EXPECT_FALSE(fits(R"({"pattern": "^[0-9]+$"})", R"("12a")"));
  EXPECT_FALSE(fits(R"({"uniqueItems": true})", "[1, {\"a\": 2}, 1.0]"));
  EXPECT_TRUE(fits(R"({"prefixItems": [{"type": "string"}], "items": {"type": "number"}})",
                   R"(["a", 1, 2])"));
  EXPECT_FALSE(fits(R"({"contains": {"const": 3}})", "[1, 2]"));
  EXPECT_TRUE(fits(R"({"minItems": 3})", "\"no list\""));
}

TEST(Schema, follows_objects_and_references) {
  constexpr std::string_view kTree = R"({
    "$defs": {"node": {"type": "object", "required": ["name"], "additionalProperties": false,
      "properties": {"name": {"type": "string"},
                     "children": {"type": "array", "items": {"$ref": "#/$defs/node"}}}}},
    "$ref": "#/$defs/node"})";
  EXPECT_TRUE(fits(kTree, R"({"name": "a", "children": [{"name": "b"}]})"));
  EXPECT_FALSE(fits(kTree, R"({"name": "a", "children": [{"name": 1}]})"));
  EXPECT_FALSE(fits(kTree, R"({"name": "a", "more": 1})"));
  EXPECT_FALSE(fits(R"({"patternProperties": {"^x": {"type": "number"}},
                        "additionalProperties": {"type": "string"}})",
                    R"({"xa": 1, "b": 2})"));
  EXPECT_FALSE(fits(R"({"propertyNames": {"maxLength": 1}})", R"({"ab": 1})"));
  EXPECT_TRUE(fits(R"({"oneOf": [{"type": "number"}, {"minimum": 2}]})", "1"));
  EXPECT_FALSE(fits(R"({"oneOf": [{"type": "number"}, {"minimum": 2}]})", "3"));
  EXPECT_FALSE(fits(R"({"if": {"minimum": 0}, "then": {"maximum": 9}, "else": false})", "10"));
  EXPECT_FALSE(fits(R"({"not": {}})", "1"));
}

TEST(Schema, takes_only_json_for_json) {
  EXPECT_FALSE(fits("{}", "{'a': 1}"));
  EXPECT_FALSE(fits("{}", "[1,]"));
  EXPECT_FALSE(fits("{}", "NaN"));
  EXPECT_FALSE(fits("{}", ""));
  EXPECT_FALSE(fits("{}", "```json\n{}\n```"));
  EXPECT_TRUE(fits("{}", " {} \n"));
  EXPECT_TRUE(is_json("[1, 2]"));
  EXPECT_FALSE(is_json("{\"a\": \xFF}"));
}

TEST(Schema, refuses_what_it_does_not_check) {
  EXPECT_EQ(refusal(R"({"properties": {"day": {"format": "date"}}})"),
            "error: the schema uses \"format\" at #/properties/day, which is not supported");
  EXPECT_EQ(refusal(R"({"unevaluatedProperties": false})"),
            "error: the schema uses \"unevaluatedProperties\" at #, which is not supported");
  EXPECT_EQ(refusal(R"({"items": [{}]})"), "error: \"items\" at # has a value of the wrong kind");
  EXPECT_EQ(refusal(R"({"minLength": -1})"),
            "error: \"minLength\" at # has a value of the wrong kind");
  EXPECT_EQ(refusal(R"({"type": "text"})"), "error: \"type\" at # has a value of the wrong kind");
  EXPECT_EQ(refusal(R"({"$ref": "#/$defs/gone"})"),
            "error: \"$ref\" at # points to #/$defs/gone, which is not in this schema");
  EXPECT_EQ(refusal(R"({"$ref": "https://example.org/x"})"),
            "error: \"$ref\" at # points to https://example.org/x, which is not in this schema");
  EXPECT_EQ(refusal(R"({"$ref": "#/examples/0", "examples": [{"type": 7}]})"),
            "error: \"type\" at #/examples/0 has a value of the wrong kind");
  EXPECT_EQ(refusal(R"({"pattern": "("})"),
            "error: the regular expression \"(\" is not valid near character 1");
  EXPECT_EQ(refusal("[]"), "error: a schema must be an object, true or false, at #");
  EXPECT_EQ(refusal("{"), "error: the schema is not JSON");
}

TEST(Schema, gives_up_rather_than_hang_or_overflow) {
  EXPECT_EQ(check(R"({"$defs": {"a": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"})", "1"),
            Schema::Found::gave_up);
  EXPECT_EQ(check(R"({"pattern": "(a+)+$"})", "\"" + std::string(60, 'a') + "b\""),
            Schema::Found::gave_up);
}

}  // namespace
}  // namespace shijin
