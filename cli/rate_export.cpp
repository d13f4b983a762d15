// shijin rate export: the ratings, for other tools.
#include "cli/output.h"
#include "cli/rate_status.h"

namespace shijin::cli {

Exit rate_export(const Parsed& parsed, const Console& console) {
  const Result<CampaignStatus> status = load_status(parsed, Judging::none);
  if (!status.ok()) return refuse(status.error(), console);
  const std::string where = parsed.given("output") ? parsed.text("output") : "-";
  const std::string run = parsed.text("run");
  const ExportFormat format =
      export_format_of(parsed.text("format")).value_or(ExportFormat::long_lines);
  const std::string out =
      export_ratings({status->campaign, status->rows, status->ratings, run, &status->pool}, format);
  const Result<Done> written = write_result(where, out, console);
  return written.ok() ? Exit::good : refuse(written.error(), console);
}

}  // namespace shijin::cli
