// From an opened table to evidence with its facts and notes.
#include "cli/measure.h"

#include <unistd.h>

#include <chrono>
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

std::string as_iso(std::int64_t milliseconds) {
  const std::time_t now = milliseconds / 1000;
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

Result<Evidence> measure(Table& table, const EvaluateOptions& options, const Console& console,
                         SampleRows* rows, RunToSave* keep) {
  ProgressBar bar(console);
  EvaluateHooks hooks;
  hooks.progress = [&bar](const Progress& progress) { bar.show(progress); };
  hooks.stop = &stop_requested();
  bool keeps = false;
  if (keep != nullptr) {
    hooks.keep = &keep->kept;
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
  RunFacts run;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  run.made_at = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  run.created = as_iso(run.made_at);
  run.seed = options.seed;
  run.command = parsed.command;
  const std::string file = parsed.files.empty() ? "" : parsed.files.front();
  run.name = parsed.given("name") ? parsed.text("name")
             : file == "-"        ? "stdin"
                                  : std::filesystem::path(file).stem().string();
  run.id = make_run_id(run.made_at, static_cast<std::uint64_t>(::getpid()));
  return run;
}

Measured measure_files(const Parsed& parsed, const EvalPlan& plan, const Console& console,
                       RunToSave* keep) {
  Notes notes;
  EvaluateOptions options = plan.evaluate;
  if (!plan.user_dict.empty()) {
    Result<UserWords> words = UserWords::read(plan.user_dict, notes);
    if (!words.ok()) return {refuse_with(notes, words.error(), console), {}, {}};
    options.words = std::move(words).value();
  }
  Result<Table> table = Table::open(parsed.files, plan.read, notes);
  if (!table.ok()) return {refuse_with(notes, table.error(), console), {}, {}};
  SampleRows rows;
  Result<Evidence> measured =
      measure(table.value(), options, console, parsed.given("report") ? &rows : nullptr, keep);
  if (stop_requested()) return {Exit::could_not, {}, {}};
  if (!measured.ok()) return {refuse_with(notes, measured.error(), console), {}, {}};

  Evidence& evidence = measured.value();
  notes.append(evidence.notes);
  if (options.words) note_unused_words(evidence, *options.words, notes);
  evidence.notes = notes;
  const bool print_notes = !notes.all().empty() && (notes.has_errors() || !console.quiet);
  if (print_notes) write_error(describe(notes, console.language));
  if (notes.has_errors() && plan.read.bad_rows == BadRows::refuse) return {Exit::could_not, {}, {}};
  evidence.run = run_facts(parsed, plan.evaluate);
  return {Exit::good, std::move(evidence), std::move(rows)};
}

}  // namespace shijin::cli
