#include <array>
#include <nlohmann/json.hpp>

#include "core/printable.h"
#include "loaders/keras/keras_layers.h"
#include "nn/layers/pooling.h"
#include "nn/layers/preprocessing.h"
#include "nn/layers/reshaping.h"

// The layers without weights that look at pictures: pooling, padding, and other sizes.
namespace convlens::loaders {
namespace {

template <auto factory>
Result<MadeLayer> make_pooling(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, picture_layout(request));
  return made(factory({.name = request.spec.name,
                       .pool_size = request.config.pair({"pool_size"}, {2, 2}),
                       .strides = request.config.optional_pair({"strides"}),
                       .padding = request.config.padding()}),
              layout);
}

template <auto factory>
Result<MadeLayer> make_global_pooling(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, picture_layout(request));
  const bool keep_dims = request.config.flag({"keepdims"}, false);
  return made(factory({.name = request.spec.name, .keep_dims = keep_dims}),
              keep_dims ? layout : Layout{});
}

// Keras writes one number, (height, width), or ((top, bottom), (left, right)); Keras 1 also
// (top, bottom, left, right).
Result<nn::Edges> read_edges(LayerRequest& request, const char* setting) {
  const nlohmann::json* value = request.config.find({setting});
  if (value != nullptr && value->is_array() && value->size() == 2 && value->front().is_array()) {
    const nlohmann::json sides{{"vertical", (*value)[0]}, {"horizontal", (*value)[1]}};
    SettingsReader reader(sides);
    const nn::HeightWidth vertical = reader.pair({"vertical"}, {});
    const nn::HeightWidth horizontal = reader.pair({"horizontal"}, {});
    if (!reader.error()) return fail(reader.error().error());
    return nn::Edges{vertical.height, vertical.width, horizontal.height, horizontal.width};
  }
  if (value != nullptr && value->is_array() && value->size() == 4) {
    const auto edges = request.config.integers({setting});
    if (edges.size() != 4) return nn::Edges{};  // the reader has kept the error
    const auto edge = [&edges](std::size_t i) { return static_cast<int>(edges[i]); };
    return nn::Edges{edge(0), edge(1), edge(2), edge(3)};
  }
  const nn::HeightWidth both = request.config.pair({setting}, {1, 1});
  return nn::Edges{both.height, both.height, both.width, both.width};
}

Result<MadeLayer> make_zero_padding(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, picture_layout(request));
  TRY_ASSIGN(const auto edges, read_edges(request, "padding"));
  return made(nn::zero_padding2d(edges, request.spec.name), layout);
}

Result<MadeLayer> make_cropping(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, picture_layout(request));
  TRY_ASSIGN(const auto edges, read_edges(request, "cropping"));
  return made(nn::cropping2d(edges, request.spec.name), layout);
}

Result<nn::Interpolation> read_interpolation(LayerRequest& request, const char* fallback) {
  const std::string name = request.config.text({"interpolation"}, fallback);
  if (name == "nearest") return nn::Interpolation::kNearest;
  if (name == "bilinear") return nn::Interpolation::kBilinear;
  return fail("the interpolation \"{}\" is not supported, expected nearest or bilinear",
              printable(name));
}

Result<MadeLayer> make_up_sampling(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, picture_layout(request));
  TRY_ASSIGN(const auto interpolation, read_interpolation(request, "nearest"));
  return made(
      nn::up_sampling2d(request.config.pair({"size"}, {2, 2}), interpolation, request.spec.name),
      layout);
}

nn::HeightWidth read_size(LayerRequest& request) {
  return {request.config.integer({"height"}, 0), request.config.integer({"width"}, 0)};
}

Result<MadeLayer> make_center_crop(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, picture_layout(request));
  return made(nn::center_crop(read_size(request), request.spec.name), layout);
}

Result<MadeLayer> make_resizing(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, picture_layout(request));
  TRY_ASSIGN(const auto interpolation, read_interpolation(request, "bilinear"));
  for (const char* setting : {"pad_to_aspect_ratio", "antialias"}) {
    if (request.config.flag({setting}, false)) return fail("{} is not supported", setting);
  }
  return made(
      nn::resizing({.name = request.spec.name,
                    .size = read_size(request),
                    .interpolation = interpolation,
                    .crop_to_aspect_ratio = request.config.flag({"crop_to_aspect_ratio"}, false)}),
      layout);
}

constexpr std::array kPoolingLayers{
    NamedFactory{"MaxPooling2D", make_pooling<nn::max_pooling2d>},
    NamedFactory{"AveragePooling2D", make_pooling<nn::average_pooling2d>},
    NamedFactory{"GlobalMaxPooling2D", make_global_pooling<nn::global_max_pooling2d>},
    NamedFactory{"GlobalAveragePooling2D", make_global_pooling<nn::global_average_pooling2d>},
    NamedFactory{"ZeroPadding2D", make_zero_padding},
    NamedFactory{"Cropping2D", make_cropping},
    NamedFactory{"UpSampling2D", make_up_sampling},
    NamedFactory{"CenterCrop", make_center_crop},
    NamedFactory{"Resizing", make_resizing},
};

}  // namespace

std::span<const NamedFactory> pooling_factories() { return kPoolingLayers; }

}  // namespace convlens::loaders
