#include "app/figures/live_figure.h"

#include <memory>
#include <utility>
#include <vector>

#include "app/figures/lab_tiles.h"
#include "lab/document/weight_summary.h"

namespace convlens::app {
namespace {

constexpr int kColumns = 8;

// The convolutions of the network, in their order.
std::vector<nn::ModelLayer> convolutions(const nn::Model& model) {
  std::vector<nn::ModelLayer> layers;
  for (const nn::ModelLayer& layer : model.layers()) {
    if (layer->type() == "Conv2D") layers.push_back(layer);
  }
  return layers;
}

Result<Figure> crops(const lab::Lab& lab) {
  std::vector<Tile> tiles;
  for (std::size_t s = 0; s < lab.pipeline().source_count(); ++s) {
    tiles.push_back(color_tile(lab.pipeline().crop(s).pixels));
  }
  return lay_out(tiles, static_cast<int>(tiles.size()));
}

// Of the first convolution.
Result<Figure> filters(const lab::Lab& lab, bool untrained) {
  const auto layers = convolutions(lab.run().model());
  if (layers.empty()) return fail("the network has no convolution whose filters could be drawn");
  const int layer = layers.front().index();
  auto bank = lab.shown_bank(layer);
  if (!bank) return fail("the filters of layer {} cannot be drawn", layers.front()->name());
  std::shared_ptr<const Tensor> before;
  if (untrained) {
    before = lab::untrained_kernel(*lab.document().network->trained, layer);
    bank->kernel = *before;
  }
  TRY_ASSIGN(auto tiles,
             filter_tiles(*bank, {Colormap::kViridis, RangeMode::kFixed, kWeightRange}, true));
  return lay_out(tiles, kColumns);
}

// All maps of one of the convolutions.
Result<Figure> layer_maps(const lab::Lab& lab, std::size_t convolution) {
  const auto layers = convolutions(lab.run().model());
  if (convolution >= layers.size()) {
    return fail("the network has {} convolutions, the maps of number {} were to be drawn",
                layers.size(), convolution + 1);
  }
  const auto node = static_cast<std::size_t>(layers[convolution].node());
  return lay_out(channel_tiles(lab.run().activations()[node].view(),
                               {Colormap::kBinary, RangeMode::kEach, {}}),
                 kColumns);
}

}  // namespace

Result<Figure> live_figure(const lab::Lab& lab, lab::FigureKind kind) {
  if (kind == lab::FigureKind::kCrops) return crops(lab);
  if (kind == lab::FigureKind::kMaps) {
    return lay_out(bench_tiles(lab.pipeline(), {}),
                   static_cast<int>(lab.pipeline().filter_count()));
  }
  if (!lab.has_network()) return fail("no trained network is open");
  switch (kind) {
    case lab::FigureKind::kFilters:
      return filters(lab, false);
    case lab::FigureKind::kUntrained:
      return filters(lab, true);
    case lab::FigureKind::kFirstLayer:
      return layer_maps(lab, 0);
    default:
      return layer_maps(lab, 1);
  }
}

}  // namespace convlens::app
