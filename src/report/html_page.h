// The empty page that reports are written into: web/dist/report.html, as the build found it.
#pragma once

#include <string_view>

namespace shijin {

/// The whole page; it holds kPageMark once
std::string_view report_page();

/// Where the data goes
inline constexpr std::string_view kPageMark = "<!--shijin:data-->";

}  // namespace shijin
