# convlens_sanitizers: address and undefined behaviour, when CONVLENS_SANITIZE is on, or races
# between threads, when CONVLENS_SANITIZE_THREADS is.
# Frame pointers are kept so that reports show whole stacks; every finding ends the program.
add_library(convlens_sanitizers INTERFACE)
if(CONVLENS_SANITIZE)
  target_compile_options(convlens_sanitizers INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
    -Wno-maybe-uninitialized) # GCC 12 takes what it adds itself for uninitialised
  target_link_options(convlens_sanitizers INTERFACE -fsanitize=address,undefined)
endif()
if(CONVLENS_SANITIZE_THREADS)
  target_compile_options(convlens_sanitizers INTERFACE -fsanitize=thread -fno-omit-frame-pointer
    -Wno-tsan) # fences of the standard library's own
  target_link_options(convlens_sanitizers INTERFACE -fsanitize=thread)
endif()
# Where clang's libFuzzer drives the targets in tests/fuzz, it wants to see which code they reach.
option(CONVLENS_LIBFUZZER "Build the fuzz targets for libFuzzer (needs clang)" OFF)
if(CONVLENS_LIBFUZZER)
  target_compile_options(convlens_sanitizers INTERFACE -fsanitize=fuzzer-no-link)
endif()
