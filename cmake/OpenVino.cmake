# openvino: what the engine's program links, as tools/setup.sh has unpacked it. Where there is none
# for the machine, there is no target of that name, and ConvLens is built without the engine.
set(openvino_root "${CONVLENS_THIRD_PARTY}/openvino/openvino")
file(GLOB openvino_library "${openvino_root}/libs/libopenvino.so.*")
if(openvino_library)
  add_library(openvino SHARED IMPORTED)
  set_target_properties(openvino PROPERTIES
    IMPORTED_LOCATION "${openvino_library}"
    INTERFACE_INCLUDE_DIRECTORIES "${openvino_root}/include"
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${openvino_root}/include")
endif()
