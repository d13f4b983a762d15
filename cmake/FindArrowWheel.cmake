# Finds Arrow C++ and Parquet: an installed ArrowConfig first, else the pyarrow wheel of
# Python3_EXECUTABLE, which holds headers and libraries but no CMake files. Gives the targets
# ArrowWheel::arrow and ArrowWheel::parquet. The wheel's libraries have no plain .so name.
set(ArrowWheel_VERSION_WANTED 26.0.1)
find_package(Arrow CONFIG QUIET)
find_package(Parquet CONFIG QUIET)
if(TARGET Arrow::arrow_shared AND TARGET Parquet::parquet_shared)
  add_library(ArrowWheel::arrow ALIAS Arrow::arrow_shared)
  add_library(ArrowWheel::parquet ALIAS Parquet::parquet_shared)
  set(ArrowWheel_FOUND TRUE)
elseif(ArrowWheel_USE_PYTHON)
  find_package(Python3 COMPONENTS Interpreter)
  if(Python3_Interpreter_FOUND)
    execute_process(
      COMMAND ${Python3_EXECUTABLE} -c
              "import pyarrow as p; print(p.__version__, p.cpp_build_info.so_version, p.get_include(), p.get_library_dirs()[0], sep=';')"
      OUTPUT_VARIABLE about OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET
      RESULT_VARIABLE failed)
  endif()
  if(about AND NOT failed)
    list(POP_FRONT about ArrowWheel_VERSION so_version include_folder library_folder)
    if(NOT ArrowWheel_VERSION VERSION_EQUAL ArrowWheel_VERSION_WANTED)
      message(WARNING "pyarrow ${ArrowWheel_VERSION} is found; ${ArrowWheel_VERSION_WANTED} is "
                      "the version that is tested")
    endif()
    foreach(name arrow parquet)
      add_library(ArrowWheel::${name} SHARED IMPORTED)
      set_target_properties(ArrowWheel::${name} PROPERTIES
        IMPORTED_LOCATION ${library_folder}/lib${name}.so.${so_version}
        INTERFACE_INCLUDE_DIRECTORIES ${include_folder})
    endforeach()
    # libparquet needs libarrow_compute, which lies beside it.
    target_link_options(ArrowWheel::parquet INTERFACE -Wl,-rpath-link,${library_folder})
    set(ArrowWheel_FOUND TRUE)
  endif()
endif()
if(ArrowWheel_FIND_REQUIRED AND NOT ArrowWheel_FOUND)
  message(FATAL_ERROR "SHIJIN_ARROW=on, but there is no ArrowConfig.cmake, and no pyarrow in "
    "${Python3_EXECUTABLE}. Install pyarrow==${ArrowWheel_VERSION_WANTED} and add "
    "-DPython3_EXECUTABLE=/path/to/its/python")
endif()
