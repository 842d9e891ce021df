# convlens_room(NAME [LINKS target...] [PRECOMPILE header...] [PRECOMPILED_FOR target]): the static
# library of the room src/NAME. A room is its folder: every .cpp file in it, and in its parts,
# belongs to the library.
# PRECOMPILE: what most of the room's files include, beside what all rooms do (Precompiled.cmake).
function(convlens_room name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/${name}/*.cpp")
  convlens_room_library(convlens_${name} SOURCES ${sources} ${ARGN})
endfunction()

# The library itself; also used for the second build of a room with the Test Engine's hooks.
# PRECOMPILED_FOR: a target, compiled with the same options, whose headers serve for this one, too.
function(convlens_room_library target)
  cmake_parse_arguments(ROOM "" "PRECOMPILED_FOR" "SOURCES;LINKS;PRECOMPILE" ${ARGN})
  add_library(${target} STATIC ${ROOM_SOURCES})
  target_include_directories(${target} PUBLIC "${CMAKE_SOURCE_DIR}/src")
  target_link_libraries(${target} PUBLIC ${ROOM_LINKS} PRIVATE convlens_warnings convlens_sanitizers)
  convlens_precompile(${target} ${ROOM_PRECOMPILE} FOR ${ROOM_PRECOMPILED_FOR})
  convlens_compile_by_part(${target})
endfunction()

# With CONVLENS_UNITY the files of a part, and those that stand in none, are compiled as one: what
# they share is instantiated, and read by clang-tidy, once, which takes a third of the time. Names
# within a part have to differ for it. That each file still includes what it uses is a test's to see
# (tests/house/alone_check.py).
function(convlens_compile_by_part target)
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    cmake_path(GET source PARENT_PATH folder)
    cmake_path(RELATIVE_PATH folder BASE_DIRECTORY "${CMAKE_SOURCE_DIR}")
    string(MAKE_C_IDENTIFIER "${folder}" part)
    set_source_files_properties("${source}" PROPERTIES UNITY_GROUP ${part})
    list(APPEND parts ${part})
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${CONVLENS_UNITY} UNITY_BUILD_MODE GROUP)
  list(REMOVE_DUPLICATES parts)
  list(LENGTH parts count)
  if(CONVLENS_UNITY AND count EQUAL 1)
    # What is read once needs no reading ahead.
    set_target_properties(${target} PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
  endif()
endfunction()

# What waits for a disk or a hand need not be fast, but compile fast: two thirds of the time of the
# release preset's -O3.
# At -O1 GCC 12 takes the size of a short string for that of every string.
function(convlens_compile_fast target)
  target_compile_options(${target} PRIVATE
    "$<$<CONFIG:Release>:-O1;-Wno-array-bounds;-Wno-stringop-overflow>")
endfunction()
