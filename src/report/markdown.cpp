// The report as GitHub-flavoured Markdown, for a pull request or a wiki. User text is escaped: it
// can neither format the page, nor leave its table cell, nor mention anybody.
#include <algorithm>
#include <array>

#include "base/numbers.h"
#include "base/width.h"
#include "report/comparison.h"
#include "report/render.h"
#include "report/section.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kMetric{"metric", "指標"};
constexpr Text kValue{"value", "數值"};
constexpr Text kInterval{"interval", "區間"};
constexpr Text kRows{"n", "筆數"};
constexpr Text kRemark{"remark", "備註"};
constexpr Text kUndefined{"undefined: {0}", "無定義：{0}"};
constexpr Text kGate{"gate", "門檻"};
constexpr Text kDecision{"decision", "結果"};
constexpr Text kExample{"example", "樣本"};
constexpr Text kPlaceHead{"place", "位置"};
constexpr Text kInput{"input", "輸入"};
constexpr Text kOutput{"output", "輸出"};
constexpr Text kReference{"reference", "參考"};
constexpr Text kScore{"score", "分數"};
constexpr Text kMoreLabels{"… {0} more labels: see the table of labels.",
                           "…… 另有 {0} 個標籤，見各標籤的表。"};
constexpr Text kNumbers{"Numbers: {0}.", "數字：{0}。"};
constexpr Text kExplain{"Rule: {0}.", "規則：{0}。"};
constexpr Text kComma{", ", "、"};

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Whether the character at `i` would format the page: a link is stopped at its "](", and "_" inside
// a word formats nothing.
bool is_markup(std::string_view text, std::size_t i) {
  const char c = text[i];
  const char next = i + 1 < text.size() ? text[i + 1] : ' ';
  if (c == ']') return next == '(' || next == '[' || next == ':';
  if (c == '_') return i == 0 || !is_word(text[i - 1]) || !is_word(next);
  if (c == '#' || c == '>') return i == 0;
  return std::string_view("\\`*|~").find(c) != std::string_view::npos;
}

// "@" gets an empty comment behind it, so that no mention comes of it.
std::string escape(std::string_view raw) {
  const std::string text = printable(raw);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '<') {
      out += "&lt;";
    } else if (text[i] == '&') {
      out += "&amp;";
    } else {
      if (is_markup(text, i)) out += '\\';
      out += text[i];
      if (text[i] == '@') out += "<!-- -->";
    }
  }
  return out;
}

class Page {
 public:
  explicit Page(Language language) : language_(language) {}

  std::string words(const Message& message) const { return escape(message.in(language_)); }

  void paragraph(const std::string& text) {
    if (!text.empty()) out += text + "\n\n";
  }

  using Rows = std::vector<std::vector<std::string>>;

  /// Write a table, its columns padded so that the source reads well too
  void table(const std::vector<std::string>& head, const Rows& rows,
             const std::vector<bool>& numeric) {
    std::vector<std::size_t> widths(head.size(), 3);
    for (std::size_t c = 0; c < head.size(); ++c) {
      widths[c] = std::max(widths[c], display_width(head[c]));
      for (const auto& row : rows) widths[c] = std::max(widths[c], display_width(row[c]));
    }
    table_row(head, widths, numeric);
    out += '|';
    for (std::size_t c = 0; c < head.size(); ++c) {
      const bool right = c < numeric.size() && numeric[c];
      out += ' ' + std::string(widths[c] - 1, '-') + (right ? ": |" : "- |");
    }
    out += '\n';
    for (const auto& row : rows) table_row(row, widths, numeric);
    out += '\n';
  }

  std::string out;

 private:
  void table_row(const std::vector<std::string>& row, const std::vector<std::size_t>& widths,
                 const std::vector<bool>& numeric) {
    out += '|';
    for (std::size_t c = 0; c < row.size(); ++c) {
      const bool right = c < numeric.size() && numeric[c];
      out += ' ' + (right ? pad_left(row[c], widths[c]) : pad_right(row[c], widths[c])) + " |";
    }
    out += '\n';
  }

  Language language_;
};

void draw(const Paragraph& block, Page& page) { page.paragraph(page.words(block.words)); }

void draw(const Line& block, Page& page) {
  std::string line;
  for (std::size_t i = 0; i < block.parts.size(); ++i) {
    const std::string part = page.words(block.parts[i]);
    line += (i > 0 ? " · " : "") + (i == 0 && block.first_strong ? "**" + part + "**" : part);
  }
  page.paragraph(line);
}

void draw(const Banner& block, Page& page) {
  const std::string badge = page.words(decision_words(block.decision));
  const std::string headline = page.words(block.headline);
  std::string quote = badge.empty() ? "" : "**" + badge + "**";
  if (!headline.empty()) quote += (quote.empty() ? "> " : "  \n> ") + headline;
  if (!badge.empty()) quote = "> " + quote;
  const std::string reason = page.words(block.reason);
  if (!reason.empty()) quote += "  \n> " + reason;
  page.paragraph(quote);
}

void draw(const GateRows& block, Page& page) {
  Page::Rows rows;
  for (const GateRow& row : block.rows) {
    rows.push_back(
        {page.words(row.gate), page.words(row.word), page.words(row.value), page.words(row.note)});
  }
  page.table({page.words(kGate), page.words(kDecision), page.words(kValue), page.words(kRemark)},
             rows, {});
}

void draw(const MetricRows& block, Page& page) {
  Page::Rows rows;
  for (const MetricRow& row : block.rows) {
    Message remark = row.remark;
    if (!row.score.value) remark = Message(kUndefined, {row.score.undefined_because});
    std::string words = page.words(remark);
    const std::string flag = page.words(row.flag);
    if (!flag.empty()) words += (words.empty() ? "⚠ " : "<br>⚠ ") + flag;
    const std::string title = page.words(row.title);
    const bool doubt = row.score.value && row.interval;
    rows.push_back({row.primary ? "**" + title + "**" : title,
                    page.words(value_words(row.score, row.decimals)),
                    doubt ? page.words(interval_words(*row.interval, row.decimals)) : "",
                    grouped(row.n), words});
  }
  page.table({page.words(kMetric), page.words(kValue), page.words(kInterval), page.words(kRows),
              page.words(kRemark)},
             rows, {false, true, false, true, false});
  if (block.labels_more > 0) {
    page.paragraph(page.words(Message(kMoreLabels, {std::to_string(block.labels_more)})));
  }
  for (const Message& footnote : block.footnotes) page.paragraph(page.words(footnote));
}

void draw(const Grid& block, Page& page) {
  const bool asides = std::any_of(block.asides.begin(), block.asides.end(),
                                  [](const Message& aside) { return !aside.empty(); });
  std::vector<std::string> head;
  for (const Message& cell : block.head) head.push_back(page.words(cell));
  if (asides) head.push_back(page.words(kExample));
  Page::Rows rows;
  for (std::size_t r = 0; r < block.rows.size(); ++r) {
    std::vector<std::string> row;
    for (const Message& cell : block.rows[r]) row.push_back(page.words(cell));
    if (asides) row.push_back(page.words(block.asides[r]));
    rows.push_back(std::move(row));
  }
  page.table(head, rows, block.numeric);
}

void draw(const Examples& block, Page& page) {
  Page::Rows rows;
  for (const Example& sample : block.samples) {
    rows.push_back({page.words(place_words(sample)), escape(sample.input), escape(sample.output),
                    escape(sample.reference), sample.score ? fixed(*sample.score, 3) : ""});
  }
  if (rows.empty()) return;
  page.table({page.words(kPlaceHead), page.words(kInput), page.words(kOutput),
              page.words(kReference), page.words(kScore)},
             rows, {false, false, false, false, true});
}

void draw(const FindingBlock& block, Page& page) {
  const Finding& finding = block.finding;
  page.paragraph("**" + std::to_string(block.number) + ". " + page.words(finding.headline) + "**");
  page.paragraph(page.words(finding.remedy));
  std::vector<Message> numbers;
  for (const auto& [name, value] : finding.numbers) {
    numbers.emplace_back(name + " = " + shortest(value));
  }
  if (!numbers.empty()) page.paragraph(page.words(Message(kNumbers, {join(numbers, kComma)})));
  draw(Examples{finding.samples, block.task}, page);
  page.paragraph(page.words(Message(kExplain, {Message("shijin explain " + finding.name)})));
}

void draw(const Facts& block, Page& page) {
  for (const auto& [name, value] : block.lines) {
    page.out += "- " + page.words(name) + ": " + page.words(value) + "\n";
  }
  page.out += '\n';
}

std::string draw_document(const Document& document, Language language) {
  Page page(language);
  for (const Chapter& chapter : document.chapters) {
    if (chapter.name == "next") continue;  // it speaks of this terminal
    if (!chapter.title.empty()) page.paragraph("## " + page.words(chapter.title));
    for (const DocumentBlock& block : chapter.blocks) {
      std::visit([&](const auto& known) { draw(known, page); }, block);
    }
  }
  while (page.out.ends_with("\n\n")) page.out.pop_back();
  return std::move(page.out);
}

}  // namespace

std::string render_markdown(const Evidence& evidence, Language language) {
  return draw_document(write_document(evidence), language);
}

std::string render_markdown(const Comparison& comparison, Language language) {
  return draw_document(write_document(comparison), language);
}

}  // namespace shijin
