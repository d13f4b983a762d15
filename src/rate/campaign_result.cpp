// Rows of scores from the table of ratings, and what is added up of them.
#include "rate/campaign_result.h"

#include <algorithm>
#include <map>

#include "base/json_writer.h"
#include "rate/blind.h"
#include "rate/rubric.h"

namespace shijin {
namespace {

// The overall score that one rater's scores make.
void add_overall(const Campaign& campaign, RatedRow& row) {
  double sum = 0;
  double count = 0;
  bool veto = false;
  for (std::size_t d = 0; d < campaign.dimensions.size(); ++d) {
    if (!row.scores[d]) continue;
    if (campaign.vetoes(campaign.dimensions[d])) {
      veto = veto || *row.scores[d] <= kScoreLow;
    } else {
      sum += *row.scores[d];
      ++count;
    }
  }
  if (count > 0) row.unvetoed = sum / count;
  row.overall = row.unvetoed;
  if (veto) row.overall = kScoreLow;
}

// By its run and sample: its key is another in every campaign, and resampling goes by names.
std::string id_of(const Campaign& campaign, const CampaignItem& item) {
  return campaign.runs[static_cast<std::size_t>(item.run)] + "/" + item.sample;
}

void add(RatingSet& set, const std::string& id, const RatedRow& row, std::string_view dimension,
         const std::optional<double>& score) {
  if (score) {
    set.add({id, row.rater, std::string(dimension), *score});
  } else {
    set.add_missing(dimension);
  }
}

// One rater's part in the vetoes of an item: on any of the dimensions that veto.
void add_veto(const Campaign& campaign, const RatedRow& row, std::vector<VetoItem>& items) {
  std::optional<double> least;
  for (std::size_t d = 0; d < campaign.dimensions.size(); ++d) {
    if (!row.scores[d] || !campaign.vetoes(campaign.dimensions[d])) continue;
    least = std::min(*row.scores[d], least.value_or(*row.scores[d]));
  }
  if (!least) return;
  if (items.empty() || items.back().item != row.item) items.push_back({row.item, 0, 0});
  ++items.back().raters;
  items.back().vetoes += *least <= kScoreLow ? 1 : 0;
}

std::int64_t asked_count(const Campaign& campaign, const std::string& rater) {
  const std::vector<bool> asked = asked_of(campaign, rater);
  return std::count(asked.begin(), asked.end(), true);
}

}  // namespace

std::vector<RaterProgress> progress_of(const Campaign& campaign, const RatingTable& ratings) {
  std::map<std::string, std::map<std::int64_t, std::size_t>> said;
  for (const auto& [place, entry] : ratings) {
    if (!entry.field.starts_with('#')) ++said[entry.rater][entry.item];
  }
  std::vector<RaterProgress> lines;
  for (const std::string& rater : campaign.raters) {
    RaterProgress& line = lines.emplace_back();
    line.rater = rater;
    line.items = asked_count(campaign, rater);
    for (const auto& [item, fields] : said[rater]) {
      ++(fields == campaign.dimensions.size() ? line.rated : line.begun);
    }
  }
  return lines;
}

std::vector<RatedRow> rated_rows(const Campaign& campaign, const RatingTable& ratings) {
  std::vector<RatedRow> rows;
  for (const CampaignItem& item : campaign.items) {
    for (const std::string& rater : campaign.raters) {
      const auto find = [&](std::string_view field) -> const RatingEntry* {
        const auto found = ratings.find({item.number, rater, std::string(field)});
        return found == ratings.end() ? nullptr : &found->second;
      };
      RatedRow row{&item, rater, {}, {}, {}, {}, {}};
      bool said = false;
      for (const std::string& dimension : campaign.dimensions) {
        const RatingEntry* entry = find(dimension);
        said = said || entry != nullptr;
        row.scores.push_back(entry == nullptr ? std::nullopt : entry->score);
      }
      if (!said) continue;
      if (const RatingEntry* tags = find(kTagsField)) row.tags = tags->words;
      if (const RatingEntry* comment = find(kCommentField)) row.comment = comment->words;
      add_overall(campaign, row);
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

std::vector<RunRatings> run_ratings(const Campaign& campaign, const std::vector<RatedRow>& rows) {
  std::vector<RunRatings> runs(campaign.runs.size());
  for (std::size_t r = 0; r < runs.size(); ++r) runs[r].run = campaign.runs[r];
  struct Sum {
    double total = 0;
    double count = 0;
  };
  std::vector<Sum> unvetoed(runs.size());
  for (const RatedRow& row : rows) {
    if (row.item->part != ItemPart::core) continue;
    RunRatings& run = runs[static_cast<std::size_t>(row.item->run)];
    const std::string id = id_of(campaign, *row.item);
    for (std::size_t d = 0; d < campaign.dimensions.size(); ++d) {
      add(run.set, id, row, campaign.dimensions[d], row.scores[d]);
    }
    add_veto(campaign, row, run.vetoed);
    add(run.set, id, row, kOverall, row.overall);
    if (!row.unvetoed) continue;
    add(run.without_veto, id, row, kOverall, row.unvetoed);
    Sum& sum = unvetoed[static_cast<std::size_t>(row.item->run)];
    sum.total += *row.unvetoed;
    ++sum.count;
  }
  for (std::size_t r = 0; r < runs.size(); ++r) {
    RunRatings& run = runs[r];
    if (unvetoed[r].count > 0) run.unvetoed = unvetoed[r].total / unvetoed[r].count;
    run.compliance_items = static_cast<std::int64_t>(run.vetoed.size());
    for (const VetoItem& item : run.vetoed) run.compliance_samples.push_back(item.item->sample);
    std::erase_if(run.vetoed, [](const VetoItem& item) { return item.vetoes == 0; });
  }
  return runs;
}

std::string ratings_jsonl(const Campaign& campaign, const std::vector<RatedRow>& rows,
                          const CampaignPool& pool) {
  std::map<std::string, double> probabilities;
  for (const PoolSample& sample : pool.samples) probabilities[sample.sample] = sample.probability;
  std::string out;
  for (const RatedRow& row : rows) {
    if (row.item->part != ItemPart::core) continue;
    JsonWriter json(out);
    json.begin_object().key("id").text(id_of(campaign, *row.item));
    json.key("campaign").text(campaign.name);
    json.key("run").text(campaign.runs[static_cast<std::size_t>(row.item->run)]);
    json.key("sample").text(row.item->sample).key("key").text(row.item->key);
    if (!row.item->input.empty()) json.key("input").text(row.item->input);
    json.key("output").text(row.item->output);
    if (!row.item->reference.empty()) json.key("reference").text(row.item->reference);
    json.key("rater").text(row.rater);
    const auto write = [&](std::string_view dimension, const std::optional<double>& score) {
      json.key("rating:" + std::string(dimension));
      score ? json.number(*score) : json.null();
    };
    for (std::size_t d = 0; d < row.scores.size(); ++d) {
      write(campaign.dimensions[d], row.scores[d]);
    }
    write(kOverall, row.overall);
    json.key("tags").text(row.tags).key("comment").text(row.comment);
    if (const auto drawn = probabilities.find(row.item->sample); drawn != probabilities.end()) {
      json.key("inclusion_probability").number(drawn->second);
    }
    json.key("rubric").text(version_words(campaign.rubric)).end_object();
    out += '\n';
  }
  return out;
}

}  // namespace shijin
