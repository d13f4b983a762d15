// Drawing help within 80 columns (or less on a narrower terminal), by display width.
#include "cli/help.h"

#include <algorithm>

#include "cli/options.h"
#include "cli/program.h"
#include "cli/wrap.h"

namespace shijin::cli {
namespace {

constexpr Text kWhat{
    "Shijin {0} tells whether a fine-tuned language model is good, why, and what to change next.",
    "試金 {0}：告訴您微調後的語言模型好不好、為什麼，以及接下來該改什麼。"};
constexpr Text kUsage{"usage", "用法"};
constexpr Text kCommands{"commands", "命令"};
constexpr Text kOptions{"options", "選項"};
constexpr Text kCommon{"common options", "共通選項"};
constexpr Text kExamples{"examples", "範例"};
constexpr Text kExits{"exit codes", "結束碼"};
constexpr Text kMore{"`{0}` shows the options of a command, `{1}` what a name means.",
                     "`{0}` 顯示某個命令的選項，`{1}` 解釋某個名稱的意思。"};
constexpr Text kExitGood{"done, and nothing speaks against it", "已完成，結果合格或沒有設門檻"};
constexpr Text kExitNo{"done, and a gate or check says no", "已完成，但有門檻或檢查未通過"};
constexpr Text kExitCould{"could not run; standard error says why", "無法執行，原因見標準錯誤輸出"};
constexpr Text kExitUndecided{"done, but there is not enough evidence to decide",
                              "已完成，但證據不足以下結論"};
constexpr Text kOneOf{"{0} One of: {1}.", "{0}可為：{1}。"};
constexpr Text kRepeat{"{0} May be given several times.", "{0}可重複給。"};
constexpr Text kVersion{"Print the version.", "顯示版本。"};

constexpr std::size_t kWidest = 80;
constexpr std::size_t kIndent = 22;

std::size_t width_of(const Console& console) {
  return std::clamp<std::size_t>(static_cast<std::size_t>(std::max(console.columns, 0)), 40,
                                 kWidest);
}

void heading(std::string& out, Text words, const Console& console) {
  out += "\n" + std::string(words.in(console.language)) + "\n";
}

std::string option_head(const OptionInfo& option) {
  std::string head = "  ";
  if (option.letter != 0) head += std::string("-") + option.letter + ", ";
  head += "--" + std::string(option.name);
  if (option.kind == OptionKind::optional_value) {
    head += "[=" + std::string(option.placeholder) + "]";
  } else if (!option.placeholder.empty()) {
    head += " " + std::string(option.placeholder);
  }
  return head;
}

Message option_words(const OptionInfo& option) {
  Message words(option.summary);
  if (!option.choices.empty()) {
    std::string choices;
    for (char c : option.choices) choices += c == '|' ? std::string(", ") : std::string(1, c);
    words = Message(kOneOf, {words, choices});
  }
  if (option.kind == OptionKind::repeated) words = Message(kRepeat, {words});
  return words;
}

void append_options(std::string& out, std::span<const OptionInfo> options, const Console& console) {
  for (const OptionInfo& option : options) {
    append_hanging(out, option_head(option), option_words(option).in(console.language), kIndent,
                   width_of(console));
  }
}

void append_paragraph(std::string& out, const std::string& words, const Console& console) {
  for (const std::string& line : wrap(words, width_of(console))) out += line + "\n";
}

void append_exits(std::string& out, const Console& console) {
  heading(out, kExits, console);
  const std::pair<const char*, Text> exits[] = {
      {"  0", kExitGood}, {"  1", kExitNo}, {"  2", kExitCould}, {"  3", kExitUndecided}};
  for (const auto& [code, words] : exits) {
    append_hanging(out, code, words.in(console.language), 5, width_of(console));
  }
}

}  // namespace

std::string help_overview(const Console& console) {
  std::string out;
  append_paragraph(out, Message(kWhat, {version()}).in(console.language), console);
  heading(out, kUsage, console);
  out += "  shijin FILE\n  shijin COMMAND [FILE…] [--OPTION…]\n";
  heading(out, kCommands, console);
  for (const Command* command : commands_in_order()) {
    append_hanging(out, "  " + std::string(command->name), command->summary.in(console.language),
                   15, width_of(console));
  }
  heading(out, kCommon, console);
  append_options(out, common_options(), console);
  append_hanging(out, "  --version", kVersion.in(console.language), kIndent, width_of(console));
  append_exits(out, console);
  out += "\n";
  append_paragraph(
      out, Message(kMore, {"shijin COMMAND --help", "shijin explain NAME"}).in(console.language),
      console);
  return out;
}

std::string help_command(const Command& command, const Console& console) {
  std::string out;
  append_paragraph(out, std::string(command.description.in(console.language)), console);
  heading(out, kUsage, console);
  append_hanging(out, "", command.usage, 2, width_of(console));
  if (!command.options.empty()) {
    heading(out, kOptions, console);
    append_options(out, command.options, console);
  }
  heading(out, kCommon, console);
  append_options(out, common_options(), console);
  if (!command.examples.empty()) {
    heading(out, kExamples, console);
    for (const std::string_view example : command.examples) {
      out += "  " + std::string(example) + "\n";
    }
  }
  append_exits(out, console);
  return out;
}

}  // namespace shijin::cli
