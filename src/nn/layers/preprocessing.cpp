#include "nn/layers/preprocessing.h"

#include <utility>

#include "nn/graph/weights.h"

namespace convlens::nn {
namespace {

Part whole(const Shape& shape) { return {0, 0, shape[1], shape[2]}; }

std::string interpolation_name(Interpolation interpolation) {
  return interpolation == Interpolation::kNearest ? "nearest" : "bilinear";
}

class UpSampling2D final : public LayerOf<UpSampling2D> {
 public:
  static constexpr const char* kType = "UpSampling2D";

  UpSampling2D(std::string name, HeightWidth size, Interpolation interpolation)
      : LayerOf(std::move(name), {}, Activation::kLinear),
        size_(size),
        interpolation_(interpolation) {}

  std::string_view type() const override { return kType; }
  std::optional<KerasForm> keras_form() const override {
    return KerasForm{kType,
                     {{"size", size_}, {"interpolation", interpolation_name(interpolation_)}}};
  }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_image(inputs, PartialShape::kUnknown);
    if (!input) return input;
    PartialShape output = *input;
    for (const int axis : {1, 2}) {
      if (!input->is_known(axis)) continue;
      const std::int64_t extent = (*input)[axis] * (axis == 1 ? size_.height : size_.width);
      if (extent > PartialShape::kMaxExtent) return fail("the output is too large");
      output = output.with(axis, extent);
    }
    return output;
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    resize_part(inputs[0], whole(inputs[0].shape()), interpolation_, output);
    return {};
  }

  HeightWidth size_;
  Interpolation interpolation_;
};

class CenterCrop final : public LayerOf<CenterCrop> {
 public:
  static constexpr const char* kType = "CenterCrop";

  CenterCrop(std::string name, HeightWidth size)
      : LayerOf(std::move(name), {}, Activation::kLinear), size_(size) {}

  std::string_view type() const override { return kType; }
  std::optional<KerasForm> keras_form() const override {
    return KerasForm{
        kType, {{"height", std::int64_t{size_.height}}, {"width", std::int64_t{size_.width}}}};
  }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_image(inputs, PartialShape::kUnknown);
    if (!input) return input;
    return input->with(1, size_.height).with(2, size_.width);
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    center_crop_to(inputs[0], output);
    return {};
  }

  HeightWidth size_;
};

class Resizing final : public LayerOf<Resizing> {
 public:
  static constexpr const char* kType = "Resizing";

  explicit Resizing(const ResizingOptions& options)
      : LayerOf(options.name, {}, Activation::kLinear), options_(options) {}

  std::string_view type() const override { return kType; }
  std::optional<KerasForm> keras_form() const override {
    return KerasForm{kType,
                     {{"height", std::int64_t{options_.size.height}},
                      {"width", std::int64_t{options_.size.width}},
                      {"interpolation", interpolation_name(options_.interpolation)},
                      {"crop_to_aspect_ratio", options_.crop_to_aspect_ratio}}};
  }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_image(inputs, PartialShape::kUnknown);
    if (!input) return input;
    return input->with(1, options_.size.height).with(2, options_.size.width);
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    const Shape& in = inputs[0].shape();
    const Part part = options_.crop_to_aspect_ratio ? largest_part(in, options_.size) : whole(in);
    resize_part(inputs[0], part, options_.interpolation, output);
    return {};
  }

  ResizingOptions options_;
};

class Resample final : public LayerOf<Resample> {
 public:
  static constexpr const char* kType = "Resize";

  explicit Resample(const ResampleOptions& options)
      : LayerOf(options.name, {}, Activation::kLinear), options_(options) {}

  std::string_view type() const override { return kType; }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_image(inputs, PartialShape::kUnknown);
    if (!input) return input;
    if (options_.size) return input->with(1, options_.size->height).with(2, options_.size->width);
    PartialShape output = *input;
    for (const int axis : {1, 2}) {
      if (!input->is_known(axis)) continue;
      const float extent =
          static_cast<float>((*input)[axis]) * options_.scales[static_cast<std::size_t>(axis) - 1];
      if (!(extent >= 1.0f))
        return fail("nothing is left of axis {} of {}", axis, to_string(*input));
      if (extent > static_cast<float>(PartialShape::kMaxExtent)) {
        return fail("the output is too large");
      }
      output = output.with(axis, static_cast<std::int64_t>(extent));
    }
    return output;
  }

  bool writes_all() const override { return true; }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    std::array<float, 2> scales = options_.scales;
    for (std::size_t i = 0; options_.size && i < scales.size(); ++i) {
      const int axis = static_cast<int>(i) + 1;
      scales[i] =
          static_cast<float>(output.shape()[axis]) / static_cast<float>(inputs[0].shape()[axis]);
    }
    nn::resample(inputs[0], options_.sampling, scales, output);
    return {};
  }

  ResampleOptions options_;
};

class Rescaling final : public LayerOf<Rescaling> {
 public:
  static constexpr const char* kType = "Rescaling";

  Rescaling(std::string name, std::vector<float> scale, std::vector<float> offset)
      : LayerOf(std::move(name), {}, Activation::kLinear),
        scale_(std::move(scale)),
        offset_(std::move(offset)) {}

  std::string_view type() const override { return kType; }
  std::optional<KerasForm> keras_form() const override {
    return KerasForm{kType, {{"scale", scale_}, {"offset", offset_}}};
  }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_input(inputs);
    if (!input) return input;
    const std::int64_t last =
        input->rank() > 0 ? (*input)[input->rank() - 1] : std::int64_t{PartialShape::kUnknown};
    for (const std::vector<float>* values : {&scale_, &offset_}) {
      const auto count = static_cast<std::int64_t>(values->size());
      if (count == 1 || last == count || last == PartialShape::kUnknown) continue;
      return fail("{} values do not fit an input of shape {}", count, to_string(*input));
    }
    return input;
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    const Shape& shape = output.shape();
    const std::size_t last =
        shape.rank() > 0 ? static_cast<std::size_t>(shape[shape.rank() - 1]) : 1;
    const float* in = inputs[0].data();
    float* out = output.data();
    for (std::size_t i = 0; i < output.size(); i += last) {
      for (std::size_t c = 0; c < last; ++c) {
        *out++ = *in++ * scale_[scale_.size() == 1 ? 0 : c] + offset_[offset_.size() == 1 ? 0 : c];
      }
    }
    return {};
  }

  std::vector<float> scale_;
  std::vector<float> offset_;
};

}  // namespace

Result<LayerHandle> up_sampling2d(HeightWidth size, Interpolation interpolation, std::string name) {
  if (const auto status = check_steps(size, word("the size")); !status) {
    return fail_layer(name, UpSampling2D::kType, status.error());
  }
  return LayerHandle(std::make_shared<const UpSampling2D>(std::move(name), size, interpolation));
}

Result<LayerHandle> center_crop(HeightWidth size, std::string name) {
  if (const auto status = check_steps(size, word("the size")); !status) {
    return fail_layer(name, CenterCrop::kType, status.error());
  }
  return LayerHandle(std::make_shared<const CenterCrop>(std::move(name), size));
}

Result<LayerHandle> rescaling(std::vector<float> scale, std::vector<float> offset,
                              std::string name) {
  if (scale.empty() || offset.empty()) {
    return fail_layer(name, Rescaling::kType,
                      phrase("scale and offset need at least one value each"));
  }
  return LayerHandle(
      std::make_shared<const Rescaling>(std::move(name), std::move(scale), std::move(offset)));
}

Result<LayerHandle> resample(const ResampleOptions& options) {
  const auto status = check_steps(options.size.value_or(HeightWidth{}), word("the size"));
  if (!status) return fail_layer(options.name, Resample::kType, status.error());
  for (const float scale : options.scales) {
    if (scale > 0.0f && scale <= static_cast<float>(kMaxStep)) continue;
    return fail_layer(
        options.name, Resample::kType,
        phrase("the scales must be above 0 and at most {}, found {}", int{kMaxStep}, scale));
  }
  return LayerHandle(std::make_shared<const Resample>(options));
}

Result<LayerHandle> resizing(const ResizingOptions& options) {
  if (const auto status = check_steps(options.size, word("the size")); !status) {
    return fail_layer(options.name, Resizing::kType, status.error());
  }
  return LayerHandle(std::make_shared<const Resizing>(options));
}

}  // namespace convlens::nn
