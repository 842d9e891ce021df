# convlens_texts: the static library of all that the program says, in English and in the languages of
# assets/text, whose catalogues GNU gettext checks and compiles. The template of all that can be
# translated stands in ${CONVLENS_TEXTS}/convlens.pot.
find_program(XGETTEXT xgettext REQUIRED)
find_program(MSGCAT msgcat REQUIRED)
find_program(MSGEN msgen REQUIRED)
find_program(MSGFMT msgfmt REQUIRED)
set(CONVLENS_TEXTS "${CMAKE_BINARY_DIR}/text")

# What speaks in the window: these rooms, and of app what the window leads to. The rest speaks on
# the command line alone, which is English.
file(GLOB_RECURSE text_sources CONFIGURE_DEPENDS
  "${CMAKE_SOURCE_DIR}/src/core/*.*" "${CMAKE_SOURCE_DIR}/src/conv/*.*"
  "${CMAKE_SOURCE_DIR}/src/nn/*.*" "${CMAKE_SOURCE_DIR}/src/loaders/*.*"
  "${CMAKE_SOURCE_DIR}/src/media/*.*" "${CMAKE_SOURCE_DIR}/src/lab/*.*"
  "${CMAKE_SOURCE_DIR}/src/ui/*.*" "${CMAKE_SOURCE_DIR}/src/engine/*.*")
foreach(name IN ITEMS desktop/layout_file desktop/preferences figures/figure_drawing figures/figure_page
    figures/figure_pdf figures/lab_tiles figures/live_figure figures/saved_pictures
    figures/taken_figure gui/file_desk gui/file_desk_pictures gui/gpu_maps gui/network_opener
    gui/picture_folder gui/recorder moving/camera_reel desktop/speaker_window lessons/answer_log
    lessons/lesson_file lessons/lesson_desk films/film_frames films/open_camera films/open_film
    open/array_input open/array_sources open/open_files open/open_network open/opened_files open/test_sets
    open/weight_notes taken/arrays taken/network_export taken/python_export)
  list(APPEND text_sources "${CMAKE_SOURCE_DIR}/src/app/${name}.cpp")
endforeach()
file(GLOB session_sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/app/session/*.cpp")
list(APPEND text_sources ${session_sources} "${CMAKE_SOURCE_DIR}/src/gl/conv2d_compute.cpp"
  "${CMAKE_SOURCE_DIR}/src/gl/shader_program.cpp")
list(SORT text_sources)
list(TRANSFORM text_sources REPLACE "^${CMAKE_SOURCE_DIR}/" "" OUTPUT_VARIABLE text_names)
list(JOIN text_names "\n" text_names)
file(CONFIGURE OUTPUT "${CONVLENS_TEXTS}/sources.txt" CONTENT "${text_names}\n" @ONLY)

set(system "${CMAKE_SOURCE_DIR}/assets/text/system.pot") # what the C library says
add_custom_command(
  OUTPUT "${CONVLENS_TEXTS}/convlens.pot"
  COMMAND "${XGETTEXT}" --from-code=UTF-8 --language=C++ --omit-header --add-location=file
    --keyword= --keyword=tr:1,1t --keyword=tr:1c,2,2t --keyword=fail:1 --keyword=phrase:1
    --keyword=word:1 "--directory=${CMAKE_SOURCE_DIR}"
    "--files-from=${CONVLENS_TEXTS}/sources.txt" --output=sources.pot
  COMMAND "${MSGCAT}" --output-file=convlens.pot "${system}" sources.pot
  DEPENDS ${text_sources} "${CONVLENS_TEXTS}/sources.txt" "${system}"
  WORKING_DIRECTORY "${CONVLENS_TEXTS}"
  COMMENT "Collecting what is said"
  VERBATIM)
add_custom_command(
  OUTPUT "${CONVLENS_TEXTS}/en.mo"
  COMMAND "${MSGEN}" --output-file=en.po convlens.pot
  COMMAND "${MSGFMT}" --endianness=little --output-file=en.mo en.po
  DEPENDS "${CONVLENS_TEXTS}/convlens.pot"
  WORKING_DIRECTORY "${CONVLENS_TEXTS}"
  VERBATIM)

file(GLOB CONVLENS_CATALOGUES CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/assets/text/*.po")
set(compiled "${CONVLENS_TEXTS}/en.mo")
foreach(catalogue IN LISTS CONVLENS_CATALOGUES)
  get_filename_component(code "${catalogue}" NAME_WE)
  add_custom_command(
    OUTPUT "${CONVLENS_TEXTS}/${code}.mo"
    COMMAND "${MSGFMT}" --check --endianness=little "--output-file=${CONVLENS_TEXTS}/${code}.mo"
      "${catalogue}"
    DEPENDS "${catalogue}"
    COMMENT "Compiling the texts of ${code}"
    VERBATIM)
  list(APPEND compiled "${CONVLENS_TEXTS}/${code}.mo")
endforeach()

set(script "${CMAKE_SOURCE_DIR}/cmake/embed_texts_script.cmake")
add_custom_command(
  OUTPUT "${CONVLENS_TEXTS}/embedded_texts.cpp"
  COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${CONVLENS_TEXTS}/embedded_texts.cpp"
    "-DCATALOGUES=${compiled}" -P "${script}"
  DEPENDS ${compiled} "${script}"
  COMMENT "Embedding the texts"
  VERBATIM)
add_library(convlens_texts STATIC "${CONVLENS_TEXTS}/embedded_texts.cpp")
target_include_directories(convlens_texts PRIVATE "${CMAKE_SOURCE_DIR}/src")
