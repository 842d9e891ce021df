#include "nn/layers/pooling.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "conv/pixel_loops.h"
#include "conv/thread_pool.h"
#include "nn/graph/weights.h"

namespace convlens::nn {
namespace {

enum class PoolingKind { kMax, kAverage };

void add_values(const float* in, std::int64_t channels, float* out) {
  for (std::int64_t c = 0; c < channels; ++c) out[c] += in[c];
}

// The pixels of one axis that a window looks at, padding left out: every step-th of [first, last).
struct Range {
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::int64_t step = 1;
  std::int64_t counted = 0;  // how many the mean is of
};

// A window's steps along one axis.
struct PoolAxis {
  std::int64_t input = 0;
  std::int64_t pad_before = 0;
  std::int64_t counted_end = 0;  // pixels from here on are never counted
  int window = 1;
  int stride = 1;
  int dilation = 1;
  bool counts_edges = false;

  Range covered(std::int64_t output) const {
    const std::int64_t start = output * stride - pad_before;
    const std::int64_t end = start + std::int64_t{window - 1} * dilation + 1;
    const std::int64_t before = std::max<std::int64_t>(-start, 0);
    Range range{start + (before + dilation - 1) / dilation * dilation, std::min(end, input),
                dilation, 0};
    const std::int64_t first = counts_edges ? start : range.first;
    const std::int64_t last = counts_edges ? std::min(end, counted_end) : range.last;
    if (first < last) range.counted = (last - first - 1) / dilation + 1;
    return range;
  }
};

class Pooling2D final : public LayerOf<Pooling2D> {
 public:
  Pooling2D(const Pooling2DOptions& options, PoolingKind kind)
      : LayerOf(options.name, {}, Activation::kLinear),
        kind_(kind),
        pool_(options.pool_size),
        steps_{options.strides.value_or(options.pool_size), options.dilation, options.padding,
               options.edges, options.round_up},
        counts_edges_(options.edges && options.counts_edges) {}

  std::string_view type() const override { return type_of(kind_); }
  static const char* type_of(PoolingKind kind) {
    return kind == PoolingKind::kMax ? "MaxPooling2D" : "AveragePooling2D";
  }
  std::optional<KerasForm> keras_form() const override {
    if (steps_.edges || steps_.dilation != HeightWidth{}) return std::nullopt;
    return KerasForm{type(),
                     {{"pool_size", pool_},
                      {"strides", steps_.strides},
                      {"padding", padding_name(steps_.padding)}}};
  }
  double steps_of_value() const override {
    return 1.0 + static_cast<double>(pool_.height) * static_cast<double>(pool_.width) / 4.0;
  }
  PoolingSteps steps() const { return {kind_ == PoolingKind::kMax, pool_, steps_, counts_edges_}; }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_image(inputs, PartialShape::kUnknown);
    if (!input) return input;
    return window_shape(*input, pool_, steps_, (*input)[3]);
  }

  PoolAxis axis(PictureAxis which, std::int64_t input) const {
    const bool is_rows = which == PictureAxis::kRows;
    const int window = is_rows ? pool_.height : pool_.width;
    PoolAxis axis{.input = input,
                  .pad_before = window_extent(input, window, steps_, which)->pad_before,
                  .counted_end = input,
                  .window = window,
                  .stride = is_rows ? steps_.strides.height : steps_.strides.width,
                  .dilation = is_rows ? steps_.dilation.height : steps_.dilation.width,
                  .counts_edges = counts_edges_};
    if (counts_edges_) axis.counted_end += is_rows ? steps_.edges->bottom : steps_.edges->right;
    return axis;
  }

  bool writes_all() const override { return kind_ == PoolingKind::kMax; }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& options, Tensor& output) const override {
    const Shape& in = inputs[0].shape();
    const Shape& out = output.shape();
    const PoolAxis rows = axis(PictureAxis::kRows, in[1]);
    const PoolAxis columns = axis(PictureAxis::kColumns, in[2]);
    std::vector<Range> covered_columns;
    for (std::int64_t ow = 0; ow < out[2]; ++ow) covered_columns.push_back(columns.covered(ow));
    const auto pool_row = [&](int, std::int64_t row) {
      const Range covered = rows.covered(row % out[1]);
      const float* image = inputs[0].data() + row / out[1] * in[1] * in[2] * in[3];
      float* to = output.data() + row * out[2] * out[3];
      for (const Range& columns_of : covered_columns) {
        pool_window(image, in, covered, columns_of, to);
        to += out[3];
      }
    };
    conv::ThreadPool& pool = conv::ThreadPool::shared();
    pool.run(pool.threads_for(options.threads), out[0] * out[1], pool_row);
    return {};
  }

  void pool_window(const float* image, const Shape& in, const Range& rows, const Range& columns,
                   float* to) const {
    if (kind_ == PoolingKind::kMax) {
      take_largest(image, in, rows, columns, to);
    } else {
      take_mean(image, in, rows, columns, to);
    }
  }

  static void take_largest(const float* image, const Shape& in, const Range& rows,
                           const Range& columns, float* to) {
    constexpr std::size_t kTogether = 64;
    std::array<const float*, kTogether> pixels{};
    std::size_t count = 0;
    const auto& largest = conv::pixel_loops().largest;
    for (std::int64_t y = rows.first; y < rows.last; y += rows.step) {
      for (std::int64_t x = columns.first; x < columns.last; x += columns.step) {
        if (count == kTogether) {
          largest(pixels.data(), kTogether, in[3], to);
          pixels[0] = to;
          count = 1;
        }
        pixels[count++] = image + (y * in[2] + x) * in[3];
      }
    }
    largest(pixels.data(), static_cast<std::int64_t>(count), in[3], to);
  }

  static void take_mean(const float* image, const Shape& in, const Range& rows,
                        const Range& columns, float* to) {
    for (std::int64_t y = rows.first; y < rows.last; y += rows.step) {
      for (std::int64_t x = columns.first; x < columns.last; x += columns.step) {
        add_values(image + (y * in[2] + x) * in[3], in[3], to);
      }
    }
    const auto count = static_cast<float>(rows.counted * columns.counted);
    for (std::int64_t c = 0; c < in[3]; ++c) to[c] /= count;
  }

  PoolingKind kind_;
  HeightWidth pool_;
  WindowSteps steps_;
  bool counts_edges_;
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
  std::optional<KerasForm> keras_form() const override {
    return KerasForm{type(), {{"keepdims", keep_dims_}}};
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
        for (std::int64_t p = 0; p < pixels; ++p, from += in[3]) {
          const float* const both[] = {from, to};
          conv::pixel_loops().largest(both, 2, in[3], to);
        }
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

// A window that saw nothing but padding would have no value.
Status check_room(const Pooling2DOptions& options) {
  const Edges edges = options.edges.value_or(Edges{});
  if (auto status = check_edges(edges, word("the padding")); !status) return status;
  const auto fits = [](int before, int after, int window, int dilation) {
    return std::max(before, after) <= std::int64_t{window - 1} * dilation;
  };
  if (fits(edges.top, edges.bottom, options.pool_size.height, options.dilation.height) &&
      fits(edges.left, edges.right, options.pool_size.width, options.dilation.width)) {
    return {};
  }
  return fail("the padding must be less than the pool on each side");
}

Result<LayerHandle> pooling2d(const Pooling2DOptions& options, PoolingKind kind) {
  auto status = check_steps(options.pool_size, word("the pool"));
  if (status && options.strides) status = check_steps(*options.strides, word("the strides"));
  if (status) status = check_steps(options.dilation, word("the dilation"));
  if (status) status = check_room(options);
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

std::optional<PoolingSteps> pooling_of(const Layer& layer) {
  const auto* pooling = dynamic_cast<const Pooling2D*>(&layer);
  return pooling == nullptr ? std::nullopt : std::optional(pooling->steps());
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
