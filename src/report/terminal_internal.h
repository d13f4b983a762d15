// Canvas: lines on a terminal of so many columns, with or without colour; shared by the files that
// draw the terminal report.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/document.h"
#include "report/render.h"

namespace shijin {

enum class Ink : std::uint8_t { plain, strong, faint, good, bad, doubt };

/// Collect lines; nothing it is given may move the cursor, and no line is wider than the terminal
class Canvas {
 public:
  explicit Canvas(const TerminalStyle& style);

  std::size_t columns() const { return columns_; }
  Language language() const { return language_; }
  /// Words in the reader's language, with control characters made visible
  std::string words(const Message& message) const;
  /// Colour a piece of a line; nothing without colour
  std::string ink(std::string_view text, Ink ink) const;

  /// Add a line as it is
  void line(std::string text);
  /// Add `lead` and then the text, wrapped, all its lines beginning at column `indent`
  void hang(std::string_view lead, std::size_t indent, const std::string& text,
            Ink ink = Ink::plain);
  void blank() { line({}); }

  std::string text;

 private:
  Language language_;
  Colour colour_;
  std::size_t columns_;
};

void draw(const MetricRows& block, Canvas& canvas);
void draw(const Grid& block, Canvas& canvas);

}  // namespace shijin
