// The page's bytes, put into the read-only part of the binary by the assembler.
#include "report/html_page.h"

// SJ_WEB_PAGE is web/dist/report.html.
__asm__(
    ".pushsection .rodata, \"a\", @progbits\n"
    ".globl sj_report_page\n"
    ".hidden sj_report_page\n"
    "sj_report_page:\n"
    ".incbin \"" SJ_WEB_PAGE
    "\"\n"
    ".globl sj_report_page_end\n"
    ".hidden sj_report_page_end\n"
    "sj_report_page_end:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" const char sj_report_page[];
extern "C" const char sj_report_page_end[];

namespace shijin {

std::string_view report_page() {
  return {sj_report_page, static_cast<std::size_t>(sj_report_page_end - sj_report_page)};
}

}  // namespace shijin
