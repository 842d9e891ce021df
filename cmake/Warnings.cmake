# convlens_warnings: warnings as errors, for the project's own code only.
# -Wconversion stays out: image code converts between pixel and float types on most lines,
# and the casts that silence it hide the few that matter.
add_library(convlens_warnings INTERFACE)
target_compile_options(convlens_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Werror
  -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast -Wcast-qual
  -Wdouble-promotion -Wformat=2 -Wundef)
