# llama.cpp behind the target sj_llama, which defines SJ_HAS_LLAMA where there is one. SHIJIN_LLAMA:
#   auto     an installed package, else what tools/llama.sh has built before, else none: a build
#            that nobody asked for a model takes no minute longer
#   bundled  what tools/llama.sh builds (the pinned source; once)      system  an installed package
#   off      none: everything else works, and a command that needs a model says what to do
add_library(sj_llama INTERFACE)
set(sj_llama_prefix "")
set(sj_llama_installed FALSE)
if(SHIJIN_LLAMA STREQUAL "system" OR SHIJIN_LLAMA STREQUAL "auto")
  find_package(llama 0.6 CONFIG QUIET)
  if(TARGET llama)
    set(sj_llama_installed TRUE)
  elseif(SHIJIN_LLAMA STREQUAL "system")
    message(FATAL_ERROR "SHIJIN_LLAMA=system, but there is no llama.cpp 0.6 that CMake finds. Name its "
      "folder with -DCMAKE_PREFIX_PATH=, or take -DSHIJIN_LLAMA=bundled")
  endif()
endif()
if(SHIJIN_LLAMA STREQUAL "bundled" OR (SHIJIN_LLAMA STREQUAL "auto" AND NOT sj_llama_installed))
  set(sj_llama_argument "")
  if(SHIJIN_LLAMA STREQUAL "auto")
    set(sj_llama_argument --built)
  endif()
  execute_process(COMMAND ${CMAKE_SOURCE_DIR}/tools/llama.sh ${sj_llama_argument}
                  OUTPUT_VARIABLE sj_llama_prefix OUTPUT_STRIP_TRAILING_WHITESPACE
                  RESULT_VARIABLE sj_llama_failed)
  if(sj_llama_failed AND SHIJIN_LLAMA STREQUAL "bundled")
    message(FATAL_ERROR "tools/llama.sh could not build llama.cpp; it says why above")
  endif()
endif()

if(sj_llama_prefix)
  set(sj_llama_libraries "")
  foreach(name llama-jinja llama ggml ggml-cpu ggml-base)
    list(APPEND sj_llama_libraries ${sj_llama_prefix}/lib/lib${name}.a)
  endforeach()
  target_link_libraries(sj_llama INTERFACE ${sj_llama_libraries} ${CMAKE_DL_LIBS} m)
  target_include_directories(sj_llama SYSTEM INTERFACE ${sj_llama_prefix}/include
                             ${sj_llama_prefix}/include/llama-common)
  target_compile_definitions(sj_llama INTERFACE SJ_HAS_LLAMA SJ_HAS_JINJA SJ_LLAMA_BUNDLED)
elseif(sj_llama_installed)  # packages have no engine of chat templates
  target_link_libraries(sj_llama INTERFACE llama)
  target_compile_definitions(sj_llama INTERFACE SJ_HAS_LLAMA)
endif()
