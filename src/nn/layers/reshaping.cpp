#include "nn/layers/reshaping.h"

#include <algorithm>
#include <utility>

#include "nn/graph/weights.h"
#include "nn/pixels/frame.h"

namespace convlens::nn {
namespace {

void copy_values(const TensorView& from, Tensor& to) {
  std::copy(from.values().begin(), from.values().end(), to.data());
}

class Flatten final : public LayerOf<Flatten> {
 public:
  explicit Flatten(std::string name) : LayerOf(std::move(name), {}, Activation::kLinear) {}

  std::string_view type() const override { return "Flatten"; }
  std::optional<KerasForm> keras_form() const override { return KerasForm{type(), {}}; }
  bool keeps_values() const override { return true; }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_input(inputs);
    if (!input) return input;
    if (input->rank() == 0) return fail("a scalar has no axis of the batch");
    TRY_ASSIGN(const auto size, product(input->extents().subspan(1)));
    return PartialShape{(*input)[0], size};
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    copy_values(inputs[0], output);
    return {};
  }
};

class Reshape final : public LayerOf<Reshape> {
 public:
  static constexpr const char* kType = "Reshape";

  // `target` has the batch's place in front; at most one other extent is unknown.
  Reshape(std::string name, const PartialShape& target)
      : LayerOf(std::move(name), {}, Activation::kLinear), target_(target) {}

  std::string_view type() const override { return kType; }
  std::optional<KerasForm> keras_form() const override {
    std::vector<int> target;
    for (int axis = 1; axis < target_.rank(); ++axis) {
      target.push_back(static_cast<int>(target_[axis]));
    }
    return KerasForm{kType, {{"target_shape", std::move(target)}}};
  }
  bool keeps_values() const override { return true; }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_input(inputs);
    if (!input) return input;
    if (input->rank() == 0) return fail("a scalar has no axis of the batch");
    PartialShape output = target_.with(0, (*input)[0]);
    TRY_ASSIGN(const auto size, product(input->extents().subspan(1)));
    if (size == PartialShape::kUnknown) return output;

    std::int64_t known = 1;  // product of the target's known extents
    int open = 0;            // the axis that takes what is left over; 0 for none
    for (int axis = 1; axis < target_.rank(); ++axis) {
      if (target_.is_known(axis)) {
        known *= target_[axis];
      } else {
        open = axis;
      }
    }
    if (open != 0 && size % known == 0) return output.with(open, size / known);
    if (open == 0 && size == known) return output;
    return fail("an input of shape {} cannot become {}", to_string(*input), to_string(output));
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    copy_values(inputs[0], output);
    return {};
  }

  PartialShape target_;
};

class Identity final : public LayerOf<Identity> {
 public:
  Identity(std::string name, std::string type)
      : LayerOf(std::move(name), {}, Activation::kLinear), type_(std::move(type)) {}

  std::string_view type() const override { return type_; }
  std::optional<KerasForm> keras_form() const override { return KerasForm{"Identity", {}}; }
  bool keeps_values() const override { return true; }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    return only_input(inputs);
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    copy_values(inputs[0], output);
    return {};
  }

  std::string type_;
};

// ZeroPadding2D, and Cropping2D as a padding of less than nothing.
class Frame final : public LayerOf<Frame> {
 public:
  Frame(std::string name, const char* type, Edges added)
      : LayerOf(std::move(name), {}, Activation::kLinear), type_(type), added_(added) {}

  std::string_view type() const override { return type_; }
  std::optional<KerasForm> keras_form() const override {
    const bool adds = type() == "ZeroPadding2D";
    const int sign = adds ? 1 : -1;
    return KerasForm{
        type(),
        {{adds ? "padding" : "cropping", Edges{sign * added_.top, sign * added_.bottom,
                                               sign * added_.left, sign * added_.right}}}};
  }
  const Edges& added() const { return added_; }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_image(inputs, PartialShape::kUnknown);
    if (!input) return input;
    PartialShape output = *input;
    for (const int axis : {1, 2}) {
      if (!input->is_known(axis)) continue;
      const std::int64_t added =
          axis == 1 ? added_.top + added_.bottom : added_.left + added_.right;
      const std::int64_t extent = (*input)[axis] + added;
      if (extent < 1) {
        return fail("cropping leaves nothing of {}: {} of {} pixels go", to_string(*input), -added,
                    (*input)[axis]);
      }
      if (extent > PartialShape::kMaxExtent) return fail("the output is too large");
      output = output.with(axis, extent);
    }
    return output;
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    copy_framed(inputs[0], added_, output);
    return {};
  }

  const char* type_;
  Edges added_;
};

Status check_target(std::span<const std::int64_t> extents) {
  std::int64_t known = 1;
  int open = 0;
  for (const std::int64_t extent : extents) {
    if (extent == PartialShape::kUnknown) {
      ++open;
    } else if (extent < 1 || known > PartialShape::kMaxExtent / extent) {
      return fail("the target shape has an impossible extent, {}", extent);
    } else {
      known *= extent;
    }
  }
  if (open > 1) return fail("the target shape leaves {} extents open, at most 1 can be", open);
  return {};
}

}  // namespace

LayerHandle flatten(std::string name) {
  return LayerHandle(std::make_shared<const Flatten>(std::move(name)));
}

Result<LayerHandle> reshape(std::vector<std::int64_t> target_shape, std::string name) {
  if (const auto status = check_target(target_shape); !status) {
    return fail_layer(name, Reshape::kType, status.error());
  }
  target_shape.insert(target_shape.begin(), PartialShape::kUnknown);
  const auto target = PartialShape::checked(target_shape);
  if (!target) return fail_layer(name, Reshape::kType, target.error());
  return LayerHandle(std::make_shared<const Reshape>(std::move(name), *target));
}

LayerHandle dropout(std::string name) { return identity("Dropout", std::move(name)); }

LayerHandle identity(std::string type, std::string name) {
  return LayerHandle(std::make_shared<const Identity>(std::move(name), std::move(type)));
}

Result<LayerHandle> zero_padding2d(Edges padding, std::string name) {
  constexpr const char* kType = "ZeroPadding2D";
  if (const auto status = check_edges(padding, word("the padding")); !status) {
    return fail_layer(name, kType, status.error());
  }
  return LayerHandle(std::make_shared<const Frame>(std::move(name), kType, padding));
}

Result<LayerHandle> cropping2d(Edges cropping, std::string name) {
  constexpr const char* kType = "Cropping2D";
  if (const auto status = check_edges(cropping, word("the cropping")); !status) {
    return fail_layer(name, kType, status.error());
  }
  const Edges added{-cropping.top, -cropping.bottom, -cropping.left, -cropping.right};
  return LayerHandle(std::make_shared<const Frame>(std::move(name), kType, added));
}

std::optional<Edges> edges_added_by(const Layer& layer) {
  const auto* frame = dynamic_cast<const Frame*>(&layer);
  return frame == nullptr ? std::nullopt : std::optional(frame->added());
}

}  // namespace convlens::nn
