#include <array>
#include <nlohmann/json.hpp>

#include "core/printable.h"
#include "loaders/graph/graph_node.h"
#include "loaders/graph/graph_windows.h"
#include "nn/layers/pooling.h"

// The operators that step over pictures with a window and without weights.
namespace convlens::loaders {
namespace {

Result<nn::Pooling2DOptions> read_pooling(NodeRequest& request, const GraphValue& picture,
                                          bool counts_edges) {
  const auto size = request.config().integers({"kernel_shape"});
  if (size.size() != 2) {
    return fail("kernel_shape should be 2 numbers, found {}", size.size());
  }
  nn::Pooling2DOptions options;
  options.name = request.spec().name;
  options.pool_size = {static_cast<int>(size[0]), static_cast<int>(size[1])};
  TRY(nn::check_steps(options.pool_size, word("the pool")));
  TRY_ASSIGN(const auto window, read_window(request, picture, options.pool_size, counts_edges));
  // ONNX's definition and onnxruntime put different pads there.
  const std::string automatic = request.config().text({"auto_pad"}, "NOTSET");
  if (window.steps.dilation != nn::HeightWidth{} && automatic.rfind("SAME", 0) == 0) {
    return fail("auto_pad \"{}\" with a dilation is not supported", printable(automatic));
  }
  options.strides = window.steps.strides;
  options.dilation = window.steps.dilation;
  options.padding = window.steps.padding;
  options.edges = window.steps.edges;
  options.round_up = window.steps.round_up;
  options.counts_edges = counts_edges;
  return options;
}

Result<GraphValue> make_max_pool(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.picture(0));
  if (request.spec().outputs.size() > 1 && !request.spec().outputs[1].empty()) {
    return fail("its second output, where each maximum stood, is not supported");
  }
  TRY_ASSIGN(const auto options, read_pooling(request, input, false));
  return call(nn::max_pooling2d(options), input);
}

Result<GraphValue> make_average_pool(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.picture(0));
  const bool counts_edges = request.config().integer({"count_include_pad"}, 0) != 0;
  TRY_ASSIGN(const auto options, read_pooling(request, input, counts_edges));
  return call(nn::average_pooling2d(options), input);
}

constexpr std::array kPoolingNodes{
    NamedNodeFactory{"MaxPool", make_max_pool},
    NamedNodeFactory{"AveragePool", make_average_pool},
};

}  // namespace

std::span<const NamedNodeFactory> pooling_nodes() { return kPoolingNodes; }

}  // namespace convlens::loaders
