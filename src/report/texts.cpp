// Facts about generated texts and their references, and the samples that came out worst.
#include <cmath>

#include "base/numbers.h"
#include "report/section.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kTitle{"Texts", "文本"};
constexpr Text kSummary{"Lengths, empty texts, and the weakest samples of a generation task.",
                        "生成任務的文本長度、空白文本與最弱樣本。"};
constexpr Text kLength{"length", "長度"};
constexpr Text kCharacters{"outputs {0} characters on average, references {1}",
                           "輸出平均 {0} 字，參考答案平均 {1} 字"};
constexpr Text kWords{"outputs {0} words on average, references {1}",
                      "輸出平均 {0} 個詞，參考答案平均 {1} 個詞"};
constexpr Text kEmpty{"empty", "空白"};
constexpr Text kEmptyCounts{"outputs {0}, references {1}", "輸出 {0} 筆，參考答案 {1} 筆"};
constexpr Text kMissing{"missing", "缺少"};
constexpr Text kMissingCount{"outputs {0}", "輸出 {0} 筆"};
constexpr Text kShort{"short", "過短"};
constexpr Text kShortCounts{"of fewer than 4 units: outputs {0}, references {1}",
                            "輸出 {0} 筆，參考答案 {1} 筆不足 4 個單位"};
constexpr Text kWorst{"The weakest samples by {0}:", "依「{0}」最弱的樣本："};

constexpr std::size_t kWorstShown = 3;

// The key whose worst samples are shown: the verdict's, else the first that has any.
std::string worst_key(const Evidence& evidence) {
  if (evidence.worst.contains(evidence.verdict.primary_key)) return evidence.verdict.primary_key;
  for (const ScoreLine& line : evidence.metrics) {
    if (evidence.worst.contains(line.key)) return line.key;
  }
  return {};
}

void write(const Evidence& evidence, Chapter& chapter) {
  if (evidence.task != Task::generation) return;
  chapter.title = Message(kTitle);
  const TextFacts& texts = evidence.texts;
  Facts facts;
  const auto count = [](std::int64_t n) { return Message(grouped(n)); };
  if (texts.output_units_mean > 0 || texts.reference_units_mean > 0) {
    const Text form = evidence.data.han_share >= 0.5 ? kCharacters : kWords;
    facts.lines.emplace_back(kLength, Message(form, {fixed(texts.output_units_mean, 1),
                                                     fixed(texts.reference_units_mean, 1)}));
  }
  if (texts.output_empty > 0 || texts.reference_empty > 0) {
    facts.lines.emplace_back(
        kEmpty, Message(kEmptyCounts, {count(texts.output_empty), count(texts.reference_empty)}));
  }
  if (texts.output_missing > 0) {
    facts.lines.emplace_back(kMissing, Message(kMissingCount, {count(texts.output_missing)}));
  }
  if (texts.output_short > 0 || texts.reference_short > 0) {
    facts.lines.emplace_back(
        kShort, Message(kShortCounts, {count(texts.output_short), count(texts.reference_short)}));
  }
  if (!facts.lines.empty()) chapter.blocks.emplace_back(std::move(facts));
  const std::string key = worst_key(evidence);
  if (key.empty() || evidence.worst.at(key).empty()) return;
  const ScoreLine* line = evidence.find(key);
  const bool titled = line != nullptr && !line->title.empty();
  chapter.blocks.emplace_back(
      Paragraph{Message(kWorst, {titled ? line->title : Message(key)}), Tone::faint});
  Examples worst{.samples = evidence.worst.at(key), .task = evidence.task};
  if (worst.samples.size() > kWorstShown) worst.samples.resize(kWorstShown);
  chapter.blocks.emplace_back(std::move(worst));
}

}  // namespace

SJ_SECTION(texts, {"texts", 60, true, kSummary, &write});

}  // namespace shijin
