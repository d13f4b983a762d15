// shijin rate new: which texts of which runs, for whom, on what.
#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>

#include "cli/compare_runs.h"
#include "cli/eval_plan.h"
#include "cli/measure.h"
#include "cli/output.h"
#include "cli/rate.h"
#include "cli/rate_rubric.h"
#include "cli/save.h"

namespace shijin::cli {
namespace {

namespace fs = std::filesystem;
using Map = std::vector<std::pair<std::string, std::string>>;

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
constexpr Text kAddSample{"add --sample core:120", "請加上 --sample core:120"};

// The runs that a line names, each as a file; texts of stored runs are kept until this goes.
class RunFiles {
 public:
  Result<std::vector<CampaignFile>> find(const Parsed& parsed, const Map& map);

 private:
  Result<std::string> texts_of(const RunRecord& record, Store& store);

  std::optional<PrivateFolder> folder_;
};

Result<std::string> RunFiles::texts_of(const RunRecord& record, Store& store) {
  if (!folder_) folder_.emplace(SJ_TRY(PrivateFolder::make()));
  const std::string path = folder_->path() + "/" + record.id + ".jsonl";
  SJ_TRY(write_run_texts(store, record, path));
  return path;
}

// A file is called by its name without its end, or where two have the same, by its path.
Result<std::vector<CampaignFile>> RunFiles::find(const Parsed& parsed, const Map& map) {
  std::vector<CampaignFile> files;
  std::set<std::string> names;
  std::optional<Store> store;
  for (auto word = parsed.files.begin() + 2; word != parsed.files.end(); ++word) {
    const RunSource source = SJ_TRY(find_run(*word, parsed, store));
    if (source.stored) {  // then the store is open
      const RunRecord& record = source.stored->record;
      files.push_back({SJ_TRY(texts_of(record, *store)), record.name});
    } else {
      files.push_back({source.file, fs::path(source.file).stem().string(), map});
    }
    names.insert(files.back().name);
  }
  if (names.size() == files.size()) return files;
  for (std::size_t i = 0; i < files.size(); ++i) files[i].name = parsed.files[i + 2];
  return files;
}

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
  return Done{};
}

Result<CampaignAsked> asked_of(const Parsed& parsed, RunFiles& runs) {
  CampaignAsked asked;
  asked.name = parsed.files[1];
  if (parsed.given("raters")) asked.raters = words_between_commas(parsed.text("raters"));
  if (parsed.given("overlap")) {
    asked.overlap = parse_integer(parsed.text("overlap")).value_or(0);
  }
  if (parsed.given("dims")) asked.dimensions = words_between_commas(parsed.text("dims"));
  if (parsed.given("rubric")) asked.own = SJ_TRY(read_rubric(parsed.text("rubric")));
  SJ_TRY(check_sampling(parsed));
  SJ_TRY(check_pairwise(parsed));
  Map map;
  for (const std::string& text : parsed.all("map")) map.push_back(SJ_TRY(parse_map(text)));
  asked.files = SJ_TRY(runs.find(parsed, map));
  if (parsed.text("mode") == "pairwise") asked.mode = CampaignAsked::Mode::pairwise;
  if (parsed.given("seed")) {
    asked.seed = static_cast<std::uint64_t>(parse_integer(parsed.text("seed")).value_or(0));
  }
  if (parsed.given("sample")) asked.sample = parsed.text("sample");
  asked.risk_metric = parsed.text("risk-metric");
  asked.slice_by = parsed.text("slice-by");
  asked.must_see = SJ_TRY(must_see(parsed));
  asked.worst = SJ_TRY(worst_wanted(parsed));
  if (parsed.given("repeats")) asked.repeats = parsed.text("repeats");
  if (parsed.given("gold")) {
    asked.gold = CampaignFile{parsed.text("gold"), parsed.text("gold"), map};
  }
  asked.created = run_facts(parsed, {}).created;
  return asked;
}

Result<CampaignMade> make(const Parsed& parsed, Notes& notes) {
  RunFiles runs;
  const CampaignAsked asked = SJ_TRY(asked_of(parsed, runs));
  return set_up_campaign(asked, notes);
}

void say(const Notes& notes, const Console& console) {
  if (!notes.all().empty()) write_error(describe(notes, console.language));
}

std::string count(std::size_t n) { return grouped(static_cast<std::int64_t>(n)); }

void say_made(const CampaignMade& made, const Console& console) {
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
  Result<CampaignMade> made = make(parsed, notes);
  say(notes, console);
  if (!made.ok()) return refuse(made.error(), console);
  if (notes.has_errors()) return Exit::could_not;
  const Result<Done> kept = keep_campaign(store_folder(parsed), *made);
  if (!kept.ok()) return refuse(kept.error(), console);
  if (!console.quiet) say_made(*made, console);
  return Exit::good;
}

}  // namespace shijin::cli
