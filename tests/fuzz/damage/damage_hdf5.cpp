#include "fuzz/damage/damage_hdf5.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "fuzz/damage/damage_bytes.h"
#include "fuzz/damage/hdf5_editor.h"

namespace convlens::fuzz {
namespace {

// Where the file's tables begin, and the names by which Keras finds its way.
constexpr std::array<std::string_view, 10> kMarks{
    "TREE",        "SNOD",         "HEAP",         "GCOL", "OHDR",
    "layer_names", "weight_names", "model_config", "vars", "kernel"};

std::vector<std::size_t> places_of(const Bytes& bytes, std::string_view mark) {
  std::vector<std::size_t> places;
  const auto same = [](std::byte a, char b) { return a == static_cast<std::byte>(b); };
  for (auto found = bytes.begin();; ++found) {
    found = std::search(found, bytes.end(), mark.begin(), mark.end(), same);
    if (found == bytes.end()) return places;
    places.push_back(static_cast<std::size_t>(found - bytes.begin()));
  }
}

// Damage to a window of the file alone.
void damage_near(Bytes& bytes, std::size_t place, Random& random) {
  constexpr std::size_t kWindow = 256;
  const std::size_t start = place - std::min<std::size_t>(place, below(random, 64));
  const std::size_t end = std::min(bytes.size(), start + kWindow);
  const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(start);
  const Bytes window(begin, bytes.begin() + static_cast<std::ptrdiff_t>(end));
  Bytes changed = damage_bytes(window, window, random);
  // Everything else stays in its place.
  changed.resize(window.size());
  std::copy(changed.begin(), changed.end(), begin);
}

}  // namespace

Bytes damage_hdf5(const Bytes& seed, const Bytes& other, Random& random) {
  const std::size_t what = below(random, 10);
  if (what < 4) {
    Bytes edited = edit_hdf5(seed, random);
    if (!edited.empty()) return one_in(random, 8) ? damage_bytes(edited, other, random) : edited;
  }
  if (what < 8 && !seed.empty()) {
    Bytes bytes = seed;
    for (std::size_t changes = 1 + below(random, 3); changes > 0; --changes) {
      const auto places = places_of(bytes, any_of(random, kMarks));
      constexpr std::size_t kSuperblock = 96;
      const std::size_t start = below(random, std::min(kSuperblock, bytes.size()));
      damage_near(bytes, places.empty() ? start : any_of(random, places), random);
    }
    return bytes;
  }
  return damage_bytes(seed, other, random);
}

}  // namespace convlens::fuzz
