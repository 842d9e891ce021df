#include "fuzz/damage/damage_archive.h"
#include "fuzz/driver/isolated_target.h"

// Networks built from graphs that no program wrote, and arrays that do not fit them.
namespace convlens::fuzz {

const Target& target() {
  static const Target kTarget{sent_archives, {".onnx"}, damage_archive};
  return kTarget;
}

}  // namespace convlens::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace convlens::fuzz;
  auto reply = received(std::as_bytes(std::span(data, size)));
  if (reply.archive) build_and_compute(*std::move(reply.archive));
  return 0;
}
