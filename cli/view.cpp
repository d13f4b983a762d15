// shijin view: the local web app over the store.
#include "cli/interrupt.h"
#include "cli/lists.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/rate.h"
#include "cli/save.h"
#include "cli/served.h"

namespace shijin::cli {
namespace {

constexpr Text kTwoStores{"two stores are named, {0} and {1}", "指定了兩個儲存區：{0} 與 {1}"};
constexpr Text kOneStore{"leave one of them out", "請去掉其中一個"};
constexpr Text kOpen{"Open this link in a browser (it is the key: give it to nobody):",
                     "請用瀏覽器開啟這個連結（它就是鑰匙，請勿外傳）："};
constexpr Text kLan{"From other machines in this network, unencrypted, by whoever has the link:",
                    "同網路的其他電腦可用下列連結開啟；傳輸未加密，知道連結的人都能進入："};
constexpr Text kStop{"Runs are read from {0}. Stop with Ctrl-C.",
                     "讀取 {0} 的執行紀錄。按 Ctrl-C 結束。"};

constexpr OptionInfo kOptions[] = {
    {"port",
     OptionKind::number,
     "N",
     {"Port to listen on (default: 7411, or any that is free; 0: any).",
      "監聽的連接埠（預設為 7411，被占用時改用任一空閒的；0 表示任一空閒的）。"}},
    {"lan",
     OptionKind::flag,
     "",
     {"Listen on this machine's network address as well, unencrypted; the link is still needed.",
      "同時在本機的區域網路位址上監聽，傳輸未加密；仍須有連結才能進入。"}},
    kStoreOption,
};

constexpr std::string_view kExamples[] = {
    "shijin view",
    "shijin view --store rounds/.shijin --port 8000",
};

Result<ViewOptions> options_of(const Parsed& parsed, const Console& console) {
  ViewOptions options;
  if (!parsed.files.empty() && parsed.given("store")) {
    Error error;
    error.name = "options-contradict";
    error.found = Message(kTwoStores, {parsed.files.front(), parsed.text("store")});
    error.help = Message(kOneStore);
    return error;
  }
  options.store = parsed.files.empty() ? store_folder(parsed) : parsed.files.front();
  options.language = console.language;
  options.port = SJ_TRY(port_of(parsed));
  options.rate_status = [store = options.store](const std::string& campaign) {
    Parsed status;
    status.files = {"status", campaign};
    status.options["store"] = {store};
    return rate_status_json(status);
  };
  if (parsed.given("lan")) options.lan = SJ_TRY(own_lan_address());
  return options;
}

Exit run(const Parsed& parsed, const Console& console) {
  const Result<ViewOptions> options = options_of(parsed, console);
  if (!options.ok()) return refuse(options.error(), console);
  Result<View> view = View::open(*options);
  if (!view.ok()) return refuse(view.error(), console);
  // The link is the result; what it is for is said beside it.
  if (!console.quiet) write_error(Message(kOpen).in(console.language) + "\n");
  Result<Done> written = write_output(view->link() + "\n");
  if (written.ok() && !view->lan_link().empty()) {
    write_error(Message(kLan).in(console.language) + "\n");
    written = write_output(view->lan_link() + "\n");
  }
  if (!written.ok()) return refuse(written.error(), console);
  if (!console.quiet) {
    write_error(Message(kStop, {options->store}).in(console.language) + "\n");
  }
  view->serve(stop_requested());
  return Exit::good;
}

}  // namespace

SJ_COMMAND(
    view,
    {.name = "view",
     .order = 19,
     .summary = {"The local web app: stored runs, comparisons, rounds, and files dropped on it.",
                 "本機網頁應用：瀏覽執行紀錄、比較、歷次版本，也可拖入檔案評測。"},
     .usage = "shijin view [STORE] [--port N] [--lan]",
     .description =
         {"Serve the store as pages to look at, on this machine alone, until Ctrl-C: the runs with "
          "their verdicts, the report of each, comparisons of those you choose, all rounds over "
          "one test set, and an import that shows what is in a file before it is measured. The "
          "printed link holds the key, and nothing is sent elsewhere.",
          "把儲存區變成可瀏覽的網頁，只在本機開放，按 Ctrl-C 結束：各次執行的結論與報告、任選幾次"
          "比較、同一測試集的歷次版本，以及匯入檔案（先看內容再評測）。畫面印出的連結帶有鑰匙；"
          "資料不會傳到別處。"},
     .positionals = {0, 1, "STORE"},
     .options = kOptions,
     .examples = kExamples,
     .run = &run});

}  // namespace shijin::cli
