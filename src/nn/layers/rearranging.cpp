#include <algorithm>
#include <array>
#include <utility>

#include "nn/graph/weights.h"
#include "nn/layers/reshaping.h"

// The layers that take some of the values, or put them in another order.
namespace convlens::nn {
namespace {

class Slice final : public LayerOf<Slice> {
 public:
  static constexpr const char* kType = "Slice";

  Slice(std::string name, int axis, std::int64_t begin, std::int64_t end)
      : LayerOf(std::move(name), {}, Activation::kLinear), axis_(axis), begin_(begin), end_(end) {}

  std::string_view type() const override { return kType; }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_input(inputs);
    if (!input) return input;
    TRY_ASSIGN(const auto axis, resolve_axis(axis_, *input));
    if (axis == 0) return fail("axis {} of {} is the batch", axis_, to_string(*input));
    if (!input->is_known(axis)) return input;
    const std::int64_t end = std::min(end_, (*input)[axis]);
    if (begin_ < end) return input->with(axis, end - begin_);
    return fail("nothing of {} lies from {} to {} along axis {}", to_string(*input), begin_, end_,
                axis_);
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    const Shape& in = inputs[0].shape();
    const int axis = *resolve_axis(axis_, in);
    std::int64_t inner = 1;
    for (int i = axis + 1; i < in.rank(); ++i) inner *= in[i];
    const std::int64_t block = output.shape()[axis] * inner;
    const float* from = inputs[0].data() + begin_ * inner;
    for (std::size_t done = 0; done < output.size(); done += static_cast<std::size_t>(block)) {
      std::copy_n(from, block, output.data() + done);
      from += in[axis] * inner;
    }
    return {};
  }

  int axis_;
  std::int64_t begin_;
  std::int64_t end_;
};

class Permute final : public LayerOf<Permute> {
 public:
  static constexpr const char* kType = "Permute";

  Permute(std::string name, std::vector<int> order)
      : LayerOf(std::move(name), {}, Activation::kLinear), order_(std::move(order)) {}

  std::string_view type() const override { return kType; }

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

}  // namespace

Result<LayerHandle> slice(int axis, std::int64_t begin, std::int64_t end, std::string name) {
  if (axis == 0) return fail_layer(name, Slice::kType, phrase("axis 0 is the batch"));
  if (begin < 0 || end <= begin) {
    return fail_layer(name, Slice::kType,
                      phrase("from {} to {} there is nothing to take", begin, end));
  }
  return LayerHandle(std::make_shared<const Slice>(std::move(name), axis, begin, end));
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
