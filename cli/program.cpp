// From the words of the line to a command that runs.
#include "cli/program.h"

#include <algorithm>
#include <filesystem>
#include <new>

#include "cli/environment.h"
#include "cli/help.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/parse.h"

namespace shijin::cli {
namespace {

constexpr Text kNoMemory{"there is not enough memory for this run", "記憶體不足，無法完成這次執行"};
constexpr Text kLessMemory{"use fewer threads: --threads 1", "請減少執行緒：--threads 1"};
constexpr Text kInternal{"something went wrong inside Shijin: {0}", "試金內部出錯：{0}"};
constexpr Text kReport{"this is our mistake; please report the command that shows it",
                       "這是我們的錯；請回報能重現問題的命令"};
constexpr Text kInterruptedWords{"interrupted", "已中斷"};

// The place of the command's word: the first word that is no option, where --lang takes the next.
std::size_t find_word(const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--lang") {
      ++i;
    } else if (!arguments[i].starts_with("-") || arguments[i] == "-") {
      return i;
    }
  }
  return arguments.size();
}

// `shijin data.csv` is `shijin eval data.csv`: a file of that name, or a word that looks like one.
bool is_file_word(const std::string& word) {
  std::error_code ignored;
  return word == "-" || word.find('.') != std::string::npos ||
         word.find('/') != std::string::npos || std::filesystem::exists(word, ignored);
}

bool asks(const std::vector<std::string>& arguments, std::string_view flag) {
  const auto end = std::find(arguments.begin(), arguments.end(), "--");
  return std::find(arguments.begin(), end, flag) != end;
}

int finish(Result<Done> written, const Console& console) {
  if (written.ok()) return static_cast<int>(Exit::good);
  return static_cast<int>(refuse(written.error(), console));
}

// A line without a command word: help, the version, or a mistake.
int run_without_command(const std::vector<std::string>& arguments, const Console& console) {
  if (asks(arguments, "--version")) {
    return finish(write_output("shijin " + std::string(version()) + "\n"), console);
  }
  if (arguments.empty() || asks(arguments, "--help") || asks(arguments, "-h")) {
    return finish(write_output(help_overview(console)), console);
  }
  const Result<Parsed> parsed = parse_line(*find_command("help"), arguments);
  if (!parsed.ok()) return static_cast<int>(refuse(parsed.error(), console));
  return finish(write_output(help_overview(console)), console);
}

int run_command(const Command& command, std::vector<std::string> words,
                const std::vector<std::string>& line, const Console& console) {
  if (asks(words, "--help") || asks(words, "-h")) {
    return finish(write_output(help_command(command, console)), console);
  }
  Result<Parsed> parsed = parse_line(command, words);
  if (!parsed.ok()) return static_cast<int>(refuse(parsed.error(), console));
  parsed.value().command = line;
  catch_signals();
  const Exit exit = command.run(parsed.value(), console);
  if (!stop_requested()) return static_cast<int>(exit);
  write_error(std::string(kInterruptedWords.in(console.language)) + "\n");
  return kInterrupted;
}

Error internal_error(const std::exception& problem) {
  Error error;
  const bool memory = dynamic_cast<const std::bad_alloc*>(&problem) != nullptr;
  error.name = memory ? "memory-exhausted" : "internal-error";
  error.found = memory ? Message(kNoMemory) : Message(kInternal, {problem.what()});
  error.help = memory ? Message(kLessMemory) : Message(kReport);
  return error;
}

int run_words(const std::vector<std::string>& arguments, const Console& console) {
  const std::size_t at = find_word(arguments);
  if (at == arguments.size()) return run_without_command(arguments, console);
  std::vector<std::string> line = {"shijin"};
  line.insert(line.end(), arguments.begin(), arguments.end());
  std::vector<std::string> words = arguments;
  const Command* command = find_command(words[at]);
  if (command != nullptr) {
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(at));
  } else if (is_file_word(words[at])) {
    command = find_command("eval");
  }
  if (command == nullptr) return static_cast<int>(refuse(unknown_word(words[at]), console));
  return run_command(*command, std::move(words), line, console);
}

}  // namespace

std::vector<const Command*> commands_in_order() {
  std::vector<const Command*> commands(all_commands().begin(), all_commands().end());
  std::sort(commands.begin(), commands.end(),
            [](const Command* a, const Command* b) { return a->order < b->order; });
  return commands;
}

const Command* find_command(std::string_view name) {
  for (const Command* command : all_commands()) {
    if (command->name == name) return command;
  }
  return nullptr;
}

int run_program(const std::vector<std::string>& arguments) {
  const Console console = read_console(arguments);
  try {
    return run_words(arguments, console);
  } catch (const std::exception& problem) {
    return static_cast<int>(refuse(internal_error(problem), console));
  }
}

}  // namespace shijin::cli
