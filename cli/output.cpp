// Plain writes to the two streams; nothing is buffered between them.
#include "cli/output.h"

#include <unistd.h>

#include <cerrno>

namespace shijin::cli {
namespace {

constexpr Text kCannotWrite{"the result cannot be written: {0}", "無法寫出結果：{0}"};
constexpr Text kMakeRoom{"make room on the disk, or write elsewhere", "請清出磁碟空間，或寫到別處"};
constexpr Text kWrote{"wrote {0}", "已寫入 {0}"};

// Give 0, or the error number that stopped the writing.
int write_all(int stream, std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = ::write(stream, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  return 0;
}

}  // namespace

Result<Done> write_output(std::string_view text) {
  const int problem = write_all(STDOUT_FILENO, text);
  if (problem == 0 || problem == EPIPE) return Done{};
  Error error;
  error.name = "output-unwritable";
  error.found = Message(kCannotWrite, {system_reason(problem)});
  error.help = Message(kMakeRoom);
  return error;
}

void write_error(std::string_view text) { write_all(STDERR_FILENO, text); }

Exit refuse(const Error& error, const Console& console) {
  write_error(describe(error, console.language));
  return Exit::could_not;
}

Result<Done> write_result(const std::string& where, std::string_view text, const Console& console) {
  if (where == "-") return write_output(text);
  SJ_TRY(write_file(where, text));
  if (!console.quiet) write_error(Message(kWrote, {where}).in(console.language) + "\n");
  return Done{};
}

}  // namespace shijin::cli
