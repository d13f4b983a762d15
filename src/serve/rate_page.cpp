// The page's bytes, as the build found them.
#include "serve/rate_page.h"

#include "base/embed.h"

SJ_EMBED(sj_rate_page, SJ_WEB_PAGE);  // web/dist/rate.html

namespace shijin {

std::string_view rate_page() {
  return {sj_rate_page, static_cast<std::size_t>(sj_rate_page_end - sj_rate_page)};
}

}  // namespace shijin
