#include "loaders/graph/graph_model.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/printable.h"
#include "loaders/common/network_end.h"
#include "loaders/graph/graph_builder.h"
#include "loaders/graph/graph_order.h"

namespace convlens::loaders {
namespace {

GraphValues arrays_of(ModelArchive& archive, GraphSpec& graph) {
  GraphValues values;
  for (WeightGroup& group : archive.groups) {
    for (NamedTensor& tensor : group.weights) {
      values.insert_or_assign(tensor.name, GraphValue::of(std::move(tensor.values)));
    }
  }
  for (auto& [name, integers] : graph.integers) {
    values.insert_or_assign(name, GraphValue::of(std::move(integers)));
  }
  return values;
}

// The height and width that the file declares for its only input.
std::optional<nn::HeightWidth> declared_size(const nn::Model& declared) {
  if (declared.inputs().size() != 1) return {};
  const nn::PartialShape& shape = declared.inputs()[0].shape();
  if (shape.rank() != 4 || !shape.is_known(1) || !shape.is_known(2)) return {};
  if (shape[1] > nn::kMaxStep || shape[2] > nn::kMaxStep) return {};
  return nn::HeightWidth{static_cast<int>(shape[1]), static_cast<int>(shape[2])};
}

// What the engine computes is named, as nothing of it can be painted.
Phrase foreign_note(const std::vector<std::string>& layers) {
  constexpr std::size_t kMostNames = 5;
  std::string names;
  for (std::size_t i = 0; i < std::min(layers.size(), kMostNames); ++i) {
    names += fmt::format("{}\"{}\"", i > 0 ? ", " : "", printable(layers[i]));
  }
  if (layers.size() <= kMostNames) {
    return phrase("computed by OpenVINO, so that nothing of theirs can be painted: {}", names);
  }
  return phrase("computed by OpenVINO, so that nothing of theirs can be painted: {} and {} more",
                names, layers.size() - kMostNames);
}

}  // namespace

Result<GraphModel> build_graph_model(ModelArchive archive, const std::shared_ptr<Engine>& engine) {
  TRY_ASSIGN(auto graph, parse_graph(archive.architecture));
  TRY(sort_nodes(graph));
  const GraphValues arrays = arrays_of(archive, graph);
  TRY_ASSIGN(auto built, build_graph(graph, arrays, false, engine));
  GraphModel result{built.model, {}, std::move(graph.notes), {}};
  nn::InputPreparation preparation = graph.preparation;
  preparation.resize = declared_size(result.model);
  // The engine's layers cannot tell whether they would take pictures of other sizes.
  if (preparation.resize && built.foreign.empty()) {
    auto any_size = build_graph(graph, arrays, true, nullptr);
    if (any_size && !any_size->end == !built.end) {
      result.model = std::move(any_size->model);
      result.notes.push_back(
          phrase("the file declares pictures of {} by {}; the network takes any size",
                 preparation.resize->height, preparation.resize->width));
    }
  }
  if (!built.foreign.empty()) result.notes.push_back(foreign_note(built.foreign));
  if (built.end) {
    result.end = end_note(*built.end, result.model);
    result.notes.push_back(result.end);
  }
  if (preparation != nn::InputPreparation{}) result.preparation = std::move(preparation);
  return result;
}

}  // namespace convlens::loaders
