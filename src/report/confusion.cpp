// What is taken for what: the whole matrix of few labels, the most common mistakes of many.
#include <algorithm>

#include "report/section.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kTitle{"Confusion", "混淆情形"};
constexpr Text kSummary{"Which labels are taken for which, with example rows.",
                        "哪些標籤被誤判為哪些標籤，並附樣本。"};
constexpr Text kSaid{"said {0}", "判為 {0}"};
constexpr Text kIs{"is {0}", "實為 {0}"};
constexpr Text kSaidOther{"said neither", "判為其他"};
constexpr Text kOther{"other", "其他"};
constexpr Text kIsAlone{"is", "實為"};
constexpr Text kSaidAlone{"said", "判為"};
constexpr Text kTimes{"rows", "筆數"};
constexpr Text kAside{"{0}  {1}", "{0}　{1}"};
constexpr Text kAsideSaid{"said {0}: {1}  {2}", "判為 {0}：{1}　{2}"};

constexpr std::size_t kMatrixLabels = 8;
constexpr std::size_t kTopCells = 8;

struct Cell {
  std::size_t truth;
  std::size_t predicted;
  double count;
};

Message said_words(const Confusion& confusion, std::size_t predicted) {
  return predicted < confusion.labels.size() ? label_words(confusion.labels[predicted])
                                             : Message(kOther);
}

const Example* example_of(const Confusion& confusion, const Cell& cell) {
  if (cell.truth >= confusion.examples.size()) return nullptr;
  const auto& row = confusion.examples[cell.truth];
  if (cell.predicted >= row.size() || row[cell.predicted].empty()) return nullptr;
  return &row[cell.predicted].front();
}

// The wrong answers, the most frequent first.
std::vector<Cell> mistakes(const Confusion& confusion) {
  std::vector<Cell> cells;
  for (std::size_t t = 0; t < confusion.counts.size(); ++t) {
    for (std::size_t p = 0; p < confusion.counts[t].size(); ++p) {
      if (t != p && confusion.counts[t][p] > 0) cells.push_back({t, p, confusion.counts[t][p]});
    }
  }
  std::stable_sort(cells.begin(), cells.end(),
                   [](const Cell& a, const Cell& b) { return a.count > b.count; });
  return cells;
}

// The example of the most frequent mistake of one true label.
Message row_aside(const Confusion& confusion, std::size_t truth) {
  for (const Cell& cell : mistakes(confusion)) {
    const Example* example = cell.truth == truth ? example_of(confusion, cell) : nullptr;
    if (example == nullptr) continue;
    const Message input(example->input);
    if (confusion.counts[truth].size() <= 2) {
      return Message(kAside, {place_words(*example), input});
    }
    return Message(kAsideSaid,
                   {said_words(confusion, cell.predicted), place_words(*example), input});
  }
  return {};
}

Grid matrix(const Confusion& confusion) {
  Grid grid;
  grid.head.emplace_back("");
  grid.head_short.emplace_back("");
  grid.numeric.push_back(false);
  const std::size_t width = confusion.labels.size() + (confusion.has_other ? 1 : 0);
  for (std::size_t p = 0; p < width; ++p) {
    const bool other = p >= confusion.labels.size();
    const Message label = said_words(confusion, p);
    grid.head.push_back(other ? Message(kSaidOther) : Message(kSaid, {label}));
    grid.head_short.push_back(label);
    grid.numeric.push_back(true);
  }
  for (std::size_t t = 0; t < confusion.counts.size(); ++t) {
    std::vector<Message> row{Message(kIs, {label_words(confusion.labels[t])})};
    for (std::size_t p = 0; p < confusion.counts[t].size(); ++p) {
      const double count = confusion.counts[t][p];
      const bool blank = count == 0 && t != p && confusion.labels.size() > 3;
      row.emplace_back(blank ? "·" : count_text(count));
    }
    grid.rows.push_back(std::move(row));
    grid.asides.push_back(row_aside(confusion, t));
  }
  return grid;
}

Grid top_list(const Confusion& confusion, const std::vector<LabelLine>& labels) {
  Grid grid;
  grid.head = {Message(kIsAlone), Message(kSaidAlone), Message(kTimes)};
  grid.numeric = {false, false, true};
  std::vector<Cell> cells = mistakes(confusion);
  cells.resize(std::min(cells.size(), kTopCells));
  for (const Cell& cell : cells) {
    const std::string& truth = confusion.labels[cell.truth];
    double total = 0;
    for (const LabelLine& line : labels) total += line.label == truth ? line.truth : 0;
    grid.rows.push_back({label_words(truth), said_words(confusion, cell.predicted),
                         count_text(cell.count) + " / " + count_text(total)});
    const Example* example = example_of(confusion, cell);
    grid.asides.push_back(example == nullptr
                              ? Message()
                              : Message(kAside, {place_words(*example), Message(example->input)}));
  }
  return grid;
}

void write(const Evidence& evidence, Chapter& chapter) {
  const Confusion& confusion = evidence.confusion;
  if (confusion.labels.empty() || confusion.counts.empty()) return;
  chapter.title = Message(kTitle);
  if (confusion.labels.size() <= kMatrixLabels) {
    chapter.blocks.emplace_back(matrix(confusion));
    return;
  }
  Grid list = top_list(confusion, evidence.labels);
  if (!list.rows.empty()) chapter.blocks.emplace_back(std::move(list));
}

}  // namespace

SJ_SECTION(confusion, {"confusion", 40, true, kSummary, &write});

}  // namespace shijin
