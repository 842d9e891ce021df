# glad: the OpenGL 4.3 core loader, generated at configure time by Debian's python3-glad.
# --reproducible reads the specification that the package carries, so no network is needed.
set(glad_dir "${CMAKE_BINARY_DIR}/generated/glad")
if(NOT EXISTS "${glad_dir}/src/gl.c")
  find_program(GLAD_COMMAND glad PATHS /usr/bin NO_DEFAULT_PATH)
  if(NOT GLAD_COMMAND)
    message(FATAL_ERROR "glad was not found: run tools/setup.sh, which installs python3-glad.")
  endif()
  execute_process(
    COMMAND "${GLAD_COMMAND}" --reproducible --quiet --api gl:core=4.3 --extensions ""
            --out-path "${glad_dir}" c
    RESULT_VARIABLE glad_status OUTPUT_QUIET ERROR_VARIABLE glad_error)
  if(NOT glad_status EQUAL 0)
    message(FATAL_ERROR "glad could not generate the OpenGL loader: ${glad_error}")
  endif()
endif()
add_library(glad STATIC "${glad_dir}/src/gl.c")
target_include_directories(glad SYSTEM PUBLIC "${glad_dir}/include")
