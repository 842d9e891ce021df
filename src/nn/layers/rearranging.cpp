#include <algorithm>
#include <array>
#include <utility>

#include "nn/graph/weights.h"
#include "nn/layers/reshaping.h"

// The layers that put values in another order.
namespace convlens::nn {
namespace {

class Permute final : public LayerOf<Permute> {
 public:
  static constexpr const char* kType = "Permute";

  Permute(std::string name, std::vector<int> order)
      : LayerOf(std::move(name), {}, Activation::kLinear), order_(std::move(order)) {}

  std::string_view type() const override { return kType; }
  std::optional<KerasForm> keras_form() const override {
    return KerasForm{kType, {{"dims", std::vector<int>(order_.begin() + 1, order_.end())}}};
  }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_input(inputs);
    if (!input) return input;
    if (input->rank() != static_cast<int>(order_.size())) {
      return fail("the input must have {} axes, found {}", order_.size(), to_string(*input));
    }
    PartialShape output = *input;
    for (int axis = 0; axis < input->rank(); ++axis) {
      output = output.with(axis, (*input)[order_[static_cast<std::size_t>(axis)]]);
    }
    return output;
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    const Shape& in = inputs[0].shape();
    const Shape& out = output.shape();
    const int rank = in.rank();
    std::array<std::int64_t, Shape::kMaxRank> steps{};  // in the input, of the output's axes
    for (int axis = 0; axis < rank; ++axis) {
      std::int64_t step = 1;
      for (int i = order_[static_cast<std::size_t>(axis)] + 1; i < rank; ++i) step *= in[i];
      steps[static_cast<std::size_t>(axis)] = step;
    }
    std::array<std::int64_t, Shape::kMaxRank> at{};
    const float* from = inputs[0].data();
    for (float& value : output.values()) {
      value = *from;
      for (int axis = rank - 1; axis >= 0; --axis) {
        const auto i = static_cast<std::size_t>(axis);
        from += steps[i];
        if (++at[i] < out[axis]) break;
        from -= steps[i] * out[axis];
        at[i] = 0;
      }
    }
    return {};
  }

  std::vector<int> order_;
};

// Blocks of pixels to channels, or back.
class DepthToSpace final : public LayerOf<DepthToSpace> {
 public:
  DepthToSpace(std::string name, int block, DepthOrder order, bool to_depth)
      : LayerOf(std::move(name), {}, Activation::kLinear),
        block_(block),
        order_(order),
        to_depth_(to_depth) {}

  std::string_view type() const override { return type_of(to_depth_); }
  static const char* type_of(bool to_depth) { return to_depth ? "SpaceToDepth" : "DepthToSpace"; }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_image(inputs, PartialShape::kUnknown);
    if (!input) return input;
    const std::int64_t square = std::int64_t{block_} * block_;
    PartialShape output = *input;
    for (const int axis : {1, 2, 3}) {
      if (!input->is_known(axis)) continue;
      const bool grows = to_depth_ == (axis == 3);
      const std::int64_t factor = axis == 3 ? square : block_;
      const std::int64_t extent = (*input)[axis];
      if (!grows && extent % factor != 0) {
        return fail("axis {} of {} is not a whole number of blocks of {}", axis, to_string(*input),
                    factor);
      }
      if (grows && extent > PartialShape::kMaxExtent / factor) {
        return fail("the output is too large");
      }
      output = output.with(axis, grows ? extent * factor : extent / factor);
    }
    return output;
  }

  bool writes_all() const override { return true; }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    const Shape& wide = to_depth_ ? inputs[0].shape() : output.shape();  // (N, H, W, C)
    const Shape& deep = to_depth_ ? output.shape() : inputs[0].shape();
    const std::int64_t channels = wide[3];
    const std::int64_t square = std::int64_t{block_} * block_;
    // Of a channel, and of a place in the block, among the channels of the deep picture.
    const std::int64_t channel_step = order_ == DepthOrder::kBlocksFirst ? 1 : square;
    const std::int64_t place_step = order_ == DepthOrder::kBlocksFirst ? channels : 1;
    std::int64_t at = 0;  // in the wide picture
    for (std::int64_t row = 0; row < wide[0] * wide[1]; ++row) {
      for (std::int64_t x = 0; x < wide[2]; ++x) {
        const std::int64_t place = row % wide[1] % block_ * block_ + x % block_;
        const std::int64_t deep_row = row / wide[1] * deep[1] + row % wide[1] / block_;
        std::int64_t from = (deep_row * deep[2] + x / block_) * deep[3] + place * place_step;
        for (std::int64_t c = 0; c < channels; ++c, ++at, from += channel_step) {
          if (to_depth_) {
            output.data()[from] = inputs[0].data()[at];
          } else {
            output.data()[at] = inputs[0].data()[from];
          }
        }
      }
    }
    return {};
  }

  int block_;
  DepthOrder order_;
  bool to_depth_;
};

Result<LayerHandle> make_depth(int block, DepthOrder order, bool to_depth, std::string name) {
  if (const auto status = check_steps({block, block}, word("the block")); !status) {
    return fail_layer(name, DepthToSpace::type_of(to_depth), status.error());
  }
  return LayerHandle(std::make_shared<const DepthToSpace>(std::move(name), block, order, to_depth));
}

}  // namespace

Result<LayerHandle> depth_to_space(int block, DepthOrder order, std::string name) {
  return make_depth(block, order, false, std::move(name));
}

Result<LayerHandle> space_to_depth(int block, std::string name) {
  return make_depth(block, DepthOrder::kBlocksFirst, true, std::move(name));
}

Result<LayerHandle> permute(std::vector<int> order, std::string name) {
  std::vector<int> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  bool fits = !order.empty() && order.front() == 0 && order.size() <= Shape::kMaxRank;
  for (std::size_t i = 0; i < sorted.size(); ++i) fits = fits && sorted[i] == static_cast<int>(i);
  if (!fits) {
    return fail_layer(name, Permute::kType,
                      phrase("the order must name each axis once, that of the batch first"));
  }
  return LayerHandle(std::make_shared<const Permute>(std::move(name), std::move(order)));
}

}  // namespace convlens::nn
