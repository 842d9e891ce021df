#include "fuzz/damage/damage_keras_archive.h"
#include "fuzz/driver/isolated_target.h"

// .keras archives, from the file to the network's results.
namespace convlens::fuzz {

const Target& target() {
  static const Target kTarget{whole_files, {".keras"}, damage_keras_archive};
  return kTarget;
}

}  // namespace convlens::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  convlens::fuzz::read_isolated({"keras", std::as_bytes(std::span(data, size))});
  return 0;
}
