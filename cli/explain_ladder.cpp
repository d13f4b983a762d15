// One pass over the file with all keys of the ladder at once; thinking is kept, as the tools on the
// ladder keep it.
#include "cli/explain_ladder.h"

#include <algorithm>

#include "cli/measure.h"
#include "cli/output.h"

namespace shijin::cli {
namespace {

constexpr Text kNoLadder{"--on works for bleu, not for \"{0}\"",
                         "--on 只能與 bleu 並用，不適用於「{0}」"};
constexpr Text kWriteBleu{"write shijin explain bleu --on {0}",
                          "請改寫 shijin explain bleu --on {0}"};
constexpr Text kAlone{"--{0} has no meaning without --on FILE",
                      "沒有 --on FILE 時，--{0} 沒有意義"};
constexpr Text kAddOn{"add --on FILE, or leave --{0} out", "請加上 --on FILE，或拿掉 --{0}"};

// What the page shows: the data and the ladder, no panel and no verdict.
Evidence page_of(const Evidence& evidence) {
  Evidence page;
  page.version = evidence.version;
  page.task = evidence.task;
  page.data = evidence.data;
  page.ladder = evidence.ladder;
  return page;
}

Result<Done> write_all(const EvalPlan& plan, const Evidence& evidence, const Console& console) {
  bool summary = true;
  for (const auto& [option, where] : plan.outputs) {
    summary = summary && where != "-";
    const std::string text = option == "json"
                                 ? render_json(evidence)
                                 : render_markdown(page_of(evidence), console.language);
    SJ_TRY(write_result(where, text, console));
  }
  if (!summary) return Done{};
  const TerminalStyle style{console.language, console.colour, console.columns};
  return write_output(render_terminal(page_of(evidence), style));
}

Error no_ladder(const std::string& name, const std::string& file) {
  Error error;
  error.name = "options-contradict";
  error.found = Message(kNoLadder, {name});
  error.help = Message(kWriteBleu, {file});
  return error;
}

// An option that belongs to --on was given without it.
Error lonely_option(std::string_view option) {
  Error error;
  error.name = "options-contradict";
  error.found = Message(kAlone, {option});
  error.help = Message(kAddOn, {option});
  return error;
}

}  // namespace

bool wants_ladder(const Parsed& parsed) {
  return std::any_of(std::begin(kLadderOptions), std::end(kLadderOptions),
                     [&](const OptionInfo& option) { return parsed.given(option.name); });
}

Exit run_ladder(const Parsed& parsed, const Console& console) {
  for (const OptionInfo& option : kLadderOptions) {
    if (parsed.given("on") || !parsed.given(option.name)) continue;
    return refuse(lonely_option(option.name), console);
  }
  const std::string& measure = parsed.files.front();
  Parsed line = parsed;
  line.files = {parsed.text("on")};
  const std::string keys = ladder_keys(measure);
  if (keys.empty()) return refuse(no_ladder(measure, line.files.front()), console);
  Result<EvalPlan> plan = plan_eval(line);
  if (!plan.ok()) return refuse(plan.error(), console);
  EvaluateOptions& options = plan->evaluate;
  options.task = Task::generation;
  options.metrics = keys;
  options.thinking = Thinking::keep;
  Measured measured = measure_files(line, *plan, console);
  if (!measured.evidence) return measured.exit;
  Evidence& evidence = *measured.evidence;
  evidence.ladder = {};
  give_ladder(measure, evidence);
  evidence.ladder.whole = true;
  const Result<Done> written = write_all(*plan, evidence, console);
  return written.ok() ? Exit::good : refuse(written.error(), console);
}

}  // namespace shijin::cli
