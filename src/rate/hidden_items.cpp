// Hidden items are put behind those of samples; item_order() strews them.
#include "rate/hidden_items.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "base/hash.h"
#include "base/listed.h"
#include "base/numbers.h"
#include "base/random.h"
#include "rate/blind.h"
#include "rate/rubric.h"
#include "table/table.h"

namespace shijin {
namespace {

constexpr Text kBadRepeats{"\"{0}\" is no number of repeats", "「{0}」不是重複題的數量"};
constexpr Text kRepeats{"a share such as 5%, or a number from 1 to the {0} items there are",
                        "比例（例如 5%），或 1 到 {0}（項目總數）之間的數目"};
constexpr Text kNoKnown{"no column holds a known score", "沒有任何欄位是已知分數"};
constexpr Text kNamed{"columns named {0}", "名為 {0} 的欄位"};
constexpr Text kNotScore{"\"{0}\" in column {1} is no score", "欄位 {1} 中的「{0}」不是分數"};
constexpr Text kScores{"1, 2, 3, 4 or 5, or an empty cell", "1、2、3、4 或 5，或留空"};
constexpr Text kAskRepeats{
    "Ask {0}: of {1} scores given twice without knowing, {2} came out the same and {3} within one "
    "point. Are the words for each score clear, and was there time?",
    "請問 {0}：在不知情下重複評的 {1} 個分數中，{2} 個相同、{3} 個相差 1 分以內。各分數的說明清楚"
    "嗎？時間夠嗎？"};
constexpr Text kAskGold{
    "Ask {0}: of {1} scores that are known, {2} were hit and {3} missed by at most one point; on "
    "average "
    "{4}. Look at those texts together.",
    "請問 {0}：已知答案的 {1} 個分數中，答對 {2} 個、相差 1 分的 {3} 個；平均偏差 "
    "{4}。請一起看看這些"
    "文字。"};

constexpr std::int64_t kAskLeast = 4;  // scores behind a question
constexpr double kSameLeast = 0.5;
constexpr double kNearLeast = 0.9;
constexpr double kGoldNearLeast = 0.8;

Error problem(const char* name, const std::string& file, Message found, Message expected) {
  Error error;
  error.name = name;
  error.at.file = file;
  error.found = std::move(found);
  error.expected = std::move(expected);
  return error;
}

// A key that no other item has.
std::string fresh_key(const Campaign& campaign, std::string_view kind, const std::string& sample) {
  for (std::string tried(kind);; tried += '\x1e') {
    const std::string key = item_key(campaign.secret, tried, sample);
    if (campaign.find(key) == nullptr) return key;
  }
}

double score_at(const RatingTable& ratings, std::int64_t item, const std::string& rater,
                const std::string& dimension) {
  const auto found = ratings.find({item, rater, dimension});
  return found == ratings.end() ? std::nan("") : found->second.score.value_or(std::nan(""));
}

}  // namespace

Result<std::int64_t> parse_repeats(const std::string& text, std::size_t items) {
  const bool share = text.ends_with('%');
  const auto number = parse_number(share ? text.substr(0, text.size() - 1) : text);
  const auto all = static_cast<double>(items);
  const double count = !number ? 0
                       : share ? std::max(std::round(*number / 100 * all), 1.0)
                               : *number;
  const bool good = number && *number > 0 && count <= all && count == std::round(count);
  if (good) return static_cast<std::int64_t>(count);
  return problem("rate-repeats-invalid", "", Message(kBadRepeats, {text}),
                 Message(kRepeats, {std::to_string(items)}));
}

void add_repeats(Campaign& campaign, std::int64_t count) {
  Random random(campaign.seed, hash_bytes("rate new --repeats"));
  std::vector<std::size_t> places(campaign.samples() * campaign.width());
  std::iota(places.begin(), places.end(), std::size_t{0});
  for (std::int64_t i = 0; i < count && !places.empty(); ++i) {
    const std::size_t at = random.below(places.size());
    CampaignItem item = campaign.items[places[at]];
    places.erase(places.begin() + static_cast<std::ptrdiff_t>(at));
    item.part = ItemPart::repeat;
    item.repeats = item.number;
    item.number = static_cast<std::int64_t>(campaign.items.size()) + 1;
    item.key = fresh_key(campaign, "\x1drepeat", item.key);
    campaign.items.push_back(std::move(item));
  }
}

Result<Done> add_gold(const std::string& path,
                      const std::vector<std::pair<std::string, std::string>>& map,
                      Campaign& campaign, Notes& notes) {
  std::vector<std::string> columns;
  std::vector<std::string> dimensions;
  {
    ReadOptions options;
    options.map = map;
    const std::string paths[] = {path};
    const Table table = SJ_TRY(Table::open(paths, options, notes));
    for (const std::string& name : table.names()) {
      const std::string plain = name.starts_with("rating:") ? name.substr(7) : name;
      const RubricDimension* known = campaign.words(plain);
      const std::string dimension = known != nullptr ? known->key : plain;
      const auto& all = campaign.dimensions;
      if (std::find(all.begin(), all.end(), dimension) == all.end()) continue;
      columns.push_back(name);
      dimensions.push_back(dimension);
    }
  }
  if (columns.empty()) {
    return problem("rate-gold-invalid", path, Message(kNoKnown),
                   Message(kNamed, {comma_list(campaign.dimensions)}));
  }
  CampaignRun gold = SJ_TRY(read_campaign_run(path, "gold", map, notes, columns));
  for (std::size_t i = 0; i < gold.rows.size(); ++i) {
    CampaignItem& item = gold.rows[i];
    item.part = ItemPart::gold;
    item.number = static_cast<std::int64_t>(campaign.items.size()) + 1;
    item.key = fresh_key(campaign, "\x1dgold", item.sample);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const std::string& cell = gold.more[c][i];
      if (cell.empty()) continue;
      const auto score = parse_number(cell);
      if (!score || *score < kScoreLow || *score > kScoreHigh || *score != std::round(*score)) {
        return problem("rate-gold-invalid", path, Message(kNotScore, {cell, columns[c]}),
                       Message(kScores));
      }
      campaign.gold.push_back({item.number, dimensions[c], *score});
    }
    campaign.items.push_back(std::move(item));
  }
  return Done{};
}

std::vector<RaterQuality> rater_quality(const Campaign& campaign, const RatingTable& ratings) {
  std::vector<RaterQuality> all;
  for (const std::string& rater : campaign.raters) {
    RaterQuality& quality = all.emplace_back();
    quality.rater = rater;
    for (const CampaignItem& item : campaign.items) {
      if (item.part != ItemPart::repeat) continue;
      for (const std::string& dimension : campaign.dimensions) {
        const double apart = std::abs(score_at(ratings, item.number, rater, dimension) -
                                      score_at(ratings, item.repeats, rater, dimension));
        if (std::isnan(apart)) continue;
        ++quality.repeated;
        quality.repeated_same += apart == 0 ? 1 : 0;
        quality.repeated_near += apart <= 1 ? 1 : 0;
      }
    }
    for (const GoldScore& known : campaign.gold) {
      const double above = score_at(ratings, known.item, rater, known.dimension) - known.score;
      if (std::isnan(above)) continue;
      ++quality.gold;
      quality.gold_same += above == 0 ? 1 : 0;
      quality.gold_near += std::abs(above) <= 1 ? 1 : 0;
      quality.gold_bias += above;
    }
    if (quality.gold > 0) quality.gold_bias /= static_cast<double>(quality.gold);
  }
  return all;
}

std::vector<Message> quality_questions(const RaterQuality& quality) {
  std::vector<Message> questions;
  const auto share = [](std::int64_t part, std::int64_t all) {
    return static_cast<double>(part) / static_cast<double>(std::max<std::int64_t>(1, all));
  };
  const bool unsteady = share(quality.repeated_same, quality.repeated) < kSameLeast ||
                        share(quality.repeated_near, quality.repeated) < kNearLeast;
  if (quality.repeated >= kAskLeast && unsteady) {
    questions.emplace_back(
        kAskRepeats,
        std::vector<Message>{quality.rater, grouped(quality.repeated),
                             grouped(quality.repeated_same), grouped(quality.repeated_near)});
  }
  const bool off = share(quality.gold_near, quality.gold) < kGoldNearLeast ||
                   share(quality.gold_same, quality.gold) < kSameLeast;
  if (quality.gold >= kAskLeast && off) {
    const std::string bias = (quality.gold_bias > 0 ? "+" : "") + fixed(quality.gold_bias, 1);
    questions.emplace_back(
        kAskGold,
        std::vector<Message>{quality.rater, grouped(quality.gold), grouped(quality.gold_same),
                             grouped(quality.gold_near - quality.gold_same), bias});
  }
  return questions;
}

}  // namespace shijin
