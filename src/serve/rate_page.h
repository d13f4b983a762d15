// The rating page: web/dist/rate.html, as the build found it.
#pragma once

#include <string_view>

#include "serve/app_page.h"

namespace shijin {

/// The whole page; it holds no data
std::string_view rate_page();

}  // namespace shijin
