# sj_folder(NAME [LINKS folders...] [PRIVATE_LINKS targets...] [REGISTRY "KIND=Type:header:function" ...])
# makes the library shijin_NAME of src/NAME/*.cpp, the test binary test_NAME of src/NAME/*_test.cpp,
# and for each REGISTRY entry the function that lists everything defined by SJ_KIND(name, ...) there.
find_package(Threads REQUIRED)

if(SHIJIN_TESTS OR SHIJIN_BENCH)  # what they need to find the files beside them
  add_library(sj_source_dir STATIC ${CMAKE_SOURCE_DIR}/tests/source_dir.cpp)
  target_include_directories(sj_source_dir PUBLIC ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(sj_source_dir PRIVATE SJ_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
endif()

# Half of a test file's compile time goes into optimising assertions that run once.
function(sj_test target)
  target_compile_options(${target} PRIVATE -O0)
  target_link_libraries(${target} PRIVATE sj_source_dir GTest::gtest_main GTest::gmock)
  gtest_discover_tests(${target} DISCOVERY_MODE PRE_TEST ${ARGN})
endfunction()

function(sj_registry folder target sources entry)
  string(REGEX MATCH "^([A-Z]+)=([A-Za-z]+):([a-z0-9_/.]+):([a-z_]+)$" ok "${entry}")
  if(NOT ok)
    message(FATAL_ERROR "sj_registry: cannot read '${entry}'")
  endif()
  set(output ${CMAKE_BINARY_DIR}/generated/${folder}_${CMAKE_MATCH_4}.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DKIND=${CMAKE_MATCH_1} -DTYPE=${CMAKE_MATCH_2}
            -DHEADER=${CMAKE_MATCH_3} -DFUNCTION=${CMAKE_MATCH_4} -DOUTPUT=${output}
            "-DSOURCES=${sources}" -P ${CMAKE_SOURCE_DIR}/cmake/registry.cmake
    DEPENDS ${sources} ${CMAKE_SOURCE_DIR}/cmake/registry.cmake
    COMMENT "Listing ${CMAKE_MATCH_4}" VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

function(sj_folder name)
  cmake_parse_arguments(ARG "" "" "LINKS;PRIVATE_LINKS;REGISTRY" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  if(NOT sources)  # a folder may be empty while it is being built
    set(sources ${CMAKE_SOURCE_DIR}/cmake/empty.cpp)
  endif()
  add_library(shijin_${name} STATIC ${sources})
  target_include_directories(shijin_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  foreach(link IN LISTS ARG_LINKS)
    target_link_libraries(shijin_${name} PUBLIC shijin_${link})
  endforeach()
  target_link_libraries(shijin_${name} PUBLIC Threads::Threads PRIVATE ${ARG_PRIVATE_LINKS})
  foreach(entry IN LISTS ARG_REGISTRY)
    sj_registry(${name} shijin_${name} "${sources}" "${entry}")
  endforeach()
  if(SHIJIN_TESTS AND tests)
    add_executable(test_${name} ${tests})
    target_link_libraries(test_${name} PRIVATE shijin_${name} ${ARG_PRIVATE_LINKS})
    sj_test(test_${name} TEST_PREFIX "${name}.")
  endif()
endfunction()
