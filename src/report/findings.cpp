// What the evidence shows and what to change, the most pressing first.
#include "report/section.h"

namespace shijin {
namespace {

constexpr Text kTitle{"Findings", "發現"};
constexpr Text kSummary{"What fails, on which samples, by how much, and what to change.",
                        "哪裡不足、差多少、在哪些樣本上，以及該改什麼。"};

void write(const Evidence& evidence, Chapter& chapter) {
  chapter.title = Message(kTitle);
  int number = 0;
  for (const Finding& finding : evidence.findings) {
    chapter.blocks.emplace_back(FindingBlock{++number, finding, evidence.task});
  }
}

}  // namespace

SJ_SECTION(findings, {"findings", 70, true, kSummary, &write});

}  // namespace shijin
