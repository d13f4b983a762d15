// shijin help: the list of commands, or the page of one.
#include "cli/help.h"
#include "cli/output.h"
#include "cli/parse.h"
#include "cli/program.h"

namespace shijin::cli {
namespace {

Exit run(const Parsed& parsed, const Console& console) {
  std::string page;
  if (parsed.files.empty()) {
    page = help_overview(console);
  } else {
    const Command* command = find_command(parsed.files.front());
    if (command == nullptr) return refuse(unknown_command(parsed.files.front()), console);
    page = help_command(*command, console);
  }
  const Result<Done> written = write_output(page);
  return written.ok() ? Exit::good : refuse(written.error(), console);
}

constexpr std::string_view kExamples[] = {"shijin help eval"};

}  // namespace

SJ_COMMAND(help, {.name = "help",
                  .order = 90,
                  .summary = {"Show the commands, or the options of one.",
                              "列出所有命令，或某個命令的選項。"},
                  .usage = "shijin help [COMMAND]",
                  .description = {"Show the list of commands, or the page of one command.",
                                  "顯示命令清單，或單一命令的說明頁。"},
                  .positionals = {0, 1, "COMMAND"},
                  .options = {},
                  .examples = kExamples,
                  .run = &run});

}  // namespace shijin::cli
