#include "nn/random.h"

#include <cmath>

namespace convlens::nn {
namespace {

std::uint64_t rotated_left(std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }

}  // namespace

Random::Random(std::uint64_t seed) : state_() {
  for (std::uint64_t& word : state_) {
    seed += 0x9e3779b97f4a7c15ULL;
    std::uint64_t mixed = seed;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    word = mixed ^ (mixed >> 31);
  }
}

std::uint64_t Random::next() {
  const std::uint64_t result = rotated_left(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = rotated_left(state_[3], 45);
  return result;
}

float Random::uniform() { return static_cast<float>(next() >> 40) * 0x1p-24f; }

float Random::signed_uniform() { return 2.0f * uniform() - 1.0f; }

// By rejection: x is uniform in [-2, 2) and kept with probability exp(-x^2 / 2). The exponential
// only decides, so a library that rounds it otherwise changes nothing but a draw within 2^-53 of
// it.
float Random::truncated_normal() {
  while (true) {
    const float x = 2.0f * signed_uniform();
    const double density = std::exp(-0.5 * static_cast<double>(x) * static_cast<double>(x));
    if (static_cast<double>(next() >> 11) * 0x1p-53 < density) return x;
  }
}

}  // namespace convlens::nn
