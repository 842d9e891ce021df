#include "app/figures/live_figure.h"

#include <memory>
#include <utility>
#include <vector>

#include "app/figures/histogram_figure.h"
#include "app/figures/lab_tiles.h"
#include "core/statistics.h"
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

Result<Figure> in_a_row(std::vector<Tile> tiles) {
  const auto columns = static_cast<int>(tiles.size());
  return lay_out(std::move(tiles), columns);
}

Result<Figure> pictures(const lab::Lab& lab) {
  std::vector<Tile> tiles;
  for (const lab::Source& source : lab.document().sources) {
    tiles.push_back(picture_tile(source.picture->image));
  }
  return in_a_row(std::move(tiles));
}

Result<Figure> crops(const lab::Lab& lab) {
  std::vector<Tile> tiles;
  for (std::size_t s = 0; s < lab.pipeline().source_count(); ++s) {
    tiles.push_back(crop_tile(lab.document().sources[s], lab.pipeline().crop(s).pixels));
  }
  return in_a_row(std::move(tiles));
}

Result<Figure> input(const lab::Lab& lab) {
  const Tensor& seen = lab.run().seen();
  if (seen.shape()[3] == 3) return in_a_row({color_tile(seen)});
  return lay_out(channel_tiles(seen, {Colormap::kBinary, RangeMode::kEach, {}}), kColumns);
}

// A bank looks at weights that are kept elsewhere: those of the untrained network are kept here.
struct FirstFilters {
  lab::FilterBank bank;
  std::shared_ptr<const Tensor> untrained;
};

// Of the first convolution.
Result<FirstFilters> first_filters(const lab::Lab& lab, bool untrained) {
  const auto layers = convolutions(lab.run().model());
  if (layers.empty()) return fail("the network has no convolution whose filters could be drawn");
  const int layer = layers.front().index();
  auto bank = lab.shown_bank(layer);
  if (!bank) return fail("the filters of layer {} cannot be drawn", layers.front()->name());
  FirstFilters first{*std::move(bank), nullptr};
  if (untrained) {
    first.untrained = lab::untrained_kernel(*lab.document().network->trained, layer);
    first.bank.kernel = *first.untrained;
  }
  return first;
}

Result<Figure> filters(const lab::Lab& lab, bool untrained) {
  TRY_ASSIGN(const auto first, first_filters(lab, untrained));
  TRY_ASSIGN(auto tiles,
             filter_tiles(first.bank, {Colormap::kViridis, RangeMode::kFixed, kWeightRange}, true));
  return lay_out(std::move(tiles), kColumns);
}

Result<Figure> weight_counts(const lab::Lab& lab, bool untrained) {
  TRY_ASSIGN(const auto first, first_filters(lab, untrained));
  const auto weights = first.bank.kernel.values();
  if (not_finite(weights).count() == weights.size()) {
    return fail("no weight is finite: there is nothing to count");
  }
  return histogram_figure(histogram(weights, kUsualBins));
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
  using Kind = lab::FigureKind;
  if (kind == Kind::kPictures) return pictures(lab);
  if (kind == Kind::kCrops) return crops(lab);
  if (kind == Kind::kMaps) {
    return lay_out(bench_tiles(lab.pipeline(), {}),
                   static_cast<int>(lab.pipeline().filter_count()));
  }
  if (!lab.has_network()) return fail("no trained network is open");
  switch (kind) {
    case Kind::kInput:
      return input(lab);
    case Kind::kFilters:
    case Kind::kUntrained:
      return filters(lab, kind == Kind::kUntrained);
    case Kind::kHistogram:
    case Kind::kUntrainedHistogram:
      return weight_counts(lab, kind == Kind::kUntrainedHistogram);
    default:
      return layer_maps(lab, kind == Kind::kFirstLayer ? 0 : 1);
  }
}

}  // namespace convlens::app
