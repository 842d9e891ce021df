#pragma once

#include "lab/stages/stopwatch.h"

namespace convlens::lab {

// What the stages' work took since the start, in milliseconds of wall time.
struct StageTimes {
  double input = 0.0;    // cropping, scaling, what the network's ways make of it
  double conv = 0.0;     // my maps
  double trained = 0.0;  // the trained maps that are looked at
  double network = 0.0;  // all layers of it
  double ranges = 0.0;   // smallest and largest values

  double sum() const { return input + conv + trained + network + ranges; }
};

inline StageTimes operator-(const StageTimes& a, const StageTimes& b) {
  return {a.input - b.input, a.conv - b.conv, a.trained - b.trained, a.network - b.network,
          a.ranges - b.ranges};
}

// Adds to a time as long as it lives.
class Timed {
 public:
  explicit Timed(double& total_ms) : total_ms_(total_ms) {}
  ~Timed() { total_ms_ += watch_.elapsed_ms(); }
  Timed(const Timed&) = delete;
  Timed& operator=(const Timed&) = delete;

 private:
  double& total_ms_;
  Stopwatch watch_;
};

}  // namespace convlens::lab
