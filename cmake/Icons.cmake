# convlens_icons: assets/icons/convlens.svg in the sizes that desktops ask for, as PNGs below
# ${CONVLENS_ICONS}, in folders named as those of the theme hicolor.
find_program(RSVG_CONVERT rsvg-convert REQUIRED)
set(CONVLENS_ICONS "${CMAKE_BINARY_DIR}/icons")
set(CONVLENS_ICON "${CMAKE_SOURCE_DIR}/assets/icons/convlens.svg")
foreach(side IN ITEMS 16 24 32 48 64 128 256)
  set(folder "${CONVLENS_ICONS}/${side}x${side}/apps")
  add_custom_command(
    OUTPUT "${folder}/convlens.png"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${folder}"
    COMMAND "${RSVG_CONVERT}" --width ${side} --height ${side} --output "${folder}/convlens.png"
      "${CONVLENS_ICON}"
    DEPENDS "${CONVLENS_ICON}"
    VERBATIM)
  list(APPEND icons "${folder}/convlens.png")
endforeach()
add_custom_target(convlens_icons DEPENDS ${icons})
