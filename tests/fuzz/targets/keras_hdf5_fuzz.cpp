#include "fuzz/damage/damage_hdf5.h"
#include "fuzz/driver/isolated_target.h"

// .h5 files of Keras with their layers in them, from the file to the network's results.
namespace convlens::fuzz {

const Target& target() {
  static const Target kTarget{whole_files, {".h5"}, damage_hdf5};
  return kTarget;
}

}  // namespace convlens::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  convlens::fuzz::read_isolated({"keras", std::as_bytes(std::span(data, size))});
  return 0;
}
