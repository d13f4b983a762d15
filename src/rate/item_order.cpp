// Samples first, then the hidden items put between them.
#include "rate/item_order.h"

#include <algorithm>

#include "base/hash.h"
#include "base/random.h"
#include "rate/blind.h"

namespace shijin {

std::vector<std::size_t> item_order(const Campaign& campaign, std::string_view rater) {
  const std::size_t front = campaign.samples() * campaign.width();
  const auto order = rater_order(campaign.samples(), campaign.width(), campaign.seed, rater);
  std::vector<std::size_t> place(front);
  for (std::size_t p = 0; p < order.size(); ++p) place[order[p]] = p;
  // Each hidden item stands behind the item at some place; the sort keeps the seen ones in order.
  Random random(campaign.seed ^ hash_bytes("hidden"), hash_bytes(rater));
  std::vector<std::pair<double, std::size_t>> all;
  for (std::size_t p = 0; p < order.size(); ++p) all.emplace_back(static_cast<double>(p), order[p]);
  const auto length = static_cast<double>(front);
  for (std::size_t i = front; i < campaign.items.size(); ++i) {
    const CampaignItem& item = campaign.items[i];
    double behind = random.uniform() * length;
    if (item.part == ItemPart::repeat) {
      const auto of = static_cast<double>(place[static_cast<std::size_t>(item.repeats - 1)]);
      const double away = length * (0.4 + 0.2 * random.uniform());
      behind = of + away < length ? of + away : std::max(-1.0, of - away);
    }
    all.emplace_back(behind + 0.5, i);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::size_t> items;
  for (const auto& [at, item] : all) items.push_back(item);
  return items;
}

}  // namespace shijin
