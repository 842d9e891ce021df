# Reading headers is three quarters of what a file of ui takes to compile: they are read once a
# target. Each file still includes what it uses: tests/house/alone_check.py compiles without this.
set(convlens_common_headers
  <algorithm> <array> <charconv> <cmath> <cstdint> <filesystem> <functional> <map> <memory>
  <optional> <span> <string> <string_view> <utility> <variant> <vector>
  <fmt/core.h> <tl/expected.hpp>)

# convlens_precompile(TARGET [header...] [FOR OTHER]): those headers, or what OTHER has.
function(convlens_precompile target)
  cmake_parse_arguments(HEADERS "" "FOR" "" ${ARGN})
  if(HEADERS_FOR)
    target_precompile_headers(${target} REUSE_FROM ${HEADERS_FOR})
  else()
    target_precompile_headers(${target} PRIVATE
      ${convlens_common_headers} ${HEADERS_UNPARSED_ARGUMENTS})
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -fpch-preprocess) # so that ccache knows of them
  endif()
endfunction()
