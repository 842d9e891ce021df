#include "lab/random_commands.h"

#include <optional>
#include <utility>
#include <vector>

#include "lab/document/band_filters.h"
#include "lab/document/presets.h"
#include "lab/document/transforms.h"
#include "lab/networks.h"
#include "lab/pictures/array_picture.h"

namespace convlens::lab::testing {
namespace {

class Chance {
 public:
  explicit Chance(std::mt19937& random) : random_(random) {}

  int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }
  std::size_t index(std::size_t end) { return static_cast<std::size_t>(below(int(end))); }
  // Often one of few, so that values meet again.
  float value() {
    if (below(2) == 0) return static_cast<float>(below(5) - 2) * 0.5f;
    return static_cast<float>(std::uniform_real_distribution<double>(-2, 2)(random_));
  }

  Command command(const Document& document) {
    switch (below(15)) {
      case 0:
      case 1:
        return stroke(document, filter(document));
      case 2:
      case 3:
        return replacement(document, filter(document));
      case 4:
        return addition(document);
      case 5:
        return RemoveFilter{index(document.filters.size())};
      case 6:
        return MoveFilter{index(document.filters.size()), index(document.filters.size())};
      case 7:
        return shape(document);
      case 8:
        return SetBias{index(document.filters.size()), value()};
      case 9:
        return mute(document);
      case 10:
        return LockFilter{index(document.filters.size()), below(3) == 0, below(3) == 0};
      case 11:
        return crop(document);
      case 12:
        return SetFilters{filters(document)};
      case 13:
        return planes(document);
      default:
        return of_network(document);
    }
  }

 private:
  ShapeFilters shape(const Document& document) {
    const bool of_array = document.sources.front().picture->array.has_value();
    const int channels = source_channels(document);
    const int height = 1 + below(6);
    const int width = below(2) == 0 ? height : 1 + below(6);
    return {height, width, of_array ? channels : below(2) == 0 ? 1 : 3};
  }

  FilterRef filter(const Document& document) {
    if (below(3) > 0) return {index(document.filters.size())};
    const int layer = below(2);
    const auto bank = filter_bank(document.network->trained->model, layer, true);
    return {index(bank->count), layer};
  }

  // Some trained filter that is not as it was loaded.
  static std::optional<FilterRef> edited_filter(const Document& document) {
    Document trained = document;
    trained.network->edited = trained.network->trained->model;
    for (const FilterRef ref : {FilterRef(0, 0), FilterRef(1, 0), FilterRef(2, 0), FilterRef(3, 0),
                                FilterRef(0, 1), FilterRef(1, 1), FilterRef(2, 1)}) {
      if (filter_at(document, ref) != filter_at(trained, ref)) return ref;
    }
    return std::nullopt;
  }

  SetWeights stroke(const Document& document, FilterRef ref) {
    const Filter shape = *filter_at(document, ref);
    SetWeights command{ref, {}};
    const int kind = below(4);
    const float brush = value();
    const int top = below(shape.height);
    const int left = below(shape.width);
    const int bottom = kind == 0 ? top + 1 + below(shape.height - top) : top + 1;
    const int right = kind == 1 ? left + 1 + below(shape.width - left) : left + 1;
    const bool walks = kind > 1;
    const bool differs = below(3) == 0;
    const int skipped = below(5);  // a channel, or none
    for (int cell = 0; cell < (walks ? 1 + below(8) : 1); ++cell) {
      const int down = walks ? below(shape.height) - top : 0;
      const int across = walks ? below(shape.width) - left : 0;
      for (int row = top; row < bottom; ++row) {
        for (int column = left; column < right; ++column) {
          for (int c = 0; c < shape.channels; ++c) {
            if (c == skipped && shape.channels > 1) continue;
            command.edits.push_back({row + down, column + across, c, differs ? value() : brush});
          }
        }
      }
    }
    return command;
  }

  std::vector<float> noise(const Filter& shape) {
    std::vector<float> weights;
    for (std::size_t i = 0; i < shape.weights.size(); ++i) weights.push_back(value());
    return weights;
  }

  ReplaceWeights replacement(const Document& document, FilterRef ref) {
    const Filter shape = *filter_at(document, ref);
    std::optional<std::vector<float>> weights;
    switch (below(7)) {
      case 0:
        weights = preset_weights(kPresets[index(kPresets.size())], shape);
        break;
      case 1:
      case 4:
      case 5:
        weights = transformed(static_cast<Transform>(below(12)), shape);
        break;
      case 2:
        weights = balanced(shape);
        break;
      case 3:
        weights = band_weights({.kind = kBandKinds[index(3)]}, shape);
        break;
      default:
        break;
    }
    if (!weights) weights = noise(shape);
    const bool named = weights->front() < 0;  // as good as at random
    return {ref, *std::move(weights), named ? "another" : ""};
  }

  std::vector<bool> mask(const Filter& shape) {
    std::vector<bool> muted(shape.weights.size(), false);
    const int row = below(shape.height);
    for (std::size_t i = 0; i < muted.size(); ++i) {
      muted[i] = row > 0 ? int(i) / (shape.width * shape.channels) == row : below(4) == 0;
    }
    return muted;
  }

  Filter new_filter(const Document& document) {
    Filter made = document.filters[index(document.filters.size())];
    const int kind = below(4);
    if (kind == 0) made = zero_filter("new", made.height, made.width, made.channels);
    if (kind == 1) made.weights = noise(made);
    if (kind == 2) made.weights = *preset_weights(Preset::kVerticalLine, made);
    if (below(4) == 0) made.muted = mask(made);
    if (below(4) == 0) made.bias = value();
    return made;
  }

  std::vector<Filter> filters(const Document& document) {
    std::vector<Filter> made;
    const int count = below(4) == 0 ? 6 : 1 + below(2);
    for (int i = 0; i < count; ++i) made.push_back(new_filter(document));
    return made;
  }

  AddFilters addition(const Document& document) {
    return {index(document.filters.size() + 1), filters(document)};
  }

  MuteWeights mute(const Document& document) {
    const std::size_t place = index(document.filters.size());
    if (below(4) == 0) return {place, {}};
    return {place, mask(document.filters[place])};
  }

  // In the place of all, or two from some place on.
  SetPictures pictures(const Document& document) {
    const bool all = below(2) == 0;
    SetPictures command{all ? 0 : index(document.sources.size() + 1), {}};
    const int kind = below(12);
    for (std::size_t i = 0; i < (all ? document.sources.size() : 2); ++i) {
      const int number = kind == 0 ? 10 + below(2) : kind == 1 ? 12 + below(2) : below(10);
      command.pictures.push_back(numbered_picture(number));
    }
    return command;
  }

  // Of an array, which may be opened first where there is none.
  Command planes(const Document& document) {
    const std::size_t source = index(document.sources.size());
    const auto& array = document.sources[source].picture->array;
    if (array) return ShowPlanes{source, {below(array->channels())}};
    if (below(4) > 0) return pictures(document);
    return SetPictures{0, {numbered_picture(10 + below(4))}};
  }

  Command crop(const Document& document) {
    const std::size_t source = index(document.sources.size());
    const int kind = below(6);
    if (kind == 0) return pictures(document);
    if (kind == 5 && document.sources.size() > 1) return RemovePicture{source};
    const Image& image = document.sources[source].picture->image;
    if (kind == 1) return MoveCrop{source, {below(30), below(30)}};
    if (kind == 2) return MoveCrop{source, centered_crop(image, document.crop_size)};
    const CropSize size{1 + below(20), 1 + below(20)};
    return ResizeCrop{source, size, centered_crop(image, size)};
  }

  Command of_network(const Document& document) {
    const FilterRef ref = {index(4), below(2)};
    switch (below(3)) {
      case 0:
        return ShowMoment{index(3)};
      case 1:
        return TakeFilter{ref};
      default:
        return RestoreNetwork{edited_filter(document).value_or(ref)};
    }
  }

  std::mt19937& random_;
};

}  // namespace

std::shared_ptr<const TrainedNetwork> walkable_network() {
  constexpr std::int64_t kAny = nn::PartialShape::kUnknown;
  nn::Random random(3);
  TrainedNetwork network = trained_of(
      "bgr.keras",
      must(nn::Model::sequential(
          {kAny, kAny, 3}, {conv_layer({.name = "conv1"}, {4, 3, 3, 4}, 5),
                            must(nn::depthwise_conv2d({.name = "depthwise"},
                                                      random_tensor({3, 3, 4, 2}, random)))})));
  network.preparation.order = nn::ChannelOrder::kBgr;
  network.moments = noise_moments(network.model, 3);
  return shared(std::move(network));
}

std::string picture_name(int number) {
  return fmt::format("{}.{}", number, number < 10 ? "png" : "npy");
}

std::shared_ptr<const Picture> numbered_picture(int number) {
  // Of a size that a bench begins with, which is cropped, or of another, which is fitted.
  const bool known = number % 2 == 0;
  if (number >= 10) {
    const int channels = number < 12 ? 2 : 5;
    nn::Random random(static_cast<unsigned>(number));
    Picture array = *array_picture(
        picture_name(number),
        std::make_shared<const Tensor>(random_tensor({1, known ? 40 : 25, 50, channels}, random)),
        {0});
    array.origin.file = "/pictures/" + array.name;
    return std::make_shared<const Picture>(std::move(array));
  }
  return picture(picture_name(number),
                 noise_image(known ? 40 : 25, known ? 50 : 30, static_cast<unsigned>(number)));
}

Command RandomCommands::next(const Document& document) { return Chance(random_).command(document); }

}  // namespace convlens::lab::testing
