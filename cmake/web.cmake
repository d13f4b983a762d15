# The page that the web/ folder builds, put into the binary as it is checked in: building C++ needs no
# Node. tools/check_web.py (in scripts/test) tells when the page is older than its sources.
function(sj_web_page target source)
  set(page ${CMAKE_SOURCE_DIR}/web/dist/report.html)
  set_source_files_properties(${source} TARGET_DIRECTORY ${target} PROPERTIES
    OBJECT_DEPENDS ${page} COMPILE_DEFINITIONS SJ_REPORT_PAGE="${page}")
endfunction()
