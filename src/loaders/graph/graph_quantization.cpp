#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "loaders/graph/graph_node.h"
#include "nn/layers/quantization.h"

// Numbers packed into few bits and back.
namespace convlens::loaders {
namespace {

// A number for all values, or one for each place along an axis, in the order in which `value` is
// held.
Result<Tensor> along_axis(NodeRequest& request, const Tensor& numbers, const GraphValue& value) {
  const auto rank = static_cast<std::int64_t>(file_extents(value).size());
  std::vector<std::int64_t> extents(static_cast<std::size_t>(rank), 1);
  if (numbers.size() != 1) {
    if (request.config().integer({"block_size"}, 0) != 0) return fail("blocks are not supported");
    const int axis = request.config().integer({"axis"}, 1);
    if (numbers.shape().rank() != 1 || axis < -rank || axis >= rank) {
      return fail("an array of shape {} does not fit axis {} of {}", to_string(numbers.shape()),
                  axis, rank);
    }
    extents[static_cast<std::size_t>(axis < 0 ? axis + rank : axis)] = numbers.shape()[0];
  }
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  return fitted_constant(numbers.clone().reshaped(shape), value);
}

struct Packing {
  Tensor scale;
  Tensor zero_point;
};
Result<Packing> packing_of(NodeRequest& request, const GraphValue& value) {
  TRY_ASSIGN(const auto scales, request.constant(1, word("scales")));
  TRY_ASSIGN(auto scale, along_axis(request, *scales, value));
  Tensor zero_point(scale.shape());
  if (request.has(2)) {
    TRY_ASSIGN(const auto points, request.constant(2, word("zero points")));
    if (points->size() != scales->size()) {
      return fail("{} zero points were found for {} scales", points->size(), scales->size());
    }
    TRY_ASSIGN(zero_point, along_axis(request, *points, value));
  }
  return Packing{std::move(scale), std::move(zero_point)};
}

Result<GraphValue> make_quantize(NodeRequest& request) {
  auto value = request.symbol(0);
  if (!value) return value;
  const auto range = request.config().numbers({"range"}, 0.0f);
  if (range.size() != 2) return fail("the type that it packs into is not supported");
  TRY_ASSIGN(auto packing, packing_of(request, *value));
  return call(nn::quantize(std::move(packing.scale), std::move(packing.zero_point),
                           {range[0], range[1]}, request.spec().name),
              *value);
}

Result<GraphValue> make_dequantize(NodeRequest& request) {
  auto value = request.symbol(0);
  if (!value) return value;
  TRY_ASSIGN(auto packing, packing_of(request, *value));
  return call(
      nn::dequantize(std::move(packing.scale), std::move(packing.zero_point), request.spec().name),
      *value);
}

// Inputs 1 and 2 are the least number and the greatest, of the value's rank or one for all.
Result<GraphValue> make_fake_quantize(NodeRequest& request) {
  auto value = request.symbol(0);
  if (!value) return value;
  std::array<Tensor, 2> ends;
  for (int i = 0; i < 2; ++i) {
    TRY_ASSIGN(const auto stored, request.constant(i + 1, word("ends")));
    TRY_ASSIGN(ends[static_cast<std::size_t>(i)], fitted_constant(*stored, *value));
  }
  return call(nn::fake_quantize(std::move(ends[0]), std::move(ends[1]),
                                request.config().integer({"levels"}, 256), request.spec().name),
              *value);
}

constexpr std::array kQuantizationNodes{
    NamedNodeFactory{"QuantizeLinear", make_quantize},
    NamedNodeFactory{"DequantizeLinear", make_dequantize},
    NamedNodeFactory{"FakeQuantize", make_fake_quantize},
};

}  // namespace

std::span<const NamedNodeFactory> quantization_nodes() { return kQuantizationNodes; }

}  // namespace convlens::loaders
