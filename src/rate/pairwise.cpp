// Items of pairs, and their choices as comparisons.
#include "rate/pairwise.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/hash.h"
#include "base/random.h"
#include "base/utf8.h"
#include "rate/blind.h"

namespace shijin {
namespace {

double length_of(const std::string& text) { return static_cast<double>(count_code_points(text)); }

// The choices between two runs, as seen by the later one.
struct Between {
  std::vector<Choice> choices;
  PairLine line;
};

using Pairs = std::map<std::pair<std::size_t, std::size_t>, Between>;

// Where raters differ, and how the owner settled it, as seen by the later run.
void count_settled(const Campaign& campaign, const std::map<std::int64_t, std::set<double>>& said,
                   const std::map<std::int64_t, double>& settled, Pairs& between) {
  for (const auto& [number, choices] : said) {
    const CampaignItem& item = campaign.items[static_cast<std::size_t>(number - 1)];
    const auto run = static_cast<std::size_t>(item.run);
    const auto other = static_cast<std::size_t>(item.other_run);
    PairLine& line = between[std::minmax(run, other)].line;
    if (choices.size() < 2) continue;
    ++line.apart;
    const auto found = settled.find(number);
    if (found == settled.end()) continue;
    const double later = run > other ? found->second : 1 - found->second;
    line.settled_wins += later == 1 ? 1 : 0;
    line.settled_losses += later == 0 ? 1 : 0;
    line.settled_ties += later != 1 && later != 0 ? 1 : 0;
  }
}

}  // namespace

void make_pairs(Campaign& campaign) {
  const std::size_t runs = campaign.runs.size();
  std::vector<CampaignItem> single = std::move(campaign.items);
  campaign.items.clear();
  campaign.facts["mode"] = "pairwise";
  campaign.dimensions = {std::string(kChoice)};
  std::set<std::string> keys;
  for (std::size_t first = 0; first + runs <= single.size(); first += runs) {
    for (std::size_t a = 0; a < runs; ++a) {
      for (std::size_t b = a + 1; b < runs; ++b) {
        const std::string pair = campaign.runs[a] + "\x1e" + campaign.runs[b];
        const std::string& sample = single[first].sample;
        const bool turned =
            (random_bits(campaign.seed, hash_bytes(pair), hash_bytes(sample)) & 1U) != 0;
        const CampaignItem& left = single[first + (turned ? b : a)];
        const CampaignItem& right = single[first + (turned ? a : b)];
        CampaignItem item = left;
        item.number = static_cast<std::int64_t>(campaign.items.size()) + 1;
        item.other = right.output;
        item.other_run = right.run;
        for (std::string tried = pair;; tried += '\x1e') {
          item.key = item_key(campaign.secret, tried, sample);
          if (keys.insert(item.key).second) break;
        }
        campaign.items.push_back(std::move(item));
      }
    }
  }
}

PairResult pair_result(const Campaign& campaign, const RatingTable& ratings, double level) {
  PairResult result;
  std::vector<Meeting> comparisons;
  std::vector<Choice> left;
  Pairs between;
  std::map<std::int64_t, std::set<double>> said;  // by item
  std::map<std::int64_t, double> settled;
  for (const auto& [place, entry] : ratings) {
    if (entry.field != kChoice || !entry.score) continue;
    const CampaignItem& item = campaign.items[static_cast<std::size_t>(entry.item - 1)];
    if (item.part != ItemPart::core) continue;
    const double outcome = *entry.score;
    if (entry.rater.starts_with('#')) {
      settled[entry.item] = outcome;
      continue;
    }
    said[entry.item].insert(outcome);
    const std::uint64_t cluster = hash_bytes(item.sample);
    const auto run = static_cast<std::size_t>(item.run);
    const auto other = static_cast<std::size_t>(item.other_run);
    ++result.choices;
    comparisons.push_back({run, other, outcome, cluster});
    left.push_back({outcome, cluster, 0});
    const bool turned = run > other;  // the later one stands on the left
    Between& pair = between[std::minmax(run, other)];
    const double later = turned ? outcome : 1 - outcome;
    const double longer = length_of(item.output) - length_of(item.other);
    pair.choices.push_back({later, cluster, turned ? longer : -longer});
    pair.line.wins += later == 1 ? 1 : 0;
    pair.line.losses += later == 0 ? 1 : 0;
    pair.line.ties += later != 1 && later != 0 ? 1 : 0;
  }
  count_settled(campaign, said, settled, between);
  for (auto& [who, pair] : between) {
    pair.line.base = who.first;
    pair.line.run = who.second;
    pair.line.rate = win_rate(pair.choices, level);
    pair.line.controlled = length_controlled(pair.choices, level);
    result.pairs.push_back(pair.line);
  }
  result.strength = bradley_terry(comparisons, campaign.runs.size(), level);
  result.left = win_rate(left, level);
  return result;
}

}  // namespace shijin
