// The tables of what campaigns were drawn from, of their items that enter no mean, of the words
// that raters score by, and of how they were set up.
#pragma once

#include "rate/campaign.h"

namespace shijin {

/// Make the tables, or bring them up to date
Result<Done> migrate_pools(Database& database);

/// Write a new campaign's facts, parts and pool, within a transaction
Result<Done> write_pool(Database& database, const Campaign& campaign, const CampaignPool& pool);

/// Fill in the facts and the parts of the items
Result<Done> load_parts(Database& database, Campaign& campaign);

/// Write Campaign::own, and read it back
Result<Done> write_rubric(Database& database, const Campaign& campaign);
Result<Done> load_rubric(Database& database, Campaign& campaign);

Result<CampaignPool> load_pool(Database& database, const Campaign& campaign);

}  // namespace shijin
