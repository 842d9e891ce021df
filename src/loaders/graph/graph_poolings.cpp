#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/printable.h"
#include "loaders/graph/graph_node.h"
#include "loaders/graph/graph_windows.h"
#include "nn/layers/pooling.h"
#include "nn/layers/preprocessing.h"
#include "nn/layers/reshaping.h"

// The operators without weights that look at pictures: pooling, padding, and other sizes.
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
  options.strides = window.steps.strides;
  options.dilation = window.steps.dilation;
  options.padding = window.steps.padding;
  options.edges = window.steps.edges;
  options.round_up = window.steps.round_up;
  options.counts_edges = counts_edges;
  return options;
}

Result<GraphValue> make_max_pool(NodeRequest& request) {
  const auto input = request.picture(0);
  if (!input) return input;
  if (request.spec().outputs.size() > 1 && !request.spec().outputs[1].empty()) {
    return fail("its second output, where each maximum stood, is not supported");
  }
  TRY_ASSIGN(const auto options, read_pooling(request, *input, false));
  return call(nn::max_pooling2d(options), *input);
}

Result<GraphValue> make_average_pool(NodeRequest& request) {
  const auto input = request.picture(0);
  if (!input) return input;
  const bool counts_edges = request.config().integer({"count_include_pad"}, 0) != 0;
  TRY_ASSIGN(const auto options, read_pooling(request, *input, counts_edges));
  return call(nn::average_pooling2d(options), *input);
}

template <auto factory>
Result<GraphValue> make_global_pool(NodeRequest& request) {
  const auto input = request.picture(0);
  if (!input) return input;
  return call(factory({.name = request.spec().name, .keep_dims = true}), *input);
}

// The mean over height and width is a global pooling.
Result<GraphValue> make_reduce_mean(NodeRequest& request) {
  const auto input = request.picture(0);
  if (!input) return input;
  TRY_ASSIGN(auto axes, request.integer_setting("axes", 1));
  std::vector<std::int64_t> over = axes ? axes->values : std::vector<std::int64_t>{};
  for (std::int64_t& axis : over) axis += axis < 0 ? 4 : 0;
  std::sort(over.begin(), over.end());
  if (over != std::vector<std::int64_t>{2, 3}) {
    return fail("a mean over other axes than height and width is not supported");
  }
  const bool keep = request.config().integer({"keepdims"}, 1) != 0;
  return call(nn::global_average_pooling2d({.name = request.spec().name, .keep_dims = keep}),
              *input, keep ? input->layout : Layout{});
}

// Zeros around the picture, or pixels taken away on all sides.
Result<GraphValue> make_pad(NodeRequest& request) {
  const auto input = request.picture(0);
  if (!input) return input;
  SettingsReader& config = request.config();
  const std::string mode = config.text({"mode"}, "constant");
  if (mode != "constant") return fail("the mode \"{}\" is not supported", printable(mode));
  if (request.has(3)) return fail("a list of axes is not supported");
  TRY_ASSIGN(auto pads, request.integer_setting(
                            config.find({"paddings"}) != nullptr ? "paddings" : "pads", 1));
  if (!pads || pads->values.size() != 8) return fail("pads should be 8 numbers");
  const auto& values = pads->values;  // before N, C, H, W, then after
  if (values[0] != 0 || values[1] != 0 || values[4] != 0 || values[5] != 0) {
    return fail("padding of the batch or the channels is not supported");
  }
  const auto at = [&values](std::size_t i) {
    return values[i] == IntegerList::kUnknown ? -1 : static_cast<int>(values[i]);
  };
  const nn::Edges edges{at(2), at(6), at(3), at(7)};
  if (edges.top <= 0 && edges.bottom <= 0 && edges.left <= 0 && edges.right <= 0 &&
      edges != nn::Edges{}) {
    const nn::Edges cut{-edges.top, -edges.bottom, -edges.left, -edges.right};
    return call(nn::cropping2d(cut, request.spec().name), *input);
  }
  TRY_ASSIGN(const auto fill, request.number_setting("value", 2));
  if (fill && !(fill->size() == 1 && (*fill)[0] == 0.0f)) {
    return fail("padding with another value than 0 is not supported");
  }
  return call(nn::zero_padding2d(edges, request.spec().name), *input);
}

// By how much height and width grow; an error where it is not by whole factors.
Result<nn::HeightWidth> whole_factors(NodeRequest& request, const GraphValue& input) {
  // Upsample has them as its second input, Resize of version 10 too, Resize from 11 on as its third
  // or, as sizes, its fourth.
  const bool is_resize11 = request.spec().op == "Resize" && request.opset() >= 11;
  TRY_ASSIGN(const auto scales, request.number_setting("scales", is_resize11 ? 2 : 1));
  std::vector<float> factors;
  if (scales && !scales->empty()) {
    factors = *scales;
  } else if (is_resize11 && request.has(3)) {
    TRY_ASSIGN(const auto sizes, request.integers(3, word("sizes")));
    const auto extents = file_extents(input);
    for (std::size_t i = 0; i < extents.size() && sizes.values.size() == extents.size(); ++i) {
      const bool known = extents[i] > 0 && sizes.values[i] > 0;
      if (i > 0 && !known) return fail("its sizes hang on that of the picture, which is not known");
      factors.push_back(
          i == 0 ? 1.0f : static_cast<float>(sizes.values[i]) / static_cast<float>(extents[i]));
    }
  }
  if (factors.size() != 4) return fail("it should tell 4 scales, found {}", factors.size());
  for (const float factor : factors) {
    if (factor >= 1.0f && factor <= static_cast<float>(nn::kMaxStep) &&
        factor == std::floor(factor)) {
      continue;
    }
    return fail("resizing by other than whole factors is not supported");
  }
  if (factors[0] != 1.0f || factors[1] != 1.0f) {
    return fail("resizing the batch or the channels is not supported");
  }
  return nn::HeightWidth{static_cast<int>(factors[2]), static_cast<int>(factors[3])};
}

// Whether enlarging by whole factors repeats every pixel as it stands.
bool repeats_pixels(const std::string& coordinates, const std::string& rounding) {
  if (coordinates == "asymmetric") return rounding == "floor";
  return (coordinates == "half_pixel" || coordinates == "pytorch_half_pixel") &&
         (rounding == "round_prefer_floor" || rounding == "round_prefer_ceil");
}

Result<GraphValue> make_resize(NodeRequest& request) {
  const auto input = request.picture(0);
  if (!input) return input;
  TRY_ASSIGN(const auto factors, whole_factors(request, *input));
  SettingsReader& config = request.config();
  const std::string mode = config.text({"mode"}, "nearest");
  const bool is_resize11 = request.spec().op == "Resize" && request.opset() >= 11;
  const std::string coordinates =
      config.text({"coordinate_transformation_mode"}, is_resize11 ? "half_pixel" : "asymmetric");
  const std::string rounding =
      config.text({"nearest_mode"}, is_resize11 ? "round_prefer_floor" : "floor");
  if (mode == "nearest" && repeats_pixels(coordinates, rounding)) {
    return call(nn::up_sampling2d(factors, nn::Interpolation::kNearest, request.spec().name),
                *input);
  }
  if (mode == "linear" && (coordinates == "half_pixel" || coordinates == "pytorch_half_pixel")) {
    return call(nn::up_sampling2d(factors, nn::Interpolation::kBilinear, request.spec().name),
                *input);
  }
  return fail("the mode \"{}\" with \"{}\" is not supported", printable(mode),
              printable(coordinates));
}

constexpr std::array kPoolingNodes{
    NamedNodeFactory{"MaxPool", make_max_pool},
    NamedNodeFactory{"AveragePool", make_average_pool},
    NamedNodeFactory{"GlobalMaxPool", make_global_pool<nn::global_max_pooling2d>},
    NamedNodeFactory{"GlobalAveragePool", make_global_pool<nn::global_average_pooling2d>},
    NamedNodeFactory{"ReduceMean", make_reduce_mean},
    NamedNodeFactory{"Pad", make_pad},
    NamedNodeFactory{"Resize", make_resize},
    NamedNodeFactory{"Upsample", make_resize},
};

}  // namespace

std::span<const NamedNodeFactory> pooling_nodes() { return kPoolingNodes; }

}  // namespace convlens::loaders
