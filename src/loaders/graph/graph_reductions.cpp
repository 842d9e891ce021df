#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <numeric>
#include <utility>

#include "core/printable.h"
#include "loaders/graph/graph_node.h"
#include "nn/layers/pooling.h"
#include "nn/layers/reshaping.h"

// The operators that put one value in place of all along some axes.
namespace convlens::loaders {
namespace {

using nn::ReduceKind;

bool is_picture(const GraphValue& value) { return value.symbol->shape().rank() == 4; }

// Means and maxima over a whole picture are what nn calls global pooling.
Result<GraphValue> global_pool(NodeRequest& request, ReduceKind kind, bool keep) {
  TRY_ASSIGN(const auto input, request.picture(0));
  const nn::GlobalPooling2DOptions options{.name = request.spec().name, .keep_dims = keep};
  return call(kind == ReduceKind::kMean ? nn::global_average_pooling2d(options)
                                        : nn::global_max_pooling2d(options),
              input, keep ? input.layout : Layout{});
}

// `axes` in the file's order, sorted.
Result<GraphValue> reduced(NodeRequest& request, ReduceKind kind, const std::vector<int>& axes,
                           bool keep) {
  auto input = request.symbol(0);
  if (!input) return input;
  const bool has_global = kind == ReduceKind::kMean || kind == ReduceKind::kMax;
  if (has_global && is_picture(*input) && axes == std::vector{2, 3}) {
    return global_pool(request, kind, keep);
  }
  // What is left without an axis must be in the file's order, which it is where the channels go.
  const bool channels_go = std::find(axes.begin(), axes.end(), 1) != axes.end();
  if (!keep && !channels_go) input = request.in_file_order(0);
  if (!input) return input;
  nn::ReduceOptions options{request.spec().name, kind, {}, keep};
  const int rank = input->symbol->shape().rank();
  for (const int axis : axes) {
    options.axes.push_back(moved_axis(axis, rank, input->layout.order));
  }
  const bool stays = keep && input->layout.order == Order::kMovedLast;
  return call(nn::reduce(options), *input, stays ? input->layout : Layout{});
}

// From version 13 (Sum) and 18 (the others) the axes are an input; without any, all are meant.
template <ReduceKind kind>
Result<GraphValue> make_reduce(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.symbol(0));
  const int rank = input.symbol->shape().rank();
  TRY_ASSIGN(const auto given, request.integer_setting("axes", 1));
  std::vector<int> axes;
  for (const std::int64_t axis : given ? given->values : std::vector<std::int64_t>{}) {
    if (axis < -rank || axis >= rank) return fail("axis {} is not one of {}", axis, rank);
    axes.push_back(static_cast<int>(axis < 0 ? axis + rank : axis));
  }
  if (axes.empty() && request.config().integer({"noop_with_empty_axes"}, 0) != 0) {
    return call(nn::identity(request.spec().op, request.spec().name), input);
  }
  std::sort(axes.begin(), axes.end());
  if (axes.empty() || axes.front() == 0) {
    return fail("this is over the pictures of a batch together, which is not supported");
  }
  return reduced(request, kind, axes, request.config().integer({"keepdims"}, 1) != 0);
}

template <ReduceKind kind>
Result<GraphValue> make_global_pool(NodeRequest& request) {
  auto input = request.symbol(0);
  if (!input) return input;
  const int rank = input->symbol->shape().rank();
  if (rank < 3) {
    return fail("its input should have 3 axes or more, found {}",
                to_string(input->symbol->shape()));
  }
  std::vector<int> axes(static_cast<std::size_t>(rank) - 2);
  std::iota(axes.begin(), axes.end(), 2);
  return reduced(request, kind, axes, true);
}

Result<GraphValue> make_global_lp_pool(NodeRequest& request) {
  const int power = request.config().integer({"p"}, 2);
  if (power == 1) return make_global_pool<ReduceKind::kL1>(request);
  if (power == 2) return make_global_pool<ReduceKind::kL2>(request);
  return fail("the power {} is not supported, expected 1 or 2", power);
}

constexpr std::array kReductionNodes{
    NamedNodeFactory{"GlobalMaxPool", make_global_pool<ReduceKind::kMax>},
    NamedNodeFactory{"GlobalAveragePool", make_global_pool<ReduceKind::kMean>},
    NamedNodeFactory{"GlobalLpPool", make_global_lp_pool},
    NamedNodeFactory{"ReduceMean", make_reduce<ReduceKind::kMean>},
    NamedNodeFactory{"ReduceSum", make_reduce<ReduceKind::kSum>},
    NamedNodeFactory{"ReduceMax", make_reduce<ReduceKind::kMax>},
    NamedNodeFactory{"ReduceMin", make_reduce<ReduceKind::kMin>},
    NamedNodeFactory{"ReduceProd", make_reduce<ReduceKind::kProduct>},
    NamedNodeFactory{"ReduceL1", make_reduce<ReduceKind::kL1>},
    NamedNodeFactory{"ReduceL2", make_reduce<ReduceKind::kL2>},
    NamedNodeFactory{"ReduceSumSquare", make_reduce<ReduceKind::kSumSquare>},
    NamedNodeFactory{"ReduceLogSum", make_reduce<ReduceKind::kLogSum>},
    NamedNodeFactory{"ReduceLogSumExp", make_reduce<ReduceKind::kLogSumExp>},
};

}  // namespace

std::span<const NamedNodeFactory> reduction_nodes() { return kReductionNodes; }

}  // namespace convlens::loaders
