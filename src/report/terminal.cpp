// The report in a terminal: first a sentence, then the numbers with their doubt, then what to do.
#include <algorithm>

#include "base/numbers.h"
#include "base/width.h"
#include "base/wrap.h"
#include "report/checked.h"
#include "report/comparison.h"
#include "report/section.h"
#include "report/terminal_internal.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kOutput{"output", "輸出"};
constexpr Text kReference{"reference", "參考"};
constexpr Text kOneMoreFinding{"… 1 more finding: --markdown or --json",
                               "…… 另有 1 項發現：--markdown 或 --json"};
constexpr Text kMoreFindings{"… {0} more findings: --markdown or --json",
                             "…… 另有 {0} 項發現：--markdown 或 --json"};

constexpr std::size_t kColumnsLeast = 20;
constexpr std::size_t kBesideBadge = 40;  // columns of text worth standing beside the badge
constexpr std::size_t kFindings = 5;      // more are only counted
constexpr std::size_t kFindingSamples = 2;
constexpr std::size_t kMargin = 2;

Ink ink_of(Tone tone) {
  constexpr Ink kInks[] = {Ink::plain, Ink::strong, Ink::faint, Ink::doubt};
  return kInks[static_cast<std::size_t>(tone)];
}

Ink ink_of(Decision decision) {
  constexpr Ink kInks[] = {Ink::good, Ink::bad, Ink::doubt, Ink::strong};
  return kInks[static_cast<std::size_t>(decision)];
}

Ink ink_of(Finding::Level level) {
  constexpr Ink kInks[] = {Ink::bad, Ink::doubt, Ink::strong, Ink::faint};
  return kInks[static_cast<std::size_t>(level)];
}

void draw(const Paragraph& block, std::size_t margin, Canvas& canvas) {
  canvas.hang("", margin, canvas.words(block.words), ink_of(block.tone));
}

void draw(const Line& block, std::size_t margin, Canvas& canvas) {
  const std::size_t room = canvas.columns() - margin;
  std::string line;
  std::size_t width = 0;
  bool first = block.first_strong;
  for (const Message& part : block.parts) {
    const std::string words = cut_to_width(canvas.words(part), room);
    const std::size_t more = display_width(words);
    if (width > 0 && width + 3 + more > room) {
      canvas.line(std::string(margin, ' ') + line);
      line.clear();
      width = 0;
    }
    if (width > 0) line += "   ";
    width += more + (width > 0 ? 3 : 0);
    line += canvas.ink(words, first ? Ink::strong : ink_of(block.tone));
    first = false;
  }
  if (width > 0) canvas.line(std::string(margin, ' ') + line);
}

void draw(const Banner& block, Canvas& canvas) {
  const std::string badge = canvas.words(decision_words(block.decision));
  const std::size_t beside = kMargin + display_width(badge) + 3;
  const std::string lead = std::string(kMargin, ' ') + canvas.ink(badge, ink_of(block.decision));
  const std::string headline = canvas.words(block.headline);
  std::size_t indent = kMargin;
  if (badge.empty()) {
    canvas.hang("", kMargin, headline, Ink::strong);
  } else if (headline.empty()) {
    canvas.line(lead);
  } else if (beside + kBesideBadge <= canvas.columns()) {
    indent = beside;
    canvas.hang(lead, indent, headline);
  } else {
    canvas.line(lead);
    canvas.hang("", indent, headline);
  }
  canvas.hang("", indent, canvas.words(block.reason));
}

// A gate without a value says why: beside it where that fits on the line, else below.
void draw_unmeasured(const std::string& lead, std::size_t at, const GateRow& row, Canvas& canvas) {
  const std::string note = canvas.words(row.note);
  if (display_width(lead) + display_width(note) <= canvas.columns()) {
    canvas.line(lead + canvas.ink(note, Ink::faint));
    return;
  }
  canvas.line(lead);
  canvas.hang("", at, note, Ink::faint);
}

void draw(const GateRows& block, Canvas& canvas) {
  std::size_t word_width = 0;
  std::size_t gate_width = 0;
  for (const GateRow& row : block.rows) {
    word_width = std::max(word_width, display_width(canvas.words(row.word)));
    gate_width = std::max(gate_width, display_width(canvas.words(row.gate)));
  }
  const std::size_t at = kMargin + word_width + 3;
  gate_width = std::min(gate_width, canvas.columns() - at);
  for (const GateRow& row : block.rows) {
    const Ink ink = row.skipped ? Ink::faint : ink_of(row.decision);
    const std::string word = pad_right(canvas.words(row.word), word_width);
    const std::string gate = cut_to_width(canvas.words(row.gate), gate_width);
    const std::string value = canvas.words(row.value);
    const std::string lead = std::string(kMargin, ' ') + canvas.ink(word, ink) + "   ";
    if (value.empty()) {
      draw_unmeasured(lead + pad_right(gate, gate_width) + "   ", at, row, canvas);
      continue;
    }
    if (at + gate_width + 3 + display_width(value) <= canvas.columns()) {
      canvas.line(lead + pad_right(gate, gate_width) + "   " + value);
    } else {
      canvas.line(lead + gate);
      canvas.hang("", at, value);
    }
    canvas.hang("", at, canvas.words(row.note), Ink::faint);
  }
}

// One sample of a classification is a line; a generated text has a line each for what was said and
// what was wanted.
void draw_example(const Example& example, Task task, std::size_t indent, Canvas& canvas) {
  const std::string margin(indent, ' ');
  const std::size_t room = canvas.columns() - indent;
  const std::string place = canvas.words(place_words(example));
  if (task == Task::classification) {
    const std::string tail = canvas.words(confusion_words(example, task));
    const std::string gap = tail.empty() ? "" : "   ";
    const std::size_t taken = display_width(place) + 3 + display_width(gap + tail);
    if (taken + 12 <= room) {
      const std::string input = cut_to_width(printable(example.input), room - taken);
      canvas.line(margin + canvas.ink(place + "   " + input + gap + tail, Ink::faint));
    } else {
      canvas.line(margin + canvas.ink(cut_to_width(place + gap + tail, room), Ink::faint));
    }
    return;
  }
  const std::string score = example.score ? "   " + fixed(*example.score, 3) : "";
  canvas.line(margin + canvas.ink(cut_to_width(place + score, room), Ink::faint));
  const std::string output = canvas.words(Message(kOutput));
  const std::string reference = canvas.words(Message(kReference));
  const std::size_t name = std::max(display_width(output), display_width(reference)) + 3;
  if (room < name + 8) return;
  const auto add = [&](const std::string& title, const std::string& words) {
    canvas.line(margin + "  " + canvas.ink(pad_right(title, name), Ink::faint) +
                cut_to_width(printable(words), room - name - 2));
  };
  add(output, example.output);
  if (!example.reference.empty()) add(reference, example.reference);
}

void draw(const Examples& block, Canvas& canvas) {
  for (const Example& sample : block.samples) draw_example(sample, block.task, kMargin, canvas);
}

void draw(const FindingBlock& block, Canvas& canvas) {
  const std::string number = std::to_string(block.number);
  const std::size_t indent = kMargin + std::max<std::size_t>(number.size(), 1) + 2;
  const Finding& finding = block.finding;
  canvas.hang("  " + canvas.ink(number, ink_of(finding.severity)), indent,
              canvas.words(finding.headline), Ink::strong);
  canvas.hang("", indent, canvas.words(finding.remedy));
  for (std::size_t i = 0; i < std::min(finding.samples.size(), kFindingSamples); ++i) {
    draw_example(finding.samples[i], block.task, indent, canvas);
  }
}

void draw(const Facts& block, Canvas& canvas) {
  std::size_t width = 0;
  for (const auto& [name, value] : block.lines) {
    width = std::max(width, display_width(canvas.words(name)));
  }
  width = std::min(width, canvas.columns() / 3);
  for (const auto& [name, value] : block.lines) {
    const std::string lead = pad_right(cut_to_width(canvas.words(name), width), width);
    canvas.hang("  " + canvas.ink(lead, Ink::faint), kMargin + width + 3, canvas.words(value));
  }
}

void draw_block(const DocumentBlock& block, std::size_t margin, Canvas& canvas) {
  std::visit(
      [&](const auto& known) {
        using Block = std::decay_t<decltype(known)>;
        if constexpr (std::is_same_v<Block, Paragraph> || std::is_same_v<Block, Line>) {
          draw(known, margin, canvas);
        } else {
          draw(known, canvas);
        }
      },
      block);
}

void draw_chapter(const Chapter& chapter, Canvas& canvas) {
  const std::size_t margin = chapter.name == "data" ? 0 : kMargin;
  std::size_t findings = 0;
  for (std::size_t i = 0; i < chapter.blocks.size(); ++i) {
    const DocumentBlock& block = chapter.blocks[i];
    const bool finding = std::holds_alternative<FindingBlock>(block);
    if (finding && ++findings > kFindings) continue;
    const bool after_banner = i > 0 && std::holds_alternative<Banner>(chapter.blocks[i - 1]);
    const bool lead = std::holds_alternative<Paragraph>(block) && margin > 0;
    if (i > 0 && (finding || after_banner || lead)) canvas.blank();
    draw_block(block, margin, canvas);
  }
  if (findings > kFindings) {
    const std::size_t left = findings - kFindings;
    const Message more =
        left == 1 ? Message(kOneMoreFinding) : Message(kMoreFindings, {std::to_string(left)});
    canvas.blank();
    canvas.hang("", kMargin, canvas.words(more), Ink::faint);
  }
}

std::string without_colour(std::string_view line) {
  std::string out;
  while (!line.empty()) {
    const std::size_t escape = std::min(line.find('\x1b'), line.size());
    out += line.substr(0, escape);
    line.remove_prefix(escape);
    if (!line.empty()) line.remove_prefix(std::min(line.find('m'), line.size() - 1) + 1);
  }
  return out;
}

}  // namespace

Canvas::Canvas(const TerminalStyle& style)
    : language_(style.language),
      colour_(style.colour),
      columns_(std::max(kColumnsLeast, static_cast<std::size_t>(std::max(0, style.columns)))) {}

std::string Canvas::words(const Message& message) const { return printable(message.in(language_)); }

std::string Canvas::ink(std::string_view piece, Ink ink) const {
  constexpr std::string_view kCodes[] = {"",           "\x1b[1m",    "\x1b[2m",
                                         "\x1b[1;32m", "\x1b[1;31m", "\x1b[1;33m"};
  if (colour_ == Colour::none || ink == Ink::plain || piece.empty()) return std::string(piece);
  return std::string(kCodes[static_cast<std::size_t>(ink)]) + std::string(piece) + "\x1b[0m";
}

void Canvas::line(std::string line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
  // The last resort on a terminal too narrow for any layout.
  if (display_width(line) > columns_) line = cut_to_width(without_colour(line), columns_);
  text += line;
  text += '\n';
}

void Canvas::hang(std::string_view lead, std::size_t indent, const std::string& words, Ink tone) {
  indent = std::min(indent, columns_ / 2);
  const std::vector<std::string> lines = wrap_text(words, columns_ - indent);
  std::string margin = pad_right(lead, indent);
  for (const std::string& piece : lines) {
    line(margin + ink(piece, tone));
    margin = std::string(indent, ' ');
  }
}

std::string render_terminal(const Document& document, const TerminalStyle& style) {
  Canvas canvas(style);
  bool first = true;
  for (const Chapter& chapter : document.chapters) {
    if (!chapter.terminal) continue;
    if (!first) canvas.blank();
    first = false;
    draw_chapter(chapter, canvas);
  }
  return std::move(canvas.text);
}

std::string render_terminal(const Evidence& evidence, const TerminalStyle& style) {
  return render_terminal(write_document(evidence), style);
}

std::string render_terminal(const CheckReport& report, const TerminalStyle& style) {
  return render_terminal(write_document(report), style);
}

std::string render_terminal(const Comparison& comparison, const TerminalStyle& style) {
  return render_terminal(write_document(comparison), style);
}

}  // namespace shijin
