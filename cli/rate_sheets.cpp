// shijin rate sheet and import: what goes out to raters, and what comes back.
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

constexpr Text kWrote{"wrote {0}", "已寫入 {0}"};
constexpr Text kTook{"{0}: {1} took {2} rows of {3} ({4} cells new, {5} changed)",
                     "{0}：評分活動 {1} 已採用 {3} 的 {2} 列（新增 {4} 格，更改 {5} 格）"};
constexpr Text kWould{"{0}: {1} would take {2} rows of {3} ({4} cells new, {5} changed)",
                      "{0}：評分活動 {1} 將採用 {3} 的 {2} 列（新增 {4} 格，更改 {5} 格）"};
constexpr Text kMarked{
    "wrote {0}: what to mend stands in its column \"{1}\"; mend it there, and import that",
    "已寫入 {0}：「{1}」欄說明如何修正；修正後匯入這一份即可"};
constexpr Text kNothing{"nothing was written: mend the sheets and import them again",
                        "沒有寫入任何內容：請修正評分表後再匯入"};

constexpr Text kTwoSheets{"E02: {0} and {1} score item {2} differently",
                          "E02：{0} 與 {1} 對項目 {2} 的評分不同"};
constexpr Text kTwoSheetsHelp{"import one of the two sheets of {0}, or make them agree",
                              "請只匯入 {0} 的其中一份表，或讓兩份一致"};

void say(const Notes& notes, const Console& console) {
  if (!notes.all().empty()) write_error(describe(notes, console.language));
}

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
  std::vector<SheetFile> files = {};  // of the same places
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
    Result<SheetFile> sheet = read_sheet(parsed.files[i], notes);
    if (!sheet.ok()) {
      notes.add(sheet.error());
      continue;
    }
    checked.sheets.push_back(check_sheet(checked.campaign, *sheet, now, prefer, notes));
    checked.files.push_back(std::move(*sheet));
  }
  check_against_others(checked.campaign, checked.sheets, notes);
  return checked;
}

// Where the marked copy of a sheet goes: beside it or in the folder of -o, over no file that is
// there, since somebody may be mending that.
fs::path marked_path(const Parsed& parsed, const std::string& sheet) {
  const fs::path path(sheet);
  const fs::path folder =
      parsed.given("output") ? fs::path(parsed.text("output")) : path.parent_path();
  std::string stem = path.stem().string();
  const std::size_t before = stem.rfind(".marked");
  if (before != std::string::npos && before > 0) stem.resize(before);
  std::error_code ignored;
  for (int copy = 1;; ++copy) {
    const std::string number = copy == 1 ? "" : "-" + std::to_string(copy);
    fs::path to = (folder / (stem + ".marked" + number)).lexically_normal();
    to += path.extension();
    if (!fs::exists(to, ignored)) return to;
  }
}

// A copy of each sheet that has something to mend, with what it is.
void write_marked(const Parsed& parsed, const Checked& checked, const Console& console) {
  for (std::size_t i = 0; i < checked.sheets.size(); ++i) {
    const SheetCheck& check = checked.sheets[i];
    const bool wrong = std::any_of(
        check.problems.begin(), check.problems.end(),
        [](const SheetProblem& problem) { return problem.severity == Severity::error; });
    if (!wrong) continue;
    const MarkedSheet sheet = mark_sheet(checked.files[i], check, console.language);
    if (parsed.given("output")) {
      std::error_code ignored;  // writing there says what is wrong
      fs::create_directories(parsed.text("output"), ignored);
    }
    const std::string path = marked_path(parsed, check.path).string();
    const bool workbook = !checked.files[i].sheet.empty();
    const Result<Done> written = workbook ? write_marked_xlsx(path, sheet, console.language)
                                          : write_file(path, sheet_csv(sheet.cells));
    if (!written.ok()) {
      write_error(describe(written.error(), console.language));
    } else if (!console.quiet) {
      write_error(Message(kMarked, {path, problem_title()}).in(console.language) + "\n");
    }
  }
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
    if (checked.ok() && (!only_check || parsed.given("output"))) {
      write_marked(parsed, *checked, console);
    }
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
