# Reading headers is three quarters of what a file of ui takes to compile: they are read once a
# target. Each file still includes what it uses: tests/house/alone_check.py compiles without this.
set(convlens_common_headers
  <algorithm> <array> <charconv> <cmath> <cstdint> <filesystem> <functional> <map> <memory>
  <optional> <span> <string> <string_view> <utility> <variant> <vector>
  <fmt/core.h> <tl/expected.hpp>)

function(convlens_precompile target)
  target_precompile_headers(${target} PRIVATE ${convlens_common_headers} ${ARGN})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -fpch-preprocess) # so that ccache knows of them
  endif()
endfunction()
