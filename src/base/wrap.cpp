// The line breaks of UAX #14 that matter here, on atoms: runs that must stay together.
#include "base/wrap.h"

#include <algorithm>

#include "base/utf8.h"
#include "base/width.h"

namespace shijin {
namespace {

// Runs of text that may not be broken, and whether blanks stand before one.
struct Atom {
  std::string_view text;
  std::size_t blanks = 0;
};

constexpr std::u32string_view kNeverFirst = U"，。、；：？！）」』】》〉”’…％—,.;:?!)]}%";
constexpr std::u32string_view kNeverLast = U"（「『【《〈“‘([{";

// An upright quote opens after a blank or an opening mark and closes elsewhere.
bool is_quote(char32_t c) { return c == U'"' || c == U'\''; }

bool joins_previous(char32_t c) {
  return is_quote(c) || kNeverFirst.find(c) != std::u32string_view::npos ||
         code_point_width(c) == 0;
}
bool joins_next(char32_t c) { return kNeverLast.find(c) != std::u32string_view::npos; }

// Cut one line (no "\n" in it) into atoms.
std::vector<Atom> cut_atoms(std::string_view line) {
  std::vector<Atom> atoms;
  std::size_t blanks = 0;
  char32_t last = U' ';
  bool opening = false;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t start = at;
    const char32_t c = decode_utf8(line, at);
    if (c == U' ') {
      ++blanks;
      last = c;
      continue;
    }
    const bool both_narrow = code_point_width(c) < 2 && code_point_width(last) < 2;
    const bool glued = last != U' ' && (both_narrow || joins_previous(c) || opening);
    if (glued && !atoms.empty()) {
      Atom& atom = atoms.back();
      atom.text = {atom.text.data(), atom.text.size() + (at - start)};
    } else {
      atoms.push_back({line.substr(start, at - start), blanks});
    }
    opening = joins_next(c) || (is_quote(c) && (last == U' ' || opening));
    blanks = 0;
    last = c;
  }
  return atoms;
}

// The bytes of as many leading characters as fit into `columns`, at least one character.
std::size_t fitting_bytes(std::string_view text, std::size_t columns) {
  std::size_t width = 0;
  std::size_t end = 0;
  while (end < text.size()) {
    std::size_t next = end;
    width += static_cast<std::size_t>(code_point_width(decode_utf8(text, next)));
    if (width > columns && end > 0) break;
    end = next;
  }
  return end;
}

class Wrapper {
 public:
  Wrapper(std::size_t columns, std::size_t columns_first)
      : columns_(columns), room_(columns_first) {}

  void add(Atom atom) {
    const std::size_t blanks = line_.empty() ? 0 : atom.blanks;
    if (!line_.empty() && width_ + blanks + display_width(atom.text) > room_) {
      end_line();
      atom.blanks = 0;
    } else {
      line_ += std::string(blanks, ' ');
      width_ += blanks;
    }
    while (display_width(atom.text) > room_) {
      const std::size_t end = fitting_bytes(atom.text, room_);
      line_ += atom.text.substr(0, end);
      atom.text.remove_prefix(end);
      end_line();
    }
    line_ += atom.text;
    width_ += display_width(atom.text);
  }
  void end_line() {
    lines.push_back(std::move(line_));
    line_.clear();
    width_ = 0;
    room_ = columns_;
  }

  std::vector<std::string> lines;

 private:
  std::string line_;
  std::size_t width_ = 0;
  std::size_t columns_;
  std::size_t room_;
};

}  // namespace

std::vector<std::string> wrap_text(std::string_view text, std::size_t columns,
                                   std::size_t columns_first) {
  columns = std::max<std::size_t>(2, columns);
  Wrapper wrapper(columns, columns_first > 0 ? std::max<std::size_t>(2, columns_first) : columns);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    for (const Atom& atom : cut_atoms(text.substr(0, end))) wrapper.add(atom);
    wrapper.end_line();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return std::move(wrapper.lines);
}

}  // namespace shijin
