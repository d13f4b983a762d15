// Document: what a report says, as blocks that every renderer knows how to draw.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.h"
#include "evidence/evidence.h"

namespace shijin {

/// How much a block asks for attention
enum class Tone : std::uint8_t { plain, strong, faint, doubt };

/// A sentence or two
struct Paragraph {
  Message words;
  Tone tone = Tone::plain;
};

/// Short pieces side by side, as many on a line as fit
struct Line {
  std::vector<Message> parts;
  Tone tone = Tone::plain;
  bool first_strong = false;
};

/// The verdict: a decision, the sentence, the reason
struct Banner {
  Decision decision = Decision::none;  // none: no badge
  Message headline;
  Message reason;
};

/// One demand and how it came out
struct GateRow {
  Decision decision = Decision::none;
  bool skipped = false;
  Message word;  // "pass", "undecided", …
  Message gate;
  Message value;  // "0.667 (0.173 – 0.950)", or empty
  Message note;   // why, or what would decide
};
struct GateRows {
  std::vector<GateRow> rows;
};

/// One metric as a row: title, value, a bar with its interval and a mark, and a remark
struct MetricRow {
  std::string key;
  Message title;
  Score score;
  std::optional<Interval> interval;
  double low = 0;
  double high = 1;                  // the bar is left out when the range has no end
  std::optional<double> mark = {};  // a gate's bar or a baseline, drawn on the scale
  int decimals = 3;
  std::int64_t n = 0;
  Message remark = {};        // what to compare it with
  Message remark_short = {};  // the same for a narrow page
  Message flag = {};          // why to distrust it
  bool primary = false;       // the one the verdict is about
};
struct MetricRows {
  std::vector<MetricRow> rows;
  std::size_t labels_more = 0;  // labels that have no row here
  std::vector<Message> footnotes = {};
};

/// Cells under headings; `numeric` columns align right
///
/// `head_short` takes the place of `head` where the page is too narrow. An aside belongs to its row
/// and stands beside it, or below where there is no room.
struct Grid {
  std::vector<Message> head;
  std::vector<Message> head_short = {};
  std::vector<std::vector<Message>> rows;
  std::vector<bool> numeric;
  std::vector<Message> asides = {};
};

/// A numbered finding: headline, then what to do, then samples
struct FindingBlock {
  int number = 0;
  Finding finding;
  Task task = Task::classification;
};

/// Samples with what was said and what should have been
struct Examples {
  std::vector<Example> samples;
  Task task = Task::classification;
};

/// Short lines of "name   value"
struct Facts {
  std::vector<std::pair<Message, Message>> lines;
};

using DocumentBlock = std::variant<Paragraph, Line, Banner, GateRows, MetricRows, Grid,
                                   FindingBlock, Examples, Facts>;

/// A titled part of a report
struct Chapter {
  std::string name;       // of the section that wrote it
  bool terminal = false;  // short enough for a terminal
  Message title;          // a heading on pages, not on a terminal
  std::vector<DocumentBlock> blocks;
};

struct Document {
  std::vector<Chapter> chapters;
};

}  // namespace shijin
