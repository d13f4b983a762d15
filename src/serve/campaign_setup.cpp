// Step by step; nothing is kept before all of it is there.
#include "serve/campaign_setup.h"

#include <algorithm>
#include <set>

#include "base/listed.h"
#include "base/utf8.h"
#include "base/width.h"
#include "rate/core_sample.h"
#include "rate/hidden_items.h"
#include "rate/pairwise.h"
#include "rate/sheet.h"
#include "serve/run_scores.h"
#include "store/store.h"

namespace shijin {
namespace {

constexpr Text kBadName{"\"{0}\" cannot name a campaign, a rater or a dimension",
                        "「{0}」不能作為評分活動、評分者或面向的名稱"};
constexpr Text kGoodName{
    "1 to 60 characters, none of them / \\ # or a control character, and no dot in front",
    "1 到 60 個字元，不含 / \\ # 或控制字元，也不以點開頭"};
constexpr Text kTwice{"\"{0}\" is named twice", "「{0}」重複了"};
constexpr Text kTwiceHelp{"name each once", "每個名稱只寫一次"};
constexpr Text kReserved{"\"overall\" is worked out from the other dimensions",
                         "overall 由其他面向算出"};
constexpr Text kReservedHelp{"leave it out", "請拿掉"};
constexpr Text kNoRaters{"no rater is named", "沒有指定評分者"};
constexpr Text kRatersHelp{"name them: --raters ann,bo,chen", "請指定：--raters 甲,乙,丙"};
constexpr Text kNotInRubric{"the rubric has no dimension \"{0}\"", "評分標準沒有面向「{0}」"};
constexpr Text kInRubric{"one of: {0}", "下列之一：{0}"};
constexpr Text kTitleTwice{"two columns of the score sheets would be called \"{0}\"",
                           "評分表會有兩個欄位都叫「{0}」"};
constexpr Text kOneRun{"there is one run, and nothing to choose between",
                       "只有一個執行紀錄，無從擇一"};
constexpr Text kNameTwo{"name the files of two runs or more", "請指定兩個以上執行紀錄的檔案"};
constexpr Text kOverlap{"each text is to have {0} raters, and there are {1}",
                        "每篇文字要有 {0} 位評分者，但只有 {1} 位"};
constexpr Text kOverlapFits{"a whole number from 1 to {0}", "1 到 {0} 的整數"};
constexpr Text kTitleTwiceHelp{"give the dimension another title", "請為該面向另取標題"};

constexpr std::size_t kNameCharacters = 60;

Error setup_error(const char* name, Message found, Message expected, Text help) {
  Error error;
  error.name = name;
  error.found = std::move(found);
  error.expected = std::move(expected);
  if (!help.empty()) error.help = Message(help);
  return error;
}

Result<Done> check_names(const std::vector<std::string>& names) {
  std::set<std::string> seen;
  for (const std::string& name : names) {
    const bool odd = name.find_first_of("/\\#") != std::string::npos || printable(name) != name;
    if (name.empty() || odd || name.front() == '.' || count_code_points(name) > kNameCharacters) {
      return setup_error("rate-name-invalid", Message(kBadName, {printable(name)}),
                         Message(kGoodName), {});
    }
    if (!seen.insert(name).second) {
      return setup_error("rate-name-twice", Message(kTwice, {name}), {}, kTwiceHelp);
    }
  }
  return Done{};
}

Result<std::vector<CampaignRun>> read_runs(const CampaignAsked& asked, Notes& notes) {
  std::vector<CampaignRun> runs;
  for (const CampaignFile& file : asked.files) {
    std::vector<std::string> more;  // slices are those of the first one's rows
    if (!asked.slice_by.empty() && runs.empty()) more.push_back(asked.slice_by);
    runs.push_back(SJ_TRY(read_campaign_run(file.path, file.name, file.map, notes, more)));
  }
  return runs;
}

// The machine's scores of every run, all by the same metric; without any, each scores the same.
Result<std::vector<MachineScores>> score_runs(const CampaignAsked& asked, const SamplePlan& plan,
                                              const std::vector<CampaignRun>& runs) {
  std::string key = asked.risk_metric;
  std::vector<MachineScores> machine;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const CampaignRun& run = runs[i];
    Result<MachineScores> scores = machine_scores(run, key, asked.files[i].map);
    if (!scores.ok()) {
      const bool needed = plan.way == SamplePlan::Way::core || plan.worst > 0 || !key.empty();
      if (needed || !machine.empty()) return scores.error();
      const std::vector<std::optional<double>> none(run.rows.size(), 0.0);
      return std::vector<MachineScores>(runs.size(), MachineScores{{"", true, none}});
    }
    key = scores->front().key;
    machine.push_back(std::move(scores).value());
  }
  return machine;
}

Result<CampaignMade> draw(const CampaignAsked& asked, std::vector<CampaignRun> runs, Notes& notes) {
  if (!asked.sample) {
    return CampaignMade{SJ_TRY(make_campaign(asked.name, std::move(runs))), {}};
  }
  SamplePlan plan = SJ_TRY(parse_sample_plan(*asked.sample));
  plan.must = asked.must_see;
  plan.worst = asked.worst;
  if (!runs.front().more.empty()) plan.slice = runs.front().more.front();
  const auto machine = SJ_TRY(score_runs(asked, plan, runs));
  const DrawnSamples drawn = SJ_TRY(draw_samples(runs, plan, machine, asked.seed, notes));
  Campaign campaign = SJ_TRY(make_campaign(asked.name, std::move(runs)));
  mark_worst(campaign, drawn.worst);
  campaign.facts["sample"] = *asked.sample;
  campaign.facts["sample-rule"] = std::to_string(kDrawRule);
  campaign.facts["risk-metric"] = machine.front().front().key;
  if (!asked.slice_by.empty()) campaign.facts["slice-by"] = asked.slice_by;
  return CampaignMade{std::move(campaign), drawn.pool};
}

// Repeats and gold, which raters do not know from the others.
Result<Done> hide_items(const CampaignAsked& asked, Campaign& campaign, Notes& notes) {
  if (asked.repeats) {
    add_repeats(campaign, SJ_TRY(parse_repeats(*asked.repeats, campaign.items.size())));
    campaign.facts["repeats"] = *asked.repeats;
  }
  if (!asked.gold) return Done{};
  campaign.facts["gold"] = asked.gold->name;
  return add_gold(asked.gold->path, asked.gold->map, campaign, notes);
}

// The keys asked for, else all of the rubric; those of a rubric of the user's own have to be in it.
Result<std::vector<std::string>> wanted_dimensions(const CampaignAsked& asked) {
  const std::vector<RubricDimension>& rubric = asked.own.empty() ? rubric_dimensions() : asked.own;
  std::vector<std::string> keys;
  for (const RubricDimension& one : rubric) keys.push_back(one.key);
  std::vector<std::string> wanted = asked.dimensions.empty() ? keys : asked.dimensions;
  for (std::string& dimension : wanted) {
    const RubricDimension* known = find_rubric_dimension(rubric, dimension);
    if (known != nullptr) dimension = known->key;
    if (dimension == kOverall) {
      return setup_error("rate-name-invalid", Message(kReserved), {}, kReservedHelp);
    }
    if (known != nullptr || asked.own.empty()) continue;
    return setup_error("rubric-invalid", Message(kNotInRubric, {dimension}),
                       Message(kInRubric, {comma_list(keys)}), {});
  }
  return wanted;
}

// Sheets are read back by the titles of their columns.
Result<Done> check_titles(const Campaign& campaign) {
  for (const Language language : {Language::en, Language::zh_hant, Language::zh_hans}) {
    std::set<std::string> titles = {problem_title().in(language)};
    for (const SheetColumn& column : sheet_columns(campaign)) {
      const std::string title = column.title().in(language);
      if (titles.insert(title).second) continue;
      return setup_error("rubric-invalid", Message(kTitleTwice, {title}), {}, kTitleTwiceHelp);
    }
  }
  return Done{};
}

}  // namespace

Result<CampaignMade> set_up_campaign(const CampaignAsked& asked, Notes& notes) {
  if (asked.raters.empty()) {
    return setup_error("rate-no-raters", Message(kNoRaters), {}, kRatersHelp);
  }
  std::vector<std::string> dimensions = SJ_TRY(wanted_dimensions(asked));
  SJ_TRY(check_names({asked.name}));
  SJ_TRY(check_names(asked.raters));
  SJ_TRY(check_names(dimensions));
  const bool pairwise = asked.mode == CampaignAsked::Mode::pairwise;
  if (asked.files.size() < (pairwise ? 2U : 1U)) {
    return setup_error("options-contradict", Message(kOneRun), {}, kNameTwo);
  }
  std::vector<CampaignRun> runs = SJ_TRY(read_runs(asked, notes));
  const auto most = static_cast<std::int64_t>(asked.raters.size());
  if (asked.overlap && (*asked.overlap < 1 || *asked.overlap > most)) {
    return setup_error("rate-overlap-invalid",
                       Message(kOverlap, {std::to_string(*asked.overlap), std::to_string(most)}),
                       Message(kOverlapFits, {std::to_string(most)}), {});
  }
  CampaignMade made = SJ_TRY(draw(asked, std::move(runs), notes));
  made.campaign.raters = asked.raters;
  if (asked.overlap) made.campaign.facts["overlap"] = std::to_string(*asked.overlap);
  made.campaign.dimensions = std::move(dimensions);
  if (!asked.own.empty()) made.campaign.rubric = rubric_version(asked.own);
  made.campaign.own = asked.own;
  made.campaign.created = asked.created;
  made.campaign.seed = asked.seed;
  if (pairwise) make_pairs(made.campaign);
  SJ_TRY(check_titles(made.campaign));
  SJ_TRY(hide_items(asked, made.campaign, notes));
  note_identity_leaks(made.campaign, notes);
  return made;
}

Result<Done> keep_campaign(const std::string& store, CampaignMade& made) {
  const Store kept = SJ_TRY(Store::make(store));
  CampaignBook book = SJ_TRY(CampaignBook::open(kept.folder() + "/shijin.db"));
  return book.add(made.campaign, made.pool);
}

}  // namespace shijin
