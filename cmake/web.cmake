# The pages that the web/ folder builds, put into the binary as they are checked in: building C++ needs
# no Node. tools/check_web.py (in scripts/test) tells when a page is older than its sources.
function(sj_web_page target source name)
  set(page ${CMAKE_SOURCE_DIR}/web/dist/${name}.html)
  set_source_files_properties(${source} TARGET_DIRECTORY ${target} PROPERTIES
    OBJECT_DEPENDS ${page} COMPILE_DEFINITIONS SJ_WEB_PAGE="${page}")
endfunction()
