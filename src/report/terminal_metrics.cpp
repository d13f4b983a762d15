// Metrics on a terminal: the value as a point on a bar of the metric's whole range, its interval as
// the thick part. How much stands on a line depends on the columns there are.
#include <algorithm>
#include <cmath>

#include "base/numbers.h"
#include "base/width.h"
#include "report/terminal_internal.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kLegendInterval{"[═●═] the value and its {0} % interval, by {1}",
                               "[═●═] 數值與其 {0} % 區間，算法：{1}"};
constexpr Text kAnd{"; ", "、"};
constexpr Text kMoreLabels{"… {0} more labels: --json or --markdown",
                           "…… 另有 {0} 個標籤：--json 或 --markdown"};
constexpr Text kLegendMark{"┼ the gate, else the baseline", "┼ 門檻，若無則為基準"};

constexpr std::size_t kMargin = 2;
constexpr std::size_t kBarMost = 24;
constexpr std::size_t kBarGood = 16;
constexpr std::size_t kBarLeast = 10;

// One row as words, and the widest of each part.
struct Cells {
  std::string title;
  std::string value;
  std::string interval;
  std::string remark;
  std::string remark_short;
};
struct Widths {
  std::size_t title = 0;
  std::size_t value = 0;
  std::size_t bar = 0;
  std::size_t interval = 0;
  std::size_t gap = 3;
};
enum class Remarks : std::uint8_t { whole, brief, below };

bool has_bar(const MetricRow& row) {
  return std::isfinite(row.low) && std::isfinite(row.high) && row.high > row.low;
}

// A bar's place for a value of the metric, from 0 to width - 1.
std::size_t place_on(const MetricRow& row, std::size_t width, double x) {
  const double share = std::clamp((x - row.low) / (row.high - row.low), 0.0, 1.0);
  return static_cast<std::size_t>(std::lround(share * static_cast<double>(width - 1)));
}

std::vector<std::string_view> bar_of(const MetricRow& row, std::size_t width) {
  if (!has_bar(row)) return std::vector<std::string_view>(width, " ");
  std::vector<std::string_view> cells(width, "─");
  if (row.interval) {
    const std::size_t lo = place_on(row, width, row.interval->lo);
    const std::size_t hi = place_on(row, width, row.interval->hi);
    for (std::size_t i = lo; i <= hi; ++i) cells[i] = "═";
    if (lo < hi) {
      cells[lo] = "[";
      cells[hi] = "]";
    }
  }
  if (row.mark) {
    std::string_view& cell = cells[place_on(row, width, *row.mark)];
    if (cell == "─" || cell == "═") cell = cell == "─" ? "┼" : "╪";
  }
  cells[place_on(row, width, *row.score.value)] = "●";
  return cells;
}

// The scale stands back behind what is measured on it.
std::string paint(const std::vector<std::string_view>& cells, const Canvas& canvas) {
  std::string bar;
  for (std::size_t i = 0; i < cells.size();) {
    const bool scale = cells[i] == "─";
    std::string run;
    for (; i < cells.size() && (cells[i] == "─") == scale; ++i) run += cells[i];
    bar += canvas.ink(run, scale ? Ink::faint : Ink::plain);
  }
  return bar;
}

class MetricTable {
 public:
  MetricTable(const MetricRows& block, Canvas& canvas) : block_(block), canvas_(canvas) {
    std::size_t remark = 0;
    std::size_t brief = 0;
    for (const MetricRow& row : block.rows) {
      Cells cells = cells_of(row);
      widths_.title = std::max(widths_.title, display_width(cells.title));
      widths_.value = std::max(widths_.value, display_width(cells.value));
      widths_.interval = std::max(widths_.interval, display_width(cells.interval));
      remark = std::max(remark, display_width(cells.remark));
      brief = std::max(brief, display_width(cells.remark_short));
      bars_ = bars_ || (row.score.value && has_bar(row));
      cells_.push_back(std::move(cells));
    }
    fit(remark, brief);
  }

  void draw() {
    for (std::size_t i = 0; i < cells_.size(); ++i) draw_row(block_.rows[i], cells_[i]);
    if (block_.labels_more > 0) {
      const Message more(kMoreLabels, {std::to_string(block_.labels_more)});
      canvas_.hang("", kMargin, canvas_.words(more), Ink::faint);
    }
    for (const Message& footnote : block_.footnotes) {
      canvas_.hang("", kMargin, canvas_.words(footnote), Ink::faint);
    }
    draw_legend();
  }

 private:
  Cells cells_of(const MetricRow& row) const {
    Cells cells;
    cells.title = canvas_.words(row.title);
    cells.value = canvas_.words(value_words(row.score, row.decimals));
    if (row.score.value && row.interval) {
      cells.interval = canvas_.words(interval_words(*row.interval, row.decimals));
    }
    if (row.score.value) {
      cells.remark = canvas_.words(row.remark);
      cells.remark_short = canvas_.words(row.remark_short);
    }
    return cells;
  }

  std::size_t taken() const {
    return kMargin + widths_.title + widths_.gap + widths_.value + widths_.gap +
           (bars_ ? widths_.gap : 0) + widths_.interval;
  }

  // Choose what stands on a line: all in words, remarks in brief, remarks below, or two lines a
  // row.
  void fit(std::size_t remark, std::size_t brief) {
    const std::size_t columns = canvas_.columns();
    widths_.title = std::min(widths_.title, std::max<std::size_t>(12, columns * 2 / 5));
    if (columns < 100) widths_.gap = 2;
    const auto room = [&](std::size_t extra) {
      const std::size_t all = taken() + (extra > 0 ? widths_.gap + extra : 0);
      return columns > all ? columns - all : 0;
    };
    const std::size_t good = bars_ ? kBarGood : 0;
    const std::size_t least = bars_ ? kBarLeast : 0;
    if (room(remark) >= good) {
      remarks_ = Remarks::whole;
      widths_.bar = room(remark);
    } else if (room(brief) >= least) {
      remarks_ = Remarks::brief;
      widths_.bar = room(brief);
    } else if (room(0) >= least) {
      remarks_ = Remarks::below;
      widths_.bar = room(0);
    } else {
      remarks_ = Remarks::below;
      two_lines_ = true;
      const std::size_t others = 4 + widths_.value + 2 * widths_.gap + widths_.interval;
      widths_.bar = columns > others ? columns - others : 0;
      if (widths_.bar < 4) widths_.bar = 0;
    }
    widths_.bar = bars_ ? std::min(widths_.bar, kBarMost) : 0;
  }

  void draw_row(const MetricRow& row, const Cells& cells) {
    const std::string gap(widths_.gap, ' ');
    const Ink tone = row.primary ? Ink::strong : Ink::plain;
    std::string line(kMargin, ' ');
    if (two_lines_) {
      canvas_.line(line + canvas_.ink(cut_to_width(cells.title, canvas_.columns() - 2), tone));
      line = "    ";
    } else {
      const std::string title = pad_right(cut_to_width(cells.title, widths_.title), widths_.title);
      line += canvas_.ink(title, tone) + gap;
    }
    line += canvas_.ink(pad_left(cells.value, widths_.value), tone) + gap;
    const std::size_t bar_at = display_width(line);
    if (!row.score.value) {
      canvas_.hang(line, bar_at, canvas_.words(row.score.undefined_because), Ink::faint);
      if (row.score.undefined_because.empty()) canvas_.line(line);
    } else {
      draw_doubt(row, cells, line, bar_at);
    }
    if (!row.flag.empty()) {
      canvas_.hang("  " + canvas_.ink("!", Ink::doubt), 4, canvas_.words(row.flag), Ink::faint);
    }
  }

  // The rest of a line: bar, interval, and the remark beside or below.
  void draw_doubt(const MetricRow& row, const Cells& cells, std::string line, std::size_t bar_at) {
    const std::string gap(widths_.gap, ' ');
    if (widths_.bar > 0) line += paint(bar_of(row, widths_.bar), canvas_) + gap;
    const std::size_t bar = widths_.bar > 0 ? widths_.bar + widths_.gap : 0;
    if (bar_at + bar + widths_.interval > canvas_.columns()) {
      canvas_.line(line);  // numbers too long for any layout
      line = "    " + cells.interval;
    } else {
      line += pad_left(cells.interval, widths_.interval);
    }
    const bool long_below =
        remarks_ == Remarks::below && bar_at + display_width(cells.remark) > canvas_.columns();
    const bool brief = remarks_ == Remarks::brief || (long_below && !cells.remark_short.empty());
    const std::string& remark = brief ? cells.remark_short : cells.remark;
    const bool beside = remarks_ != Remarks::below && !remark.empty();
    if (beside) line += gap + canvas_.ink(remark, Ink::faint);
    while (!line.empty() && line.back() == ' ') line.pop_back();
    canvas_.line(line);
    if (!beside) canvas_.hang("", bar_at, remark, Ink::faint);
  }

  void draw_legend() {
    if (widths_.bar == 0) return;
    std::vector<std::string_view> methods;
    double level = 0;
    bool marks = false;
    for (const MetricRow& row : block_.rows) {
      marks = marks || (row.score.value && row.mark && has_bar(row));
      if (!row.score.value || !row.interval) continue;
      level = row.interval->level;
      const std::string_view method = row.interval->method;
      if (std::find(methods.begin(), methods.end(), method) == methods.end()) {
        methods.push_back(method);
      }
    }
    std::string legend;
    if (!methods.empty()) {
      std::vector<Message> names;
      for (const std::string_view method : methods) names.push_back(method_words(method));
      legend = canvas_.words(Message(kLegendInterval, {fixed(100 * level, 0), join(names, kAnd)}));
    }
    if (marks) legend += (legend.empty() ? "" : "   ") + canvas_.words(Message(kLegendMark));
    canvas_.hang("", kMargin, legend, Ink::faint);
  }

  const MetricRows& block_;
  Canvas& canvas_;
  std::vector<Cells> cells_;
  Widths widths_;
  Remarks remarks_ = Remarks::whole;
  bool bars_ = false;
  bool two_lines_ = false;
};

}  // namespace

void draw(const MetricRows& block, Canvas& canvas) { MetricTable(block, canvas).draw(); }

}  // namespace shijin
