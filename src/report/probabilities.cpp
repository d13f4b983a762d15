// What the probabilities of a classification say: a better threshold, and whether what was said
// with a probability comes true as often.
#include "base/numbers.h"
#include "report/section.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kTitle{"Probabilities", "機率"};
constexpr Text kSummary{"The threshold that would be better, and how honest the probabilities are.",
                        "較好的閾值，以及機率是否可信。"};
constexpr Text kCost{"Saying {0} from a probability of {1} on costs {2} a row; as it is, {3}.",
                     "機率達到 {1} 就判為 {0}，每筆成本為 {2}；現在是 {3}。"};
constexpr Text kF1{"Saying {0} from a probability of {1} on gives an F1 of {2}; as it is, {3}.",
                   "機率達到 {1} 就判為 {0}，F1 為 {2}；現在是 {3}。"};
constexpr Text kGain{"The difference lies between {0} and {1}.", "差距在 {0} 到 {1} 之間。"};
constexpr Text kNext{"{0} {1}", "{0}{1}"};
constexpr Text kHonest{
    "Rows by the probability given to {0}: it is honest where it is really so as often as was "
    "said.",
    "依給「{0}」的機率分組：說的機率與實際比例相同，才算可信。"};
constexpr Text kGiven{"probability given", "給出的機率"};
constexpr Text kRows{"rows", "筆數"};
constexpr Text kMean{"mean", "平均"};
constexpr Text kReally{"really so", "實際比例"};

Message threshold_words(const ThresholdChoice& choice) {
  const Text words = choice.measure == "cost" ? kCost : kF1;
  Message said(words, {label_words(choice.label), fixed(choice.threshold, 2), fixed(choice.best, 3),
                       fixed(choice.now, 3)});
  if (!choice.gain) return said;
  return Message(kNext,
                 {said, Message(kGain, {fixed(choice.gain->lo, 3), fixed(choice.gain->hi, 3)})});
}

// The label whose probabilities are shown: the one the verdict is about, else the first.
const std::vector<Bin>* bins_of(const Evidence& evidence, std::string& label) {
  const auto& all = evidence.reliability;
  if (all.empty()) return nullptr;
  const auto core = all.find(evidence.verdict.core_label);
  const auto shown = core != all.end() ? core : all.begin();
  label = shown->first;
  return &shown->second;
}

void write(const Evidence& evidence, Chapter& chapter) {
  std::string label;
  const std::vector<Bin>* bins = bins_of(evidence, label);
  const auto& threshold = evidence.probabilities.threshold;
  if (bins == nullptr && !threshold) return;
  chapter.title = Message(kTitle);
  if (threshold) chapter.blocks.emplace_back(Paragraph{threshold_words(*threshold)});
  if (bins == nullptr) return;
  chapter.blocks.emplace_back(Paragraph{Message(kHonest, {label_words(label)})});
  Grid grid;
  grid.head = {Message(kGiven), Message(kRows), Message(kMean), Message(kReally)};
  grid.numeric = {false, true, true, true};
  for (const Bin& bin : *bins) {
    grid.rows.push_back({Message(fixed(bin.low, 1) + " – " + fixed(bin.high, 1)),
                         Message(count_text(bin.count)), Message(fixed(bin.mean, 3)),
                         Message(fixed(bin.rate, 3))});
  }
  chapter.blocks.emplace_back(std::move(grid));
}

}  // namespace

SJ_SECTION(probabilities, {"probabilities", 55, false, kSummary, &write});

}  // namespace shijin
