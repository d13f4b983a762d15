// What a campaign has come to: how far each rater is, the ratings of each run with the overall
// score that they make, and the items that compliance vetoes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rate/campaign.h"
#include "rate/rating.h"

namespace shijin {

/// How far one rater is
struct RaterProgress {
  std::string rater;
  std::int64_t rated = 0;  // items with something said on every dimension
  std::int64_t begun = 0;  // items with something said on some
  std::int64_t items = 0;
};

/// One item as raters see it on the dimensions that veto
struct VetoItem {
  const CampaignItem* item = nullptr;
  std::int64_t vetoes = 0;  // raters who gave the lowest score
  std::int64_t raters = 0;  // who scored one of them
};

/// The ratings of one run
struct RunRatings {
  std::string run;
  RatingSet set;                      // the dimensions, then overall; items as run/sample
  std::optional<double> unvetoed;     // mean overall as it would be without the veto
  RatingSet without_veto;             // what that is the mean of, as the dimension overall
  std::vector<VetoItem> vetoed;       // items with a veto, in the order of the files
  std::int64_t compliance_items = 0;  // with a score on one that vetoes
  std::vector<std::string> compliance_samples = {};  // … their samples
};

/// What one rater gave one item; empty scores are NA or not said
struct RatedRow {
  const CampaignItem* item = nullptr;
  std::string rater;
  std::vector<std::optional<double>> scores;  // by Campaign::dimensions
  std::optional<double> unvetoed;             // mean of the scores but those that veto
  std::optional<double> overall;              // the same, but 1 where one of those is 1
  std::string tags;
  std::string comment;
};

std::vector<RaterProgress> progress_of(const Campaign& campaign, const RatingTable& ratings);

/// Every row that somebody scored, by item in the order of the files, then by rater
std::vector<RatedRow> rated_rows(const Campaign& campaign, const RatingTable& ratings);

/// The ratings of each run; items beside the core enter none
std::vector<RunRatings> run_ratings(const Campaign& campaign, const std::vector<RatedRow>& rows);

/// Rows of the core as JSON lines, which `shijin eval` reads back to the same numbers; of samples
/// that were drawn, with the probability of that
std::string ratings_jsonl(const Campaign& campaign, const std::vector<RatedRow>& rows,
                          const CampaignPool& pool = {});

}  // namespace shijin
