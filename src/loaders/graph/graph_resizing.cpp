#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/printable.h"
#include "loaders/graph/graph_node.h"
#include "nn/layers/preprocessing.h"

// Pictures of another size: Resize and Upsample.
namespace convlens::loaders {
namespace {

// From version 11 on there is more to set, and other things are meant where nothing is.
bool is_resize11(const NodeRequest& request) {
  return request.spec().op == "Resize" && request.opset() >= 11;
}

// The lists of scales or sizes are of all axes; only height and width may change.
template <typename Number>
Status check_four(const std::vector<Number>& values, Number batch, Number channels) {
  if (values.size() != 4) return fail("it should tell 4 scales, found {}", values.size());
  if (values[0] == batch && values[1] == channels) return {};
  return fail("resizing the batch or the channels is not supported");
}

// How large the result is: by scales, or as it is.
Status read_extent(NodeRequest& request, const GraphValue& input, nn::ResampleOptions& options) {
  TRY_ASSIGN(const auto scales, request.number_setting("scales", is_resize11(request) ? 2 : 1));
  if (scales && !scales->empty()) {
    TRY(check_four(*scales, 1.0f, 1.0f));
    options.scales = {(*scales)[2], (*scales)[3]};
    return {};
  }
  if (!is_resize11(request) || !request.has(3)) return fail("it tells neither scales nor sizes");
  TRY_ASSIGN(auto sizes, request.integers(3, word("sizes")));
  const auto extents = file_extents(input);
  // The batch is any number; a file may tell that with which it was made.
  if (!sizes.values.empty()) sizes.values[0] = 1;
  TRY(check_four(sizes.values, std::int64_t{1}, extents[1]));
  for (const std::size_t axis : {2U, 3U}) {
    if (sizes.values[axis] == IntegerList::kUnknown) {
      return fail("its sizes hang on that of the picture, which is not known");
    }
  }
  const nn::HeightWidth size{static_cast<int>(sizes.values[2]), static_cast<int>(sizes.values[3])};
  TRY(nn::check_steps(size, word("the size")));
  // By whole factors it is the same at any size.
  const auto factor = [&](std::size_t axis) {
    const bool is_whole = extents[axis] > 0 && sizes.values[axis] % extents[axis] == 0;
    const std::int64_t times = is_whole ? sizes.values[axis] / extents[axis] : 0;
    return static_cast<float>(times);
  };
  options.scales = {factor(2), factor(3)};
  if (options.scales[0] > 0.0f && options.scales[1] > 0.0f) return {};
  options.scales = {1.0f, 1.0f};
  options.size = size;
  return {};
}

template <typename Value, std::size_t count>
Result<Value> named(const std::array<std::pair<const char*, Value>, count>& names,
                    const std::string& name) {
  for (const auto& [known, value] : names) {
    if (name == known) return value;
  }
  return fail("the mode \"{}\" is not supported", printable(name));
}

Result<nn::Sampling> read_sampling(NodeRequest& request) {
  using nn::Coordinates;
  using nn::NearestPixel;
  static constexpr std::array kModes{
      std::pair{"nearest", nn::Interpolation::kNearest},
      std::pair{"linear", nn::Interpolation::kBilinear},
      std::pair{"bilinear", nn::Interpolation::kBilinear},  // Upsample before version 7
  };
  static constexpr std::array kCoordinates{
      std::pair{"half_pixel", Coordinates::kHalfPixel},
      std::pair{"pytorch_half_pixel", Coordinates::kPytorchHalfPixel},
      std::pair{"tf_half_pixel_for_nn", Coordinates::kTfHalfPixelForNn},
      std::pair{"half_pixel_symmetric", Coordinates::kHalfPixelSymmetric},
      std::pair{"align_corners", Coordinates::kAlignCorners},
      std::pair{"asymmetric", Coordinates::kAsymmetric},
  };
  static constexpr std::array kNearest{
      std::pair{"round_prefer_floor", NearestPixel::kRoundPreferFloor},
      std::pair{"round_prefer_ceil", NearestPixel::kRoundPreferCeil},
      std::pair{"floor", NearestPixel::kFloor},
      std::pair{"ceil", NearestPixel::kCeil},
  };
  SettingsReader& config = request.config();
  nn::Sampling sampling;
  TRY_ASSIGN(sampling.interpolation, named(kModes, config.text({"mode"}, "nearest")));
  if (!is_resize11(request)) {
    sampling.coordinates = Coordinates::kAsymmetric;
    sampling.nearest = NearestPixel::kDirection;
    return sampling;
  }
  TRY_ASSIGN(sampling.coordinates,
             named(kCoordinates, config.text({"coordinate_transformation_mode"}, "half_pixel")));
  TRY_ASSIGN(sampling.nearest,
             named(kNearest, config.text({"nearest_mode"}, "round_prefer_floor")));
  return sampling;
}

// Settings of newer versions that change what is computed.
Status check_unsupported(NodeRequest& request) {
  SettingsReader& config = request.config();
  for (const char* flag : {"antialias", "exclude_outside"}) {
    if (config.integer({flag}, 0) != 0) return fail("{} is not supported", flag);
  }
  const std::string policy = config.text({"keep_aspect_ratio_policy"}, "stretch");
  if (policy != "stretch") return fail("the policy \"{}\" is not supported", printable(policy));
  if (config.find({"axes"}) != nullptr) return fail("a list of axes is not supported");
  return {};
}

bool is_whole(float scale) { return scale >= 1.0f && scale == std::floor(scale); }

// Whether enlarging by whole factors is what Keras' UpSampling2D does.
bool is_up_sampling(const nn::ResampleOptions& options) {
  using nn::Coordinates;
  using nn::NearestPixel;
  const auto [interpolation, coordinates, nearest] = options.sampling;
  if (options.size || !is_whole(options.scales[0]) || !is_whole(options.scales[1])) return false;
  const bool half =
      coordinates == Coordinates::kHalfPixel || coordinates == Coordinates::kPytorchHalfPixel;
  if (interpolation == nn::Interpolation::kBilinear) return half;
  if (coordinates == Coordinates::kAsymmetric) {
    return nearest == NearestPixel::kFloor || nearest == NearestPixel::kDirection;
  }
  return half &&
         (nearest == NearestPixel::kRoundPreferFloor || nearest == NearestPixel::kRoundPreferCeil);
}

Result<GraphValue> make_resize(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.picture(0));
  TRY(check_unsupported(request));
  nn::ResampleOptions options{.name = request.spec().name};
  TRY(read_extent(request, input, options));
  TRY_ASSIGN(options.sampling, read_sampling(request));
  if (!is_up_sampling(options)) return call(nn::resample(options), input);
  const nn::HeightWidth factors{static_cast<int>(options.scales[0]),
                                static_cast<int>(options.scales[1])};
  return call(nn::up_sampling2d(factors, options.sampling.interpolation, options.name), input);
}

constexpr std::array kResizingNodes{
    NamedNodeFactory{"Resize", make_resize},
    NamedNodeFactory{"Upsample", make_resize},
};

}  // namespace

std::span<const NamedNodeFactory> resizing_nodes() { return kResizingNodes; }

}  // namespace convlens::loaders
