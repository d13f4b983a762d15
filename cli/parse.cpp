// The only file that includes CLI11: it splits the line into options and files; the checks and
// their words are ours, so that they speak the user's language.
#include "cli/parse.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/options.h"
#include "cli/program.h"

namespace shijin::cli {
namespace {

constexpr Text kUnknownOption{"{0} has no option \"{1}\"", "{0} 沒有選項「{1}」"};
constexpr Text kUnknownCommand{"there is no command \"{0}\"", "沒有名為「{0}」的命令"};
constexpr Text kUnknownWord{"there is no command \"{0}\", and no file of that name",
                            "沒有名為「{0}」的命令，也沒有這個名稱的檔案"};
constexpr Text kWrite{"write {0}", "請改寫 {0}"};
constexpr Text kHelpLists{"{0} lists them all", "{0} 會全部列出"};
constexpr Text kOneOf{"one of: {0}", "下列之一：{0}"};
constexpr Text kNoValue{"--{0} has no value", "--{0} 沒有給值"};
constexpr Text kTakesNone{"--{0} takes no value, but \"{1}\" was given",
                          "--{0} 不接受值，卻給了「{1}」"};
constexpr Text kTwice{"--{0} is given {1} times", "--{0} 給了 {1} 次"};
constexpr Text kOnce{"once", "只能一次"};
constexpr Text kNotAChoice{"--{0} cannot be \"{1}\"", "--{0} 不能是「{1}」"};
constexpr Text kNotANumber{"--{0} \"{1}\" is not a whole number of 0 or more",
                           "--{0} 的值「{1}」不是 0 以上的整數"};
constexpr Text kFileMissing{"{0} needs a {1}, and none is given", "{0} 需要 {1}，但沒有給"};
constexpr Text kTooMany{"{0} takes no more than {1} {2}, but \"{3}\" comes after them",
                        "{0} 最多接受 {1} 個 {2}，後面卻還有「{3}」"};
constexpr Text kTakesNoFile{"{0} takes no file or name, but \"{1}\" is given",
                            "{0} 不接受檔案或名稱，卻給了「{1}」"};
constexpr Text kUsage{"usage: {0}", "用法：{0}"};
constexpr Text kUnreadable{"the command line cannot be read: {0}", "無法解讀命令列：{0}"};

// A line without a command word is read with the options of `help`.
std::string full_name(const Command& command) {
  return command.name == "help" ? "shijin" : "shijin " + std::string(command.name);
}

Error make_error(std::string name, Message found, Message expected, Message help) {
  Error error;
  error.name = std::move(name);
  error.found = std::move(found);
  error.expected = std::move(expected);
  error.help = std::move(help);
  return error;
}

std::string spoken_choices(std::string_view choices) {
  std::string list;
  for (char c : choices) {
    if (c == '|') {
      list += ", ";
    } else {
      list += c;
    }
  }
  return list;
}

std::vector<std::string> split_choices(std::string_view choices) {
  std::vector<std::string> out(1);
  for (char c : choices) {
    if (c == '|') {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

// A long dash pasted from a document ("—json") is an option, not a file.
std::string undo_long_dash(const std::string& word) {
  for (const std::string_view dash : {"\u2014", "\u2013", "\u2212"}) {
    if (word.starts_with(dash)) return "--" + word.substr(dash.size());
  }
  return word;
}

Error unknown_option(const Command& command, std::string word) {
  word = word.substr(0, word.find('='));
  std::vector<std::string_view> names;
  for (const OptionInfo* option : all_options(command)) names.push_back(option->name);
  const std::string plain = undo_long_dash(word);
  const std::size_t letters = plain.find_first_not_of('-');
  const std::string bare = letters == std::string::npos ? "" : plain.substr(letters);
  const std::string near = nearest_name(bare, names);
  const std::string list = full_name(command) + " --help";
  return make_error("option-unknown", Message(kUnknownOption, {full_name(command), word}), {},
                    near.empty() ? Message(kHelpLists, {list}) : Message(kWrite, {"--" + near}));
}

// Rewrite what CLI11 reads differently from us: `--json` without "=" takes no value from the next
// word, and a flag takes none at all.
Result<std::vector<std::string>> prepare(const Command& command,
                                         std::span<const std::string> arguments) {
  std::vector<std::string> out;
  for (const std::string& word : arguments) {
    if (undo_long_dash(word) != word) {
      return unknown_option(command, word);
    }
    out.push_back(word);
    if (!word.starts_with("--")) continue;
    const std::size_t equals = word.find('=');
    for (const OptionInfo* option : all_options(command)) {
      if (word.substr(2, equals - 2) != option->name) continue;
      const bool bare = equals == std::string::npos;
      if (option->kind == OptionKind::flag && !bare) {
        return make_error("option-takes-no-value",
                          Message(kTakesNone, {option->name, word.substr(equals + 1)}), {},
                          Message(kWrite, {"--" + std::string(option->name)}));
      }
      if (option->kind == OptionKind::optional_value && bare) out.back() += "=-";
      if (!bare && equals + 1 == word.size()) {
        return make_error("option-value-missing", Message(kNoValue, {option->name}),
                          "--" + std::string(option->name) + " " + std::string(option->placeholder),
                          {});
      }
    }
  }
  return out;
}

Result<Done> check_files(const Command& command, const std::vector<std::string>& files) {
  const Positionals& wanted = command.positionals;
  if (files.size() < wanted.least) {
    return make_error("argument-missing",
                      Message(kFileMissing, {full_name(command), wanted.placeholder}), {},
                      Message(kUsage, {command.usage}));
  }
  if (files.size() > wanted.most) {
    const std::string& extra = files[wanted.most];
    const Message found = wanted.most == 0
                              ? Message(kTakesNoFile, {full_name(command), extra})
                              : Message(kTooMany, {full_name(command), std::to_string(wanted.most),
                                                   wanted.placeholder, extra});
    return make_error("argument-unexpected", found, {}, Message(kUsage, {command.usage}));
  }
  return Done{};
}

// The option a CLI11 message is about: it begins "--name: …".
Error mismatch(const Command& command, const std::string& what) {
  for (const OptionInfo* option : all_options(command)) {
    const std::string name = "--" + std::string(option->name);
    if (what.find(name + ":") == std::string::npos && what.find(name + " ") == std::string::npos) {
      continue;
    }
    const std::string form = name + " " + std::string(option->placeholder);
    return make_error("option-value-missing", Message(kNoValue, {option->name}), form, {});
  }
  return make_error("command-line-unreadable", Message(kUnreadable, {what}), {},
                    Message(kUsage, {command.usage}));
}

Error no_command(Text found, const std::string& word) {
  std::vector<std::string_view> names;
  for (const Command* command : all_commands()) names.push_back(command->name);
  const std::string near = nearest_name(word, names);
  return make_error(
      "command-unknown", Message(found, {word}), {},
      near.empty() ? Message(kHelpLists, {"shijin --help"}) : Message(kWrite, {"shijin " + near}));
}

}  // namespace

Result<Done> check_values(const OptionInfo& option, const std::vector<std::string>& values) {
  if (option.kind != OptionKind::repeated && option.kind != OptionKind::flag && values.size() > 1) {
    return make_error("option-twice", Message(kTwice, {option.name, std::to_string(values.size())}),
                      Message(kOnce), {});
  }
  for (const std::string& value : values) {
    if (option.kind == OptionKind::number && parse_integer(value).value_or(-1) < 0) {
      return make_error("option-value-invalid", Message(kNotANumber, {option.name, value}), {}, {});
    }
    if (option.choices.empty()) continue;
    const std::vector<std::string> choices = split_choices(option.choices);
    if (std::find(choices.begin(), choices.end(), value) != choices.end()) continue;
    const std::string near = nearest_name(value, choices);
    return make_error(
        "option-value-invalid", Message(kNotAChoice, {option.name, value}),
        Message(kOneOf, {spoken_choices(option.choices)}),
        near.empty() ? Message() : Message(kWrite, {"--" + std::string(option.name) + " " + near}));
  }
  return Done{};
}

Error unknown_command(const std::string& name) { return no_command(kUnknownCommand, name); }

Error unknown_word(const std::string& word) { return no_command(kUnknownWord, word); }

Result<Parsed> parse_line(const Command& command, std::span<const std::string> arguments) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::vector<std::pair<const OptionInfo*, CLI::Option*>> bound;
  for (const OptionInfo* option : all_options(command)) {
    std::string names = "--" + std::string(option->name);
    if (option->letter != 0) names = std::string("-") + option->letter + "," + names;
    if (option->kind == OptionKind::flag) {
      bound.emplace_back(option, app.add_flag(names));
    } else {
      bound.emplace_back(option, app.add_option(names)->expected(1)->multi_option_policy(
                                     CLI::MultiOptionPolicy::TakeAll));
    }
  }
  Parsed parsed;
  app.add_option("files", parsed.files)->expected(0, static_cast<int>(kAnyNumber));

  // What follows "--" is files, whatever it looks like.
  const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
  const auto front = static_cast<std::size_t>(dashes - arguments.begin());
  std::vector<std::string> words = SJ_TRY(prepare(command, arguments.first(front)));
  std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
  try {
    app.parse(words);
  } catch (const CLI::ParseError& problem) {
    return mismatch(command, problem.what());
  }
  if (dashes != arguments.end()) {
    parsed.files.insert(parsed.files.end(), std::next(dashes), arguments.end());
  }
  for (const std::string& extra : app.remaining()) {
    if (extra.size() > 1 && extra[0] == '-') return unknown_option(command, extra);
  }
  for (const auto& [option, slot] : bound) {
    if (slot->count() == 0) continue;
    SJ_TRY(check_values(*option, slot->results()));
    parsed.options[std::string(option->name)] = slot->results();
  }
  if (!parsed.given("help")) SJ_TRY(check_files(command, parsed.files));
  return parsed;
}

}  // namespace shijin::cli
