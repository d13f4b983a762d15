// shijin compare: two or more versions over the same rows, with tests that do not fool.
#include <algorithm>
#include <filesystem>

#include "cli/config.h"
#include "cli/data_options.h"
#include "cli/interrupt.h"
#include "cli/measure.h"
#include "cli/model_options.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/progress.h"

namespace shijin::cli {

extern const Command command_compare;

namespace {

constexpr Text kBaseUnknown{"--base {0} is none of the files", "--base {0} 不在這些檔案之中"};
constexpr Text kMarginForm{"--margin \"{0}\" is no positive number", "--margin「{0}」不是正數"};
constexpr Text kMarginExample{"such as --margin 0.01", "例如 --margin 0.01"};
constexpr Text kNothingToCompare{"there is only one version here", "這裡只有一個版本"};
constexpr Text kTwoVersions{"two files or more, or one file and --model with at least one --lora",
                            "兩個以上的檔案，或一個檔案加上 --model 與至少一個 --lora"};
constexpr Text kManyFiles{"--model is asked about one file, but {0} are given",
                          "--model 只詢問一個檔案，卻給了 {0} 個"};
constexpr Text kOneOf{"one of: {0}", "下列之一：{0}"};

constexpr OptionInfo kOptions[] = {
    {"base",
     OptionKind::text,
     "FILE",
     {"The version that the others are compared with (default: the first).",
      "其他版本要與哪一個比較（預設為第一個）。"}},
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
    kEncodingOption,
    kSheetOption,
    kSkipBadOption,
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

// A file's name without its folder and ending; of a model or an adapter, without all of them.
std::string short_name(const std::string& path) {
  std::error_code failed;
  const bool of_model = path.ends_with(".gguf") || std::filesystem::is_directory(path, failed);
  return of_model ? run_name_of(path) : std::filesystem::path(path).stem().string();
}

// The name of a file without its folder and ending; the whole path where two would be the same, and
// a number behind a file that is given again.
std::vector<std::string> names_of(const std::vector<std::string>& files) {
  std::vector<std::string> names;
  for (const std::string& file : files) {
    const std::string stem = short_name(file);
    const bool alone = std::all_of(files.begin(), files.end(), [&](const std::string& other) {
      return other == file || short_name(other) != stem;
    });
    const std::string name = alone ? stem : file;
    const auto before =
        std::count(files.begin(), files.begin() + static_cast<long>(names.size()), file);
    names.push_back(before == 0 ? name : name + " (" + std::to_string(before + 1) + ")");
  }
  return names;
}

// The files, the base first.
Result<std::vector<std::string>> files_of(const Parsed& parsed) {
  std::vector<std::string> files = parsed.files;
  if (!parsed.given("base")) return files;
  const std::string base = parsed.text("base");
  const auto found = std::find(files.begin(), files.end(), base);
  if (found == files.end()) {
    Error error;
    error.name = "base-unknown";
    error.found = Message(kBaseUnknown, {base});
    std::string list;
    for (const std::string& file : files) list += (list.empty() ? "" : ", ") + file;
    error.expected = Message(kOneOf, {list});
    return error;
  }
  std::rotate(files.begin(), found, found + 1);
  return files;
}

Result<CompareOptions> options_of(const Parsed& parsed, const EvaluateOptions& evaluate) {
  CompareOptions options;
  options.seed = evaluate.seed;
  options.threads = evaluate.threads;
  options.level = evaluate.level;
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

// Read and measure one file, its rows kept; notes go to standard error as they come.
// With a model, the table gets its answers under an adapter.
struct Answers {
  AskedModel* asked = nullptr;
  std::string adapter = {};
};

Result<MeasuredRun> measure(const std::string& file, const EvalPlan& plan, EvaluateOptions options,
                            std::shared_ptr<LabelSet> labels, const Answers& answers,
                            const Console& console) {
  MeasuredRun run;
  Notes notes;
  const std::vector<std::string> files = {file};
  Result<Table> table = Table::open(files, plan.read, notes);
  if (!table.ok()) {
    if (!notes.all().empty()) write_error(describe(notes, console.language));
    return table.error();
  }
  if (answers.asked != nullptr) {
    SJ_TRY(add_answers(*answers.asked, answers.adapter, console, table.value(), options));
  }
  run.kept.labels = std::move(labels);
  ProgressBar bar(console);
  EvaluateHooks hooks;
  hooks.progress = [&bar](const Progress& progress) { bar.show(progress); };
  hooks.stop = &stop_requested();
  hooks.keep = &run.kept;
  run.evidence = SJ_TRY(evaluate(table.value(), options, hooks));
  if (answers.asked != nullptr) run.evidence.model = answers.asked->facts();
  Result<std::optional<TrainerFacts>> trainer = read_trainer(file);
  if (trainer.ok()) {
    run.trainer = std::move(trainer).value();
  } else {
    notes.add(trainer.error());
  }
  notes.append(run.evidence.notes);
  run.evidence.notes = notes;
  if (!notes.all().empty() && (notes.has_errors() || !console.quiet)) {
    write_error(describe(notes, console.language));
  }
  return run;
}

Result<std::vector<MeasuredRun>> measure_all(const std::vector<std::string>& files,
                                             const EvalPlan& plan, const Console& console) {
  std::vector<MeasuredRun> runs;
  const std::vector<std::string> names = names_of(files);
  for (std::size_t i = 0; i < files.size(); ++i) {
    const EvaluateOptions options =
        i == 0 ? base_options(plan.evaluate) : other_options(plan.evaluate, runs.front());
    auto labels = i == 0 ? std::shared_ptr<LabelSet>() : runs.front().kept.labels;
    runs.push_back(SJ_TRY(measure(files[i], plan, options, std::move(labels), {}, console)));
    runs.back().name = names[i];
    if (runs.back().evidence.notes.has_errors()) break;
  }
  return runs;
}

// The model alone, then under each adapter, on the same file.
Result<std::vector<MeasuredRun>> measure_rounds(const std::string& file, const EvalPlan& plan,
                                                const ModelPlan& model, const Console& console) {
  Notes notes;
  const std::vector<std::string> files = {file};
  auto asked = AskedModel::open(model, files, plan.read, notes);
  if (!asked.ok() && !notes.all().empty()) write_error(describe(notes, console.language));
  if (!asked.ok()) return asked.error();
  std::vector<std::string> paths = {model.model.path};
  paths.insert(paths.end(), model.adapters.begin(), model.adapters.end());
  const std::vector<std::string> names = names_of(paths);
  std::vector<MeasuredRun> runs;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const EvaluateOptions options =
        i == 0 ? base_options(plan.evaluate) : other_options(plan.evaluate, runs.front());
    auto labels = i == 0 ? std::shared_ptr<LabelSet>() : runs.front().kept.labels;
    const Answers answers{&*asked, i == 0 ? "" : paths[i]};
    runs.push_back(SJ_TRY(measure(file, plan, options, std::move(labels), answers, console)));
    runs.back().name = names[i];
    if (runs.back().evidence.notes.has_errors()) break;
  }
  return runs;
}

// Versions are files, or a model and its adapters over one file.
Result<Done> check_versions(const Parsed& parsed, const std::optional<ModelPlan>& model) {
  const bool enough = model ? !model->adapters.empty() : parsed.files.size() >= 2;
  const bool one_file = !model || parsed.files.size() == 1;
  if (enough && one_file) return Done{};
  Error error;
  error.name = one_file ? "versions-few" : "options-contradict";
  error.found = one_file ? Message(kNothingToCompare)
                         : Message(kManyFiles, {std::to_string(parsed.files.size())});
  error.expected = Message(kTwoVersions);
  return error;
}

Result<Done> write_all(const EvalPlan& plan, const Comparison& comparison, const Console& console) {
  bool summary = true;
  for (const auto& [option, where] : plan.outputs) {
    summary = summary && where != "-";
    const std::string text = option == "json"       ? render_json(comparison)
                             : option == "markdown" ? render_markdown(comparison, console.language)
                                                    : render_junit(comparison, console.language);
    SJ_TRY(write_result(where, text, console));
  }
  if (!summary) return Done{};
  return write_output(
      render_terminal(comparison, {console.language, console.colour, console.columns}));
}

// The plan, with the words of --user-dict read.
Result<EvalPlan> plan_of(Parsed& parsed, const Console& console) {
  if (parsed.given("config")) {
    SJ_TRY(add_config(parsed.text("config"), command_compare, parsed));
  }
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
  Result<EvalPlan> plan = plan_of(parsed, console);
  if (!plan.ok()) return refuse(plan.error(), console);
  const Result<std::optional<ModelPlan>> model = plan_model(parsed, *plan);
  if (!model.ok()) return refuse(model.error(), console);
  const Result<Done> versions = check_versions(parsed, *model);
  if (!versions.ok()) return refuse(versions.error(), console);
  const Result<std::vector<std::string>> files = files_of(parsed);
  if (!files.ok()) return refuse(files.error(), console);
  const Result<CompareOptions> options = options_of(parsed, plan->evaluate);
  if (!options.ok()) return refuse(options.error(), console);
  const Result<std::vector<MeasuredRun>> runs =
      *model ? measure_rounds(files->front(), *plan, **model, console)
             : measure_all(*files, *plan, console);
  if (stop_requested()) return Exit::could_not;
  if (!runs.ok()) return refuse(runs.error(), console);
  if (runs->back().evidence.notes.has_errors()) return Exit::could_not;
  Result<Comparison> comparison = compare(*runs, *options);
  if (!comparison.ok()) return refuse(comparison.error(), console);
  comparison->facts = run_facts(parsed, plan->evaluate);
  const Result<Done> written = write_all(*plan, *comparison, console);
  return written.ok() ? exit_of(comparison->decision) : refuse(written.error(), console);
}

}  // namespace

SJ_COMMAND(
    compare,
    {.name = "compare",
     .order = 15,
     .summary = {"Two or more versions on the same rows: which is better, and how sure that is.",
                 "在同樣的資料列上比較多個版本：哪個較好，又有多可靠。"},
     .usage = "shijin compare BASE FILE [FILE…] [options]\n"
              "  shijin compare FILE --model M.gguf --lora A [--lora B…] [options]",
     .description =
         {"Match the rows of the files by id, else by content, else by order, and compare each "
          "file with the first, metric by metric: the difference with its interval, a test on the "
          "same rows, and what would have to be known to decide. From three files on it says "
          "which of them may be the best. Empty outputs count as wrong answers.",
          "先用 id、內容或順序對應各檔案的資料列，再逐一指標與第一個檔案比較：差距與區間、"
          "在同樣資料列上的檢定，以及要多少資料才能判定。三個以上的檔案還會指出哪幾個可能最好。"
          "空白輸出算作答錯。"},
     .positionals = {1, kAnyNumber, "FILE"},
     .options = kOptions,
     .examples = kExamples,
     .run = &run});

}  // namespace shijin::cli
