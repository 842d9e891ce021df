# onnx_proto: the messages that an .onnx file consists of, as classes. Debian's package has no CMake
# files for them alone; the macro is the one that its library was compiled with.
find_library(ONNX_PROTO_LIBRARY onnx_proto REQUIRED)
find_path(ONNX_INCLUDE_DIR onnx/onnx_pb.h REQUIRED)
pkg_check_modules(PROTOBUF REQUIRED IMPORTED_TARGET protobuf)
add_library(onnx_proto INTERFACE)
target_include_directories(onnx_proto SYSTEM INTERFACE "${ONNX_INCLUDE_DIR}")
target_compile_definitions(onnx_proto INTERFACE ONNX_ML=1 ONNX_NAMESPACE=onnx)
target_link_libraries(onnx_proto INTERFACE "${ONNX_PROTO_LIBRARY}" PkgConfig::PROTOBUF)
