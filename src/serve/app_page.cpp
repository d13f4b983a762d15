// The page's bytes, put into the read-only part of the binary by the assembler.
#include "serve/app_page.h"

#include "base/result.h"

// SJ_WEB_PAGE is web/dist/app.html.
__asm__(
    ".pushsection .rodata, \"a\", @progbits\n"
    ".globl sj_app_page\n"
    ".hidden sj_app_page\n"
    "sj_app_page:\n"
    ".incbin \"" SJ_WEB_PAGE
    "\"\n"
    ".globl sj_app_page_end\n"
    ".hidden sj_app_page_end\n"
    "sj_app_page_end:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" const char sj_app_page[];
extern "C" const char sj_app_page_end[];

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
