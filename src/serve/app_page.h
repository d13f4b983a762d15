// The page of the local app: web/dist/app.html, as the build found it.
#pragma once

#include <string>
#include <string_view>

namespace shijin {

/// The whole page; it holds no data
std::string_view app_page();

/// The policy that stands in a page, with what only a header may say added
std::string page_policy(std::string_view page);

}  // namespace shijin
