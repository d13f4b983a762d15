// The page's bytes, as the build found them.
#include "serve/app_page.h"

#include "base/embed.h"
#include "base/result.h"

SJ_EMBED(sj_app_page, SJ_WEB_PAGE);  // web/dist/app.html

namespace shijin {

std::string_view app_page() {
  return {sj_app_page, static_cast<std::size_t>(sj_app_page_end - sj_app_page)};
}

std::string page_policy(std::string_view page) {
  constexpr std::string_view kBefore = "http-equiv=\"Content-Security-Policy\" content=\"";
  const std::size_t begin = page.find(kBefore);
  SJ_CHECK(begin != std::string_view::npos, "a page of web/dist has no policy");
  const std::string_view rest = page.substr(begin + kBefore.size());
  return std::string(rest.substr(0, rest.find('"'))) + "; frame-ancestors 'none'";
}

}  // namespace shijin
