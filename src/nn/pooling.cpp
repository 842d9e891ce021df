#include "nn/pooling.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "conv/thread_pool.h"
#include "nn/weights.h"

namespace convlens::nn {
namespace {

enum class PoolingKind { kMax, kAverage };

// NaN, once met, stays. A select and not a conditional store, so that it becomes vector code.
float larger(float a, float b) { return a > b || a != a ? a : b; }

void take_larger(const float* in, std::int64_t channels, float* out) {
  for (std::int64_t c = 0; c < channels; ++c) out[c] = larger(in[c], out[c]);
}

// Of four pixels, which most windows have: one pass that stores once.
void take_largest(const float* a, const float* b, const float* c, const float* d,
                  std::int64_t channels, float* out) {
  for (std::int64_t i = 0; i < channels; ++i) {
    out[i] = larger(larger(a[i], b[i]), larger(c[i], d[i]));
  }
}

void add_values(const float* in, std::int64_t channels, float* out) {
  for (std::int64_t c = 0; c < channels; ++c) out[c] += in[c];
}

// The pixels of one axis that a window covers, padding left out: [first, last).
struct Range {
  std::int64_t first;
  std::int64_t last;
};
Range covered(std::int64_t output, int stride, std::int64_t pad_before, int window,
              std::int64_t input) {
  const std::int64_t start = output * stride - pad_before;
  return {std::max<std::int64_t>(start, 0), std::min(start + window, input)};
}

class Pooling2D final : public LayerOf<Pooling2D> {
 public:
  Pooling2D(const Pooling2DOptions& options, PoolingKind kind)
      : LayerOf(options.name, {}, Activation::kLinear),
        kind_(kind),
        pool_(options.pool_size),
        strides_(options.strides.value_or(options.pool_size)),
        padding_(options.padding) {}

  std::string_view type() const override { return type_of(kind_); }
  static const char* type_of(PoolingKind kind) {
    return kind == PoolingKind::kMax ? "MaxPooling2D" : "AveragePooling2D";
  }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_image(inputs, PartialShape::kUnknown);
    if (!input) return input;
    return window_shape(*input, pool_, strides_, {1, 1}, padding_, (*input)[3]);
  }

  bool writes_all() const override { return kind_ == PoolingKind::kMax; }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& options, Tensor& output) const override {
    const Shape& in = inputs[0].shape();
    const Shape& out = output.shape();
    const auto pad = [this, &in](int axis, int window, int stride) {
      return conv::output_extent(in[axis], window, stride, 1, padding_).pad_before;
    };
    const std::int64_t top = pad(1, pool_.height, strides_.height);
    const std::int64_t left = pad(2, pool_.width, strides_.width);
    const auto pool_row = [&](int, std::int64_t row) {
      const Range rows = covered(row % out[1], strides_.height, top, pool_.height, in[1]);
      const float* image = inputs[0].data() + row / out[1] * in[1] * in[2] * in[3];
      float* to = output.data() + row * out[2] * out[3];
      for (std::int64_t ow = 0; ow < out[2]; ++ow, to += out[3]) {
        const Range columns = covered(ow, strides_.width, left, pool_.width, in[2]);
        pool_window(image, in, rows, columns, to);
      }
    };
    conv::ThreadPool& pool = conv::ThreadPool::shared();
    pool.run(options.threads > 0 ? options.threads : pool.thread_count(), out[0] * out[1],
             pool_row);
    return {};
  }

  void pool_window(const float* image, const Shape& in, Range rows, Range columns,
                   float* to) const {
    const std::int64_t channels = in[3];
    const auto pixel = [&](std::int64_t y, std::int64_t x) {
      return image + (y * in[2] + x) * channels;
    };
    if (kind_ == PoolingKind::kMax) {
      if (rows.last - rows.first == 2 && columns.last - columns.first == 2) {
        const float* upper = pixel(rows.first, columns.first);
        const float* lower = pixel(rows.first + 1, columns.first);
        take_largest(upper, upper + channels, lower, lower + channels, channels, to);
        return;
      }
      std::copy_n(pixel(rows.first, columns.first), channels, to);
    }
    for (std::int64_t y = rows.first; y < rows.last; ++y) {
      for (std::int64_t x = columns.first; x < columns.last; ++x) {
        if (kind_ == PoolingKind::kMax) {
          take_larger(pixel(y, x), channels, to);
        } else {
          add_values(pixel(y, x), channels, to);
        }
      }
    }
    if (kind_ == PoolingKind::kMax) return;
    const auto count =
        static_cast<float>((rows.last - rows.first) * (columns.last - columns.first));
    for (std::int64_t c = 0; c < channels; ++c) to[c] /= count;
  }

  PoolingKind kind_;
  HeightWidth pool_;
  HeightWidth strides_;
  Padding padding_;
};

class GlobalPooling2D final : public LayerOf<GlobalPooling2D> {
 public:
  GlobalPooling2D(GlobalPooling2DOptions options, PoolingKind kind)
      : LayerOf(std::move(options.name), {}, Activation::kLinear),
        kind_(kind),
        keep_dims_(options.keep_dims) {}

  std::string_view type() const override {
    return kind_ == PoolingKind::kMax ? "GlobalMaxPooling2D" : "GlobalAveragePooling2D";
  }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_image(inputs, PartialShape::kUnknown);
    if (!input) return input;
    if (keep_dims_) return PartialShape{(*input)[0], 1, 1, (*input)[3]};
    return PartialShape{(*input)[0], (*input)[3]};
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    const Shape& in = inputs[0].shape();
    const std::int64_t pixels = in[1] * in[2];
    const float* from = inputs[0].data();
    float* to = output.data();
    // Sums over whole pictures: in double, lest a million small values drown.
    std::vector<double> sums(static_cast<std::size_t>(in[3]));
    for (std::int64_t n = 0; n < in[0]; ++n, to += in[3]) {
      if (kind_ == PoolingKind::kMax) {
        std::copy_n(from, in[3], to);
        for (std::int64_t p = 0; p < pixels; ++p, from += in[3]) take_larger(from, in[3], to);
        continue;
      }
      std::fill(sums.begin(), sums.end(), 0.0);
      for (std::int64_t p = 0; p < pixels; ++p) {
        for (double& sum : sums) sum += static_cast<double>(*from++);
      }
      std::transform(sums.begin(), sums.end(), to, [pixels](double sum) {
        return static_cast<float>(sum / static_cast<double>(pixels));
      });
    }
    return {};
  }

  PoolingKind kind_;
  bool keep_dims_;
};

Result<LayerHandle> pooling2d(const Pooling2DOptions& options, PoolingKind kind) {
  auto status = check_steps(options.pool_size, "the pool");
  if (status && options.strides) status = check_steps(*options.strides, "the strides");
  if (!status) return fail_layer(options.name, Pooling2D::type_of(kind), status.error());
  return LayerHandle(std::make_shared<const Pooling2D>(options, kind));
}

}  // namespace

Result<LayerHandle> max_pooling2d(const Pooling2DOptions& options) {
  return pooling2d(options, PoolingKind::kMax);
}

Result<LayerHandle> average_pooling2d(const Pooling2DOptions& options) {
  return pooling2d(options, PoolingKind::kAverage);
}

LayerHandle global_average_pooling2d(GlobalPooling2DOptions options) {
  return LayerHandle(
      std::make_shared<const GlobalPooling2D>(std::move(options), PoolingKind::kAverage));
}

LayerHandle global_max_pooling2d(GlobalPooling2DOptions options) {
  return LayerHandle(
      std::make_shared<const GlobalPooling2D>(std::move(options), PoolingKind::kMax));
}

}  // namespace convlens::nn
