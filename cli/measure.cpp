// From an opened table to evidence with its facts and notes.
#include "cli/measure.h"

#include <ctime>
#include <filesystem>

#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/progress.h"

namespace shijin::cli {
namespace {

constexpr Text kWordsUnused{"--user-dict {0} changes nothing: no metric of this run cuts by jieba",
                            "--user-dict {0} 不起作用：這次沒有任何指標用 jieba 斷詞"};
constexpr Text kWordsHelp{"name one that does, such as {0}", "請指定用 jieba 斷詞的指標，例如 {0}"};

constexpr std::string_view kCutsWords = "nltk_bleu[tok=jieba]";

std::string created_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[32];
  const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text, size};
}

Exit refuse_with(const Notes& notes, const Error& error, const Console& console) {
  if (!notes.all().empty()) write_error(describe(notes, console.language));
  return refuse(error, console);
}

constexpr Text kManyAdapters{"--lora names {0} adapters, and eval takes one",
                             "--lora 指定了 {0} 個適配器，而 eval 只接受一個"};
constexpr Text kCompare{"compare them with their base: shijin compare FILE --model … --lora …",
                        "請與基礎模型比較：shijin compare 檔案 --model … --lora …"};

// Ask the model of the line, if one is named.
Result<std::optional<ModelFacts>> ask_model(const Parsed& parsed, EvalPlan& plan, Table& table,
                                            EvaluateOptions& options, Notes& notes,
                                            const Console& console) {
  const std::optional<ModelPlan> model = SJ_TRY(plan_model(parsed, plan));
  options.labels = plan.evaluate.labels;
  options.task = plan.evaluate.task;
  if (!model) return std::optional<ModelFacts>();
  if (model->adapters.size() > 1) {
    Error error;
    error.name = "adapters-many";
    error.found = Message(kManyAdapters, {std::to_string(model->adapters.size())});
    error.help = Message(kCompare);
    return error;
  }
  AskedModel asked = SJ_TRY(AskedModel::open(*model, parsed.files, plan.read, notes));
  const std::string adapter = model->adapters.empty() ? "" : model->adapters.front();
  SJ_TRY(add_answers(asked, adapter, console, table, options));
  return std::optional<ModelFacts>(asked.facts());
}

// A perplexity is another one with weights of fewer bits.
void sign_precision(Evidence& evidence) {
  if (!evidence.model) return;
  for (ScoreLine& line : evidence.metrics) {
    const MetricDefinition* metric = find_metric(line.metric);
    if (metric == nullptr || metric->info.needs != Needs::log_probs) continue;
    line.signature += "|" + evidence.model->precision;
  }
}

Result<Evidence> measure(Table& table, const EvaluateOptions& options, const Console& console) {
  ProgressBar bar(console);
  EvaluateHooks hooks;
  hooks.progress = [&bar](const Progress& progress) { bar.show(progress); };
  hooks.stop = &stop_requested();
  return evaluate(table, options, hooks);
}

// A dictionary that nothing was cut by is a mistake more often than not.
void note_unused_words(const Evidence& evidence, const UserWords& words, Notes& notes) {
  for (const ScoreLine& line : evidence.metrics) {
    if (line.signature.ends_with(words.digest())) return;
  }
  Error note;
  note.name = "user-words-unused";
  note.severity = Severity::warning;
  note.found = Message(kWordsUnused, {words.path()});
  note.help = Message(kWordsHelp, {kCutsWords});
  notes.add(std::move(note));
}

}  // namespace

Result<Done> add_answers(AskedModel& asked, const std::string& adapter, const Console& console,
                         Table& table, EvaluateOptions& options) {
  table.add(SJ_TRY(asked.columns(adapter, console)));
  if (asked.texts_alone()) options.task = Task::lm;
  return Done{};
}

RunFacts run_facts(const Parsed& parsed, const EvaluateOptions& options) {
  RunFacts run;
  run.created = created_now();
  run.seed = options.seed;
  run.command = parsed.command;
  const std::string& file = parsed.files.front();
  run.name = parsed.given("name") ? parsed.text("name")
             : file == "-"        ? "stdin"
                                  : std::filesystem::path(file).stem().string();
  std::string line = run.created;
  for (const std::string& word : run.command) line += '\n' + word;
  constexpr std::string_view kHex = "0123456789abcdef";
  for (std::uint64_t bits = hash_bytes(line); run.id.size() < 12; bits >>= 4U) {
    run.id += kHex[bits & 0xFU];
  }
  return run;
}

Measured measure_files(const Parsed& parsed, const EvalPlan& plan, const Console& console) {
  Notes notes;
  EvaluateOptions options = plan.evaluate;
  if (!plan.user_dict.empty()) {
    Result<UserWords> words = UserWords::read(plan.user_dict, notes);
    if (!words.ok()) return {refuse_with(notes, words.error(), console), {}};
    options.words = std::move(words).value();
  }
  Result<Table> table = Table::open(parsed.files, plan.read, notes);
  if (!table.ok()) return {refuse_with(notes, table.error(), console), {}};
  EvalPlan with_model = plan;
  const Result<std::optional<ModelFacts>> model =
      ask_model(parsed, with_model, table.value(), options, notes, console);
  if (stop_requested()) return {Exit::could_not, {}};
  if (!model.ok()) return {refuse_with(notes, model.error(), console), {}};
  Result<Evidence> measured = measure(table.value(), options, console);
  if (stop_requested()) return {Exit::could_not, {}};
  if (!measured.ok()) return {refuse_with(notes, measured.error(), console), {}};

  Evidence& evidence = measured.value();
  evidence.model = *model;
  sign_precision(evidence);
  notes.append(evidence.notes);
  if (options.words) note_unused_words(evidence, *options.words, notes);
  evidence.notes = notes;
  const bool print_notes = !notes.all().empty() && (notes.has_errors() || !console.quiet);
  if (print_notes) write_error(describe(notes, console.language));
  if (notes.has_errors() && plan.read.bad_rows == BadRows::refuse) return {Exit::could_not, {}};
  evidence.run = run_facts(parsed, plan.evaluate);
  return {Exit::good, std::move(evidence)};
}

}  // namespace shijin::cli
