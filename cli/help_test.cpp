// Help of every command in every language: whole definitions, nothing wider than the terminal.
#include "cli/help.h"

#include <gtest/gtest.h>

#include "cli/options.h"
#include "cli/program.h"

namespace shijin::cli {
namespace {

constexpr Language kLanguages[] = {Language::en, Language::zh_hant, Language::zh_hans};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines(1);
  for (char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += c;
    }
  }
  return lines;
}

TEST(Help, every_page_fits_80_columns_in_every_language) {
  for (const Language language : kLanguages) {
    Console console;
    console.language = language;
    std::vector<std::string> pages = {help_overview(console)};
    for (const Command* command : all_commands()) pages.push_back(help_command(*command, console));
    ASSERT_GE(pages.size(), 2U);
    for (const std::string& page : pages) {
      for (const std::string& line : lines_of(page)) EXPECT_LE(display_width(line), 80U) << line;
    }
  }
}

TEST(Help, names_every_command_and_every_option) {
  const std::string overview = help_overview(Console{});
  for (const Command* command : all_commands()) {
    EXPECT_NE(overview.find("\n  " + std::string(command->name) + " "), std::string::npos);
    const std::string page = help_command(*command, Console{});
    for (const OptionInfo* option : all_options(*command)) {
      EXPECT_NE(page.find("--" + std::string(option->name)), std::string::npos) << option->name;
    }
  }
}

TEST(Help, commands_stand_in_their_order_and_no_two_share_a_place) {
  const std::vector<const Command*> commands = commands_in_order();
  for (std::size_t i = 1; i < commands.size(); ++i) {
    EXPECT_LT(commands[i - 1]->order, commands[i]->order) << commands[i]->name;
  }
}

TEST(Help, no_option_is_defined_twice_for_one_command) {
  for (const Command* command : all_commands()) {
    std::vector<std::string_view> names;
    for (const OptionInfo* option : all_options(*command)) names.push_back(option->name);
    std::sort(names.begin(), names.end());
    EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end()) << command->name;
  }
}

}  // namespace
}  // namespace shijin::cli
