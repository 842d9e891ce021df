#include "conv/weight_changes.h"

#include <algorithm>
#include <cassert>

#include "conv/geometry.h"
#include "conv/simd_kernels.h"
#include "conv/thread_pool.h"

namespace convlens::conv {
namespace {

struct Job {
  const SimdKernels& kernels;
  TensorView planes;  // (C, H, W)
  Axis rows;
  Axis columns;
  std::span<const WeightChange> changes;
  float bias = 0.0f;
  const float* base = nullptr;
  float* output = nullptr;
};

void add_change(const Job& job, const WeightChange& change, std::int64_t row, float* to) {
  const std::int64_t from_row = row + change.row * job.rows.dilation - job.rows.pad_before;
  if (from_row < 0 || from_row >= job.rows.input) return;  // zeros
  const std::int64_t offset = change.column * job.columns.dilation - job.columns.pad_before;
  const std::int64_t begin = std::clamp<std::int64_t>(-offset, 0, job.columns.output);
  const std::int64_t end = std::min(job.columns.output, job.columns.input - offset);
  if (begin >= end) return;
  const float* from =
      job.planes.data() + (change.channel * job.rows.input + from_row) * job.columns.input + offset;
  job.kernels.add_scaled(from + begin, change.by, to + begin, end - begin);
}

void make_row(const Job& job, std::int64_t row) {
  const float* base = job.base + row * job.columns.output;
  float* to = job.output + row * job.columns.output;
  if (job.bias != 0.0f) {
    std::transform(base, base + job.columns.output, to,
                   [&job](float value) { return value + job.bias; });
  } else if (to != base) {
    std::copy_n(base, job.columns.output, to);
  }
  for (const WeightChange& change : job.changes) add_change(job, change, row, to);
}

}  // namespace

Planes planes_of(const TensorView& input) {
  const Shape& shape = input.shape();  // (1, h, w, c)
  const SimdKernels& kernels = simd_kernels();
  const std::int64_t pixels = shape[1] * shape[2];
  Planes planes{Tensor({shape[3], shape[1], shape[2]}, Tensor::Uninitialized{}), false};
  kernels.deinterleave(input.data(), pixels, shape[3], planes.values.data(), pixels);
  planes.finite = kernels.all_finite(planes.values.data(), pixels * shape[3]);
  return planes;
}

bool follows_changes(const Conv2dOptions& options) {
  return options.stride_h == 1 && options.stride_w == 1 && options.activation == Activation::kNone;
}

void apply_changes(const TensorView& planes, const Shape& filter, const Conv2dOptions& options,
                   std::span<const WeightChange> changes, float bias, const TensorView& base,
                   std::span<float> output) {
  const Shape& shape = planes.shape();  // (c, h, w)
  const auto geometry =
      conv2d_geometry(Shape{1, shape[1], shape[2], shape[0]},
                      Shape{filter[0], filter[1], filter[2], 1}, Shape{0}, options);
  assert(geometry && follows_changes(options));
  assert(output.size() == base.values().size());
  const Job job{simd_kernels(), planes, geometry->rows, geometry->columns,
                changes,        bias,   base.data(),    output.data()};
  constexpr std::int64_t kPart = 16;  // rows
  constexpr std::int64_t kWorthAThread = 200'000;
  const std::int64_t height = geometry->rows.output;
  const auto work = static_cast<std::int64_t>(output.size() * (changes.size() + 1));
  ThreadPool& pool = ThreadPool::shared();
  const int threads =
      static_cast<int>(std::clamp<std::int64_t>(work / kWorthAThread, 1, pool.thread_count()));
  pool.run(threads, (height + kPart - 1) / kPart, [&job, height](int /*slot*/, std::int64_t part) {
    const std::int64_t end = std::min(height, (part + 1) * kPart);
    for (std::int64_t row = part * kPart; row < end; ++row) make_row(job, row);
  });
}

}  // namespace convlens::conv
