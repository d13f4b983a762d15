// What the peer's own command would print, word for word, under a profile that reproduces it.
#include "report/section.h"

namespace shijin {
namespace {

constexpr Text kTitle{"The peer's own lines", "原工具的輸出"};
constexpr Text kSummary{
    "What the tool itself prints, where a profile reproduces one that prints lines.",
    "設定檔所仿的工具自己印出的那幾行。"};
constexpr Text kLead{"{0} itself prints (--format text):", "{0} 自己印出的是（--format text）："};

void write(const Evidence& evidence, Chapter& chapter) {
  if (evidence.profile != "sacrebleu") return;
  Facts facts;
  for (const ScoreLine& line : evidence.metrics) {
    if (!line.peer_line.empty())
      facts.lines.emplace_back(Message(line.key), Message(line.peer_line));
  }
  if (facts.lines.empty()) return;
  chapter.title = Message(kTitle);
  chapter.blocks.emplace_back(Paragraph{Message(kLead, {evidence.profile}), Tone::faint});
  chapter.blocks.emplace_back(std::move(facts));
}

}  // namespace

SJ_SECTION(peer_lines, {"peer_lines", 31, true, kSummary, &write});

}  // namespace shijin
