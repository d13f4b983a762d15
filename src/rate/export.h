// The ratings of a campaign in the forms that other tools read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rate/campaign.h"
#include "rate/campaign_result.h"

namespace shijin {

/// long: a JSON line an item and rater; wide: a CSV row an item; dpo: a JSON line a prompt with the
/// preferred and the other answer; label_studio: tasks with annotations
enum class ExportFormat : std::uint8_t { long_lines, wide, dpo, label_studio };
std::optional<ExportFormat> export_format_of(std::string_view name);

/// What is exported: items of the core; `rows` are those of rated_rows()
struct ExportSource {
  const Campaign& campaign;
  const std::vector<RatedRow>& rows;
  const RatingTable& ratings;
  std::string_view run = {};           // only this one; empty: all
  const CampaignPool* pool = nullptr;  // that the samples were drawn from
};

/// Write it out; dpo takes choices by their majority, and scores of several runs where the best and
/// the worst of a sample are at least 1 apart overall
std::string export_ratings(const ExportSource& source, ExportFormat format);

}  // namespace shijin
