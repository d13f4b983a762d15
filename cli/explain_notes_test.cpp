// Every name that a diagnostic in the sources carries is explained, and no other.
#include "cli/explain_notes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>

#include "source_dir.h"

namespace shijin::cli {
namespace {

// The literals in which sources write a diagnostic's name: `error.name = "…"` (also with ?:), and
// the first argument of a function or list that makes an error.
std::set<std::string> names_in(const std::string& text) {
  const std::regex assignment(R"re(\.name\s*=\s*([^;{}]*);)re");
  const std::regex call(
      R"re((?:\w*(?:error|conflict|contradiction|broken)\w*\(|return \{)\s*"([a-z]+(?:-[a-z]+)+)")re");
  const std::regex slug(R"re("([a-z]+(?:-[a-z]+)+)")re");
  const std::sregex_iterator end;
  std::set<std::string> names;
  for (std::sregex_iterator at(text.begin(), text.end(), call); at != end; ++at) {
    names.insert((*at)[1]);
  }
  for (std::sregex_iterator at(text.begin(), text.end(), assignment); at != end; ++at) {
    const std::string value = (*at)[1];
    for (std::sregex_iterator s(value.begin(), value.end(), slug); s != end; ++s) {
      names.insert((*s)[1]);
    }
  }
  return names;
}

// The sources of src/ and cli/ but for the rules, whose names are of findings, and the table
// itself.
const std::string& all_sources() {
  static const std::string kAll = [] {
    std::string all;
    for (const char* folder : {"src", "cli"}) {
      const auto root = std::filesystem::path(source_dir()) / folder;
      for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        const std::string path = entry.path().string();
        const bool other = path.find("/verdict/") != std::string::npos ||
                           path.ends_with("_test.cpp") ||
                           path.find("/explain_notes") != std::string::npos;
        if (!other && path.ends_with(".cpp")) all += *read_file(path);
      }
    }
    return all;
  }();
  return kAll;
}

TEST(ExplainNotes, explains_every_name_in_the_sources) {
  std::set<std::string> explained;
  for (const NoteInfo& note : all_note_infos()) explained.insert(std::string(note.name));
  const std::set<std::string> used = names_in(all_sources());
  ASSERT_GT(used.size(), 40U);
  for (const std::string& name : used) {
    EXPECT_TRUE(explained.contains(name)) << name << " has no entry in cli/explain_notes*.cpp";
  }
  for (const std::string& name : explained) {
    EXPECT_NE(all_sources().find("\"" + name + "\""), std::string::npos)
        << name << " is explained, but no source says it";
  }
}

TEST(ExplainNotes, stands_in_order_without_doubles) {
  const auto notes = all_note_infos();
  for (std::size_t i = 1; i < notes.size(); ++i) EXPECT_LT(notes[i - 1].name, notes[i].name);
}

}  // namespace
}  // namespace shijin::cli
