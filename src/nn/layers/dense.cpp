#include "nn/layers/dense.h"

#include <utility>

#include "nn/graph/shape_rules.h"
#include "nn/graph/weights.h"

namespace convlens::nn {
namespace {

class Dense final : public LayerOf<Dense> {
 public:
  static constexpr const char* kType = "Dense";

  Dense(DenseOptions options, std::vector<Weight> weights)
      : LayerOf(std::move(options.name), std::move(weights), options.activation) {}

  std::string_view type() const override { return kType; }
  std::optional<KerasForm> keras_form() const override {
    return KerasForm{kType, {{"units", weight(0).shape()[1]}, {"use_bias", weights().size() > 1}}};
  }

  // Where there is one row, it waits for the weights.
  double steps_of_value() const override {
    return 1.0 + static_cast<double>(weight(0).shape()[0]) / 8.0;
  }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_input(inputs);
    if (!input) return input;
    const Shape& kernel = weight(0).shape();
    const int last = input->rank() - 1;
    if (last < 1 || (input->is_known(last) && (*input)[last] != kernel[0])) {
      return fail("the input must be of shape (batch, ..., {}), found {}", kernel[0],
                  to_string(*input));
    }
    return input->with(last, kernel[1]);
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& options, Tensor& output) const override {
    const auto rows = static_cast<std::int64_t>(inputs[0].values().size()) / weight(0).shape()[0];
    return convolve_rows(inputs[0].values(), rows, options, output);
  }
  bool writes_all() const override { return true; }

  // The rows as pixels under 1x1 filters: the convolution has vector code for the processor at
  // hand, and threads, and rounds a row the same whatever stands beside it. They stand in a picture
  // no wider than kRowsAside, so that there are rows of pixels to deal out, and what is left in a
  // last, narrower one.
  Status convolve_rows(std::span<const float> values, std::int64_t rows,
                       const ComputeOptions& options, Tensor& output) const {
    const std::int64_t aside = ceil_divide(rows, ceil_divide(rows, kRowsAside));
    const std::int64_t full = rows / aside;
    TRY(convolve_picture(values, 0, {1, full, aside}, options, output));
    const std::int64_t rest = rows % aside;
    if (rest == 0) return {};
    return convolve_picture(values, full * aside, {1, 1, rest}, options, output);
  }

  // The rows from `first` on as a picture of that (batch, height, width).
  Status convolve_picture(std::span<const float> values, std::int64_t first, const Shape& picture,
                          const ComputeOptions& options, Tensor& output) const {
    const Shape& k = weight(0).shape();
    const auto part = [&](auto all, std::int64_t extent) {  // of rows of `extent` values
      return all.subspan(static_cast<std::size_t>(first * extent),
                         picture.element_count() * static_cast<std::size_t>(extent));
    };
    return conv::conv2d_into(
        TensorView(part(values, k[0]), {1, picture[1], picture[2], k[0]}),
        TensorView(weight(0).values(), {1, 1, k[0], k[1]}),
        weights().size() > 1 ? weight(1).view() : TensorView(), conv::Conv2dOptions{},
        {.engine = options.engine, .threads = options.threads}, part(output.values(), k[1]));
  }

  static std::int64_t ceil_divide(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

  static constexpr std::int64_t kRowsAside = 24;
};

}  // namespace

Result<LayerHandle> dense(DenseOptions options, Tensor kernel, std::optional<Tensor> bias) {
  auto status = check_kernel(kernel, 2, "(in, units)");
  if (status) status = check_bias(bias, kernel.shape()[1]);
  if (!status) return fail_layer(options.name, Dense::kType, status.error());
  std::vector<Weight> weights;
  add_weight(weights, "kernel", std::move(kernel));
  add_weight(weights, "bias", std::move(bias));
  return LayerHandle(std::make_shared<const Dense>(std::move(options), std::move(weights)));
}

}  // namespace convlens::nn
