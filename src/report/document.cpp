// Asking every section for its chapter, in order.
#include "report/document.h"

#include <algorithm>

#include "report/section.h"

namespace shijin {

Document write_document(const Evidence& evidence) {
  std::vector<const Section*> sections(all_sections().begin(), all_sections().end());
  std::stable_sort(sections.begin(), sections.end(),
                   [](const Section* a, const Section* b) { return a->order < b->order; });
  Document document;
  for (const Section* section : sections) {
    Chapter chapter;
    chapter.name = section->name;
    chapter.terminal = section->terminal;
    section->write(evidence, chapter);
    if (!chapter.blocks.empty()) document.chapters.push_back(std::move(chapter));
  }
  return document;
}

}  // namespace shijin
