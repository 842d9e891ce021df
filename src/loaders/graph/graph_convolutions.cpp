#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/printable.h"
#include "loaders/graph/graph_node.h"
#include "loaders/graph/graph_windows.h"
#include "nn/layers/convolution.h"
#include "nn/layers/dense.h"

// The operators with kernels: convolutions and matrix products.
namespace convlens::loaders {
namespace {

// The kernel, which must have as many axes as its input.
Result<std::shared_ptr<const Tensor>> take_kernel(NodeRequest& request) {
  TRY_ASSIGN(const auto kernel, request.constant(1, word("weights")));
  const Shape& shape = kernel->shape();
  if (shape.rank() != 4 || kernel->size() == 0) {
    return fail("its kernel should have 4 axes, no extent 0, found the shape {}", to_string(shape));
  }
  const auto size = request.config().integers({"kernel_shape"});
  if (size.empty() || size == std::vector<std::int64_t>{shape[2], shape[3]}) return kernel;
  return fail("its kernel of the shape {} is not of the size that kernel_shape tells",
              to_string(shape));
}

// A bias, where there is one, as an array of its own.
Result<std::optional<Tensor>> take_bias(NodeRequest& request) {
  if (!request.has(2)) return std::optional<Tensor>();
  TRY_ASSIGN(const auto bias, request.constant(2, word("bias values")));
  return std::optional<Tensor>(bias->clone());
}

template <typename Options>
void set_window(const Window& window, Options& options) {
  options.strides = window.steps.strides;
  options.dilation = window.steps.dilation;
  options.padding = window.steps.padding;
  options.edges = window.steps.edges;
}

Result<GraphValue> make_conv(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.picture(0));
  TRY_ASSIGN(const auto kernel, take_kernel(request));
  TRY_ASSIGN(auto bias, take_bias(request));
  const Shape& k = kernel->shape();  // (filters, channels / groups, KH, KW)
  TRY_ASSIGN(const auto window,
             read_window(request, input, {static_cast<int>(k[2]), static_cast<int>(k[3])}));
  TRY_ASSIGN(auto held, transposed(*kernel, std::array{2, 3, 1, 0}));
  const int groups = request.config().integer({"group"}, 1);
  if (groups > 1 && k[1] == 1 && k[0] % groups == 0) {
    nn::DepthwiseConv2DOptions options{.name = request.spec().name};
    set_window(window, options);
    Tensor by_channel = std::move(held).reshaped(Shape{k[2], k[3], groups, k[0] / groups});
    return call(nn::depthwise_conv2d(options, std::move(by_channel), std::move(bias)), input);
  }
  nn::Conv2DOptions options{.name = request.spec().name, .groups = groups};
  set_window(window, options);
  return call(nn::conv2d(options, std::move(held), std::move(bias)), input);
}

Result<GraphValue> make_conv_transpose(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.picture(0));
  TRY_ASSIGN(const auto kernel, take_kernel(request));
  TRY_ASSIGN(auto bias, take_bias(request));
  const Shape& k = kernel->shape();  // (channels, filters, KH, KW)
  TRY_ASSIGN(
      const auto window,
      read_transposed_window(request, input, {static_cast<int>(k[2]), static_cast<int>(k[3])}));
  TRY_ASSIGN(auto held, transposed(*kernel, std::array{2, 3, 1, 0}));
  nn::Conv2DTransposeOptions options{.name = request.spec().name};
  options.strides = window.steps.strides;
  options.dilation = window.steps.dilation;
  options.edges = window.steps.edges;
  options.output_padding = window.output_padding;
  options.groups = request.config().integer({"group"}, 1);
  return call(nn::conv2d_transpose(options, std::move(held), std::move(bias)), input);
}

// A kernel (in, units) for a value that may hold a flattened picture.
Result<GraphValue> make_dense(NodeRequest& request, const GraphValue& input, Tensor kernel,
                              std::optional<Tensor> bias) {
  if (input.layout.order == Order::kFlatMoved) {
    TRY_ASSIGN(auto moved, flat_moved(kernel, input.layout));
    kernel = std::move(moved);
  }
  return call(nn::dense({request.spec().name}, std::move(kernel), std::move(bias)), input,
              Layout{});
}

void multiply(Tensor& values, float factor) {
  for (float& value : values.values()) value *= factor;
}

// alpha * A * B + beta * C, where A is computed and B is not.
Result<GraphValue> make_gemm(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.symbol(0));
  if (input.symbol->shape().rank() != 2) {
    return fail("its input should have 2 axes, found {}", to_string(input.symbol->shape()));
  }
  SettingsReader& config = request.config();
  if (config.integer({"transA"}, 0) != 0) return fail("transA is not supported");
  TRY_ASSIGN(const auto stored, request.constant(1, word("weights")));
  if (stored->shape().rank() != 2) {
    return fail("its weights should have 2 axes, found {}", to_string(stored->shape()));
  }
  TRY_ASSIGN(auto kernel, config.integer({"transB"}, 0) != 0 ? transposed(*stored, std::array{1, 0})
                                                             : Result<Tensor>(stored->clone()));
  multiply(kernel, config.number({"alpha"}, 1.0f));
  std::optional<Tensor> bias;
  if (request.has(2)) {
    TRY_ASSIGN(const auto given, request.constant(2, word("bias values")));
    const std::int64_t units = kernel.shape()[1];
    const auto count = static_cast<std::int64_t>(given->size());
    const Shape& shape = given->shape();
    const bool is_row = shape.rank() == 0 || (shape[shape.rank() - 1] == count);
    if (!is_row || (count != 1 && count != units)) {
      return fail("its bias should hold 1 or {} values, found the shape {}", units,
                  to_string(shape));
    }
    bias.emplace(Shape{units});
    for (std::int64_t i = 0; i < units; ++i) {
      bias->data()[i] = given->data()[count == 1 ? 0 : i];
    }
    multiply(*bias, config.number({"beta"}, 1.0f));
  }
  return make_dense(request, input, std::move(kernel), std::move(bias));
}

Result<GraphValue> make_matmul(NodeRequest& request) {
  auto input = request.symbol(0);
  if (!input) return input;
  if (input->layout.order == Order::kMovedLast) input = request.in_file_order(0);
  if (!input) return input;
  TRY_ASSIGN(const auto kernel, request.constant(1, word("weights")));
  if (kernel->shape().rank() != 2) {
    return fail("its weights should have 2 axes, found {}", to_string(kernel->shape()));
  }
  return make_dense(request, *input, kernel->clone(), {});
}

constexpr std::array kConvolutionNodes{
    NamedNodeFactory{"Conv", make_conv},
    NamedNodeFactory{"ConvTranspose", make_conv_transpose},
    NamedNodeFactory{"Gemm", make_gemm},
    NamedNodeFactory{"MatMul", make_matmul},
};

}  // namespace

std::span<const NamedNodeFactory> convolution_nodes() { return kConvolutionNodes; }

}  // namespace convlens::loaders
