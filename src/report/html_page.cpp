// The page's bytes, as the build found them.
#include "report/html_page.h"

#include "base/embed.h"

SJ_EMBED(sj_report_page, SJ_WEB_PAGE);  // web/dist/report.html

namespace shijin {

std::string_view report_page() {
  return {sj_report_page, static_cast<std::size_t>(sj_report_page_end - sj_report_page)};
}

}  // namespace shijin
