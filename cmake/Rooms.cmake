# convlens_room(NAME [LINKS target...] [PRECOMPILE header...]): the static library of the room
# src/NAME. A room is its folder: every .cpp file in it, and in its parts, belongs to the library.
# PRECOMPILE: what most of the room's files include, beside what all rooms do (Precompiled.cmake).
function(convlens_room name)
  cmake_parse_arguments(ROOM "" "" "LINKS;PRECOMPILE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/${name}/*.cpp")
  convlens_room_library(convlens_${name} SOURCES ${sources} LINKS ${ROOM_LINKS}
    PRECOMPILE ${ROOM_PRECOMPILE})
endfunction()

# The library itself; also used for the second build of a room with the Test Engine's hooks.
function(convlens_room_library target)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINKS;PRECOMPILE" ${ARGN})
  add_library(${target} STATIC ${ROOM_SOURCES})
  target_include_directories(${target} PUBLIC "${CMAKE_SOURCE_DIR}/src")
  target_link_libraries(${target} PUBLIC ${ROOM_LINKS} PRIVATE convlens_warnings convlens_sanitizers)
  convlens_precompile(${target} ${ROOM_PRECOMPILE})
endfunction()

# What is done once need not be fast, but compile fast: half the time of the release preset's -O3.
# At -O1 GCC 12 takes the size of a short string for that of every string.
function(convlens_compile_fast target)
  target_compile_options(${target} PRIVATE
    "$<$<CONFIG:Release>:-O1;-Wno-array-bounds;-Wno-stringop-overflow>")
endfunction()
