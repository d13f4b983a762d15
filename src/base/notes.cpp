// Keeping the first errors and counting the rest.
#include "base/notes.h"

#include <algorithm>

namespace shijin {
namespace {
constexpr Text kMore{"{0} more errors are not shown.", "另有 {0} 個錯誤未列出。"};
constexpr Text kMoreWarnings{"{0} more warnings are not shown.", "另有 {0} 個警告未列出。"};

// The same statement about the same place: nothing is lost when it is left out.
bool repeats(const Error& note, const Error& other) {
  return other.at.file == note.at.file && other.at.row == note.at.row &&
         other.at.column == note.at.column &&
         other.found.in(Language::en) == note.found.in(Language::en);
}

}  // namespace

void Notes::add(Error note) {
  if (note.severity != Severity::error) {
    warn(std::move(note));
    return;
  }
  if (++errors_ <= kShownErrors) notes_.push_back(std::move(note));
}

void Notes::warn(Error note) {
  if (note.severity == Severity::error) note.severity = Severity::warning;
  std::size_t alike = 0;
  for (const Error& other : notes_) {
    if (other.name != note.name || other.severity == Severity::error) continue;
    if (repeats(note, other)) return;
    ++alike;
  }
  ++warnings_;
  if (alike < kShownErrors) notes_.push_back(std::move(note));
}

void Notes::append(const Notes& later) {
  for (const Error& note : later.notes_) add(note);
  const auto kept = static_cast<std::size_t>(
      std::count_if(later.notes_.begin(), later.notes_.end(),
                    [](const Error& note) { return note.severity == Severity::error; }));
  errors_ += later.errors_ - kept;
  warnings_ += later.warnings_ - (later.notes_.size() - kept);
}

void Notes::count_unkept(std::size_t errors, std::size_t warnings) {
  errors_ += errors;
  warnings_ += warnings;
}

std::string describe(const Notes& notes, Language language) {
  std::string out;
  std::size_t shown = 0;
  for (const Error& note : notes.all()) {
    out += describe(note, language);
    shown += note.severity == Severity::error ? 1 : 0;
  }
  const std::size_t shown_warnings = notes.all().size() - shown;
  if (notes.warnings() > shown_warnings) {
    out += Message(kMoreWarnings, {std::to_string(notes.warnings() - shown_warnings)}).in(language);
    out += "\n";
  }
  if (notes.errors() > shown) {
    out += Message(kMore, {std::to_string(notes.errors() - shown)}).in(language) + "\n";
  }
  return out;
}

}  // namespace shijin
