#pragma once

#include <string_view>

#include "core/result.h"
#include "core/tensor.h"

namespace convlens::conv {

enum class Padding { kSame, kValid };
enum class Activation { kNone, kRelu };

// kAuto picks the fastest engine for the problem; kReference is the readable double-precision
// loop that the others are tested against; kSimd is the vectorised engine, which hands problems
// whose padding would dwarf the input (a dilation far beyond it) to the reference.
enum class Engine { kAuto, kReference, kSimd };

// How the SIMD engine goes about it. kAuto follows from the shapes, the filters' zeros and the
// instruction set alone, never from a measurement, and every strategy gives the same bits:
//   kPlanar   vectors of neighbouring outputs of one map
//   kPacked   vectors of one pixel's maps
//   kSparse   planar, without the rows, columns and channels of the kernel that are 0 throughout;
//             inputs that are not finite are given to the planar one
enum class Strategy { kAuto, kPlanar, kPacked, kSparse };

// "planar", "packed", "sparse"; "auto" for kAuto.
std::string_view name_of(Strategy strategy);

// Where the output's channels stand: kNhwc (N, OH, OW, F), one vector of F values a pixel, or
// kPlanar (N, F, OH, OW), one whole map after the other, as display and statistics want them.
enum class OutputLayout { kNhwc, kPlanar };

struct Conv2dOptions {
  int stride_h = 1;
  int stride_w = 1;
  int dilation_h = 1;
  int dilation_w = 1;
  Padding padding = Padding::kSame;
  Activation activation = Activation::kNone;

  friend bool operator==(const Conv2dOptions&, const Conv2dOptions&) = default;
};

// What is done to outputs in the layout kNhwc while they are in the cache: called once for each of
// them, in runs of whole pixels, (count / F, F), by several threads at once.
struct Finish {
  void (*call)(const void* context, float* pixels, std::int64_t count) = nullptr;  // null: nothing
  const void* context = nullptr;
};

struct Execution {
  Engine engine = Engine::kAuto;
  int threads = 0;  // at most so many, and never more than there are cores; 0: one for each core
  OutputLayout layout = OutputLayout::kNhwc;
  Strategy strategy = Strategy::kAuto;
  Finish finish = {};
};

// The extents of one spatial axis, as TensorFlow defines them:
// SAME:  out = ceil(in / stride), total = max((out - 1) * stride + (k - 1) * dilation + 1 - in, 0),
//        the smaller half of the total goes before.
// VALID: out = ceil((in - (k - 1) * dilation) / stride), no padding; 0 where the kernel is larger.
struct Extent {
  std::int64_t output = 0;
  std::int64_t pad_before = 0;
};
Extent output_extent(std::int64_t input, std::int64_t kernel, int stride, int dilation,
                     Padding padding);

// The shape of conv2d's result in the layout asked for, or why these arguments do not fit.
Result<Shape> conv2d_shape(const Shape& input, const Shape& kernel, const Shape& bias,
                           const Conv2dOptions& options, OutputLayout layout);

// Cross-correlation as tf.nn.conv2d computes it, then bias, then activation.
//   input  (N, H, W, C)    kernel (KH, KW, C, F), HWIO    bias (F,), or of no elements for none
// Errors name the shapes that do not fit. NaN and infinity propagate as IEEE 754 says, except that
// the activation maps NaN to NaN as TensorFlow does. Padding counts as zeros that are multiplied
// like any other input. Safe to call from several threads.
//
// The result's bits depend on the engine and the instruction set alone: not on the number of
// threads, nor on the layout, nor on which other filters or images are computed in the same call.
Result<Tensor> conv2d(const TensorView& input, const TensorView& kernel, const TensorView& bias,
                      const Conv2dOptions& options = {}, const Execution& execution = {});

// The same into memory of the caller, which must hold conv2d_shape(...).element_count() floats.
// Allocates nothing in a steady state (same shapes as the call before).
Status conv2d_into(const TensorView& input, const TensorView& kernel, const TensorView& bias,
                   const Conv2dOptions& options, const Execution& execution,
                   std::span<float> output);

// What conv2d() will do with such arguments.
struct Plan {
  Strategy strategy = Strategy::kAuto;  // kAuto: none of them, the reference computes
  int threads = 1;
  double products = 0.0;  // multiply-adds that are computed
  // Those that a core at its peak does in the time that this is predicted to take on one.
  double cost = 0.0;
};
Result<Plan> conv2d_plan(const Shape& input, const TensorView& kernel, const Conv2dOptions& options,
                         const Execution& execution);

// The instruction set that the SIMD engine runs on here, for the status line: "AVX3", "AVX2", ...
std::string_view simd_target();

}  // namespace convlens::conv
