// A training file is read by the check, scores come from the engine; here the two meet.
#include "cli/leakage.h"

#include <algorithm>

namespace shijin::cli {
namespace {

constexpr Text kReadOnce{
    "standard input is read once, so nothing is scored without the rows that leak",
    "標準輸入只能讀一次，因此沒有計算去掉外洩樣本後的分數"};
constexpr Text kReadOnceHelp{"write it to a file first", "請先存成檔案"};

// The answers of a test set, scored; nothing where it has none. Problems of rows have been told.
std::optional<Evidence> scored(const std::vector<std::string>& files, const CheckOptions& options,
                               EvaluateOptions& evaluated, KeptRun& kept, Notes& notes) {
  Notes unheard;
  Result<Table> table = Table::open(files, options.read, unheard);
  if (!table.ok()) return std::nullopt;
  const Roles& roles = table->roles();
  const bool labels = roles.has(Role::truth) && roles.has(Role::predicted);
  if (!labels && !(roles.has(Role::output) && roles.has(Role::reference))) return std::nullopt;
  evaluated.screens = false;
  evaluated.threads = options.threads;
  EvaluateHooks hooks;
  hooks.stop = options.stop;
  hooks.keep = &kept;
  Result<Evidence> evidence = evaluate(*table, evaluated, hooks);
  if (evidence.ok()) return std::move(evidence).value();
  Error note = evidence.error();
  note.severity = Severity::warning;
  notes.add(std::move(note));
  return std::nullopt;
}

void note_read_once(Notes& notes) {
  Error note;
  note.name = "leakage-unscored";
  note.severity = Severity::warning;
  note.at.file = "-";
  note.found = Message(kReadOnce);
  note.help = Message(kReadOnceHelp);
  notes.add(std::move(note));
}

}  // namespace

Result<Done> find_leakage(const std::vector<std::string>& files, const CheckOptions& options,
                          const EvaluateOptions& evaluated, KeptRun& kept, Evidence& evidence,
                          Notes& notes) {
  CheckReport report = SJ_TRY(check_leakage(files, options));
  notes.append(report.notes);
  evidence.leakage = std::move(report.leakage);
  evidence.leakage->scores =
      leaked_scores(kept, evaluated, evidence, evidence.leakage->row_numbers);
  return Done{};
}

void tell_leakage(const std::vector<std::string>& files, const CheckOptions& options,
                  CheckReport& report) {
  if (!report.leakage || report.leakage->count() == 0) return;
  Evidence evidence;
  if (std::find(files.begin(), files.end(), "-") != files.end()) {
    note_read_once(report.notes);
  } else {
    EvaluateOptions evaluated;
    KeptRun kept;
    if (auto answers = scored(files, options, evaluated, kept, report.notes)) {
      evidence = std::move(*answers);
      report.leakage->scores =
          leaked_scores(kept, evaluated, evidence, report.leakage->row_numbers);
    }
  }
  evidence.leakage = report.leakage;
  std::vector<Finding> findings = leakage_findings(evidence);
  std::move(report.findings.begin(), report.findings.end(), std::back_inserter(findings));
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
  report.findings = std::move(findings);
}

}  // namespace shijin::cli
