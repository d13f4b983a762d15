// shijin eval: the main job, from files of predictions to numbers, a verdict and words.
#include "cli/config.h"
#include "cli/measure.h"
#include "cli/options.h"
#include "cli/output.h"

namespace shijin::cli {

extern const Command command_eval;

namespace {

constexpr OptionInfo kOptions[] = {
    {"task",
     OptionKind::text,
     "TASK",
     {"What the file holds (default: auto, from its columns).",
      "檔案是哪一種任務（預設 auto，依欄位判斷）。"},
     "auto|classification|generation"},
    {"map",
     OptionKind::repeated,
     "ROLE=COLUMN",
     {"Say what a column is for: input, output, reference, truth, predicted, "
      "probability:LABEL, id, weight.",
      "指定欄位的角色：input、output、reference、truth、predicted、probability:標籤、id、"
      "weight。"}},
    {"truth",
     OptionKind::text,
     "FILE",
     {"Take the true labels or references from FILE, joined by id, else line by line.",
      "從另一個檔案取得真實標籤或參考答案；先按 id 對應，沒有 id 就按行。"}},
    {"dataset",
     OptionKind::text,
     "DIR",
     {"Folder of LLaMA-Factory's dataset_info.json, for references that were cut short.",
      "LLaMA-Factory 的 dataset_info.json 所在資料夾，用來補回被截斷的參考答案。"}},
    {"metrics",
     OptionKind::text,
     "KEYS",
     {"Metrics to compute, separated by commas, such as accuracy,f1[label=0]; "
      "`shijin metrics` lists them.",
      "要算的指標，以逗號分隔，例如 accuracy,f1[label=0]；`shijin metrics` 可列出全部。"}},
    kMetricOption,
    {"profile",
     OptionKind::text,
     "NAME",
     {"A bundle of metrics that prints what another tool prints, such as article.",
      "一組指標，用來重現其他工具的數字，例如 article。"}},
    {"gate",
     OptionKind::repeated,
     "'KEY>=BAR'",
     {"A bar to clear, such as 'f1[label=0]>=0.6'; decides the exit code.",
      "必須達到的門檻，例如 'f1[label=0]>=0.6'；決定結束碼。"}},
    {"scale-ok",
     OptionKind::flag,
     "",
     {"Allow a bar between 0 and 1 on a metric that runs from 0 to 100.",
      "允許在 0–100 的指標上使用 0 到 1 之間的門檻。"}},
    {"labels",
     OptionKind::text,
     "A,B,C",
     {"The labels there are (default: those seen in the truth).",
      "所有標籤（預設為真實標籤中出現的）。"}},
    {"positive",
     OptionKind::text,
     "LABEL",
     {"The label that matters most (default: the rare one, when one is rare).",
      "最重要的標籤（預設為較少見的那個）。"}},
    {"extract",
     OptionKind::text,
     "HOW",
     {"How to find the label in an output: first-label, regex:PATTERN, json:KEY.",
      "如何從輸出中取出標籤：first-label、regex:樣式、json:鍵。"}},
    {"cost",
     OptionKind::text,
     "COSTS",
     {"What each mistake costs, such as '0>1=5,1>0=1' (saying 1 when it is 0 costs 5), or a "
      "file with one a line.",
      "每種錯誤的成本，例如 '0>1=5,1>0=1'（真實為 0 卻答 1 的成本為 5），或每行一條的檔案。"}},
    {"prevalence",
     OptionKind::text,
     "SHARES",
     {"Share of each label where the model will work, such as 0=0.1.",
      "實際使用時各標籤的占比，例如 0=0.1。"}},
    {"terms",
     OptionKind::text,
     "FILE",
     {"Terms to screen outputs for, beside the built-in ones: one a line, or term, tier (1, 2, 3, "
      "exempt) and category separated by tabs.",
      "除內建詞表外要篩查的用語：每行一個，或以 Tab 分隔詞、等級（1、2、3、exempt）與類別。"}},
    {"keep-thinking",
     OptionKind::flag,
     "",
     {"Keep <think>…</think> in the outputs instead of removing it.",
      "保留輸出中的 <think>…</think>，不移除。"}},
    {"user-dict",
     OptionKind::text,
     "FILE",
     {"Words for jieba's dictionary, one a line, as Python's jieba loads them; marks every score "
      "that they may change.",
      "要加進 jieba 詞典的詞，每行一個，格式與 Python 的 jieba 相同；可能受影響的分數都會標明。"}},
    {"encoding",
     OptionKind::text,
     "NAME",
     {"Encoding of the files (default: detected): UTF-8, UTF-16LE, GB18030, Big5.",
      "檔案編碼（預設自動判斷）：UTF-8、UTF-16LE、GB18030、Big5。"}},
    {"sheet",
     OptionKind::text,
     "NAME",
     {"Sheet of an XLSX workbook (default: the first).", "XLSX 活頁簿的工作表（預設第一張）。"}},
    {"skip-bad",
     OptionKind::flag,
     "",
     {"Leave malformed rows out and report how many, instead of refusing.",
      "略過格式錯誤的資料列並回報數量，而不是拒絕執行。"}},
    {"samples",
     OptionKind::text,
     "OUT.jsonl",
     {"Write each row with its score on each metric.", "逐筆寫出每個指標的分數。"}},
    kJsonOption,
    kMarkdownOption,
    kJunitOption,
    {"name",
     OptionKind::text,
     "RUN",
     {"Name of this run (default: the file's name).", "這次執行的名稱（預設為檔名）。"}},
    kConfigOption,
    {"seed",
     OptionKind::number,
     "N",
     {"Seed of the bootstrap (default 0); equal seeds give equal bytes.",
      "重抽樣的種子（預設 0）；種子相同，輸出逐位元組相同。"}},
    {"threads",
     OptionKind::number,
     "N",
     {"Threads to use (default: all); the result does not depend on it.",
      "使用的執行緒數（預設全部）；不影響結果。"}},
};

constexpr std::string_view kExamples[] = {
    "shijin eval examples/sentiment_test.csv",
    "shijin eval examples/sentiment_test.csv --gate 'f1[label=0]>=0.6'",
    "shijin eval examples/copywriting_test.csv --profile article --lang zh-Hant",
};

Result<Done> write_all(const EvalPlan& plan, const Evidence& evidence, const Console& console) {
  bool summary = true;
  for (const auto& [option, where] : plan.outputs) {
    summary = summary && where != "-";
    if (option == "samples") continue;  // the engine wrote it while it ran
    const std::string text = option == "json"       ? render_json(evidence)
                             : option == "markdown" ? render_markdown(evidence, console.language)
                                                    : render_junit(evidence, console.language);
    SJ_TRY(write_result(where, text, console));
  }
  if (!summary) return Done{};
  return write_output(
      render_terminal(evidence, {console.language, console.colour, console.columns}));
}

Exit exit_of(Decision decision) {
  if (decision == Decision::fail) return Exit::no;
  return decision == Decision::undecided ? Exit::undecided : Exit::good;
}

Exit run(const Parsed& line, const Console& console) {
  Parsed parsed = line;
  if (parsed.given("config")) {
    const Result<Done> added = add_config(parsed.text("config"), command_eval, parsed);
    if (!added.ok()) return refuse(added.error(), console);
  }
  const Result<EvalPlan> plan = plan_eval(parsed);
  if (!plan.ok()) return refuse(plan.error(), console);

  Measured measured = measure_files(parsed, *plan, console);
  if (!measured.evidence) return measured.exit;
  Evidence& evidence = *measured.evidence;
  decide(evidence);
  evidence.findings = find_all(evidence);
  const Result<Done> written = write_all(*plan, evidence, console);
  return written.ok() ? exit_of(evidence.verdict.decision) : refuse(written.error(), console);
}

}  // namespace

SJ_COMMAND(
    eval, {.name = "eval",
           .order = 10,
           .summary = {"Metrics with intervals, a verdict, and what to change.",
                       "計算指標與信賴區間，給出結論，並說明該改什麼。"},
           .usage = "shijin eval FILE [FILE…] [options]",
           .description =
               {"Read predictions and truth, choose the metrics that fit, show each with its "
                "interval, and say in words whether the model is good. FILE is CSV, TSV, "
                "JSON, JSONL or XLSX, also packed as .gz or .zst, or - for standard input. "
                "`shijin FILE` does the same.",
                "讀入預測與真實答案，選出合適的指標，逐一附上區間，並用文字說明模型好不好。"
                "FILE 可以是 CSV、TSV、JSON、JSONL、XLSX，也可用 .gz 或 .zst 壓縮；- 表示標準輸入。"
                "`shijin FILE` 的效果相同。"},
           .positionals = {1, kAnyNumber, "FILE"},
           .options = kOptions,
           .examples = kExamples,
           .run = &run});

}  // namespace shijin::cli
