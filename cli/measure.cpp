// From an opened table to evidence with its facts and notes.
#include "cli/measure.h"

#include <algorithm>
#include <filesystem>

#include "cli/asked.h"
#include "cli/embedded.h"
#include "cli/interrupt.h"
#include "cli/leakage.h"
#include "cli/output.h"
#include "cli/progress.h"

namespace shijin::cli {
namespace {

constexpr Text kWordsUnused{"--user-dict {0} changes nothing: no metric of this run cuts by jieba",
                            "--user-dict {0} 不起作用：這次沒有任何指標用 jieba 斷詞"};
constexpr Text kWordsHelp{"name one that does, such as {0}", "請指定用 jieba 斷詞的指標，例如 {0}"};

constexpr std::string_view kCutsWords = "nltk_bleu[tok=jieba]";

Exit refuse_with(const Notes& notes, const Error& error, const Console& console) {
  if (!notes.all().empty()) write_error(describe(notes, console.language));
  return refuse(error, console);
}

constexpr Text kPipe{
    "a model is asked in a pass of its own, and standard input can be read once only",
    "詢問模型需要先讀一遍檔案，而標準輸入只能讀一次"};
constexpr Text kPipeHelp{"save it to a file first", "請先存成檔案"};
constexpr Text kManyAdapters{"--lora names {0} adapters, and eval takes one",
                             "--lora 指定了 {0} 個適配器，而 eval 只接受一個"};
constexpr Text kCompare{"compare them with their base: shijin compare FILE --model … --lora …",
                        "請與基礎模型比較：shijin compare 檔案 --model … --lora …"};

// What is read: the files of the line, or the answers of its model to them.
struct Subject {
  std::vector<std::string> files;
  ReadOptions read;
  std::optional<AskedModel> asked;
  std::optional<AskedModel> judge;  // of how fluent the outputs are, whoever wrote them
  std::optional<Embedded> embedded;
};

Result<Subject> with_embeddings(const Parsed& parsed, const EvalPlan& plan, Subject subject,
                                Notes& notes, const Console& console) {
  if (!parsed.given("embedding-model")) return subject;
  if (std::find(subject.files.begin(), subject.files.end(), "-") != subject.files.end()) {
    Error error;
    error.name = "model-reads-twice";
    error.found = Message(kPipe);
    error.help = Message(kPipeHelp);
    return error;
  }
  subject.embedded = SJ_TRY(Embedded::make(parsed.text("embedding-model"), subject.files,
                                           subject.read, plan.evaluate, notes, console));
  subject.read = subject.embedded->reading(subject.read);
  subject.files = {subject.embedded->file()};
  return subject;
}

// A fixed model's view of the outputs: those of the file, or what the model under test has
// answered.
Result<Subject> with_fluency(const Parsed& parsed, const EvalPlan& plan, Subject subject,
                             Notes& notes, const Console& console) {
  if (!parsed.given("fluency-model")) return subject;
  const ModelPlan model = SJ_TRY(plan_fluency(parsed, plan));
  subject.judge = SJ_TRY(AskedModel::open(model, subject.files, subject.read, notes));
  subject.files = {SJ_TRY(subject.judge->file("", console))};
  subject.read = subject.judge->reading(subject.read);
  return subject;
}

Result<Subject> subject_of(const Parsed& parsed, EvalPlan& plan, Notes& notes,
                           const Console& console) {
  Subject subject{parsed.files, plan.read, {}, {}, {}};
  std::optional<ModelPlan> model = SJ_TRY(plan_model(parsed, Choices::needed, plan));
  if (!model) {
    subject = SJ_TRY(with_fluency(parsed, plan, std::move(subject), notes, console));
    return with_embeddings(parsed, plan, std::move(subject), notes, console);
  }
  // Then perplexity is that model's, of what this one answers.
  if (parsed.given("fluency-model")) model->ask.tokens = false;
  if (model->adapters.size() > 1) {
    Error error;
    error.name = "adapters-many";
    error.found = Message(kManyAdapters, {std::to_string(model->adapters.size())});
    error.help = Message(kCompare);
    return error;
  }
  subject.asked = SJ_TRY(AskedModel::open(*model, parsed.files, plan.read, notes));
  const std::string adapter = model->adapters.empty() ? "" : model->adapters.front();
  subject.files = {SJ_TRY(subject.asked->file(adapter, console))};
  subject.read = subject.asked->reading(plan.read);
  subject = SJ_TRY(with_fluency(parsed, plan, std::move(subject), notes, console));
  return with_embeddings(parsed, plan, std::move(subject), notes, console);
}

Result<Evidence> measure(Table& table, const EvaluateOptions& options, const Console& console,
                         SampleRows* rows, RunToSave* keep, KeptRun* kept) {
  ProgressBar bar(console);
  EvaluateHooks hooks;
  hooks.progress = [&bar](const Progress& progress) { bar.show(progress); };
  hooks.stop = &stop_requested();
  hooks.keep = keep != nullptr ? &keep->kept : kept;
  bool keeps = false;
  if (keep != nullptr) {
    keeps = table.bytes_total() <= static_cast<std::int64_t>(keep->samples.limit());
    if (!keeps) keep->samples.give_up();
  }
  if (rows != nullptr || keeps) {
    hooks.samples = [rows, keep, keeps](std::string_view lines) mutable {
      if (rows != nullptr) rows->add(lines);
      if (keeps) keeps = keep->take(lines);
      return rows != nullptr || keeps;
    };
  }
  return evaluate(table, options, hooks);
}

// Which rows the training set holds, found in the files that were measured.
Result<Done> compare_with_training(const Subject& subject, const EvalPlan& plan,
                                   const EvaluateOptions& options, RunToSave* keep, KeptRun& kept,
                                   Evidence& evidence, Notes& notes) {
  CheckOptions check;
  check.read = subject.read;
  check.train = plan.train;
  check.threads = options.threads;
  check.stop = &stop_requested();
  SJ_TRY(find_leakage(subject.files, check, options, keep != nullptr ? keep->kept : kept, evidence,
                      notes));
  if (keep != nullptr) keep->forget_many();
  return Done{};
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

RunFacts run_facts(const Parsed& parsed, const EvaluateOptions& options) {
  const std::string file = parsed.files.empty() ? "" : parsed.files.front();
  std::string name = parsed.given("name") ? parsed.text("name")
                     : file == "-"        ? "stdin"
                                          : std::filesystem::path(file).stem().string();
  return made_now(std::move(name), options.seed, parsed.command);
}

Measured measure_files(const Parsed& parsed, const EvalPlan& plan, const Console& console,
                       RunToSave* keep) {
  Notes notes;
  EvalPlan planned = plan;
  Result<Subject> subject = subject_of(parsed, planned, notes, console);
  if (stop_requested()) return {Exit::could_not, {}, {}};
  if (!subject.ok()) return {refuse_with(notes, subject.error(), console), {}, {}};
  EvaluateOptions options = planned.evaluate;
  if (!plan.user_dict.empty()) {
    Result<UserWords> words = UserWords::read(plan.user_dict, notes);
    if (!words.ok()) return {refuse_with(notes, words.error(), console), {}, {}};
    options.words = std::move(words).value();
  }
  Result<Table> table = Table::open(subject->files, subject->read, notes);
  if (!table.ok()) return {refuse_with(notes, table.error(), console), {}, {}};
  SampleRows rows;
  KeptRun kept;
  const bool trained = !plan.train.empty();
  if (trained && keep != nullptr) keep->keep_all();
  Result<Evidence> measured =
      measure(table.value(), options, console, parsed.given("report") ? &rows : nullptr, keep,
              trained ? &kept : nullptr);
  if (stop_requested()) return {Exit::could_not, {}, {}};
  if (!measured.ok()) return {refuse_with(notes, measured.error(), console), {}, {}};

  Evidence& evidence = measured.value();
  if (subject->embedded) subject->embedded->give_facts(evidence);
  if (subject->judge) subject->judge->give_judge(evidence);
  if (subject->asked) subject->asked->give_facts(evidence);
  notes.append(evidence.notes);
  const bool refused = notes.has_errors() && plan.read.bad_rows == BadRows::refuse;
  if (trained && !refused) {
    const Result<Done> compared =
        compare_with_training(*subject, plan, options, keep, kept, evidence, notes);
    if (stop_requested()) return {Exit::could_not, {}, {}};
    if (!compared.ok()) return {refuse_with(notes, compared.error(), console), {}, {}};
  }
  if (options.words) note_unused_words(evidence, *options.words, notes);
  evidence.notes = notes;
  const bool print_notes = !notes.all().empty() && (notes.has_errors() || !console.quiet);
  if (print_notes) write_error(describe(notes, console.language));
  if (notes.has_errors() && plan.read.bad_rows == BadRows::refuse) return {Exit::could_not, {}, {}};
  evidence.run = run_facts(parsed, plan.evaluate);
  return {Exit::good, std::move(evidence), std::move(rows)};
}

}  // namespace shijin::cli
