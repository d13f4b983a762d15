// The actions of `shijin rate`.
#pragma once

#include "cli/command.h"

namespace shijin::cli {

/// Make a campaign from the files of runs
Exit rate_new(const Parsed& parsed, const Console& console);
/// Write a score sheet for each rater
Exit rate_sheet(const Parsed& parsed, const Console& console);
/// Check score sheets, then take them, all or none
Exit rate_import(const Parsed& parsed, const Console& console);
/// Show how far a campaign is and what it has come to
Exit rate_status(const Parsed& parsed, const Console& console);
/// What `rate status --json` says
Result<std::string> rate_status_json(const Parsed& parsed);
/// Serve the rating page until Ctrl-C
Exit rate_serve(const Parsed& parsed, const Console& console);
/// Write the words that raters score by as a file to edit
Exit rate_rubric(const Parsed& parsed, const Console& console);
/// Write the ratings as JSON lines
Exit rate_export(const Parsed& parsed, const Console& console);

/// What is wrong with a line of `shijin rate`
Error rate_error(const char* name, Message found, Message expected, Message help);

/// The campaigns of the store that the line names; refused where there is no store
Result<CampaignBook> open_book(const Parsed& parsed);
/// The words between the commas, without blanks around them
std::vector<std::string> words_between_commas(std::string_view text);

}  // namespace shijin::cli
