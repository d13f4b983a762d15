// The page's bytes, put into the read-only part of the binary by the assembler.
#include "serve/rate_page.h"

// SJ_WEB_PAGE is web/dist/rate.html.
__asm__(
    ".pushsection .rodata, \"a\", @progbits\n"
    ".globl sj_rate_page\n"
    ".hidden sj_rate_page\n"
    "sj_rate_page:\n"
    ".incbin \"" SJ_WEB_PAGE
    "\"\n"
    ".globl sj_rate_page_end\n"
    ".hidden sj_rate_page_end\n"
    "sj_rate_page_end:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" const char sj_rate_page[];
extern "C" const char sj_rate_page_end[];

namespace shijin {

std::string_view rate_page() {
  return {sj_rate_page, static_cast<std::size_t>(sj_rate_page_end - sj_rate_page)};
}

}  // namespace shijin
