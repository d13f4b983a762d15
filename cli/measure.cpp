// From an opened table to evidence with its facts and notes.
#include "cli/measure.h"

#include <ctime>
#include <filesystem>

#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/progress.h"

namespace shijin::cli {
namespace {

std::string created_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[32];
  const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text, size};
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

Exit refuse_with(const Notes& notes, const Error& error, const Console& console) {
  if (!notes.all().empty()) write_error(describe(notes, console.language));
  return refuse(error, console);
}

Result<Evidence> measure(Table& table, const EvaluateOptions& options, const Console& console) {
  ProgressBar bar(console);
  EvaluateHooks hooks;
  hooks.progress = [&bar](const Progress& progress) { bar.show(progress); };
  hooks.stop = &stop_requested();
  return evaluate(table, options, hooks);
}

}  // namespace

Measured measure_files(const Parsed& parsed, const EvalPlan& plan, const Console& console) {
  Notes notes;
  Result<Table> table = Table::open(parsed.files, plan.read, notes);
  if (!table.ok()) return {refuse_with(notes, table.error(), console), {}};
  Result<Evidence> measured = measure(table.value(), plan.evaluate, console);
  if (stop_requested()) return {Exit::could_not, {}};
  if (!measured.ok()) return {refuse_with(notes, measured.error(), console), {}};

  Evidence& evidence = measured.value();
  notes.append(evidence.notes);
  evidence.notes = notes;
  const bool print_notes = !notes.all().empty() && (notes.has_errors() || !console.quiet);
  if (print_notes) write_error(describe(notes, console.language));
  if (notes.has_errors() && plan.read.bad_rows == BadRows::refuse) return {Exit::could_not, {}};
  evidence.run = run_facts(parsed, plan.evaluate);
  return {Exit::good, std::move(evidence)};
}

}  // namespace shijin::cli
