#include "fuzz/damage/damage_protobuf.h"
#include "fuzz/driver/isolated_target.h"

// .onnx files, from the file to the network's results.
namespace convlens::fuzz {

const Target& target() {
  static const Target kTarget{whole_files, {".onnx"}, damage_protobuf};
  return kTarget;
}

}  // namespace convlens::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  convlens::fuzz::read_isolated(
      {.kind = "onnx", .file = std::as_bytes(std::span(data, size)), .files_a_process = 100});
  return 0;
}
