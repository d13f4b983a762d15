// What the program learns from its surroundings: language, terminal, colour.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace shijin::cli {

/// The language of a POSIX locale name: zh_TW, zh_HK, zh_MO and zh_Hant are Traditional, other zh
/// Simplified, all else English
Language language_of_locale(std::string_view locale);

/// The value --lang takes, or nothing
std::optional<Language> language_of_tag(std::string_view tag);

/// Read LC_ALL, LC_MESSAGES, LANG, NO_COLOR, TERM, COLUMNS and the terminal, once
///
/// `arguments` are searched for --lang and --quiet, so that even a mistake on the line is told in
/// the language asked for.
Console read_console(const std::vector<std::string>& arguments);

}  // namespace shijin::cli
