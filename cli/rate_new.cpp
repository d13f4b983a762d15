// shijin rate new: which texts of which runs, for whom, on what.
#include <algorithm>
#include <filesystem>
#include <set>

#include "cli/eval_plan.h"
#include "cli/measure.h"
#include "cli/output.h"
#include "cli/rate.h"
#include "cli/rate_machine.h"
#include "cli/rate_rubric.h"
#include "cli/save.h"

namespace shijin::cli {
namespace {

namespace fs = std::filesystem;

constexpr Text kBadName{"\"{0}\" cannot name a campaign, a rater or a dimension",
                        "「{0}」不能作為評分活動、評分者或面向的名稱"};
constexpr Text kGoodName{
    "1 to 60 characters, none of them / \\ # or a control character, and no dot in front",
    "1 到 60 個字元，不含 / \\ # 或控制字元，也不以點開頭"};
constexpr Text kTwice{"\"{0}\" is named twice", "「{0}」重複了"};
constexpr Text kTwiceHelp{"name each once", "每個名稱只寫一次"};
constexpr Text kReserved{"\"overall\" is worked out from the other dimensions",
                         "overall 由其他面向算出"};
constexpr Text kReservedHelp{"leave it out of --dims", "請勿列入 --dims"};
constexpr Text kNoRaters{"no rater is named", "沒有指定評分者"};
constexpr Text kRatersHelp{"name them: --raters ann,bo,chen", "請指定：--raters 甲,乙,丙"};
constexpr Text kMade{
    "made {0}, items: {1} (samples: {2}, runs: {3}), raters: {4}; next: shijin rate sheet {0}",
    "已建立 {0}：{1} 個項目（{2} 個樣本、{3} 個執行紀錄）、{4} 位評分者；下一步：shijin rate sheet "
    "{0}"};
constexpr Text kDrew{
    "drew {0} of {1} samples: half evenly, half by risk, as {2} and the other scores of the panel "
    "see "
    "it",
    "從 {1} 個樣本中抽出 {0} 個：一半均勻、一半依風險，風險由 {2} 與其他面板分數判斷"};
constexpr Text kDrewEvenly{"drew {0} of {1} samples, each as likely as any other",
                           "從 {1} 個樣本中抽出 {0} 個，每個機會相同"};
constexpr Text kWorst{"beside them, {0} of the lowest {1}: to be looked at, in no mean",
                      "另有 {1} 最低的 {0} 個：供檢視，不計入任何平均"};
constexpr Text kBadWorst{"--worst {0} is no number of samples", "--worst {0} 不是樣本數"};
constexpr Text kCount{"a whole number from 0 on", "0 以上的整數"};
constexpr Text kAllRated{"--{0} says how samples are drawn, but all of them are to be rated",
                         "--{0} 用於抽樣，但現在是全部評分"};
constexpr Text kNoPairOption{"--{0} means nothing where raters choose between two texts",
                             "兩篇擇一時，--{0} 沒有作用"};
constexpr Text kLeaveOut{"leave it out", "請拿掉"};
constexpr Text kOneRun{"there is one run, and nothing to choose between",
                       "只有一個執行紀錄，無從擇一"};
constexpr Text kNameTwo{"name the files of two runs or more", "請指定兩個以上執行紀錄的檔案"};
constexpr Text kNotInRubric{"the rubric has no dimension \"{0}\"", "評分標準沒有面向「{0}」"};
constexpr Text kInRubric{"one of: {0}", "下列之一：{0}"};
constexpr Text kTitleTwice{"two columns of the score sheets would be called \"{0}\"",
                           "評分表會有兩個欄位都叫「{0}」"};
constexpr Text kTitleTwiceHelp{"give the dimension another title", "請為該面向另取標題"};
constexpr Text kAddSample{"add --sample core:120", "請加上 --sample core:120"};

constexpr std::size_t kNameCharacters = 60;

Result<Done> check_names(const std::vector<std::string>& names) {
  std::set<std::string> seen;
  for (const std::string& name : names) {
    const bool odd = name.find_first_of("/\\#") != std::string::npos || printable(name) != name;
    if (name.empty() || odd || name.front() == '.' || count_code_points(name) > kNameCharacters) {
      return rate_error("rate-name-invalid", Message(kBadName, {printable(name)}),
                        Message(kGoodName), {});
    }
    if (!seen.insert(name).second) {
      return rate_error("rate-name-twice", Message(kTwice, {name}), {}, Message(kTwiceHelp));
    }
  }
  return Done{};
}

// The names of runs: of their files, or where those are equal, their paths.
std::vector<std::string> run_names(const std::vector<std::string>& files) {
  std::vector<std::string> names;
  for (const std::string& file : files) names.push_back(fs::path(file).stem().string());
  const std::set<std::string> different(names.begin(), names.end());
  return different.size() == names.size() ? names : files;
}

using Map = std::vector<std::pair<std::string, std::string>>;

// A campaign, and what its samples were drawn from.
struct SetUp {
  Campaign campaign;
  CampaignPool pool;
};

// The ids that --must-see names: those of a file, one a line, else those between commas.
Result<std::vector<std::string>> must_see(const Parsed& parsed) {
  if (!parsed.given("must-see")) return std::vector<std::string>();
  const std::string text = parsed.text("must-see");
  std::error_code ignored;
  if (!fs::is_regular_file(text, ignored)) return words_between_commas(text);
  const std::string lines = SJ_TRY(read_file(text));
  std::vector<std::string> ids;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    const std::string_view id = strip_python_space(std::string_view(lines).substr(at, end - at));
    if (!id.empty()) ids.emplace_back(id);
    at = end + 1;
  }
  return ids;
}

Result<std::int64_t> worst_wanted(const Parsed& parsed) {
  if (!parsed.given("worst")) return std::int64_t{0};
  const auto worst = parse_integer(parsed.text("worst"));
  if (worst && *worst >= 0) return *worst;
  return rate_error("rate-sample-invalid", Message(kBadWorst, {parsed.text("worst")}),
                    Message(kCount), {});
}

// Options that only mean something beside --sample.
Result<Done> check_sampling(const Parsed& parsed) {
  if (parsed.given("sample")) return Done{};
  for (const std::string_view option : {"risk-metric", "slice-by", "must-see", "worst"}) {
    if (!parsed.given(option)) continue;
    return rate_error("options-contradict", Message(kAllRated, {option}), {}, Message(kAddSample));
  }
  return Done{};
}

// What choosing between two texts has no use for.
Result<Done> check_pairwise(const Parsed& parsed) {
  if (parsed.text("mode") != "pairwise") return Done{};
  for (const std::string_view option : {"dims", "rubric", "sample", "gold"}) {
    if (!parsed.given(option)) continue;
    return rate_error("options-contradict", Message(kNoPairOption, {option}), {},
                      Message(kLeaveOut));
  }
  if (parsed.files.size() >= 4) return Done{};
  return rate_error("options-contradict", Message(kOneRun), {}, Message(kNameTwo));
}

Result<std::vector<CampaignRun>> read_runs(const Parsed& parsed, const Map& map, Notes& notes) {
  const std::vector<std::string> files(parsed.files.begin() + 2, parsed.files.end());
  const std::vector<std::string> names = run_names(files);
  std::vector<std::string> more;
  if (parsed.given("slice-by")) more.push_back(parsed.text("slice-by"));
  std::vector<CampaignRun> runs;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const bool first = i == 0;  // slices are those of its rows
    runs.push_back(SJ_TRY(read_campaign_run(files[i], names[i], map, notes,
                                            first ? more : std::vector<std::string>())));
  }
  return runs;
}

// The machine's scores of every run, all by the same metric; without any, each scores the same.
Result<std::vector<MachineScores>> score_runs(const Parsed& parsed, const SamplePlan& plan,
                                              const std::vector<CampaignRun>& runs,
                                              const Map& map) {
  std::string key = parsed.text("risk-metric");
  std::vector<MachineScores> machine;
  for (const CampaignRun& run : runs) {
    Result<MachineScores> scores = machine_scores(run, key, map);
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

Result<SetUp> draw(const Parsed& parsed, std::vector<CampaignRun> runs, const Map& map,
                   std::uint64_t seed, Notes& notes) {
  if (!parsed.given("sample")) {
    return SetUp{SJ_TRY(make_campaign(parsed.files[1], std::move(runs))), {}};
  }
  SamplePlan plan = SJ_TRY(parse_sample_plan(parsed.text("sample")));
  plan.must = SJ_TRY(must_see(parsed));
  plan.worst = SJ_TRY(worst_wanted(parsed));
  if (!runs.front().more.empty()) plan.slice = runs.front().more.front();
  const auto machine = SJ_TRY(score_runs(parsed, plan, runs, map));
  const DrawnSamples drawn = SJ_TRY(draw_samples(runs, plan, machine, seed, notes));
  Campaign campaign = SJ_TRY(make_campaign(parsed.files[1], std::move(runs)));
  mark_worst(campaign, drawn.worst);
  campaign.facts["sample"] = parsed.text("sample");
  campaign.facts["sample-rule"] = std::to_string(kDrawRule);
  campaign.facts["risk-metric"] = machine.front().front().key;
  if (parsed.given("slice-by")) campaign.facts["slice-by"] = parsed.text("slice-by");
  return SetUp{std::move(campaign), drawn.pool};
}

// Repeats and gold, which raters do not know from the others.
Result<Done> hide_items(const Parsed& parsed, const Map& map, Campaign& campaign, Notes& notes) {
  if (parsed.given("repeats")) {
    const std::string text = parsed.text("repeats");
    add_repeats(campaign, SJ_TRY(parse_repeats(text, campaign.items.size())));
    campaign.facts["repeats"] = text;
  }
  if (!parsed.given("gold")) return Done{};
  campaign.facts["gold"] = parsed.text("gold");
  return add_gold(parsed.text("gold"), map, campaign, notes);
}

// The keys of --dims, else all of the rubric; those of a rubric of the user's own have to be in it.
Result<std::vector<std::string>> wanted_dimensions(const Parsed& parsed,
                                                   const std::vector<RubricDimension>& own) {
  const std::vector<RubricDimension>& rubric = own.empty() ? rubric_dimensions() : own;
  std::vector<std::string> keys;
  for (const RubricDimension& one : rubric) keys.push_back(one.key);
  std::vector<std::string> wanted = keys;
  if (parsed.given("dims")) wanted = words_between_commas(parsed.text("dims"));
  for (std::string& dimension : wanted) {
    const RubricDimension* known = find_rubric_dimension(rubric, dimension);
    if (known != nullptr) dimension = known->key;
    if (dimension == kOverall) {
      return rate_error("rate-name-invalid", Message(kReserved), {}, Message(kReservedHelp));
    }
    if (known != nullptr || own.empty()) continue;
    return rate_error("rubric-invalid", Message(kNotInRubric, {dimension}),
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
      return rate_error("rubric-invalid", Message(kTitleTwice, {title}), {},
                        Message(kTitleTwiceHelp));
    }
  }
  return Done{};
}

Result<SetUp> set_up(const Parsed& parsed, Notes& notes) {
  if (!parsed.given("raters")) {
    return rate_error("rate-no-raters", Message(kNoRaters), {}, Message(kRatersHelp));
  }
  const std::vector<std::string> raters = words_between_commas(parsed.text("raters"));
  std::vector<RubricDimension> own;
  if (parsed.given("rubric")) own = SJ_TRY(read_rubric(parsed.text("rubric")));
  std::vector<std::string> dimensions = SJ_TRY(wanted_dimensions(parsed, own));
  SJ_TRY(check_names({parsed.files[1]}));
  SJ_TRY(check_names(raters));
  SJ_TRY(check_names(dimensions));
  SJ_TRY(check_sampling(parsed));
  SJ_TRY(check_pairwise(parsed));
  Map map;
  for (const std::string& text : parsed.all("map")) map.push_back(SJ_TRY(parse_map(text)));
  std::uint64_t seed = 0;
  if (parsed.given("seed")) {
    seed = static_cast<std::uint64_t>(parse_integer(parsed.text("seed")).value_or(0));
  }
  std::vector<CampaignRun> runs = SJ_TRY(read_runs(parsed, map, notes));
  SetUp made = SJ_TRY(draw(parsed, std::move(runs), map, seed, notes));
  made.campaign.raters = raters;
  made.campaign.dimensions = std::move(dimensions);
  if (!own.empty()) made.campaign.rubric = rubric_version(own);
  made.campaign.own = std::move(own);
  made.campaign.created = run_facts(parsed, {}).created;
  made.campaign.seed = seed;
  if (parsed.text("mode") == "pairwise") make_pairs(made.campaign);
  SJ_TRY(check_titles(made.campaign));
  SJ_TRY(hide_items(parsed, map, made.campaign, notes));
  note_identity_leaks(made.campaign, notes);
  return made;
}

void say(const Notes& notes, const Console& console) {
  if (!notes.all().empty()) write_error(describe(notes, console.language));
}

std::string count(std::size_t n) { return grouped(static_cast<std::int64_t>(n)); }

void say_made(const SetUp& made, const Console& console) {
  const Campaign& campaign = made.campaign;
  std::string words;
  if (!made.pool.empty()) {
    const auto drawn = std::count_if(made.pool.samples.begin(), made.pool.samples.end(),
                                     [](const PoolSample& one) { return one.drawn; });
    const std::size_t worst = campaign.samples() - static_cast<std::size_t>(drawn);
    const bool core = campaign.fact("sample").starts_with("core");
    words = Message(core ? kDrew : kDrewEvenly,
                    {grouped(drawn), count(made.pool.samples.size()), campaign.fact("risk-metric")})
                .in(console.language) +
            "\n";
    if (worst > 0) {
      words +=
          Message(kWorst, {count(worst), campaign.fact("risk-metric")}).in(console.language) + "\n";
    }
  }
  words += Message(kMade, {campaign.name, count(campaign.items.size()), count(campaign.samples()),
                           count(campaign.runs.size()), count(campaign.raters.size())})
               .in(console.language) +
           "\n";
  write_error(words);
}

}  // namespace

Exit rate_new(const Parsed& parsed, const Console& console) {
  Notes notes;
  Result<SetUp> made = set_up(parsed, notes);
  say(notes, console);
  if (!made.ok()) return refuse(made.error(), console);
  if (notes.has_errors()) return Exit::could_not;
  const auto keep = [&]() -> Result<Done> {
    const Store store = SJ_TRY(Store::make(store_folder(parsed)));
    CampaignBook book = SJ_TRY(CampaignBook::open(store.folder() + "/shijin.db"));
    return book.add(made->campaign, made->pool);
  };
  const Result<Done> kept = keep();
  if (!kept.ok()) return refuse(kept.error(), console);
  if (!console.quiet) say_made(*made, console);
  return Exit::good;
}

}  // namespace shijin::cli
