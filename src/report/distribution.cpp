// How the rows of a language model's texts lie by perplexity, and which surprise it most.
#include "base/numbers.h"
#include "report/section.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kTitle{"How the rows score", "各筆的分數"};
constexpr Text kSummary{"The rows by perplexity, and the texts that surprise the model most.",
                        "各筆的困惑度分布，以及模型最感意外的文字。"};
constexpr Text kPerplexity{"perplexity", "困惑度"};
constexpr Text kRows{"rows", "筆數"};
constexpr Text kShare{"share of all surprise", "占全部意外的比例"};
constexpr Text kMost{"The texts that surprise the model most:", "模型最感意外的文字："};
constexpr Text kPercent{"{0} %", "{0} %"};

constexpr std::string_view kKey = "ppl";
constexpr std::size_t kShown = 5;

void write(const Evidence& evidence, Chapter& chapter) {
  const auto bins = evidence.histograms.find(std::string(kKey));
  if (bins == evidence.histograms.end() || bins->second.empty()) return;
  chapter.title = Message(kTitle);
  Grid grid;
  grid.head = {Message(kPerplexity), Message(kRows), Message(kShare)};
  grid.numeric = {false, true, true};
  for (const Bin& bin : bins->second) {
    grid.rows.push_back({Message(fixed(bin.low, 1) + " – " + fixed(bin.high, 1)),
                         Message(count_text(bin.count)),
                         Message(kPercent, {fixed(bin.rate * 100, 0)})});
  }
  chapter.blocks.emplace_back(std::move(grid));
  const auto worst = evidence.worst.find(std::string(kKey));
  if (worst == evidence.worst.end() || worst->second.empty()) return;
  chapter.blocks.emplace_back(Paragraph{Message(kMost)});
  Examples examples{.samples = worst->second, .task = evidence.task};
  if (examples.samples.size() > kShown) examples.samples.resize(kShown);
  chapter.blocks.emplace_back(std::move(examples));
}

}  // namespace

SJ_SECTION(distribution, {"distribution", 58, false, kSummary, &write});

}  // namespace shijin
