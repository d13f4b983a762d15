// Showing a stored run again from its result, with gates decided and metrics finished anew.
#include "cli/output.h"
#include "cli/runs.h"

namespace shijin::cli {
namespace {

// Metrics that were not shown then, finished from the stored statistics.
Result<Done> add_metrics(const Parsed& parsed, const Store& store, Evidence& evidence) {
  const StoredRun stored = SJ_TRY(store.load(evidence.run.id));
  FromStore how;
  how.keys = {parsed.text("metrics")};
  MeasuredRun again = SJ_TRY(from_store(stored, how));
  evidence.metrics = std::move(again.evidence.metrics);
  evidence.panel.clear();
  return Done{};
}

// Gates of the line take the place of those it was stored with.
Result<Done> decide_again(const Parsed& parsed, Evidence& evidence) {
  if (!parsed.given("gate")) {
    const bool metrics = parsed.given("metrics");
    if (metrics) decide(evidence);
    return Done{};
  }
  evidence.verdict = Verdict();
  for (const std::string& text : parsed.all("gate")) {
    GateLine gate = SJ_TRY(parse_gate(text));
    const ScoreLine* line = evidence.find(gate.key);
    if (line != nullptr && !parsed.given("scale-ok")) {
      SJ_TRY(check_scale(gate, line->low, line->high));
    }
    evidence.verdict.gates.push_back(std::move(gate));
  }
  decide(evidence);
  return Done{};
}

// The page of a run, with the rows that the store kept of it.
Result<std::string> page_of(const Store& store, const Evidence& evidence, Language language) {
  SampleRows rows;
  SJ_TRY(store.samples(evidence.run.id, [&](std::string_view lines) { rows.add(lines); }));
  return render_html(evidence, rows, language);
}

Result<Done> write(const Parsed& parsed, const Store& store, const Evidence& evidence,
                   const std::string& stored, const Console& console) {
  const bool as_stored = !parsed.given("gate") && !parsed.given("metrics");
  bool summary = true;
  for (const char* option : {"report", "json", "markdown", "junit"}) {
    if (!parsed.given(option)) continue;
    const std::string where = parsed.text(option);
    summary = summary && where != "-";
    const std::string_view name = option;
    const std::string text = name == "markdown" ? render_markdown(evidence, console.language)
                             : name == "junit"  ? render_junit(evidence, console.language)
                             : name == "report" ? SJ_TRY(page_of(store, evidence, console.language))
                             : as_stored        ? stored
                                                : render_json(evidence);
    SJ_TRY(write_result(where, text, console));
  }
  if (!summary) return Done{};
  return write_output(
      render_terminal(evidence, {console.language, console.colour, console.columns}));
}

Result<Decision> show(const Parsed& parsed, Store& store, const Console& console) {
  const RunRecord record = SJ_TRY(store.find(parsed.files[1]));
  const std::string json = SJ_TRY(store.read(record.id, "result.json"));
  ReadResult result = SJ_TRY(read_result(json, store.folder_of(record.id) + "/result.json"));
  Evidence& evidence = result.evidence;
  if (parsed.given("metrics")) SJ_TRY(add_metrics(parsed, store, evidence));
  SJ_TRY(decide_again(parsed, evidence));
  SJ_TRY(write(parsed, store, evidence, json, console));
  return evidence.verdict.decision;
}

}  // namespace

Exit show_run(const Parsed& parsed, Store& store, const Console& console) {
  const Result<Decision> decision = show(parsed, store, console);
  if (!decision.ok()) return refuse(decision.error(), console);
  if (*decision == Decision::fail) return Exit::no;
  return *decision == Decision::undecided ? Exit::undecided : Exit::good;
}

}  // namespace shijin::cli
