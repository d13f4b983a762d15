// SQL; a step that was ever released is never changed.
#include "rate/pool_tables_internal.h"

namespace shijin {
namespace {

constexpr std::string_view kSteps[] = {
    "CREATE TABLE campaign_fact (campaign INTEGER NOT NULL REFERENCES campaign, name TEXT NOT NULL,"
    " words TEXT NOT NULL, PRIMARY KEY (campaign, name)) STRICT, WITHOUT ROWID",
    "CREATE TABLE campaign_part (campaign INTEGER NOT NULL, item INTEGER NOT NULL,"
    " part TEXT NOT NULL, repeats INTEGER NOT NULL, PRIMARY KEY (campaign, item),"
    " FOREIGN KEY (campaign, item) REFERENCES campaign_item (campaign, number))"
    " STRICT, WITHOUT ROWID",
    "CREATE TABLE campaign_pool (campaign INTEGER NOT NULL REFERENCES campaign,"
    " number INTEGER NOT NULL, sample TEXT NOT NULL, slice TEXT NOT NULL,"
    " probability REAL NOT NULL, risk REAL NOT NULL, drawn INTEGER NOT NULL,"
    " PRIMARY KEY (campaign, number), UNIQUE (campaign, sample)) STRICT, WITHOUT ROWID",
    "CREATE TABLE campaign_machine (campaign INTEGER NOT NULL, number INTEGER NOT NULL,"
    " run INTEGER NOT NULL, score REAL NOT NULL, PRIMARY KEY (campaign, number, run),"
    " FOREIGN KEY (campaign, number) REFERENCES campaign_pool (campaign, number))"
    " STRICT, WITHOUT ROWID",
    "CREATE TABLE campaign_gold (campaign INTEGER NOT NULL, item INTEGER NOT NULL,"
    " dimension TEXT NOT NULL, score REAL NOT NULL, PRIMARY KEY (campaign, item, dimension),"
    " FOREIGN KEY (campaign, item) REFERENCES campaign_item (campaign, number))"
    " STRICT, WITHOUT ROWID",
    "CREATE TABLE campaign_pair (campaign INTEGER NOT NULL, item INTEGER NOT NULL,"
    " other_run INTEGER NOT NULL, other TEXT NOT NULL, PRIMARY KEY (campaign, item),"
    " FOREIGN KEY (campaign, item) REFERENCES campaign_item (campaign, number))"
    " STRICT, WITHOUT ROWID",
    "CREATE TRIGGER campaign_pool_stays BEFORE UPDATE ON campaign_pool"
    " BEGIN SELECT RAISE(ABORT, 'a draw is never changed'); END",
    // Of a rubric of the user's own; point 0 is the title.
    "CREATE TABLE campaign_rubric (campaign INTEGER NOT NULL REFERENCES campaign,"
    " number INTEGER NOT NULL, dimension TEXT NOT NULL, point INTEGER NOT NULL, en TEXT NOT NULL,"
    " zh_hant TEXT NOT NULL, zh_hans TEXT NOT NULL, PRIMARY KEY (campaign, number, point))"
    " STRICT, WITHOUT ROWID",
    "CREATE TRIGGER campaign_rubric_stays BEFORE UPDATE ON campaign_rubric"
    " BEGIN SELECT RAISE(ABORT, 'a rubric is never changed'); END",
    "CREATE TRIGGER campaign_rubric_kept BEFORE DELETE ON campaign_rubric"
    " BEGIN SELECT RAISE(ABORT, 'a rubric is never removed'); END",
    // Of a title; nothing in rubrics that were kept before it could be said.
    "ALTER TABLE campaign_rubric ADD COLUMN veto INTEGER",
};

ItemPart part_of(std::string_view name) {
  for (const ItemPart part : {ItemPart::worst, ItemPart::repeat, ItemPart::gold}) {
    if (part_name(part) == name) return part;
  }
  return ItemPart::core;
}

Result<Done> write_samples(Database& database, const Campaign& campaign, const CampaignPool& pool) {
  Statement sample =
      SJ_TRY(database.prepare("INSERT INTO campaign_pool VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
  Statement machine =
      SJ_TRY(database.prepare("INSERT INTO campaign_machine VALUES (?1, ?2, ?3, ?4)"));
  std::int64_t number = 0;
  for (const PoolSample& one : pool.samples) {
    ++number;
    SJ_TRY(sample.run({campaign.id, number, one.sample, one.slice, one.probability, one.risk,
                       std::int64_t{one.drawn ? 1 : 0}}));
    std::int64_t run = 0;
    for (const double score : one.machine) {
      SJ_TRY(machine.run({campaign.id, number, run++, score}));
    }
  }
  return Done{};
}

}  // namespace

std::string_view part_name(ItemPart part) {
  switch (part) {
    case ItemPart::worst:
      return "worst";
    case ItemPart::repeat:
      return "repeat";
    case ItemPart::gold:
      return "gold";
    case ItemPart::core:
      break;
  }
  return "core";
}

Result<Done> migrate_pools(Database& database) {
  return database.migrate({"rating pools", kSteps});
}

Result<Done> write_pool(Database& database, const Campaign& campaign, const CampaignPool& pool) {
  for (const auto& [name, words] : campaign.facts) {
    SJ_TRY(
        database.run("INSERT INTO campaign_fact VALUES (?1, ?2, ?3)", {campaign.id, name, words}));
  }
  for (const CampaignItem& item : campaign.items) {
    if (item.part == ItemPart::core) continue;
    SJ_TRY(
        database.run("INSERT INTO campaign_part VALUES (?1, ?2, ?3, ?4)",
                     {campaign.id, item.number, std::string(part_name(item.part)), item.repeats}));
  }
  if (campaign.pairwise()) {
    for (const CampaignItem& item : campaign.items) {
      SJ_TRY(database.run("INSERT INTO campaign_pair VALUES (?1, ?2, ?3, ?4)",
                          {campaign.id, item.number, item.other_run, item.other}));
    }
  }
  for (const GoldScore& known : campaign.gold) {
    SJ_TRY(database.run("INSERT INTO campaign_gold VALUES (?1, ?2, ?3, ?4)",
                        {campaign.id, known.item, known.dimension, known.score}));
  }
  return write_samples(database, campaign, pool);
}

Result<Done> load_parts(Database& database, Campaign& campaign) {
  const auto facts = SJ_TRY(
      database.rows("SELECT name, words FROM campaign_fact WHERE campaign = ?1", {campaign.id}));
  for (const SqlRow& row : facts) campaign.facts[sql_text(row[0])] = sql_text(row[1]);
  const auto parts = SJ_TRY(database.rows(
      "SELECT item, part, repeats FROM campaign_part WHERE campaign = ?1", {campaign.id}));
  for (const SqlRow& row : parts) {
    CampaignItem& item = campaign.items[static_cast<std::size_t>(sql_integer(row[0]) - 1)];
    item.part = part_of(sql_text(row[1]));
    item.repeats = sql_integer(row[2]);
  }
  const auto pairs = SJ_TRY(database.rows(
      "SELECT item, other_run, other FROM campaign_pair WHERE campaign = ?1", {campaign.id}));
  for (const SqlRow& row : pairs) {
    CampaignItem& item = campaign.items[static_cast<std::size_t>(sql_integer(row[0]) - 1)];
    item.other_run = sql_integer(row[1]);
    item.other = sql_text(row[2]);
  }
  const auto gold = SJ_TRY(database.rows(
      "SELECT item, dimension, score FROM campaign_gold WHERE campaign = ?1", {campaign.id}));
  for (const SqlRow& row : gold) {
    campaign.gold.push_back(
        {sql_integer(row[0]), sql_text(row[1]), sql_number(row[2]).value_or(0)});
  }
  return Done{};
}

Result<Done> write_rubric(Database& database, const Campaign& campaign) {
  Statement insert = SJ_TRY(
      database.prepare("INSERT INTO campaign_rubric VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"));
  std::int64_t number = 0;
  for (const RubricDimension& one : campaign.own) {
    std::int64_t point = 0;
    const auto write = [&](const RubricWords& words) {
      return insert.run({campaign.id, number, one.key, point++, words.en, words.zh_hant,
                         words.zh_hans, std::int64_t{one.veto ? 1 : 0}});
    };
    SJ_TRY(write(one.title));
    for (const RubricWords& anchor : one.anchors) SJ_TRY(write(anchor));
    ++number;
  }
  return Done{};
}

Result<Done> load_rubric(Database& database, Campaign& campaign) {
  const auto rows = SJ_TRY(database.rows(
      "SELECT dimension, point, en, zh_hant, zh_hans, veto FROM campaign_rubric WHERE campaign = ?1"
      " ORDER BY number, point",
      {campaign.id}));
  for (const SqlRow& row : rows) {
    RubricWords words{sql_text(row[2]), sql_text(row[3]), sql_text(row[4])};
    if (sql_integer(row[1]) == 0) {
      RubricDimension& one = campaign.own.emplace_back();
      one.key = sql_text(row[0]);
      one.title = std::move(words);
      one.veto = sql_number(row[5]) ? sql_integer(row[5]) != 0 : one.key == kVeto;
    } else {
      campaign.own.back().anchors.push_back(std::move(words));
    }
  }
  return Done{};
}

Result<CampaignPool> load_pool(Database& database, const Campaign& campaign) {
  CampaignPool pool;
  const auto samples =
      SJ_TRY(database.rows("SELECT sample, slice, probability, risk, drawn FROM campaign_pool"
                           " WHERE campaign = ?1 ORDER BY number",
                           {campaign.id}));
  for (const SqlRow& row : samples) {
    PoolSample& sample = pool.samples.emplace_back();
    sample.sample = sql_text(row[0]);
    sample.slice = sql_text(row[1]);
    sample.probability = sql_number(row[2]).value_or(1);
    sample.risk = sql_number(row[3]).value_or(1);
    sample.drawn = sql_integer(row[4]) != 0;
  }
  const auto scores =
      SJ_TRY(database.rows("SELECT number, score FROM campaign_machine WHERE campaign = ?1"
                           " ORDER BY number, run",
                           {campaign.id}));
  for (const SqlRow& row : scores) {
    pool.samples[static_cast<std::size_t>(sql_integer(row[0]) - 1)].machine.push_back(
        sql_number(row[1]).value_or(0));
  }
  return pool;
}

}  // namespace shijin
