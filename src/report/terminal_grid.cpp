// Tables on a terminal: as wide as their cells, tightened where the page is narrow, and one line a
// cell where even that does not fit.
#include <algorithm>

#include "base/width.h"
#include "report/terminal_internal.h"

namespace shijin {
namespace {

constexpr std::size_t kMargin = 2;
constexpr std::size_t kAsideLeast = 24;
constexpr std::size_t kTextLeast = 8;

using Strings = std::vector<std::string>;

class GridTable {
 public:
  GridTable(const Grid& grid, Canvas& canvas) : grid_(grid), canvas_(canvas) {
    for (const std::vector<Message>& row : grid.rows) rows_.push_back(in_words(row));
    head_ = in_words(grid.head);
    measure();
    if (total() > canvas.columns() && !grid.head_short.empty()) {
      head_ = in_words(grid.head_short);
      measure();
    }
    if (total() > canvas.columns()) tighten();
  }

  void draw() {
    if (total() > canvas_.columns()) {
      draw_stacked();
      return;
    }
    const std::size_t room = canvas_.columns() - total();
    const bool beside = room >= kAsideLeast + 3;
    canvas_.line(canvas_.ink(line_of(head_), Ink::faint));
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      const std::string aside = r < grid_.asides.size() ? canvas_.words(grid_.asides[r]) : "";
      std::string line = line_of(rows_[r]);
      if (beside && !aside.empty()) {
        line = pad_right(line, total()) + "   " +
               canvas_.ink(cut_to_width(aside, room - 3), Ink::faint);
      }
      canvas_.line(line);
      if (!beside) draw_below(aside);
    }
  }

 private:
  Strings in_words(const std::vector<Message>& cells) const {
    Strings words;
    for (const Message& cell : cells) words.push_back(canvas_.words(cell));
    return words;
  }

  bool numeric(std::size_t column) const {
    return column < grid_.numeric.size() && grid_.numeric[column];
  }

  void measure() {
    widths_.assign(head_.size(), 0);
    for (std::size_t c = 0; c < head_.size(); ++c) {
      widths_[c] = display_width(head_[c]);
      for (const Strings& row : rows_) widths_[c] = std::max(widths_[c], display_width(row[c]));
    }
  }

  std::size_t total() const {
    std::size_t sum = kMargin;
    for (std::size_t width : widths_) sum += width;
    return sum + gap_ * (widths_.empty() ? 0 : widths_.size() - 1);
  }

  // Narrower gaps, then shorter headings over numbers, then shorter text, the widest first.
  void tighten() {
    gap_ = 2;
    for (bool text : {false, true}) {
      while (total() > canvas_.columns()) {
        std::size_t widest = widths_.size();
        for (std::size_t c = 0; c < widths_.size(); ++c) {
          const bool candidate = numeric(c) != text && widths_[c] > least(c);
          if (candidate && (widest == widths_.size() || widths_[c] > widths_[widest])) widest = c;
        }
        if (widest == widths_.size()) break;
        --widths_[widest];
      }
    }
  }

  std::size_t least(std::size_t column) const {
    if (!numeric(column)) return kTextLeast;
    std::size_t width = 4;
    for (const Strings& row : rows_) width = std::max(width, display_width(row[column]));
    return width;
  }

  std::string line_of(const Strings& cells) const {
    std::string line(kMargin, ' ');
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (c > 0) line += std::string(gap_, ' ');
      const std::string cell = cut_to_width(cells[c], widths_[c]);
      line += numeric(c) ? pad_left(cell, widths_[c]) : pad_right(cell, widths_[c]);
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
  }

  void draw_below(const std::string& aside) {
    if (aside.empty()) return;
    canvas_.line("    " + canvas_.ink(cut_to_width(aside, canvas_.columns() - 4), Ink::faint));
  }

  void draw_stacked() {
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      canvas_.hang("", kMargin, rows_[r].front(), Ink::strong);
      for (std::size_t c = 1; c < rows_[r].size(); ++c) {
        canvas_.hang("", 4, head_[c] + "  " + rows_[r][c]);
      }
      if (r < grid_.asides.size()) draw_below(canvas_.words(grid_.asides[r]));
    }
  }

  const Grid& grid_;
  Canvas& canvas_;
  std::vector<Strings> rows_;
  Strings head_;
  std::vector<std::size_t> widths_;
  std::size_t gap_ = 3;
};

}  // namespace

void draw(const Grid& block, Canvas& canvas) { GridTable(block, canvas).draw(); }

}  // namespace shijin
