// What a campaign has come to, for the terminal, for JSON and for exports.
#pragma once

#include "cli/rate.h"

namespace shijin::cli {

/// One run's ratings, summed up and judged
struct Judged {
  RunRatings ratings;
  std::optional<Evidence> evidence;     // none where nobody scored
  std::optional<double> vetoes_most;    // upper bound of the share of vetoed texts
  std::optional<VetoShare> vetoes;      // where the samples were drawn by risk
  std::optional<Stopping> stopping;     // whether the rest may stay unscored
  bool judge_whole = false;             // drawn by risk, and some not scored yet
  std::vector<CoreEstimate> estimates;  // where the samples were drawn
  std::optional<Bridge> bridge;         // where the run's file was named
};

/// A campaign and the runs of it that the line asks for
struct CampaignStatus {
  Campaign campaign;
  std::vector<RaterProgress> progress;
  std::vector<RaterQuality> quality;
  RatingTable ratings;
  std::vector<RatedRow> rows;
  std::vector<Judged> runs;
  std::optional<PairResult> pairs;  // where raters chose between two
  std::int64_t events = 0;
  CampaignPool pool;
  std::int64_t samples_all = 0;  // that its own were drawn from; 0 where all are there
};

enum class Judging : std::uint8_t { none, all };

/// Load the campaign that the line names, and judge its runs where that is asked for
Result<CampaignStatus> load_status(const Parsed& parsed, Judging judging);

/// The same for people and for programs
std::string status_terminal(const CampaignStatus& status, const Console& console);
std::string status_json(const CampaignStatus& status);
/// Hold the metrics of the file that --on names against what people said of its run
Result<Done> add_bridge(const Parsed& parsed, CampaignStatus& status);
void write_bridge(const Bridge& bridge, Chapter& chapter);
void write_bridge(const std::optional<Bridge>& bridge, JsonWriter& json);

/// … of choices between two texts
void write_pairs(const CampaignStatus& status, Document& document);
void write_pairs(const CampaignStatus& status, JsonWriter& json);

}  // namespace shijin::cli
