#include "lab/shown/receptive_field.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "lab/shown/layer_sum.h"
#include "nn/layers/layers.h"

namespace convlens::lab {
namespace {

CellWindow all_of(const Shape& shape) {
  if (shape.rank() != 4) return {};
  return {0, 0, static_cast<int>(shape[1]), static_cast<int>(shape[2])};
}

CellWindow joined(const CellWindow& a, const CellWindow& b) {
  if (a.empty() || b.empty()) return a.empty() ? b : a;
  return {std::min(a.top, b.top), std::min(a.left, b.left), std::max(a.bottom, b.bottom),
          std::max(a.right, b.right)};
}

CellWindow within(const CellWindow& window, const CellWindow& all) {
  return {std::max(window.top, all.top), std::max(window.left, all.left),
          std::min(window.bottom, all.bottom), std::min(window.right, all.right)};
}

// How a layer's maps hang on windows of its input's.
struct FieldStep {
  nn::HeightWidth size = {};
  nn::WindowSteps steps = {};
};

std::optional<FieldStep> step_of(const nn::Layer& layer) {
  if (const auto steps = nn::steps_of(layer)) {
    const Shape& kernel = layer.weights().front().value->shape();
    return FieldStep{{static_cast<int>(kernel[0]), static_cast<int>(kernel[1])}, *steps};
  }
  if (const auto pooling = nn::pooling_of(layer)) return FieldStep{pooling->size, pooling->steps};
  if (const auto edges = nn::edges_added_by(layer)) return FieldStep{{}, {.edges = *edges}};
  return std::nullopt;
}

// Every cell hangs on those at its own place.
bool keeps_places(const nn::Layer& layer, const Shape& in, const Shape& out) {
  if (in.rank() != 4 || out.rank() != 4 || in[1] != out[1] || in[2] != out[2]) return false;
  constexpr std::array<std::string_view, 15> kPointwise{
      "Add",         "Subtract", "Multiply", "Divide",    "Power",
      "Average",     "Maximum",  "Minimum",  "LRN",       "Normalization",
      "Concatenate", "Dropout",  "Dense",    "Rescaling", "BatchNormalization"};
  const std::string_view type = layer.type();
  const bool pointwise = std::find(kPointwise.begin(), kPointwise.end(), type) != kPointwise.end();
  if (pointwise || type.ends_with("Constant")) return true;  // "AddConstant" and its like
  return layer.keeps_values() ? in == out : nn::is_activation_layer(layer.type());
}

CellWindow seen_window(const nn::Layer& layer, const Shape& in, const Shape& out,
                       const CellWindow& window) {
  const CellWindow all = all_of(in);
  if (window.empty()) return window;
  if (in.rank() != 4 || out.rank() != 4) return all;
  const auto step = step_of(layer);
  if (!step) return keeps_places(layer, in, out) ? window : all;
  const auto rows =
      nn::window_extent(in[1], step->size.height, step->steps, nn::PictureAxis::kRows);
  const auto columns =
      nn::window_extent(in[2], step->size.width, step->steps, nn::PictureAxis::kColumns);
  if (!rows || !columns) return all;
  const auto first = [](int cell, int stride, std::int64_t before) {
    return static_cast<int>(std::int64_t{cell} * stride - before);
  };
  const nn::WindowSteps& by = step->steps;
  const CellWindow seen{first(window.top, by.strides.height, rows->pad_before),
                        first(window.left, by.strides.width, columns->pad_before),
                        first(window.bottom - 1, by.strides.height, rows->pad_before) +
                            (step->size.height - 1) * by.dilation.height + 1,
                        first(window.right - 1, by.strides.width, columns->pad_before) +
                            (step->size.width - 1) * by.dilation.width + 1};
  return within(seen, all);
}

// Of several terms the one that contributes most; of a mean, whose terms weigh the same, the
// largest.
std::optional<LayerCell> strongest_source(const LayerSum& sum) {
  if (sum.shares.empty()) return std::nullopt;
  const LayerTerm& term = sum.terms[sum.shares.front().strongest];
  return term.padding ? std::nullopt : std::optional(term.from);
}

std::vector<LayerCell> way_back(const nn::Model& model, const nn::Activations& values,
                                LayerCell cell) {
  std::vector<LayerCell> way{cell};
  while (!model.nodes()[cell.node].inputs.empty()) {
    const auto source = strongest_source(layer_sum(model, values, cell));
    if (!source) break;
    cell = *source;
    way.push_back(cell);
  }
  return way;
}

}  // namespace

ReceptiveField receptive_field(const nn::Model& model, const nn::Activations& values,
                               const LayerCell& cell) {
  ReceptiveField field;
  field.windows.resize(values.size());
  field.windows[cell.node] = CellWindow{cell.row, cell.column, cell.row + 1, cell.column + 1};
  const auto nodes = model.nodes();
  for (std::size_t node = cell.node + 1; node-- > 0;) {
    const auto& window = field.windows[node];
    if (!window) continue;
    for (const int input : nodes[node].inputs) {
      const auto before = static_cast<std::size_t>(input);
      const CellWindow seen =
          seen_window(*nodes[node].layer, values[before].shape(), values[node].shape(), *window);
      auto& known = field.windows[before];
      known = known ? joined(*known, seen) : seen;
    }
  }
  field.way = way_back(model, values, cell);
  return field;
}

}  // namespace convlens::lab
