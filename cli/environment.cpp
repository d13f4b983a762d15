// Reading the environment happens here and nowhere else.
#include "cli/environment.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace shijin::cli {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// POSIX: the first of these that is set and not empty.
std::string locale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (std::string value = variable(name); !value.empty()) return value;
  }
  return "";
}

int terminal_columns() {
  if (const auto columns = parse_integer(variable("COLUMNS")); columns && *columns > 0) {
    return static_cast<int>(std::min<std::int64_t>(*columns, 1000));
  }
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

bool may_colour() {
  const std::string terminal = variable("TERM");
  return ::isatty(STDOUT_FILENO) == 1 && variable("NO_COLOR").empty() && !terminal.empty() &&
         terminal != "dumb";
}

}  // namespace

Language language_of_locale(std::string_view locale) {
  if (!locale.starts_with("zh")) return Language::en;
  std::string lower(locale.substr(0, locale.find('.')));
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const std::string_view place : {"tw", "hk", "mo", "hant"}) {
    if (lower.find(place) != std::string::npos) return Language::zh_hant;
  }
  return Language::zh_hans;
}

std::optional<Language> language_of_tag(std::string_view tag) {
  for (const Language language : {Language::en, Language::zh_hant, Language::zh_hans}) {
    if (tag == language_tag(language)) return language;
  }
  return std::nullopt;
}

Console read_console(const std::vector<std::string>& arguments) {
  Console console;
  console.language = language_of_locale(locale());
  for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    const std::string& word = arguments[i];
    std::string tag;
    if (word.starts_with("--lang=")) tag = word.substr(7);
    if (word == "--lang" && i + 1 < arguments.size()) tag = arguments[i + 1];
    if (const auto language = language_of_tag(tag)) console.language = *language;
    console.quiet = console.quiet || word == "--quiet";
  }
  console.colour = may_colour() ? Colour::ansi : Colour::none;
  console.columns = terminal_columns();
  console.progress = ::isatty(STDERR_FILENO) == 1 && !console.quiet;
  return console;
}

}  // namespace shijin::cli
