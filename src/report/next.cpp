// The last line: where to go from here. Names only commands, never a file that may not be there.
#include "report/section.h"

namespace shijin {
namespace {

constexpr Text kTitle{"Next", "下一步"};
constexpr Text kSummary{"Where to read on.", "接下來可看的內容。"};
constexpr Text kJson{"json: add --json", "JSON：加 --json"};
constexpr Text kWhy{"why: shijin explain {0}", "原因：shijin explain {0}"};
constexpr Text kLadder{"every other BLEU: shijin explain bleu --on {0}",
                       "其他各種 BLEU：shijin explain bleu --on {0}"};

void write(const Evidence& evidence, Chapter& chapter) {
  chapter.title = Message(kTitle);
  const ScoreLine* line = evidence.find(evidence.verdict.primary_key);
  if (line == nullptr && !evidence.metrics.empty()) line = &evidence.metrics.front();
  Line next;
  next.tone = Tone::faint;
  next.parts.emplace_back(kJson);
  if (!evidence.findings.empty()) {
    next.parts.emplace_back(kWhy, std::vector{Message(evidence.findings.front().name)});
  } else if (line != nullptr) {
    next.parts.emplace_back(kWhy, std::vector{Message(line->metric)});
  }
  if (!evidence.ladder.rungs.empty() && !evidence.ladder.whole && !evidence.data.files.empty()) {
    next.parts.emplace_back(kLadder, std::vector{Message(evidence.data.files.front().path)});
  }
  chapter.blocks.emplace_back(std::move(next));
}

}  // namespace

SJ_SECTION(next, {"next", 100, true, kSummary, &write});

}  // namespace shijin
