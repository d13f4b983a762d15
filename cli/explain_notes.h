// What each diagnostic's name means, for `shijin explain label-unknown`.
#pragma once

#include <span>
#include <string_view>

#include "cli/command.h"

namespace shijin::cli {

/// A diagnostic's stable name, and what it means and asks for
struct NoteInfo {
  std::string_view name;
  Text meaning;
};

/// Every diagnostic, in order of name
std::span<const NoteInfo> all_note_infos();
/// The second half of them
std::span<const NoteInfo> note_infos_from_m();

}  // namespace shijin::cli
