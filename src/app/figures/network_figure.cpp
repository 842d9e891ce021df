#include "app/figures/network_figure.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/figures/histogram_figure.h"
#include "app/figures/kernel_statistics.h"
#include "app/figures/lab_tiles.h"
#include "app/open/network_input.h"
#include "app/open/open_network.h"
#include "app/open/test_sets.h"
#include "core/statistics.h"
#include "lab/document/filter_bank.h"
#include "nn/initializers.h"
#include "nn/picture_input.h"

namespace convlens::app {
namespace {

constexpr int kDefaultColumns = 8;

Result<loaders::LoadedModel> open_model(const FigureOptions& options) {
  if (options.model == NetworkFiles{}) {
    return load_network({bundled_network("fashion_mnist.keras")});
  }
  return load_network(options.model);
}

Result<NetworkItems> open_item(const FigureOptions& options, const loaders::LoadedModel& model) {
  return read_network_item({options.input.value_or(fashion_mnist_test_images()), options.index,
                            options.raw, options.preparation, options.frames},
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

// Every channel of (1, H, W, C), in binary unless told otherwise.
std::vector<Tile> tiles_of(const TensorView& activation, const FigureOptions& options) {
  return channel_tiles(activation,
                       {options.colormap.value_or(Colormap::kBinary),
                        options.range_mode.value_or(RangeMode::kEach), options.fixed_range});
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
  const bool told = options.range_mode.has_value();
  return filter_tiles(
      *bank,
      {options.colormap.value_or(Colormap::kViridis),
       options.range_mode.value_or(RangeMode::kFixed), told ? options.fixed_range : kWeightRange},
      !options.colormap);
}

Result<std::vector<Tile>> input_tiles(const FigureOptions& options, const Tensor& item) {
  const Shape& shape = item.shape();  // (1, h, w, c)
  if (shape[3] != 3 || options.colormap) return tiles_of(item, options);
  return std::vector<Tile>{color_tile(item)};
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
  return tiles_of(value, options);
}

Result<Figure> weight_figure(const FigureOptions& options, const loaders::LoadedModel& loaded) {
  TRY_ASSIGN(auto tiles, weight_tiles(options, loaded));
  return lay_out(std::move(tiles), options.columns.value_or(kDefaultColumns));
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
  auto figure = lay_out(*std::move(tiles), options.columns.value_or(kDefaultColumns));
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
