// Warnings met on the way. On a terminal they go to standard error, so not here.
#include "report/section.h"

namespace shijin {
namespace {

constexpr Text kTitle{"Notes", "附註"};
constexpr Text kSummary{"Warnings about the data.", "資料方面的警告。"};
constexpr Text kWithHelp{"{0}. {1}", "{0}。{1}"};
constexpr Text kFound{"{0}.", "{0}。"};

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
  if (!facts.lines.empty()) chapter.blocks.emplace_back(std::move(facts));
}

}  // namespace

SJ_SECTION(notes, {"notes", 85, false, kSummary, &write});

}  // namespace shijin
