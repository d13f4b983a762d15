// Metrics a reader may look for and will not find, and why.
#include "report/section.h"

namespace shijin {
namespace {

constexpr Text kTitle{"Left out", "未列指標"};
constexpr Text kSummary{"Metrics that are not in the panel, and why.", "未列入的指標及原因。"};
constexpr Text kLead{"Left out on this data (name one with --metrics to have it all the same):",
                     "依這份資料未列出的指標（仍要看可用 --metrics 指名）："};

void write(const Evidence& evidence, Chapter& chapter) {
  if (evidence.left_out.empty()) return;
  chapter.title = Message(kTitle);
  chapter.blocks.emplace_back(Paragraph{Message(kLead), Tone::faint});
  Facts facts;
  for (const auto& [key, why] : evidence.left_out) {
    facts.lines.emplace_back(Message(key), why);
  }
  chapter.blocks.emplace_back(std::move(facts));
}

}  // namespace

SJ_SECTION(left_out, {"left_out", 80, true, kSummary, &write});

}  // namespace shijin
