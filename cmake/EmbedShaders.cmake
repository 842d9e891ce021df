# convlens_embed_shaders(TARGET): turns every file in shaders/ into a string constant, so that
# the program needs no files at run time. Generates gl/embedded_shaders.h for TARGET.
function(convlens_embed_shaders target)
  file(GLOB shaders CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/shaders/*")
  set(generated "${CMAKE_BINARY_DIR}/generated/gl/embedded_shaders.h")
  add_custom_command(
    OUTPUT "${generated}"
    COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${generated}" "-DSHADERS=${shaders}"
            -P "${CMAKE_SOURCE_DIR}/cmake/embed_shaders_script.cmake"
    DEPENDS ${shaders} "${CMAKE_SOURCE_DIR}/cmake/embed_shaders_script.cmake"
    COMMENT "Embedding shaders"
    VERBATIM)
  target_sources(${target} PRIVATE "${generated}")
  target_include_directories(${target} PRIVATE "${CMAKE_BINARY_DIR}/generated")
endfunction()
