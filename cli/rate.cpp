// shijin rate: people score texts without knowing whose they are.
#include "cli/rate.h"

#include <algorithm>

#include "cli/data_options.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/save.h"

namespace shijin::cli {
namespace {

constexpr Text kActionUnknown{"shijin rate has no action \"{0}\"", "shijin rate 沒有動作「{0}」"};
constexpr Text kOneOf{"one of: {0}", "下列之一：{0}"};
constexpr Text kWords{"shijin rate {0} needs {1}", "shijin rate {0} 需要{1}"};
constexpr Text kTooMany{"shijin rate {0} takes one campaign, but {1} words are given",
                        "shijin rate {0} 只接受一個評分活動，卻給了 {1} 個詞"};
constexpr Text kName{"the name of a campaign", "評分活動的名稱"};
constexpr Text kNameFile{"a name for the campaign and at least one file of a run",
                         "活動名稱與至少一個執行紀錄的檔案"};
constexpr Text kNameSheet{"the name of a campaign and at least one score sheet",
                          "活動名稱與至少一份評分表"};
constexpr Text kUsage{"usage: {0}", "用法：{0}"};
constexpr Text kNotOf{"--{0} means nothing to shijin rate {1}",
                      "--{0} 對 shijin rate {1} 沒有作用"};
constexpr Text kLeaveOut{"leave it out", "請拿掉"};
constexpr std::string_view kActions = "new, serve, sheet, import, status, export, rubric";
constexpr std::string_view kUsageLine =
    "shijin rate new|serve|sheet|import|status|export|rubric NAME [FILE…]";

constexpr OptionInfo kOptions[] = {
    {"raters",
     OptionKind::text,
     "A,B,C",
     {"Of new: who scores, by name.", "new 用：評分者的名字。"}},
    {"overlap",
     OptionKind::number,
     "K",
     {"Of new: how many of the raters score each text, evenly shared out (default: all).",
      "new 用：每篇文字由幾位評分者評分，平均分配（預設為全部）。"}},
    {"dims",
     OptionKind::text,
     "D,E",
     {"Of new: what is scored (default: relevance,fluency,style,compliance).",
      "new 用：評分面向（預設為 relevance,fluency,style,compliance）。"}},
    {"rubric",
     OptionKind::text,
     "FILE.toml",
     {"Of new: your own dimensions with words for each point, in three languages; shijin rate "
      "rubric writes a file to start from.",
      "new 用：自訂的面向與各分數的說明，可寫三種語言；shijin rate rubric 會寫出可供修改的檔案。"}},
    kMapOption,
    {"seed",
     OptionKind::number,
     "N",
     {"Of new: seed of the order in which each rater sees the texts (default 0).",
      "new 用：各評分者看到文字的順序種子（預設 0）。"}},
    {"sample",
     OptionKind::text,
     "HOW:N",
     {"Of new: have N of the samples rated: core:N draws half of them evenly and half by risk, "
      "uniform:N all evenly. Their means then speak for all samples.",
      "new 用：只評 N 個樣本。core:N 一半均勻抽取、一半依風險抽取，uniform:N 全部均勻抽取；之後的"
      "平均代表全部樣本。"}},
    {"risk-metric",
     OptionKind::text,
     "KEY",
     {"Of new: the machine's score behind --sample, a metric or a column of numbers (default: the "
      "first of the panel that tells rows apart).",
      "new 用：--sample 依據的機器分數，可為指標或數字欄位（預設為面板中第一個能區分各列的）。"}},
    {"slice-by",
     OptionKind::text,
     "COLUMN",
     {"Of new: draw at least 10 samples of each value of this column, or all of fewer.",
      "new 用：此欄每個值至少抽 10 個樣本，不足則全抽。"}},
    {"must-see",
     OptionKind::text,
     "IDS",
     {"Of new: samples that are drawn for certain: their ids, or a file with one a line.",
      "new 用：必抽的樣本，寫 id，或每行一個 id 的檔案。"}},
    {"worst",
     OptionKind::text,
     "N",
     {"Of new: beside the draw, the N samples that the machine scored lowest; they enter no mean.",
      "new 用：在抽樣之外，另加機器評分最低的 N 個樣本；不計入任何平均。"}},
    {"mode",
     OptionKind::text,
     "MODE",
     {"Of new: score each text, or choose between two runs' texts side by side (default: scoring).",
      "new 用：逐篇評分（scoring），或兩個執行紀錄的文字並排擇一（pairwise）；預設 scoring。"},
     "scoring|pairwise"},
    {"repeats",
     OptionKind::text,
     "5%|N",
     {"Of new: have so many items scored a second time, hidden, to see how far raters agree with "
      "themselves.",
      "new 用：讓這麼多項目暗中重評一次，看評分者與自己是否一致。"}},
    {"gold",
     OptionKind::text,
     "FILE",
     {"Of new: texts whose scores are known, hidden among the others: columns as in a run, and one "
      "for each dimension.",
      "new 用：分數已知的文字，暗中混入其中；欄位與執行紀錄相同，另加各面向一欄。"}},
    {"output",
     OptionKind::text,
     "PATH",
     {"Of sheet: the folder to write to (default: here). Of import: the folder for marked copies "
      "of "
      "refused sheets (default: beside them). Of export and rubric: the file to write.",
      "sheet 用：寫入的資料夾（預設為此處）。import 用：被退回評分表的標註本所在資料夾（預設在原檔"
      "旁）。export 與 rubric 用：寫入的檔案。"},
     {},
     'o'},
    {"check",
     OptionKind::flag,
     "",
     {"Of import: only check the sheets; write nothing.", "import 用：只檢查，不寫入。"}},
    {"prefer",
     OptionKind::text,
     "WHICH",
     {"Of import: what stays where a sheet differs from what the rater said before (default: "
      "sheet).",
      "import 用：表中的值與先前不同時保留何者（預設 sheet）。"},
     "sheet|store"},
    {"format",
     OptionKind::text,
     "FORMAT",
     {"Of export: long (JSON lines), wide (CSV, one row an item), dpo (preferred and other "
      "answer), "
      "label-studio (default: long).",
      "export 用：long（JSON 行）、wide（CSV，每項目一列）、dpo（較佳與較差的回答）、label-studio；"
      "預設 long。"},
     "long|wide|dpo|label-studio"},
    {"run",
     OptionKind::text,
     "NAME",
     {"Of status and export: one run of several.", "status 與 export 用：只看其中一個執行紀錄。"}},
    {"on",
     OptionKind::text,
     "FILE",
     {"Of status: the file of a run, to hold its metrics against what people said: who agrees with "
      "them, and on which samples they part.",
      "status "
      "用：執行紀錄的檔案，將其各項指標與人工評分對照：哪個指標與人一致，在哪些樣本上分歧。"}},
    {"gate",
     OptionKind::repeated,
     "'KEY>=BAR'",
     {"Of status and serve: a bar to clear (default: 'human[dim=overall]>=4'); decides the exit "
      "code of status.",
      "status 與 serve 用：必須達到的門檻（預設 'human[dim=overall]>=4'）；決定 status "
      "的結束碼。"}},
    {"port",
     OptionKind::number,
     "N",
     {"Of serve: port to listen on (default: 7412, or any that is free; 0: any).",
      "serve 用：監聽的連接埠（預設為 7412，被占用時改用任一空閒的；0 表示任一空閒的）。"}},
    {"lan",
     OptionKind::flag,
     "",
     {"Of serve: listen on this machine's network address as well, unencrypted.",
      "serve 用：同時在本機的區域網路位址上監聽，傳輸未加密。"}},
    {"host",
     OptionKind::text,
     "ADDRESS",
     {"Of serve: as --lan, on this one of the machine's addresses.",
      "serve 用：同 --lan，但指定本機的哪一個位址。"}},
    {"new-links",
     OptionKind::flag,
     "",
     {"Of serve: make new links; those of earlier starts stop working.",
      "serve 用：產生新的連結，先前的全部失效。"}},
    kStoreOption,
    kJsonOption,
};

constexpr std::string_view kExamples[] = {
    "shijin rate new pilot examples/copywriting_test.csv --raters ann,bo",
    "shijin rate serve pilot",
    "shijin rate sheet pilot -o sheets",
    "shijin rate status pilot",
};

// One action: how many words it takes, and its options besides --store.
struct Action {
  std::string_view name;
  std::size_t least;
  std::size_t most;
  Text needs;
  std::string_view usage;
  std::vector<std::string_view> options;
  Exit (*run)(const Parsed& parsed, const Console& console);
};

const std::vector<Action>& all_actions() {
  static const std::vector<Action> actions = {
      {"new",
       2,
       kAnyNumber,
       kNameFile,
       "shijin rate new NAME FILE… --raters a,b,c [--sample core:N]",
       {"raters", "overlap", "dims", "rubric", "map", "seed", "sample", "risk-metric", "slice-by",
        "must-see", "worst", "repeats", "gold", "mode"},
       &rate_new},
      {"serve",
       1,
       1,
       kName,
       "shijin rate serve NAME [--lan] [--port N] [--new-links]",
       {"port", "lan", "host", "new-links", "gate"},
       &rate_serve},
      {"sheet", 1, 1, kName, "shijin rate sheet NAME [-o DIR]", {"output"}, &rate_sheet},
      {"import",
       2,
       kAnyNumber,
       kNameSheet,
       "shijin rate import NAME SHEET… [--check] [-o DIR]",
       {"check", "prefer", "output"},
       &rate_import},
      {"status",
       1,
       1,
       kName,
       "shijin rate status NAME [--gate 'KEY>=BAR'] [--json]",
       {"run", "gate", "json", "on", "map"},
       &rate_status},
      {"export",
       1,
       1,
       kName,
       "shijin rate export NAME -o FILE [--format long|wide|dpo|label-studio]",
       {"output", "run", "format"},
       &rate_export},
      {"rubric", 0, 1, kName, "shijin rate rubric [NAME] [-o FILE.toml]", {"output"}, &rate_rubric},
  };
  return actions;
}

Result<const Action*> action_of(const Parsed& parsed) {
  const auto& actions = all_actions();
  const auto found = std::find_if(actions.begin(), actions.end(), [&](const Action& action) {
    return action.name == parsed.files.front();
  });
  if (found == actions.end()) {
    return rate_error("argument-unexpected", Message(kActionUnknown, {parsed.files.front()}),
                      Message(kOneOf, {kActions}), Message(kUsage, {kUsageLine}));
  }
  const std::size_t words = parsed.files.size() - 1;
  if (words < found->least) {
    return rate_error("argument-unexpected", Message(kWords, {found->name, Message(found->needs)}),
                      {}, Message(kUsage, {found->usage}));
  }
  if (words > found->most) {
    return rate_error("argument-unexpected",
                      Message(kTooMany, {found->name, std::to_string(words)}), {},
                      Message(kUsage, {found->usage}));
  }
  for (const OptionInfo& option : kOptions) {
    const bool taken = option.name == "store" ||
                       std::find(found->options.begin(), found->options.end(), option.name) !=
                           found->options.end();
    if (taken || !parsed.given(option.name)) continue;
    return rate_error("options-contradict", Message(kNotOf, {option.name, found->name}),
                      Message(kUsage, {found->usage}), Message(kLeaveOut));
  }
  return &*found;
}

Exit run(const Parsed& parsed, const Console& console) {
  const Result<const Action*> action = action_of(parsed);
  if (!action.ok()) return refuse(action.error(), console);
  return (*action)->run(parsed, console);
}

}  // namespace

Error rate_error(const char* name, Message found, Message expected, Message help) {
  Error error;
  error.name = name;
  error.found = std::move(found);
  error.expected = std::move(expected);
  error.help = std::move(help);
  return error;
}

Result<CampaignBook> open_book(const Parsed& parsed) {
  const Store store = SJ_TRY(Store::open(store_folder(parsed)));
  return CampaignBook::open(store.folder() + "/shijin.db");
}

std::vector<std::string> words_between_commas(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at <= text.size();) {
    std::size_t end = text.size();
    std::size_t next = text.size() + 1;
    for (const std::string_view comma : {",", "，", "、"}) {
      const std::size_t found = text.find(comma, at);
      if (found < end) end = found, next = found + comma.size();
    }
    words.emplace_back(strip_python_space(text.substr(at, end - at)));
    at = next;
  }
  return words;
}

SJ_COMMAND(
    rate,
    {.name = "rate",
     .order = 20,
     .summary = {"Blind scoring by people: pages and score sheets, means, agreement, a verdict.",
                 "人工盲評：評分網頁與評分表、平均、一致程度與結論。"},
     .usage = "shijin rate new|serve|sheet|import|status|export|rubric NAME [FILE…] [options]",
     .description =
         {"`new NAME FILE…` makes a campaign from the outputs of one or more runs, each a file or "
          "the "
          "name of a stored run, under keys that do not say whose a text is, in another order for "
          "each rater. `serve NAME` serves the "
          "page "
          "to score on, with a link for each rater; `sheet NAME` writes each "
          "rater's score sheet as CSV and XLSX; `import NAME SHEET…` checks what comes back, and "
          "takes all of it or nothing. `status NAME` shows who is how far, the means with their "
          "intervals, whether the overall score is at least 4, and how far raters agree; `export "
          "NAME` writes the ratings as JSON lines that `shijin eval` reads. `rubric` writes the "
          "words that raters score by, to be edited and given to `new --rubric`.",
          "new NAME FILE… "
          "用一個或多個執行紀錄（檔案，或已保存的執行紀錄名稱）的輸出建立評分活動，項目代號看不出是"
          "誰寫的，每位評分"
          "者的順序也不同。serve NAME 提供評分網頁，每位評分者各有連結；sheet NAME "
          "為每位評分者寫出 CSV 與 XLSX 評分表；import NAME SHEET… 檢查"
          "收回的表，全部採用或一筆都不採用。status NAME 顯示進度、平均與區間、總評是否至少 4 "
          "分，以"
          "及評分者的一致程度；export NAME 將評分寫成 shijin eval 可讀的 JSON 行。"
          "rubric 寫出評分標準的文字，修改後交給 new --rubric。"},
     .positionals = {1, kAnyNumber, "ACTION"},
     .options = kOptions,
     .examples = kExamples,
     .run = &run});

}  // namespace shijin::cli
