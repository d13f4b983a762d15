// What the set-up page of a campaign sends and is shown, as JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/notes.h"
#include "base/result.h"
#include "serve/campaign_setup.h"

namespace shijin {

/// A campaign as the page asks for it: runs of the store and imported files, by their ids
struct SetupAsked {
  CampaignAsked campaign;  // without files
  std::vector<std::string> runs;
  std::vector<std::string> imports;
  /// Of each import the column that holds the texts; "" takes the one that its name tells
  std::vector<std::string> outputs;
  std::string gold;  // an import; "" has none
};

/// Read {"name", "runs", "files": [[import, column]…], "mode", "raters", "dimensions", "sample",
/// "count", "worst", "repeats", "gold", "seed", "overlap"}; what is not of this form is refused
Result<SetupAsked> read_setup(std::string_view json);

/// The name of a campaign: {"campaign": "pilot"}
Result<std::string> read_campaign_name(std::string_view json);

/// What would be made, or why it cannot be
std::string setup_preview(const CampaignAsked& asked, const Result<CampaignMade>& made,
                          const Notes& notes);

/// The dimensions that come along, with their words
std::string rubric_json();

}  // namespace shijin
