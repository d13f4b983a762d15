// shijin compare: two or more versions over the same rows, with tests that do not fool.
#include "cli/compare_rounds.h"
#include "cli/compare_runs.h"
#include "cli/config.h"
#include "cli/data_options.h"
#include "cli/interrupt.h"
#include "cli/measure.h"
#include "cli/model_options.h"
#include "cli/options.h"
#include "cli/output.h"

namespace shijin::cli {

extern const Command command_compare;

namespace {

constexpr Text kMarginForm{"--margin \"{0}\" is no positive number", "--margin「{0}」不是正數"};
constexpr Text kMarginExample{"such as --margin 0.01", "例如 --margin 0.01"};

constexpr OptionInfo kOptions[] = {
    {"base",
     OptionKind::text,
     "RUN",
     {"The version that the others are compared with (default: the first).",
      "其他版本要與哪一個比較（預設為第一個）。"}},
    {"all",
     OptionKind::flag,
     "",
     {"Compare all stored versions over the rows of the newest, oldest first.",
      "比較儲存區中與最新一次資料列相同的所有版本，由舊到新。"}},
    {"any-decoding",
     OptionKind::flag,
     "",
     {"Compare versions although their outputs were decoded with other settings.",
      "即使各版本產生輸出的設定不同，也照樣比較。"}},
    kStoreOption,
    kNoStoreOption,
    {"margin",
     OptionKind::text,
     "X",
     {"A difference that does not matter, in units of the metric; an interval within it is \"no "
      "difference\".",
      "小到無關緊要的差距，以指標的單位計；整個區間都在其內才算「沒有差別」。"}},
    kGateOption,
    {"guard",
     OptionKind::repeated,
     "KEY:SIZE",
     {"What must not get worse by more than so much: 'ppl:2%' of the base's score, or "
      "'f1[label=0]:0.01' in units of the metric; decides the exit code.",
      "不得變差超過這個幅度：'ppl:2%' 是基準分數的百分比，'f1[label=0]:0.01' 以指標的單位計；"
      "決定結束碼。"}},
    kScaleOkOption,
    kTaskOption,
    kModelOption,
    {"lora",
     OptionKind::repeated,
     "A",
     {"Compare the model with an adapter over it as well; again for each round. A trainer's output "
      "folder stands for its checkpoints.",
      "同時比較疊加適配器後的模型；每一輪各寫一次。訓練程式的輸出資料夾代表其中所有檢查點。"}},
    kChoicesOption,
    kPrecisionOption,
    kContextOption,
    kMaxTokensOption,
    kSlotsOption,
    {"model-name",
     OptionKind::repeated,
     "NAME",
     {"The models to compare as the server calls them, the base first; adapters that it serves "
      "have such names too.",
      "要比較的各個模型在伺服器上的名稱，基準在前；由伺服器載入的適配器也有自己的名稱。"}},
    kServerOption,
    kKeyEnvOption,
    kTimeoutOption,
    kBudgetRequestsOption,
    kBudgetTokensOption,
    kMapOption,
    kTruthOption,
    kMetricsOption,
    kMetricOption,
    kProfileOption,
    kLabelsOption,
    kPositiveOption,
    kExtractOption,
    kKeepThinkingOption,
    kUserDictOption,
    kClusterOption,
    kWeightsOption,
    kEncodingOption,
    kSheetOption,
    kSkipBadOption,
    kReportOption,
    kJsonOption,
    kMarkdownOption,
    kJunitOption,
    kConfigOption,
    kSeedOption,
    kThreadsOption,
};

constexpr std::string_view kExamples[] = {
    "shijin compare examples/rounds/r1.csv examples/rounds/r2.csv",
    "shijin compare examples/rounds/r?.csv --metrics accuracy,mcc",
    "shijin compare examples/rounds/r?.csv --gate 'f1[label=0]>=base-0.01'",
};

Result<CompareOptions> options_of(const Parsed& parsed, const EvaluateOptions& evaluate) {
  CompareOptions options;
  options.seed = evaluate.seed;
  options.threads = evaluate.threads;
  options.level = evaluate.level;
  if (parsed.given("any-decoding")) options.decoding = Decoding::any;
  if (!parsed.given("margin")) return options;
  options.margin = parse_number(parsed.text("margin"));
  if (!options.margin || !(*options.margin > 0)) {
    Error error;
    error.name = "option-value-invalid";
    error.found = Message(kMarginForm, {parsed.text("margin")});
    error.help = Message(kMarginExample);
    return error;
  }
  return options;
}

Result<Done> write_all(const EvalPlan& plan, const Comparison& comparison,
                       const std::vector<SampleRows>& rows, const Console& console) {
  bool summary = true;
  for (const auto& [option, where] : plan.outputs) {
    summary = summary && where != "-";
    const std::string text = option == "json"       ? render_json(comparison)
                             : option == "markdown" ? render_markdown(comparison, console.language)
                             : option == "report" ? render_html(comparison, rows, console.language)
                                                  : render_junit(comparison, console.language);
    SJ_TRY(write_result(where, text, console));
  }
  if (!summary) return Done{};
  return write_output(
      render_terminal(comparison, {console.language, console.colour, console.columns}));
}

// The plan, with the words of --user-dict read.
Result<EvalPlan> plan_of(const Parsed& parsed, const Console& console) {
  EvalPlan plan = SJ_TRY(plan_eval(parsed));
  if (plan.user_dict.empty()) return plan;
  Notes notes;
  Result<UserWords> words = UserWords::read(plan.user_dict, notes);
  if (!notes.all().empty() && (!words.ok() || !console.quiet)) {
    write_error(describe(notes, console.language));
  }
  if (!words.ok()) return words.error();
  plan.evaluate.words = std::move(words).value();
  return plan;
}

Exit exit_of(Decision decision) {
  if (decision == Decision::fail) return Exit::no;
  return decision == Decision::undecided ? Exit::undecided : Exit::good;
}

Exit run(const Parsed& line, const Console& console) {
  Parsed parsed = line;
  if (parsed.given("config")) {
    const Result<Done> added = add_config(parsed.text("config"), command_compare, parsed);
    if (!added.ok()) return refuse(added.error(), console);
  }
  const bool rounds = names_model(parsed);
  const Result<std::vector<RunSource>> sources =
      rounds ? Result<std::vector<RunSource>>(std::vector<RunSource>())
             : find_runs(parsed, console);
  if (!sources.ok()) return refuse(sources.error(), console);
  adopt_options(*sources, parsed);
  const Result<EvalPlan> plan = plan_of(parsed, console);
  if (!plan.ok()) return refuse(plan.error(), console);
  const Result<CompareOptions> options = options_of(parsed, plan->evaluate);
  if (!options.ok()) return refuse(options.error(), console);
  std::vector<SampleRows> rows;
  std::vector<SampleRows>* const keep_rows = parsed.given("report") ? &rows : nullptr;
  const Result<std::vector<MeasuredRun>> runs =
      rounds ? measure_rounds(parsed, *plan, keep_rows, console)
             : measure_runs(*sources, parsed, *plan, keep_rows, console);
  if (stop_requested()) return Exit::could_not;
  if (!runs.ok()) return refuse(runs.error(), console);
  if (runs->back().evidence.notes.has_errors()) return Exit::could_not;
  Result<Comparison> comparison = compare(*runs, *options);
  if (!comparison.ok()) return refuse(comparison.error(), console);
  comparison->facts = run_facts(parsed, plan->evaluate);
  if (!parsed.given("no-store")) note_comparison(parsed, *runs, *comparison, console);
  const Result<Done> written = write_all(*plan, *comparison, rows, console);
  return written.ok() ? exit_of(comparison->decision) : refuse(written.error(), console);
}

}  // namespace

SJ_COMMAND(
    compare,
    {.name = "compare",
     .order = 15,
     .summary = {"Two or more versions on the same rows: which is better, and how sure that is.",
                 "在同樣的資料列上比較多個版本：哪個較好，又有多可靠。"},
     .usage = "shijin compare BASE FILE [FILE…] [options]",
     .description =
         {"FILE is a file of predictions, or the name or id of a stored run. Match the rows of the "
          "files by id, else by content, else by order, and compare each "
          "file with the first, metric by metric: the difference with its interval, a test on the "
          "same rows, and what would have to be known to decide. From three files on it says "
          "which of them may be the best. Empty outputs count as wrong answers. With --model, FILE "
          "is one "
          "test set, the model is the base, and each --lora another version; of a server each "
          "--model-name is one.",
          "FILE 可以是預測檔，也可以是已儲存執行紀錄的名稱或 id。先用 "
          "id、內容或順序對應各檔案的資料列，再逐一指標與第一個檔案比較：差距與區間、"
          "在同樣資料列上的檢定，以及要多少資料才能判定。三個以上的檔案還會指出哪幾個可能最好。"
          "空白輸出算作答錯。使用 --model 時，FILE 是同一份測試集，模型為基準，每個 --lora "
          "是另一個版本；伺服器上的模型則以 --model-name 逐一指定。"},
     .positionals = {0, kAnyNumber, "FILE"},  // two are asked for once --all is not
     .options = kOptions,
     .examples = kExamples,
     .run = &run});

}  // namespace shijin::cli
