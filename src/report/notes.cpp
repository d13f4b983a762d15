// Warnings met on the way. On a terminal they go to standard error, so not here.
#include "report/section.h"

namespace shijin {
namespace {

constexpr Text kTitle{"Notes", "附註"};
constexpr Text kSummary{"Warnings about the data.", "資料方面的警告。"};
constexpr Text kWithHelp{"{0}. {1}", "{0}。{1}"};
constexpr Text kFound{"{0}.", "{0}。"};
constexpr Text kNotShown{"{0} more are not shown.", "另有 {0} 個未列出。"};

void write(const Evidence& evidence, Chapter& chapter) {
  chapter.title = Message(kTitle);
  Facts facts;
  for (const Error& note : evidence.notes.all()) {
    std::string place = note.at.file;
    if (note.at.row > 0) place += ":" + std::to_string(note.at.row);
    if (note.at.row > 0 && note.at.column > 0) place += ":" + std::to_string(note.at.column);
    facts.lines.emplace_back(Message(place.empty() ? note.name : place),
                             note.help.empty() ? Message(kFound, {note.found})
                                               : Message(kWithHelp, {note.found, note.help}));
  }
  if (facts.lines.empty()) return;
  const std::size_t shown = facts.lines.size();
  chapter.blocks.emplace_back(std::move(facts));
  const std::size_t counted = evidence.notes.errors() + evidence.notes.warnings();
  if (counted > shown) {
    chapter.blocks.emplace_back(
        Paragraph{Message(kNotShown, {std::to_string(counted - shown)}), Tone::faint});
  }
}

}  // namespace

SJ_SECTION(notes, {"notes", 85, false, kSummary, &write});

}  // namespace shijin
