// Keeping the first errors and counting the rest.
#include "base/notes.h"

#include <algorithm>

namespace shijin {
namespace {
constexpr Text kMore{"{0} more errors of this kind are not shown.", "另有 {0} 個錯誤未列出。"};
}

void Notes::add(Error note) {
  if (note.severity != Severity::error) {
    warn(std::move(note));
    return;
  }
  if (++errors_ <= kShownErrors) notes_.push_back(std::move(note));
}

void Notes::warn(Error note) {
  const bool known = std::any_of(notes_.begin(), notes_.end(), [&](const Error& other) {
    return other.name == note.name && other.at.file == note.at.file && other.at.row == note.at.row;
  });
  if (note.severity == Severity::error) note.severity = Severity::warning;
  if (known) return;
  ++warnings_;
  notes_.push_back(std::move(note));
}

void Notes::append(const Notes& later) {
  for (const Error& note : later.notes_) add(note);
  const auto kept = static_cast<std::size_t>(
      std::count_if(later.notes_.begin(), later.notes_.end(),
                    [](const Error& note) { return note.severity == Severity::error; }));
  errors_ += later.errors_ - kept;
}

std::string describe(const Notes& notes, Language language) {
  std::string out;
  std::size_t shown = 0;
  for (const Error& note : notes.all()) {
    out += describe(note, language);
    shown += note.severity == Severity::error ? 1 : 0;
  }
  if (notes.errors() > shown) {
    out += Message(kMore, {std::to_string(notes.errors() - shown)}).in(language) + "\n";
  }
  return out;
}

}  // namespace shijin
