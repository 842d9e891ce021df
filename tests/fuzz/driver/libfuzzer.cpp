#include <algorithm>
#include <cstring>

#include "fuzz/driver/target.h"

// Where libFuzzer drives a target, it damages inputs as driver.cpp would. Seeds are a folder of
// files; targets that make theirs from files find them with libFuzzer's own changes alone.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned int seed) {
  using namespace convlens::fuzz;
  Random random(seed);
  const auto* bytes = reinterpret_cast<const std::byte*>(data);
  const Bytes input(bytes, bytes + size);
  const Bytes damaged = target().damage(input, input, random);
  const std::size_t length = std::min(damaged.size(), max_size);
  std::memcpy(data, damaged.data(), length);
  return length;
}
