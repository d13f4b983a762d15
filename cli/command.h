// Command: one sub-command of `shijin`: its options, its words, and what it does. One file a
// command; help, completions and the reference are made from these definitions.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shijin.h"

namespace shijin::cli {

enum class OptionKind : std::uint8_t { flag, text, number, repeated, optional_value };

/// One option of a command
struct OptionInfo {
  std::string_view name;  // "skip-bad", without the dashes
  OptionKind kind;
  std::string_view placeholder;  // "FILE"; "" for a flag
  Text summary;
  std::string_view choices = {};  // "auto|classification": the only values allowed; "" is any
  char letter = 0;                // 'o' for -o as well
};

/// What the user typed, by option name; `given` tells an empty value from none
struct Parsed {
  std::vector<std::string> files;  // positional arguments, in order
  std::map<std::string, std::vector<std::string>, std::less<>> options;
  std::vector<std::string> command;  // the whole line, for the record

  bool given(std::string_view name) const { return options.find(name) != options.end(); }
  std::string text(std::string_view name) const {
    const auto found = options.find(name);
    return found == options.end() || found->second.empty() ? "" : found->second.back();
  }
  std::vector<std::string> all(std::string_view name) const {
    const auto found = options.find(name);
    return found == options.end() ? std::vector<std::string>() : found->second;
  }
};

/// Where a command writes, and how: read once from the environment by main
struct Console {
  Language language = Language::en;
  Colour colour = Colour::none;  // of standard output
  int columns = 80;
  bool progress = false;  // standard error is a terminal, and not --quiet
  bool quiet = false;
};

/// Exit codes of every command
enum class Exit : int { good = 0, no = 1, could_not = 2, undecided = 3 };

/// How many positional arguments a command takes, and what they are called
struct Positionals {
  std::size_t least = 0;
  std::size_t most = 0;
  std::string_view placeholder = {};  // "FILE"
};

/// Any number of positional arguments
inline constexpr std::size_t kAnyNumber = 1U << 20U;

/// One registered sub-command
struct Command {
  std::string_view name;
  int order;               // in the list of commands
  Text summary;            // one line in the list
  std::string_view usage;  // "shijin eval FILE [FILE…] [options]"
  Text description;        // a paragraph above the options
  Positionals positionals;
  std::span<const OptionInfo> options;         // besides the common ones (--lang, --quiet, --help)
  std::span<const std::string_view> examples;  // command lines that work in the project's root
  Exit (*run)(const Parsed& parsed, const Console& console);
};

/// Every command, in order of name
std::span<const Command* const> all_commands();

}  // namespace shijin::cli

/// Register the command of this file: SJ_COMMAND(eval, {...})
#define SJ_COMMAND(key, ...)          \
  extern const Command command_##key; \
  constinit const Command command_##key = __VA_ARGS__
