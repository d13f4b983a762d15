// shijin rate new, sheet and import: what goes out to raters, and what comes back.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "cli/eval_plan.h"
#include "cli/measure.h"
#include "cli/output.h"
#include "cli/rate.h"
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
constexpr Text kWrote{"wrote {0}", "已寫入 {0}"};
constexpr Text kTook{"{0}: {1} took {2} rows of {3} ({4} cells new, {5} changed)",
                     "{0}：評分活動 {1} 已採用 {3} 的 {2} 列（新增 {4} 格，更改 {5} 格）"};
constexpr Text kWould{"{0}: {1} would take {2} rows of {3} ({4} cells new, {5} changed)",
                      "{0}：評分活動 {1} 將採用 {3} 的 {2} 列（新增 {4} 格，更改 {5} 格）"};
constexpr Text kNothing{"nothing was written: mend the sheets and import them again",
                        "沒有寫入任何內容：請修正評分表後再匯入"};

constexpr Text kTwoSheets{"E02: {0} and {1} score item {2} differently",
                          "E02：{0} 與 {1} 對項目 {2} 的評分不同"};
constexpr Text kTwoSheetsHelp{"import one of the two sheets of {0}, or make them agree",
                              "請只匯入 {0} 的其中一份表，或讓兩份一致"};

constexpr std::string_view kDefaultDimensions = "relevance,fluency,style,compliance";
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

Result<Campaign> set_up(const Parsed& parsed, Notes& notes) {
  if (!parsed.given("raters")) {
    return rate_error("rate-no-raters", Message(kNoRaters), {}, Message(kRatersHelp));
  }
  const std::vector<std::string> raters = words_between_commas(parsed.text("raters"));
  std::vector<std::string> dimensions = words_between_commas(
      parsed.given("dims") ? parsed.text("dims") : std::string(kDefaultDimensions));
  for (std::string& dimension : dimensions) {
    const RubricDimension* known = find_rubric_dimension(dimension);
    if (known != nullptr) dimension = known->key;
    if (dimension != kOverall) continue;
    return rate_error("rate-name-invalid", Message(kReserved), {}, Message(kReservedHelp));
  }
  SJ_TRY(check_names({parsed.files[1]}));
  SJ_TRY(check_names(raters));
  SJ_TRY(check_names(dimensions));
  std::vector<std::pair<std::string, std::string>> map;
  for (const std::string& text : parsed.all("map")) map.push_back(SJ_TRY(parse_map(text)));
  const std::vector<std::string> files(parsed.files.begin() + 2, parsed.files.end());
  const std::vector<std::string> names = run_names(files);
  std::vector<CampaignRun> runs;
  for (std::size_t i = 0; i < files.size(); ++i) {
    runs.push_back(SJ_TRY(read_campaign_run(files[i], names[i], map, notes)));
  }
  Campaign campaign = SJ_TRY(make_campaign(parsed.files[1], std::move(runs)));
  campaign.raters = raters;
  campaign.dimensions = std::move(dimensions);
  campaign.created = run_facts(parsed, {}).created;
  if (parsed.given("seed")) {
    campaign.seed = static_cast<std::uint64_t>(parse_integer(parsed.text("seed")).value_or(0));
  }
  note_identity_leaks(campaign, notes);
  return campaign;
}

void say(const Notes& notes, const Console& console) {
  if (!notes.all().empty()) write_error(describe(notes, console.language));
}

std::string count(std::size_t n) { return grouped(static_cast<std::int64_t>(n)); }

Result<Done> write_sheets(const Parsed& parsed, const Console& console) {
  CampaignBook book = SJ_TRY(open_book(parsed));
  const Campaign campaign = SJ_TRY(book.load(parsed.files[1]));
  const RatingTable ratings = SJ_TRY(book.ratings(campaign));
  std::string folder = ".";
  if (parsed.given("output")) {
    folder = parsed.text("output");
    std::error_code ignored;  // writing there says what is wrong
    fs::create_directories(folder, ignored);
  }
  for (const std::string& rater : campaign.raters) {
    const auto cells = sheet_cells(campaign, rater, ratings, console.language);
    const std::string name = campaign.name + "." + rater;
    const std::string path = (fs::path(folder) / name).lexically_normal().string();
    SJ_TRY(write_result(path + ".csv", sheet_csv(cells), console));
    SJ_TRY(write_sheet_xlsx(path + ".xlsx", campaign, cells, console.language));
    if (!console.quiet) {
      write_error(Message(kWrote, {path + ".xlsx"}).in(console.language) + "\n");
    }
  }
  return Done{};
}

// Sheets that were read and checked against what is there.
struct Checked {
  Campaign campaign;
  std::vector<SheetCheck> sheets;
};

// Two sheets of one rater in one import have to say the same.
void check_against_others(const Campaign& campaign, const std::vector<SheetCheck>& sheets,
                          Notes& notes) {
  std::map<RatingPlace, std::pair<const RatingEntry*, const SheetCheck*>> said;
  for (const SheetCheck& sheet : sheets) {
    for (const RatingEntry& entry : sheet.entries) {
      const auto [at, fresh] =
          said.try_emplace({entry.item, entry.rater, entry.field}, &entry, &sheet);
      if (fresh || at->second.first->same_words(entry)) continue;
      Error error = rate_error(
          "sheet-key-twice",
          Message(kTwoSheets, {at->second.second->path, sheet.path,
                               campaign.items[static_cast<std::size_t>(entry.item - 1)].key}),
          {}, Message(kTwoSheetsHelp, {entry.rater}));
      error.at.file = sheet.path;
      notes.add(std::move(error));
    }
  }
}

Result<Checked> check_sheets(const Parsed& parsed, CampaignBook& book, Prefer prefer,
                             Notes& notes) {
  Checked checked;
  checked.campaign = SJ_TRY(book.load(parsed.files[1]));
  const RatingTable now = SJ_TRY(book.ratings(checked.campaign));
  for (std::size_t i = 2; i < parsed.files.size(); ++i) {
    const Result<SheetFile> sheet = read_sheet(parsed.files[i], notes);
    if (!sheet.ok()) {
      notes.add(sheet.error());
      continue;
    }
    checked.sheets.push_back(check_sheet(checked.campaign, *sheet, now, prefer, notes));
  }
  check_against_others(checked.campaign, checked.sheets, notes);
  return checked;
}

void say_sheet(const Text& form, const Campaign& campaign, const SheetCheck& sheet,
               std::int64_t changed, const Console& console) {
  if (console.quiet) return;
  write_error(Message(form, {sheet.path, campaign.name, grouped(sheet.rows), sheet.rater,
                             grouped(sheet.fresh), grouped(changed)})
                  .in(console.language) +
              "\n");
}

}  // namespace

Exit rate_new(const Parsed& parsed, const Console& console) {
  Notes notes;
  Result<Campaign> campaign = set_up(parsed, notes);
  say(notes, console);
  if (!campaign.ok()) return refuse(campaign.error(), console);
  if (notes.has_errors()) return Exit::could_not;
  const auto keep = [&]() -> Result<Done> {
    const Store store = SJ_TRY(Store::make(store_folder(parsed)));
    CampaignBook book = SJ_TRY(CampaignBook::open(store.folder() + "/shijin.db"));
    return book.add(*campaign);
  };
  const Result<Done> kept = keep();
  if (!kept.ok()) return refuse(kept.error(), console);
  if (!console.quiet) {
    write_error(
        Message(kMade, {campaign->name, count(campaign->items.size()), count(campaign->samples()),
                        count(campaign->runs.size()), count(campaign->raters.size())})
            .in(console.language) +
        "\n");
  }
  return Exit::good;
}

Exit rate_sheet(const Parsed& parsed, const Console& console) {
  const Result<Done> written = write_sheets(parsed, console);
  return written.ok() ? Exit::good : refuse(written.error(), console);
}

Exit rate_import(const Parsed& parsed, const Console& console) {
  const Prefer prefer = parsed.text("prefer") == "store" ? Prefer::store : Prefer::sheet;
  const bool only_check = parsed.given("check");
  Result<CampaignBook> book = open_book(parsed);
  if (!book.ok()) return refuse(book.error(), console);
  Notes notes;
  const Result<Checked> checked = check_sheets(parsed, *book, prefer, notes);
  say(notes, console);
  if (!checked.ok()) return refuse(checked.error(), console);
  if (notes.has_errors()) {
    if (!only_check) write_error(std::string(kNothing.in(console.language)) + "\n");
    return only_check ? Exit::no : Exit::could_not;
  }
  std::vector<SourcedEntries> all;
  for (const SheetCheck& sheet : checked->sheets) {
    all.push_back({"sheet:" + fs::path(sheet.path).filename().string(), sheet.entries});
  }
  if (!only_check) {
    const Result<std::int64_t> written =
        book->record(checked->campaign, all, run_facts(parsed, {}).created, prefer);
    if (!written.ok()) return refuse(written.error(), console);
  }
  for (const SheetCheck& sheet : checked->sheets) {
    say_sheet(only_check ? kWould : kTook, checked->campaign, sheet,
              prefer == Prefer::sheet ? sheet.changed : 0, console);
  }
  return Exit::good;
}

}  // namespace shijin::cli
