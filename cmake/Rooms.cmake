# convlens_room(NAME [LINKS target...]): the static library of the room src/NAME.
# A room is its folder: every .cpp file in it belongs to the library.
function(convlens_room name)
  cmake_parse_arguments(ROOM "" "" "LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/${name}/*.cpp")
  convlens_room_library(convlens_${name} "${sources}" "${ROOM_LINKS}")
endfunction()

# The library itself; also used for the second build of a room with the Test Engine's hooks.
function(convlens_room_library target sources links)
  add_library(${target} STATIC ${sources})
  target_include_directories(${target} PUBLIC "${CMAKE_SOURCE_DIR}/src")
  target_link_libraries(${target} PUBLIC ${links} PRIVATE convlens_warnings convlens_sanitizers)
endfunction()
