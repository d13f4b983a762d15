// shijin runs: what the store holds, and what may be done with it.
#include "cli/runs.h"

#include "cli/data_options.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/save.h"

namespace shijin::cli {
namespace {

constexpr Text kActionUnknown{"shijin runs has no action \"{0}\"", "shijin runs 沒有動作「{0}」"};
constexpr Text kOneOf{"one of: {0}", "下列之一：{0}"};
constexpr Text kNoneNamed{"shijin runs {0} needs the name or id of a run",
                          "shijin runs {0} 需要執行紀錄的名稱或 id"};
constexpr Text kOneOnly{"shijin runs {0} takes one run, but {1} are given",
                        "shijin runs {0} 只接受一個執行紀錄，卻給了 {1} 個"};
constexpr Text kListsAll{"shijin runs list takes no run: it lists them all",
                         "shijin runs list 不接受執行紀錄：它會列出全部"};
constexpr Text kUsage{"usage: {0}", "用法：{0}"};
constexpr Text kRemoved{"removed {0} ({1})", "已移除 {0}（{1}）"};
constexpr std::string_view kActions = "list, show, rm, export, verify";

constexpr OptionInfo kOptions[] = {
    kStoreOption,
    {"output",
     OptionKind::text,
     "DIR",
     {"Of export: the folder to write (default: the run's name and .bundle).",
      "export 用：要寫入的資料夾（預設為執行紀錄的名稱加上 .bundle）。"},
     {},
     'o'},
    kGateOption,
    kScaleOkOption,
    kMetricsOption,
    kReportOption,
    kJsonOption,
    kMarkdownOption,
    kJunitOption,
};

constexpr std::string_view kExamples[] = {
    "shijin runs list",
    "shijin runs show r1 --gate 'accuracy>=0.7'",
    "shijin runs verify r1",
};

Error usage_error(Message found, Message expected, std::string_view usage) {
  Error error;
  error.name = "argument-unexpected";
  error.found = std::move(found);
  error.expected = std::move(expected);
  error.help = Message(kUsage, {usage});
  return error;
}

// How many runs an action takes.
Result<Done> check_line(const Parsed& parsed) {
  const std::string& action = parsed.files.front();
  const std::size_t runs = parsed.files.size() - 1;
  const bool known = action == "list" || action == "show" || action == "rm" || action == "export" ||
                     action == "verify";
  if (!known) {
    return usage_error(Message(kActionUnknown, {action}), Message(kOneOf, {kActions}),
                       "shijin runs list|show|rm|export|verify [RUN…]");
  }
  const std::string usage = "shijin runs " + action + (action == "rm" ? " RUN [RUN…]" : " RUN");
  if (action == "list") {
    if (runs > 0) return usage_error(Message(kListsAll), {}, "shijin runs list");
    return Done{};
  }
  if (runs == 0) return usage_error(Message(kNoneNamed, {action}), {}, usage);
  if (runs > 1 && action != "rm") {
    return usage_error(Message(kOneOnly, {action, std::to_string(runs)}), {}, usage);
  }
  return Done{};
}

Exit list_runs(const Parsed& parsed, Store& store, const Console& console) {
  Notes notes;
  auto runs = store.runs(notes);
  if (!notes.all().empty()) write_error(describe(notes, console.language));
  if (!runs.ok()) return refuse(runs.error(), console);
  const RunList list{store.folder(), std::move(*runs)};
  const Result<Done> written =
      parsed.given("json")
          ? write_result(parsed.text("json"), render_json(list), console)
          : write_output(render_terminal(write_document(list),
                                         {console.language, console.colour, console.columns}));
  return written.ok() ? Exit::good : refuse(written.error(), console);
}

Exit remove_runs(const Parsed& parsed, Store& store, const Console& console) {
  // All are found before any is removed, so that a mistyped name removes nothing.
  std::vector<RunRecord> runs;
  for (std::size_t i = 1; i < parsed.files.size(); ++i) {
    Result<RunRecord> run = store.find(parsed.files[i]);
    if (!run.ok()) return refuse(run.error(), console);
    runs.push_back(std::move(*run));
  }
  for (const RunRecord& run : runs) {
    const Result<Done> removed = store.remove(run.id);
    if (!removed.ok()) return refuse(removed.error(), console);
    if (!console.quiet) {
      write_error(Message(kRemoved, {run.name, run.id}).in(console.language) + "\n");
    }
  }
  return Exit::good;
}

Exit run(const Parsed& parsed, const Console& console) {
  const Result<Done> line = check_line(parsed);
  if (!line.ok()) return refuse(line.error(), console);
  const std::string& action = parsed.files.front();
  if (action == "verify") return verify_run(parsed, console);
  Result<Store> store = Store::open(store_folder(parsed));
  if (!store.ok()) return refuse(store.error(), console);
  if (action == "list") return list_runs(parsed, *store, console);
  if (action == "rm") return remove_runs(parsed, *store, console);
  if (action == "export") return export_run(parsed, *store, console);
  return show_run(parsed, *store, console);
}

}  // namespace

SJ_COMMAND(
    runs,
    {.name = "runs",
     .order = 17,
     .summary = {"The stored runs: list, show again, remove, export, verify.",
                 "已儲存的執行紀錄：列出、重看、移除、匯出、查驗。"},
     .usage = "shijin runs list|show|rm|export|verify [RUN…] [options]",
     .description =
         {"Every evaluation is kept under .shijin. `list` shows them; `show RUN` prints one again, "
          "with other gates or metrics where you name some, without reading its file; `rm RUN…` "
          "removes runs for good; `export RUN` writes an evidence bundle (digest of the data, "
          "options, signatures, statistics, no texts); `verify RUN` works a run or a bundle out "
          "again and says what differs (exit 1). RUN is a name (the newest of that name), an id, "
          "or the beginning of one.",
          "每次評測都會保留在 .shijin。list 列出全部；show RUN 不必讀檔就能重看，也可另給門檻或"
          "指標；rm RUN… 永久移除；export RUN 寫出證據包（資料摘要、選項、簽章、統計量，不含文"
          "字）；verify RUN 重新計算執行紀錄或證據包，說明哪裡不同（結束碼 1）。RUN 可以是名稱"
          "（同名取最新）、id，或 id 的開頭。"},
     .positionals = {1, kAnyNumber, "ACTION"},
     .options = kOptions,
     .examples = kExamples,
     .run = &run});

}  // namespace shijin::cli
