// Document: what a report says, as blocks that every renderer knows how to draw.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/text.h"
#include "evidence/evidence.h"

namespace shijin {

/// A sentence or two
struct Paragraph {
  Message words;
};

/// The verdict: a decision word, the sentence, the reason
struct Banner {
  Decision decision;
  Message headline;
  Message reason;
};

/// One metric as a row: title, value, a bar with its interval and bar marks, side remarks
struct MetricRow {
  Message title;
  Score score;
  std::optional<Interval> interval;
  double low;
  double high;
  std::optional<double> mark;  // a gate's bar or a baseline, drawn on the scale
  int decimals;
  Message remark;
};
struct MetricRows {
  std::vector<MetricRow> rows;
};

/// Cells under headings; `numeric` columns align right
struct Grid {
  std::vector<Message> head;
  std::vector<std::vector<Message>> rows;
  std::vector<bool> numeric;
};

/// A numbered finding: headline, then what to do, then samples
struct FindingBlock {
  int number;
  Finding finding;
};

/// Short lines of "name   value"
struct Facts {
  std::vector<std::pair<Message, Message>> lines;
};

using DocumentBlock = std::variant<Paragraph, Banner, MetricRows, Grid, FindingBlock, Facts>;

/// A titled part of a report
struct Chapter {
  std::string name;  // of the section that wrote it
  Message title;     // may be empty: drawn without a heading
  std::vector<DocumentBlock> blocks;
};

struct Document {
  std::vector<Chapter> chapters;
};

}  // namespace shijin
