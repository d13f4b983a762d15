// shijin eval: the main job, from files of predictions to numbers, a verdict and words.
#include "cli/config.h"
#include "cli/data_options.h"
#include "cli/measure.h"
#include "cli/model_options.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/save.h"

namespace shijin::cli {

extern const Command command_eval;

namespace {

constexpr Text kUnsaved{"This run is not saved:", "這次的執行紀錄未能儲存："};

constexpr OptionInfo kOptions[] = {
    kTaskOption,
    kModelOption,
    {"lora",
     OptionKind::text,
     "A",
     {"Put an adapter over the model: a LoRA in GGUF, or the folder that PEFT wrote.",
      "在模型上疊加適配器：GGUF 格式的 LoRA，或 PEFT 寫出的資料夾。"}},
    kChoicesOption,
    kPrecisionOption,
    kContextOption,
    kMaxTokensOption,
    kSlotsOption,
    kModelNameOption,
    kServerOption,
    kKeyEnvOption,
    kTimeoutOption,
    kBudgetRequestsOption,
    kBudgetTokensOption,
    kEmbeddingModelOption,
    kFluencyModelOption,
    kMapOption,
    kTruthOption,
    {"dataset",
     OptionKind::text,
     "DIR",
     {"Folder of LLaMA-Factory's dataset_info.json, for references that were cut short.",
      "LLaMA-Factory 的 dataset_info.json 所在資料夾，用來補回被截斷的參考答案。"}},
    kTrainOption,
    kMetricsOption,
    kMetricOption,
    kProfileOption,
    kGateOption,
    kScaleOkOption,
    kLabelsOption,
    kPositiveOption,
    kExtractOption,
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
    {"slice-by",
     OptionKind::repeated,
     "COLUMN",
     {"Always show the error rate for each value of this column; or of length, script, negation, "
      "contrast, number, question, exclamation, url, emoji, mixed-script of the input.",
      "一律列出此欄每個值的錯誤率；也可寫輸入的 length、script、negation、contrast、number、"
      "question、exclamation、url、emoji、mixed-script。"}},
    {"slice-depth",
     OptionKind::text,
     "N",
     {"How many conditions a slice may join (default 2).", "切片最多結合幾個條件（預設 2）。"},
     "1|2|3"},
    {"terms",
     OptionKind::text,
     "FILE",
     {"Terms to screen outputs for, beside the built-in ones: one a line, or term, tier (1, 2, 3, "
      "exempt) and category separated by tabs.",
      "除內建詞表外要篩查的用語：每行一個，或以 Tab 分隔詞、等級（1、2、3、exempt）與類別。"}},
    kKeepThinkingOption,
    kUserDictOption,
    kClusterOption,
    kWeightsOption,
    kEncodingOption,
    kSheetOption,
    kSkipBadOption,
    {"samples",
     OptionKind::text,
     "OUT.jsonl",
     {"Write each row with its score on each metric.", "逐筆寫出每個指標的分數。"}},
    kReportOption,
    kJsonOption,
    kMarkdownOption,
    kJunitOption,
    {"name",
     OptionKind::text,
     "RUN",
     {"Name of this run (default: the file's name).", "這次執行的名稱（預設為檔名）。"}},
    kStoreOption,
    kNoStoreOption,
    kConfigOption,
    kSeedOption,
    kThreadsOption,
};

constexpr std::string_view kExamples[] = {
    "shijin eval examples/sentiment_test.csv",
    "shijin eval examples/sentiment_test.csv --gate 'f1[label=0]>=0.6'",
    "shijin eval examples/copywriting_test.csv --profile article --lang zh-Hant",
};

Result<Done> write_all(const EvalPlan& plan, const Evidence& evidence, const SampleRows& rows,
                       const Console& console) {
  bool summary = true;
  for (const auto& [option, where] : plan.outputs) {
    summary = summary && where != "-";
    if (option == "samples") continue;  // the engine wrote it while it ran
    const std::string text = option == "json"       ? render_json(evidence)
                             : option == "markdown" ? render_markdown(evidence, console.language)
                             : option == "report"   ? render_html(evidence, rows, console.language)
                                                    : render_junit(evidence, console.language);
    SJ_TRY(write_result(where, text, console));
  }
  if (!summary) return Done{};
  return write_output(
      render_terminal(evidence, {console.language, console.colour, console.columns}));
}

// The result stands; only the store does not have it.
void say_unsaved(Error error, const Console& console) {
  error.severity = Severity::warning;
  write_error(Message(kUnsaved).in(console.language) + "\n" + describe(error, console.language));
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

  std::optional<RunToSave> keep;
  if (!parsed.given("no-store")) keep.emplace();
  Measured measured = measure_files(parsed, *plan, console, keep ? &*keep : nullptr);
  if (!measured.evidence) return measured.exit;
  Evidence& evidence = *measured.evidence;
  decide(evidence);
  evidence.findings = find_all(evidence);
  Result<Done> saved = Done{};
  if (keep) saved = save_run(parsed, *plan, std::move(*keep), evidence, console);
  const Result<Done> written = write_all(*plan, evidence, measured.rows, console);
  if (!saved.ok()) say_unsaved(saved.error(), console);
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
