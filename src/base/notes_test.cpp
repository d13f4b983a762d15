// Which diagnostics are kept, which only counted.
#include "base/notes.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

constexpr Text kBad{"row {0} is bad", "第 {0} 列有誤"};

Error bad(int row, Severity severity = Severity::error) {
  Error error;
  error.name = "row-bad";
  error.at = {"a.csv", row, 0};
  error.found = Message(kBad, {std::to_string(row)});
  error.severity = severity;
  return error;
}

TEST(Notes, keep_the_first_twenty_errors_and_count_the_rest) {
  Notes notes;
  for (int row = 1; row <= 25; ++row) notes.add(bad(row));
  EXPECT_EQ(notes.all().size(), 20U);
  EXPECT_EQ(notes.errors(), 25U);
  EXPECT_EQ(notes.all().back().at.row, 20);
}

TEST(Notes, count_those_that_somebody_else_did_not_keep) {
  Notes notes;
  notes.add(bad(1));
  notes.count_unkept(3, 2);
  EXPECT_EQ(notes.all().size(), 1U);
  EXPECT_EQ(notes.errors(), 4U);
  EXPECT_EQ(notes.warnings(), 2U);
}

TEST(Notes, keep_a_warning_of_one_place_once) {
  Notes notes;
  notes.warn(bad(1));
  notes.warn(bad(1));
  notes.warn(bad(2));
  EXPECT_EQ(notes.all().size(), 2U);
  EXPECT_EQ(notes.warnings(), 2U);
  EXPECT_FALSE(notes.has_errors());
  EXPECT_EQ(notes.all().front().severity, Severity::warning);
}

TEST(Notes, keep_warnings_of_one_place_that_say_different_things) {
  Notes notes;
  for (const std::string_view column : {"a", "b", "a"}) {
    Error note = bad(0);
    note.found = Message(kBad, {column});
    notes.warn(std::move(note));
  }
  Error beside = bad(0);
  beside.found = Message(kBad, {"a"});
  beside.at.column = 7;
  notes.warn(std::move(beside));
  ASSERT_EQ(notes.all().size(), 3U);
  EXPECT_EQ(notes.all()[1].found.in(Language::en), "row b is bad");
  EXPECT_EQ(notes.warnings(), 3U);
}

TEST(Notes, count_those_of_one_place_beyond_twenty) {
  Notes notes;
  for (int i = 1; i <= 30; ++i) {
    Error note = bad(0);
    note.found = Message(kBad, {std::to_string(i)});
    notes.warn(std::move(note));
  }
  EXPECT_EQ(notes.all().size(), 20U);
  EXPECT_EQ(notes.warnings(), 30U);
  EXPECT_TRUE(describe(notes, Language::en).ends_with("10 more warnings are not shown.\n"));
}

TEST(Notes, do_not_let_warnings_grow_with_the_file) {
  Notes notes;
  for (int row = 1; row <= 100'000; ++row) notes.add(bad(row, Severity::warning));
  EXPECT_EQ(notes.all().size(), 20U);
  EXPECT_EQ(notes.warnings(), 100'000U);
}

TEST(Notes, keep_twenty_warnings_of_each_name) {
  Notes notes;
  for (int row = 1; row <= 30; ++row) {
    notes.warn(bad(row));
    Error other = bad(row);
    other.name = "row-odd";
    notes.warn(std::move(other));
  }
  EXPECT_EQ(notes.all().size(), 40U);
  EXPECT_EQ(notes.warnings(), 60U);
}

TEST(Notes, put_together_what_shards_found_in_order) {
  Notes first;
  for (int row = 1; row <= 15; ++row) first.add(bad(row));
  Notes second;
  for (int row = 16; row <= 45; ++row) second.add(bad(row));
  second.warn(bad(46));
  first.append(second);
  EXPECT_EQ(first.errors(), 45U);
  EXPECT_EQ(first.warnings(), 1U);
  ASSERT_EQ(first.all().size(), 21U);
  EXPECT_EQ(first.all()[19].at.row, 20);
}

TEST(Notes, say_how_many_are_not_shown) {
  Notes notes;
  for (int row = 1; row <= 22; ++row) notes.add(bad(row));
  std::string expected;
  for (const Error& note : notes.all()) expected += describe(note, Language::en);
  EXPECT_EQ(describe(notes, Language::en), expected + "2 more errors are not shown.\n");
}

TEST(Notes, say_how_many_warnings_are_not_shown) {
  Notes notes;
  for (int row = 1; row <= 23; ++row) notes.warn(bad(row));
  std::string expected;
  for (const Error& note : notes.all()) expected += describe(note, Language::zh_hant);
  EXPECT_EQ(describe(notes, Language::zh_hant), expected + "另有 3 個警告未列出。\n");
}

}  // namespace
}  // namespace shijin
