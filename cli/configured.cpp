// A configuration may hold any option of eval; only its metrics are used here.
#include "cli/configured.h"

#include "cli/config.h"
#include "cli/eval_plan.h"

namespace shijin::cli {

extern const Command command_eval;

Result<OwnMetrics> configured_metrics(const Parsed& parsed) {
  Parsed all;
  if (parsed.given("metric")) all.options["metric"] = parsed.all("metric");
  if (parsed.given("config")) SJ_TRY(add_config(parsed.text("config"), command_eval, all));
  return read_own_metrics(all);
}

}  // namespace shijin::cli
