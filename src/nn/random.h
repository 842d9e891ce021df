#pragma once

#include <array>
#include <cstdint>

namespace convlens::nn {

// Random numbers that are the same on every platform for the same seed: xoshiro256++ (Blackman and
// Vigna, "Scrambled Linear Pseudorandom Number Generators", 2021), its state filled by SplitMix64
// (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
class Random {
 public:
  explicit Random(std::uint64_t seed);

  std::uint64_t next();
  // A multiple of 2^-24 in [0, 1): its 24 bits are exact in single precision.
  float uniform();
  // A multiple of 2^-23 in [-1, 1).
  float signed_uniform();
  // From the standard normal distribution cut off beyond two deviations, rounded to float.
  float truncated_normal();

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace convlens::nn
