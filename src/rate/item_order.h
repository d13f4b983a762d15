// The order in which one rater sees the items of a campaign.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "rate/campaign.h"

namespace shijin {

/// Places in Campaign::items: those of samples as rater_order() puts them, gold strewn among them,
/// a repeat about half the list away from what it repeats
std::vector<std::size_t> item_order(const Campaign& campaign, std::string_view rater);

}  // namespace shijin
