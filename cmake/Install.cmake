# What cmake --install puts into a prefix. From PREFIX/bin the program finds the rest by ways
# relative to itself (src/core/files/shipped_desktop.cpp), so the folders have fixed names, and the
# tree may be moved.
install(TARGETS convlens DESTINATION bin)
install(DIRECTORY assets/models DESTINATION share/convlens FILES_MATCHING
  PATTERN "*.keras" PATTERN "*.json" PATTERN "*.npy")
install(DIRECTORY assets/lessons DESTINATION share/convlens)
install(DIRECTORY "${CONVLENS_THIRD_PARTY}/photographs" DESTINATION share/convlens)
# The set-up goes on without these where they cannot be had.
install(DIRECTORY "${CONVLENS_THIRD_PARTY}/samples" DESTINATION share/convlens OPTIONAL
  PATTERN ".stamp" EXCLUDE PATTERN "licences" EXCLUDE)
if(TARGET convlens-engine)
  set_target_properties(convlens-engine PROPERTIES INSTALL_RPATH "$ORIGIN")
  install(TARGETS convlens-engine DESTINATION libexec/convlens)
  install(DIRECTORY "${openvino_root}/libs/" DESTINATION libexec/convlens)
endif()

install(DIRECTORY assets/icons/hicolor DESTINATION share/icons)
install(FILES assets/desktop/convlens.desktop DESTINATION share/applications)
install(FILES assets/desktop/convlens.xml DESTINATION share/mime/packages)

# Who made what of all this, and the licences' texts, from where the things themselves come.
set(documents share/doc/convlens)
file(READ LICENSE licence)
string(STRIP "${licence}" licence)
string(REPLACE "\n" "\n " licence " ${licence}")
string(REPLACE "\n \n" "\n .\n" licence "${licence}") # an empty line, as such files have it
configure_file(assets/desktop/copyright.in "${CMAKE_BINARY_DIR}/copyright" @ONLY)
install(FILES "${CMAKE_BINARY_DIR}/copyright" DESTINATION ${documents})
install(FILES "${imgui_dir}/LICENSE.txt" DESTINATION ${documents}/licences RENAME imgui)
install(DIRECTORY "${CONVLENS_THIRD_PARTY}/samples/licences" DESTINATION ${documents} OPTIONAL)
if(TARGET openvino)
  file(GLOB openvino_licences "${CONVLENS_THIRD_PARTY}/openvino/openvino-*/licenses/")
  install(DIRECTORY "${openvino_licences}/" DESTINATION ${documents}/licences/openvino)
endif()
foreach(package IN ITEMS libcli11-dev libeigen3-dev libexpected-dev libfmt-dev libhwy-dev libonnx-dev
    libopencv-core-dev libprotobuf-dev nlohmann-json3-dev python3-glad)
  install(FILES "/usr/share/doc/${package}/copyright" DESTINATION ${documents}/licences
    RENAME ${package})
endforeach()

# The manual pages are made when they are asked for: help2man starts the program sixteen times.
find_program(HELP2MAN help2man REQUIRED)
install(CODE "execute_process(COMMAND \"${CMAKE_COMMAND}\" \"-DOUTPUT=${CMAKE_BINARY_DIR}/man\"
  \"-DFOLDER=${CMAKE_BINARY_DIR}\" \"-DHELP2MAN=${HELP2MAN}\" \"-DVERSION=${PROJECT_VERSION}\"
  -P \"${CMAKE_SOURCE_DIR}/cmake/man_pages_script.cmake\" COMMAND_ERROR_IS_FATAL ANY)")
install(DIRECTORY "${CMAKE_BINARY_DIR}/man/" DESTINATION share/man/man1)
