# convlens_sanitizers: address and undefined behaviour, when CONVLENS_SANITIZE is on.
# Frame pointers are kept so that reports show whole stacks; every finding ends the program.
add_library(convlens_sanitizers INTERFACE)
if(CONVLENS_SANITIZE)
  target_compile_options(convlens_sanitizers INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(convlens_sanitizers INTERFACE -fsanitize=address,undefined)
endif()
