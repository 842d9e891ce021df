#include "app/figures/network_figure.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/figures/histogram_figure.h"
#include "app/figures/kernel_statistics.h"
#include "app/open/fashion_mnist.h"
#include "app/open/network_input.h"
#include "app/open/open_network.h"
#include "core/statistics.h"
#include "lab/document/filter_bank.h"
#include "lab/stages/map_sheet.h"
#include "nn/initializers.h"
#include "nn/picture_input.h"

namespace convlens::app {
namespace {

constexpr int kDefaultColumns = 8;
constexpr ValueRange kWeightRange{-0.5f, 0.5f};

Result<loaders::LoadedModel> open_model(const FigureOptions& options) {
  if (options.model == NetworkFiles{}) {
    return load_network({bundled_network("fashion_mnist.keras")});
  }
  return load_network(options.model);
}

Result<NetworkItems> open_item(const FigureOptions& options, const loaders::LoadedModel& model) {
  return read_network_item({options.input.value_or(fashion_mnist_test_images()), options.index,
                            options.raw, options.preparation},
                           model);
}

// The layer asked for, or the first convolution.
Result<nn::ModelLayer> chosen_layer(const nn::Model& model, const std::string& wanted) {
  if (!wanted.empty()) return find_layer(model, wanted);
  for (const nn::ModelLayer& layer : model.layers()) {
    if (layer->type() == "Conv2D") return layer;
  }
  if (const auto dense = lab::first_filter_layer(model)) return model.layer(*dense);
  return fail("the model has no layer with filters, one was to be drawn");
}

// A filter of three channels as a colour picture.
Tile color_filter_tile(const lab::Filter& filter) {
  const float scale = lab::weight_scale(filter, 1e-6f);
  Tile tile{filter.height, filter.width, {}, {-scale, scale}, not_finite(filter.weights).count()};
  for (int row = 0; row < filter.height; ++row) {
    for (int column = 0; column < filter.width; ++column) {
      tile.colors.push_back(lab::composite_color(filter, row, column, scale));
    }
  }
  return tile;
}

// What the network takes as the picture that it is, (1, H, W, C).
Result<Tensor> as_picture(const nn::Model& model, const Tensor& item) {
  const auto input = nn::picture_input(model.inputs().front().shape());
  const Shape& shape = item.shape();
  if (input->form == nn::PictureInput::Form::kPicture) return item.clone();
  if (input->form == nn::PictureInput::Form::kPlane) {
    return item.clone().reshaped({1, shape[1], shape[2], 1});
  }
  if (input->has_size())
    return item.clone().reshaped({1, input->height, input->width, input->channels});
  return fail("the network takes a list of {} values, which is no picture", shape[1]);
}

// Every channel of (1, H, W, C) as a map.
std::vector<Tensor> channel_maps(const TensorView& activation) {
  std::vector<Tensor> maps;
  for (std::int64_t c = 0; c < activation.shape()[3]; ++c) {
    maps.push_back(lab::channel_map(activation, static_cast<std::size_t>(c)));
  }
  return maps;
}

std::vector<Tile> tiles_of(const std::vector<Tensor>& maps, const FigureOptions& options,
                           Colormap colormap, RangeMode mode, ValueRange fixed) {
  const std::vector<TensorView> views(maps.begin(), maps.end());
  const bool told = options.range_mode.has_value();
  return map_tiles(views, {options.colormap.value_or(colormap), options.range_mode.value_or(mode),
                           told ? options.fixed_range : fixed});
}

bool is_histogram(std::string_view name) {
  return name == "weights-histogram" || name == "untrained-histogram";
}

// The model whose weights the figure shows.
nn::Model shown_model(const FigureOptions& options, const nn::Model& trained) {
  return is_untrained_figure(options.name) ? nn::untrained(trained, options.seed) : trained;
}

Result<Figure> weight_histogram(const FigureOptions& options, const nn::Model& trained) {
  const nn::Model model = shown_model(options, trained);
  TRY_ASSIGN(auto layer, chosen_layer(model, options.layer));
  const auto weights = layer->weights();
  if (weights.empty()) {
    return fail("the layer {} ({}) has no weights to count", layer->name(), layer->type());
  }
  const auto values = std::as_const(*weights.front().value).values();
  if (not_finite(values).count() == values.size()) {
    return fail("the layer {} ({}) has no finite weight to count", layer->name(), layer->type());
  }
  auto figure = histogram_figure(kernel_histogram(*weights.front().value));
  if (figure) figure->said = kernel_statistics(layer->name(), layer->type(), layer->weights());
  return figure;
}

Result<std::vector<Tile>> weight_tiles(const FigureOptions& options,
                                       const loaders::LoadedModel& loaded) {
  const nn::Model model = shown_model(options, loaded.model);
  TRY_ASSIGN(auto layer, chosen_layer(model, options.layer));
  const bool bgr = loaded.preparation && loaded.preparation->order == nn::ChannelOrder::kBgr;
  const auto bank = lab::filter_bank(model, layer.index(), bgr);
  if (!bank) {
    return fail("the layer {} ({}) has no filters to draw", layer->name(), layer->type());
  }
  if (bank->channels == 3 && !options.colormap) {
    std::vector<Tile> tiles;
    for (std::size_t f = 0; f < bank->count; ++f) {
      tiles.push_back(color_filter_tile(lab::filter_of(*bank, f)));
    }
    return tiles;
  }
  if (bank->channels != 1) {
    return fail("the filters of layer {} have {} channels, filters of 1 or 3 can be drawn",
                layer->name(), bank->channels);
  }
  // Filters of one channel stand in the kernel as the channels of a picture do.
  const Shape as_picture{1, bank->height, bank->width, static_cast<std::int64_t>(bank->count)};
  return tiles_of(channel_maps({bank->kernel.values(), as_picture}), options, Colormap::kViridis,
                  RangeMode::kFixed, kWeightRange);
}

Result<std::vector<Tile>> input_tiles(const FigureOptions& options, const Tensor& item) {
  const Shape& shape = item.shape();  // (1, h, w, c)
  const std::vector<Tensor> maps = channel_maps(item);
  if (shape[3] != 3 || options.colormap) {
    return tiles_of(maps, options, Colormap::kBinary, RangeMode::kEach, {});
  }
  Tile tile{static_cast<int>(shape[1]), static_cast<int>(shape[2]), {}, {0.0f, 1.0f}};
  for (std::size_t i = 0; i < item.size(); i += 3) {
    const auto level = [&](std::size_t c) {
      return static_cast<std::uint8_t>(
          std::lround(std::clamp(item.values()[i + c], 0.0f, 1.0f) * 255.0f));
    };
    tile.colors.push_back({level(0), level(1), level(2)});
  }
  return std::vector<Tile>{tile};
}

Result<std::vector<Tile>> activation_tiles(const FigureOptions& options, const nn::Model& model,
                                           const Tensor& item) {
  TRY_ASSIGN(auto layer, chosen_layer(model, options.layer));
  TRY_ASSIGN(auto activations, model.activations(item));
  const nn::SharedTensor& value = activations[static_cast<std::size_t>(layer.node())];
  const Shape& shape = value.shape();  // (1, h, w, c)
  if (shape.rank() != 4) {
    return fail("the layer {} gives {}, maps (N, H, W, C) can be drawn", layer->name(),
                to_string(shape));
  }
  return tiles_of(channel_maps(value), options, Colormap::kBinary, RangeMode::kEach, {});
}

Result<Figure> weight_figure(const FigureOptions& options, const loaders::LoadedModel& loaded) {
  TRY_ASSIGN(auto tiles, weight_tiles(options, loaded));
  return lay_out(tiles, options.columns.value_or(kDefaultColumns));
}

// input and maps, with a line that says how the input was prepared.
Result<Figure> input_figure(const FigureOptions& options, const loaders::LoadedModel& loaded) {
  TRY_ASSIGN(auto item, open_item(options, loaded));
  auto tiles = options.name == "input"
                   ? as_picture(loaded.model, item.values).and_then([&](const Tensor& picture) {
                       return input_tiles(options, picture);
                     })
                   : activation_tiles(options, loaded.model, item.values);
  if (!tiles) return fail(tiles.error());
  auto figure = lay_out(*tiles, options.columns.value_or(kDefaultColumns));
  if (!figure) return figure;
  const std::string prepared = preparation_line(item);
  if (!prepared.empty() && !figure->said.empty()) figure->said += "\n";
  figure->said += prepared;
  return figure;
}

}  // namespace

bool is_network_figure(std::string_view name) {
  return name == "weights" || name == "untrained-weights" || is_histogram(name) ||
         takes_network_input(name);
}

bool is_untrained_figure(std::string_view name) { return name.starts_with("untrained-"); }

bool takes_network_input(std::string_view name) { return name == "input" || name == "maps"; }

Result<Figure> render_network_figure(const FigureOptions& options) {
  TRY_ASSIGN(auto loaded, open_model(options));
  if (takes_network_input(options.name)) return input_figure(options, loaded);
  if (is_histogram(options.name)) return weight_histogram(options, loaded.model);
  return weight_figure(options, loaded);
}

}  // namespace convlens::app
