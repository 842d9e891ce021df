#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/statistics.h"
#include "lab/document/network.h"

namespace convlens::lab {

// How the weights of one kernel are distributed: those that are finite.
struct WeightSummary {
  std::shared_ptr<const Tensor> kernel;
  std::optional<ValueRange> bins;  // the histogram's; none: the kernel's own range
  Histogram histogram;             // numpy's ten bins
  Moments moments;
  NotFinite not_finite;  // those that are left out of both

  bool has_finite() const { return not_finite.count() < kernel->size(); }
};
WeightSummary summarize_weights(std::shared_ptr<const Tensor> kernel,
                                std::optional<ValueRange> bins = {});

// The same before any training: the first of the known moments, or a Glorot draw of a fixed seed.
std::shared_ptr<const Tensor> untrained_kernel(const TrainedNetwork& network, int layer);
// The network before any training: nn::untrained() of a fixed seed, the first of the known moments
// in its first convolution.
inline constexpr std::uint64_t kUntrainedSeed = 42;
nn::Model untrained_model(const TrainedNetwork& network);

// Which of the known moments of the training a kernel is of; -1 for none.
int moment_of(const TrainedNetwork& network, const Tensor& kernel);

// What is done to a picture's values before the first layer, for people; empty where nothing is.
std::string value_preparation(const Network& network);

}  // namespace convlens::lab
