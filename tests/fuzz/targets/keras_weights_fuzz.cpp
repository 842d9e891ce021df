#include "fuzz/damage/damage_hdf5.h"
#include "fuzz/driver/isolated_target.h"
#include "golden/golden.h"

// Files of weights only, of Keras 2 and 3, with the layers from elsewhere.
namespace convlens::fuzz {
namespace {

void add_architecture(loaders::ModelArchive& archive) {
  static const std::string kArchitecture =
      golden::json("keras2_cases/residual.architecture.json").dump();
  archive.architecture = kArchitecture;
}

}  // namespace

const Target& target() {
  static const Target kTarget{
      whole_files, {"residual.weights.h5", "residual.weights.hdf5"}, damage_hdf5};
  return kTarget;
}

}  // namespace convlens::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace convlens::fuzz;
  read_isolated(
      {.kind = "keras", .file = std::as_bytes(std::span(data, size)), .prepare = add_architecture});
  return 0;
}
