// shijin report: the page of a stored run, or of several beside each other.
#include "cli/options.h"
#include "cli/output.h"
#include "cli/runs.h"
#include "cli/save.h"

namespace shijin::cli {

extern const Command command_compare;

namespace {

constexpr std::string_view kDefaultPage = "report.html";

constexpr OptionInfo kOptions[] = {
    {"output",
     OptionKind::text,
     "F.html",
     {"The page to write (default: report.html).", "要寫入的網頁（預設為 report.html）。"},
     {},
     'o'},
    {"base",
     OptionKind::text,
     "RUN",
     {"Of several runs, the one that the others are compared with (default: the first).",
      "有多個執行紀錄時，其他的要與哪一個比較（預設為第一個）。"}},
    kStoreOption,
};

constexpr std::string_view kExamples[] = {
    "shijin report r2 -o r2.html",
    "shijin report r1 r2 r3 -o rounds.html",
};

Exit run(const Parsed& line, const Console& console) {
  Parsed parsed = line;
  parsed.options["report"] = {line.given("output") ? line.text("output")
                                                   : std::string(kDefaultPage)};
  if (line.files.size() > 1) return command_compare.run(parsed, console);
  Result<Store> store = Store::open(store_folder(parsed));
  if (!store.ok()) return refuse(store.error(), console);
  parsed.files.insert(parsed.files.begin(), "show");
  return show_run(parsed, *store, console);
}

}  // namespace

SJ_COMMAND(
    report,
    {.name = "report",
     .order = 16,
     .summary = {"The page of a stored run, or of several beside each other.",
                 "一個執行紀錄的網頁報告，或多個並列的報告。"},
     .usage = "shijin report RUN [RUN…] [-o F.html]",
     .description =
         {"Write what a run says as one page to look at, which opens from disk and loads nothing. "
          "From two runs on it is the page of their comparison, the first being the base. RUN is a "
          "name, an id, or the beginning of one (shijin runs list); with several runs it may also "
          "be a file of predictions.",
          "把執行紀錄寫成單一網頁，直接從磁碟開啟，不連網路。兩個以上則寫成比較報告，第一個為基準"
          "。RUN 可以是名稱、id，或 id 的開頭（shijin runs list "
          "可查看）；有多個時也可以是預測檔。"},
     .positionals = {1, kAnyNumber, "RUN"},
     .options = kOptions,
     .examples = kExamples,
     .run = &run});

}  // namespace shijin::cli
