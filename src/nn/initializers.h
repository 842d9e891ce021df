#pragma once

#include <cstdint>

#include "core/tensor.h"
#include "nn/graph/model.h"
#include "nn/random.h"

// Weights before any training, distributed as Keras' initialisers are (the numbers are this
// project's own: see Random).
namespace convlens::nn {

// How many values feed one output of a kernel, and how many outputs one value feeds: for a dense
// kernel (in, out) its extents; for a convolution's (KH, KW, in, out) KH * KW * in and
// KH * KW * out; for a vector its extent, twice.
struct Fans {
  double in = 1.0;
  double out = 1.0;
};
Fans fans_of(const Shape& kernel);

// Uniform in [-limit, limit), limit = sqrt(6 / (fan_in + fan_out)): Glorot and Bengio,
// "Understanding the difficulty of training deep feedforward neural networks", 2010.
double glorot_limit(const Shape& kernel);
Tensor glorot_uniform(const Shape& kernel, Random& random);

// He et al., "Delving Deep into Rectifiers", 2015: uniform with limit sqrt(6 / fan_in), or normal
// with deviation sqrt(2 / fan_in) after what lies beyond two deviations is cut off.
Tensor he_uniform(const Shape& kernel, Random& random);
Tensor he_normal(const Shape& kernel, Random& random);

Tensor zeros(const Shape& shape);
Tensor ones(const Shape& shape);

// The model as it was before training: Glorot uniform kernels, biases, offsets and means 0, scales
// and variances 1, slopes of PReLU 0. The same seed gives the same weights.
Model untrained(const Model& model, std::uint64_t seed);

}  // namespace convlens::nn
