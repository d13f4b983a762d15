// Setting up a campaign: what `shijin rate new` and the set-up page of the local app both do, from
// what was asked for to a campaign that is ready to be kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/notes.h"
#include "base/result.h"
#include "rate/campaign.h"

namespace shijin {

/// A file of one run's texts, and what the run is called
struct CampaignFile {
  std::string path;
  std::string name;
  std::vector<std::pair<std::string, std::string>> map = {};  // role → column
};

/// What a campaign is to be made of
struct CampaignAsked {
  enum class Mode : std::uint8_t { scoring, pairwise };

  std::string name;
  std::vector<CampaignFile> files = {};  // a run each; the first is the base
  Mode mode = Mode::scoring;
  std::vector<std::string> raters = {};
  std::optional<std::int64_t> overlap = {};  // raters of each text; nothing has all of them
  std::vector<std::string> dimensions = {};  // keys or names; empty takes all of the rubric
  std::vector<RubricDimension> own = {};     // a rubric of the user's own; empty takes ours
  std::optional<std::string> sample = {};    // "core:120", "uniform:120"; nothing has all rated
  std::string risk_metric = {};
  std::string slice_by = {};
  std::vector<std::string> must_see = {};
  std::int64_t worst = 0;
  std::optional<std::string> repeats = {};  // "5%" or "12"
  std::optional<CampaignFile> gold = {};    // texts with known scores
  std::uint64_t seed = 0;
  std::string created = {};  // ISO 8601, UTC
};

/// A campaign, and what its samples were drawn from
struct CampaignMade {
  Campaign campaign;
  CampaignPool pool;
};

/// Make a campaign, without keeping it; texts that tell raters whose they are become notes
///
/// Measures the files where samples are drawn by risk. With errors among the notes there is none to
/// be kept.
Result<CampaignMade> set_up_campaign(const CampaignAsked& asked, Notes& notes);

/// Keep a campaign in a store, made where there is none; refused where its name is taken
Result<Done> keep_campaign(const std::string& store, CampaignMade& made);

}  // namespace shijin
