// The printed form of a diagnostic: place, what was found, the line with a caret, what was
// expected, how to mend it, and the name to look up.
#include "base/error.h"

#include <algorithm>

#include "base/width.h"

namespace shijin {
namespace {

constexpr Text kError{"error", "錯誤"};
constexpr Text kWarning{"warning", "警告"};
constexpr Text kNote{"note", "說明"};
constexpr Text kExpected{"expected: ", "應為："};
constexpr Text kHelp{"help: ", "解法："};
constexpr Text kName{"name: {0}      (shijin explain {0})", "名稱：{0}　（shijin explain {0}）"};

// The widest part of a long line that is shown around the place pointed at, in bytes.
constexpr std::size_t kShown = 76;

Text severity_word(Severity severity) {
  if (severity == Severity::warning) return kWarning;
  return severity == Severity::note ? kNote : kError;
}

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// Cut a long line to a window around [begin, end), on character boundaries.
struct Window {
  std::string text;
  std::size_t begin;
  std::size_t end;
};

Window window(const Error& error) {
  const std::string& line = error.line;
  std::size_t first = 0;
  std::size_t last = line.size();
  if (line.size() > kShown) {
    first = error.line_begin > kShown / 2 ? error.line_begin - kShown / 2 : 0;
    last = std::min(line.size(), first + kShown);
  }
  while (first > 0 && continues(line[first])) --first;
  while (last < line.size() && continues(line[last])) ++last;
  Window out;
  out.text = (first > 0 ? "…" : "") + printable(line.substr(first, last - first)) +
             (last < line.size() ? "…" : "");
  const std::size_t lead = first > 0 ? 1 : 0;
  const std::size_t begin = std::clamp(error.line_begin, first, last);
  const std::size_t end = std::clamp(error.line_end, begin, last);
  out.begin = lead + display_width(printable(line.substr(first, begin - first)));
  out.end = lead + display_width(printable(line.substr(first, end - first)));
  return out;
}

}  // namespace

std::string describe(const Error& error, Language language) {
  std::string out;
  if (!error.at.file.empty()) {
    out += error.at.file;
    if (error.at.row > 0) out += ":" + std::to_string(error.at.row);
    if (error.at.row > 0 && error.at.column > 0) out += ":" + std::to_string(error.at.column);
    out += ": ";
  }
  out += severity_word(error.severity).in(language);
  out += language == Language::en ? ": " : "：";
  out += error.found.in(language) + "\n";
  if (!error.line.empty()) {
    const std::string number = error.at.row > 0 ? std::to_string(error.at.row) : "";
    const Window shown = window(error);
    out += "  " + number + " | " + shown.text + "\n";
    if (error.line_end > error.line_begin) {
      out += "  " + std::string(number.size(), ' ') + " | " + std::string(shown.begin, ' ') +
             std::string(std::max<std::size_t>(1, shown.end - shown.begin), '^') + "\n";
    }
  }
  if (!error.expected.empty()) {
    out += "  " + std::string(kExpected.in(language)) + error.expected.in(language) + "\n";
  }
  if (!error.help.empty()) {
    out += "  " + std::string(kHelp.in(language)) + error.help.in(language) + "\n";
  }
  if (!error.name.empty()) out += "  " + Message(kName, {error.name}).in(language) + "\n";
  return out;
}

}  // namespace shijin
