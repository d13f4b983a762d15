// What the probabilities of a classification say: a better threshold, what bars do, and whether
// what was said with a probability comes true as often.
#include "base/numbers.h"
#include "evidence/label_key.h"
#include "report/section.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kTitle{"Probabilities", "機率"};
constexpr Text kSummary{
    "The threshold that would be better, what bars on the probability find and cost, and how "
    "honest the probabilities are.",
    "較好的閾值、機率門檻的效果與成本，以及機率是否可信。"};
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
constexpr Text kBars{
    "What a bar on the probability of {0} does; missing it costs {1}, saying it falsely {2}{3}:",
    "「{0}」的機率門檻有何效果；漏掉的代價是 {1}，誤報是 {2}{3}："};
constexpr Text kArea{"; {0} {1}", "；{0} {1}"};
constexpr Text kCheapest{"{0}, the cheapest", "{0}，最省"};
constexpr Text kThreshold{"said from", "門檻"};
constexpr Text kFound{"found (recall)", "找到（召回率）"};
constexpr Text kAlarms{"false alarms", "誤報率"};
constexpr Text kPrecision{"precision", "精確率"};
constexpr Text kRowCost{"cost of a row", "每筆成本"};
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

// The area under the ROC curve of this label, or the one that both labels share.
Message area_words(const Evidence& evidence, const std::string& label) {
  const ScoreLine* line = evidence.find(label_key("roc_auc", label));
  if (line == nullptr && (evidence.labels.size() == 2 || evidence.positive == label)) {
    line = evidence.find("roc_auc");
  }
  if (line == nullptr || !line->score.value) return {};
  return Message(kArea, {line->title, fixed(*line->score.value, 3)});
}

void write_bars(const Evidence& evidence, const std::string& label, Chapter& chapter) {
  const auto found = evidence.probabilities.bars.find(label);
  if (found == evidence.probabilities.bars.end()) return;
  const LabelBars& bars = found->second;
  chapter.blocks.emplace_back(
      Paragraph{Message(kBars, {label_words(label), shortest(bars.miss), shortest(bars.alarm),
                                area_words(evidence, label)})});
  Grid grid;
  grid.head = {Message(kThreshold), Message(kFound), Message(kAlarms), Message(kPrecision),
               Message(kRowCost)};
  grid.numeric = {false, true, true, true, true};
  for (std::size_t i = 0; i < bars.lines.size(); ++i) {
    const BarLine& line = bars.lines[i];
    const std::string bar = fixed(line.threshold, 2);
    grid.rows.push_back({i == bars.cheapest ? Message(kCheapest, {bar}) : Message(bar),
                         Message(fixed(line.found, 3)), Message(fixed(line.alarms, 3)),
                         Message(line.precision ? fixed(*line.precision, 3) : "—"),
                         Message(fixed(line.cost, 3))});
  }
  chapter.blocks.emplace_back(std::move(grid));
}

void write(const Evidence& evidence, Chapter& chapter) {
  std::string label;
  const std::vector<Bin>* bins = bins_of(evidence, label);
  const auto& threshold = evidence.probabilities.threshold;
  if (bins == nullptr && !threshold) return;
  chapter.title = Message(kTitle);
  if (threshold) chapter.blocks.emplace_back(Paragraph{threshold_words(*threshold)});
  if (bins == nullptr) return;
  write_bars(evidence, label, chapter);
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
