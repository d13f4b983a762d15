// Line breaking over pieces: a piece is a word with the marks that stick to it, or one wide
// character with the closing marks after it.
#include "cli/wrap.h"

#include "shijin.h"

namespace shijin::cli {
namespace {

constexpr std::u32string_view kClosing = U"，。、；：！？」』）》〉】…";
constexpr std::u32string_view kOpening = U"「『（《〈【";

bool is_closing(char32_t c) { return kClosing.find(c) != std::u32string_view::npos; }
bool is_opening(char32_t c) { return kOpening.find(c) != std::u32string_view::npos; }

struct Piece {
  std::string text;
  bool space_before = false;
};

std::vector<Piece> cut(std::string_view text) {
  std::vector<Piece> pieces;
  bool space = true;  // as if one stood before the first character
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = decode_utf8(text, at);
    if (c == ' ') {
      space = true;
      continue;
    }
    const bool wide = code_point_width(c) == 2 || code_point_width(before) == 2;
    const bool may_break = space || (wide && !is_closing(c) && !is_opening(before));
    if (may_break) pieces.push_back({{}, space});
    pieces.back().text += text.substr(begin, at - begin);
    before = c;
    space = false;
  }
  return pieces;
}

}  // namespace

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines;
  std::string line;
  for (const Piece& piece : cut(text)) {
    const std::size_t blank = piece.space_before && !line.empty() ? 1 : 0;
    if (!line.empty() && display_width(line) + blank + display_width(piece.text) > columns) {
      lines.push_back(std::move(line));
      line.clear();
    } else if (blank == 1) {
      line += ' ';
    }
    line += piece.text;
  }
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

void append_hanging(std::string& out, std::string_view head, std::string_view body,
                    std::size_t indent, std::size_t columns) {
  const std::size_t room = columns > indent + 20 ? columns - indent : 20;
  std::string lead(head);
  if (display_width(lead) + 2 > indent) {
    out += lead + "\n";
    lead.clear();
  }
  for (const std::string& line : wrap(body, room)) {
    out += pad_right(lead, indent) + line + "\n";
    lead.clear();
  }
}

}  // namespace shijin::cli
