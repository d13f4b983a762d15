# jieba's dictionary and model (MIT), from Debian's python3-jieba or any installed jieba 0.42.1, made
# into the table that the binary holds. Nothing of Python runs, neither here nor later.
find_path(SJ_JIEBA_FOLDER finalseg/prob_emit.py NO_DEFAULT_PATH
          PATHS /usr/lib/python3/dist-packages/jieba
          DOC "The folder of Python's jieba 0.42.1, which holds dict.txt")
if(NOT SJ_JIEBA_FOLDER)
  message(FATAL_ERROR "jieba's dictionary not found: install the package python3-jieba "
    "(scripts/setup does it), or run `pip install jieba==0.42.1` and add "
    "-DSJ_JIEBA_FOLDER=/path/to/site-packages/jieba")
endif()

# Another dictionary would give other tokens, and so other scores under the same name.
set(sj_jieba_files "")
foreach(expected
    dict.txt=7197c3211ddd98962b036cdf40324d1ea2bfaa12bd028e68faa70111a88e12a8
    finalseg/prob_emit.py=27d46b1c9efe4dd148fde8be042a21be40e3562d0c7f1273f9de7abae12ebb8d
    finalseg/prob_start.py=14c5706ced5cd3b42eb4873d4b88f7f52a7bdf80fbd767bc4423d361e20c5330
    finalseg/prob_trans.py=54dfbc252ed71480d4f0cdfdf516ecfbe44efd0f6c3c64b158e7039f2906c91b)
  string(REPLACE "=" ";" expected ${expected})
  list(GET expected 0 file)
  list(GET expected 1 digest)
  if(NOT EXISTS ${SJ_JIEBA_FOLDER}/${file})
    message(FATAL_ERROR "${SJ_JIEBA_FOLDER} holds no ${file}: it is no jieba 0.42.1")
  endif()
  file(SHA256 ${SJ_JIEBA_FOLDER}/${file} found)
  if(NOT found STREQUAL digest)
    message(FATAL_ERROR "${SJ_JIEBA_FOLDER}/${file} is not that of jieba 0.42.1. "
      "Install that version, or name its folder with -DSJ_JIEBA_FOLDER=")
  endif()
  list(APPEND sj_jieba_files ${SJ_JIEBA_FOLDER}/${file})
endforeach()

# Give a target the table: its source that embeds it is built again when the table changes.
function(sj_jieba_table target source)
  set(table ${CMAKE_BINARY_DIR}/generated/jieba_table.bin)
  add_executable(make_jieba_table ${CMAKE_SOURCE_DIR}/tools/make_jieba_table.cpp)
  target_link_libraries(make_jieba_table PRIVATE shijin_base sj_compress)
  target_compile_options(make_jieba_table PRIVATE -O2)
  add_custom_command(OUTPUT ${table}
    COMMAND make_jieba_table ${SJ_JIEBA_FOLDER} ${table}
    DEPENDS make_jieba_table ${sj_jieba_files}
    COMMENT "Making the table of jieba's dictionary" VERBATIM)
  add_custom_target(jieba_table DEPENDS ${table})
  add_dependencies(${target} jieba_table)
  set_source_files_properties(${source} TARGET_DIRECTORY ${target} PROPERTIES
    OBJECT_DEPENDS ${table} COMPILE_DEFINITIONS SJ_JIEBA_TABLE="${table}")
  if(TARGET test_text)  # the naive twin reads the package's own files
    target_compile_definitions(test_text PRIVATE SJ_JIEBA_FOLDER="${SJ_JIEBA_FOLDER}")
  endif()
endfunction()
