// One function a format; rows stand in the order of the files.
#include "rate/export.h"

#include <algorithm>
#include <map>

#include "base/json_writer.h"
#include "base/numbers.h"
#include "rate/mean.h"
#include "rate/rubric.h"
#include "rate/sheet.h"

namespace shijin {
namespace {

constexpr double kGapLeast = 1;

const std::string& run_of(const Campaign& campaign, std::int64_t run) {
  return campaign.runs[static_cast<std::size_t>(run)];
}

bool is_wanted(const ExportSource& source, const CampaignItem& item) {
  if (item.part != ItemPart::core) return false;
  const Campaign& campaign = source.campaign;
  return source.run.empty() || run_of(campaign, item.run) == source.run ||
         (campaign.pairwise() && run_of(campaign, item.other_run) == source.run);
}

const RatingEntry* said(const ExportSource& source, const CampaignItem& item,
                        const std::string& rater, std::string_view field) {
  const auto found = source.ratings.find({item.number, rater, std::string(field)});
  return found == source.ratings.end() ? nullptr : &found->second;
}

// The choices as JSON lines: the run that was chosen, or "tie".
std::string choice_lines(const ExportSource& source) {
  const Campaign& campaign = source.campaign;
  std::string out;
  for (const CampaignItem& item : campaign.items) {
    if (!is_wanted(source, item)) continue;
    for (const std::string& rater : campaign.raters) {
      const RatingEntry* choice = said(source, item, rater, kChoice);
      if (choice == nullptr || !choice->score) continue;
      const std::string& left = run_of(campaign, item.run);
      const std::string& right = run_of(campaign, item.other_run);
      JsonWriter json(out);
      json.begin_object().key("campaign").text(campaign.name).key("sample").text(item.sample);
      if (!item.input.empty()) json.key("input").text(item.input);
      json.key("text_left").text(item.output).key("text_right").text(item.other);
      if (!item.reference.empty()) json.key("reference").text(item.reference);
      json.key("rater").text(rater).key("left").text(left).key("right").text(right);
      json.key("chosen").text(*choice->score == 1 ? left : *choice->score == 0 ? right : "tie");
      const RatingEntry* comment = said(source, item, rater, kCommentField);
      json.key("comment").text(comment == nullptr ? "" : comment->words).end_object();
      out += '\n';
    }
  }
  return out;
}

std::string shown(const std::optional<double>& score) { return score ? shortest(*score) : ""; }

// A row an item: its texts, each rater's scores, and the mean overall.
std::string wide(const ExportSource& source) {
  const Campaign& campaign = source.campaign;
  const bool pairs = campaign.pairwise();
  std::vector<std::vector<std::string>> cells(1);
  std::vector<std::string>& head = cells[0];
  head = pairs ? std::vector<std::string>{"sample", "left",      "right",
                                          "input",  "text_left", "text_right"}
               : std::vector<std::string>{"sample", "run", "input", "output"};
  for (const std::string& dimension : campaign.dimensions) {
    for (const std::string& rater : campaign.raters) head.push_back(dimension + ":" + rater);
  }
  if (!pairs) head.emplace_back("overall");
  std::map<std::int64_t, ItemSum> overall;
  for (const RatedRow& row : source.rows) {
    if (row.overall) overall[row.item->number].add(*row.overall);
  }
  for (const CampaignItem& item : campaign.items) {
    if (!is_wanted(source, item)) continue;
    std::vector<std::string>& row = cells.emplace_back();
    row = {item.sample, run_of(campaign, item.run)};
    if (pairs) row.push_back(run_of(campaign, item.other_run));
    row.push_back(sheet_text(item.input));
    row.push_back(sheet_text(item.output));
    if (pairs) row.push_back(sheet_text(item.other));
    for (const std::string& dimension : campaign.dimensions) {
      for (const std::string& rater : campaign.raters) {
        const RatingEntry* entry = said(source, item, rater, dimension);
        row.push_back(entry == nullptr ? "" : entry->score ? shown(entry->score) : entry->words);
      }
    }
    if (pairs) continue;
    const auto sum = overall.find(item.number);
    row.push_back(sum == overall.end() ? "" : shortest(sum->second.sum / sum->second.count));
  }
  return sheet_csv(cells);
}

void preference(const std::string& input, const std::string& better, const std::string& worse,
                std::string& out) {
  JsonWriter json(out);
  json.begin_object().key("prompt").text(input).key("chosen").text(better);
  json.key("rejected").text(worse).end_object();
  out += '\n';
}

// By the majority of choices; a draw says nothing.
std::string preferred_of_choices(const ExportSource& source) {
  std::string out;
  for (const CampaignItem& item : source.campaign.items) {
    if (!is_wanted(source, item)) continue;
    double lead = 0;
    for (const std::string& rater : source.campaign.raters) {
      const RatingEntry* choice = said(source, item, rater, kChoice);
      if (choice != nullptr && choice->score) lead += *choice->score - 0.5;
    }
    if (lead > 0) preference(item.input, item.output, item.other, out);
    if (lead < 0) preference(item.input, item.other, item.output, out);
  }
  return out;
}

// The best and the worst text of each sample, where they are far enough apart.
std::string preferred_of_scores(const ExportSource& source) {
  std::map<std::int64_t, ItemSum> overall;
  for (const RatedRow& row : source.rows) {
    if (row.overall) overall[row.item->number].add(*row.overall);
  }
  const auto mean_of = [&](const CampaignItem& item) {
    const ItemSum& sum = overall.at(item.number);
    return sum.sum / sum.count;
  };
  std::string out;
  std::string sample;
  const CampaignItem* best = nullptr;
  const CampaignItem* worst = nullptr;
  const auto close = [&] {
    if (best != nullptr && mean_of(*best) - mean_of(*worst) >= kGapLeast) {
      preference(best->input, best->output, worst->output, out);
    }
    best = worst = nullptr;
  };
  for (const CampaignItem& item : source.campaign.items) {
    if (!is_wanted(source, item) || !overall.contains(item.number)) continue;
    if (item.sample != sample) close();
    sample = item.sample;
    if (best == nullptr || mean_of(item) > mean_of(*best)) best = &item;
    if (worst == nullptr || mean_of(item) < mean_of(*worst)) worst = &item;
  }
  close();
  return out;
}

// What one rater said of one item, as Label Studio's results.
bool write_annotation(const ExportSource& source, const CampaignItem& item,
                      const std::string& rater, JsonWriter& json) {
  const Campaign& campaign = source.campaign;
  bool any = false;
  for (const std::string& dimension : campaign.dimensions) {
    const RatingEntry* entry = said(source, item, rater, dimension);
    if (entry == nullptr || !entry->score) continue;
    if (!any) {
      json.begin_object().key("completed_by").text(rater).key("result").begin_array();
    }
    any = true;
    json.begin_object().key("from_name").text(dimension);
    json.key("to_name").text(campaign.pairwise() ? "pair" : "output");
    if (campaign.pairwise()) {
      const double score = *entry->score;
      json.key("type").text("choices").key("value").begin_object().key("choices").begin_array();
      json.text(score == 1 ? "left" : score == 0 ? "right" : "tie");
      json.end_array().end_object();
    } else {
      json.key("type").text("rating").key("value").begin_object();
      json.key("rating").number(*entry->score).end_object();
    }
    json.end_object();
  }
  if (any) json.end_array().end_object();
  return any;
}

std::string label_studio(const ExportSource& source) {
  const Campaign& campaign = source.campaign;
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (const CampaignItem& item : campaign.items) {
    if (!is_wanted(source, item)) continue;
    json.begin_object().key("id").integer(item.number).key("data").begin_object();
    json.key("sample").text(item.sample).key("input").text(item.input);
    if (campaign.pairwise()) {
      json.key("left_run").text(run_of(campaign, item.run));
      json.key("right_run").text(run_of(campaign, item.other_run));
      json.key("left").text(item.output).key("right").text(item.other);
    } else {
      json.key("run").text(run_of(campaign, item.run)).key("output").text(item.output);
    }
    json.key("reference").text(item.reference).end_object().key("annotations").begin_array();
    for (const std::string& rater : campaign.raters) write_annotation(source, item, rater, json);
    json.end_array().end_object();
  }
  json.end_array();
  out += '\n';
  return out;
}

}  // namespace

std::optional<ExportFormat> export_format_of(std::string_view name) {
  if (name == "long") return ExportFormat::long_lines;
  if (name == "wide") return ExportFormat::wide;
  if (name == "dpo") return ExportFormat::dpo;
  if (name == "label-studio") return ExportFormat::label_studio;
  return std::nullopt;
}

std::string export_ratings(const ExportSource& source, ExportFormat format) {
  const bool pairs = source.campaign.pairwise();
  switch (format) {
    case ExportFormat::wide:
      return wide(source);
    case ExportFormat::dpo:
      return pairs ? preferred_of_choices(source) : preferred_of_scores(source);
    case ExportFormat::label_studio:
      return label_studio(source);
    case ExportFormat::long_lines:
      break;
  }
  if (pairs) return choice_lines(source);
  return ratings_jsonl(source.campaign, source.rows,
                       source.pool == nullptr ? CampaignPool() : *source.pool);
}

}  // namespace shijin
