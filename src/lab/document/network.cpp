#include "lab/document/network.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "core/statistics.h"
#include "nn/prediction.h"

namespace convlens::lab {
namespace {

Result<Tensor> prepared(const TensorView& picture, const nn::Model& model,
                        const nn::InputPreparation& preparation) {
  const std::int64_t given = picture.shape()[3];
  if (!can_take(model, given)) {
    return fail("the input has {} channels, the network takes {}", given,
                picture_input(model).channels);
  }
  if (prepared_channels(model, given) != given) return nn::prepare(luma_of(picture), preparation);
  return nn::prepare(picture, preparation);
}

// One of its items, (1, H, W, C), which the array outlives.
TensorView item_of(const InputArray& array, int item) {
  const Shape& all = array.values.shape();
  const Shape one{1, all[1], all[2], all[3]};
  const std::size_t size = one.element_count();
  return {std::as_const(array.values).values().subspan(static_cast<std::size_t>(item) * size, size),
          one};
}

// trained + morph * (edited - trained), in double so that 1 gives the edited weights exactly.
Tensor interpolated(const Tensor& trained, const Tensor& edited, float morph) {
  Tensor result(trained.shape());
  const auto share = static_cast<double>(morph);
  for (std::size_t i = 0; i < result.size(); ++i) {
    const auto from = static_cast<double>(trained.data()[i]);
    const auto to = static_cast<double>(edited.data()[i]);
    result.data()[i] = static_cast<float>(from + share * (to - from));
  }
  return result;
}

nn::LayerHandle interpolated(const nn::Layer& trained, const nn::Layer& edited, float morph) {
  std::vector<std::shared_ptr<const Tensor>> values;
  for (std::size_t w = 0; w < trained.weights().size(); ++w) {
    const auto& from = trained.weights()[w].value;
    const auto& to = edited.weights()[w].value;
    values.push_back(from == to ? from
                                : std::make_shared<const Tensor>(interpolated(*from, *to, morph)));
  }
  auto layer = trained.with_weights(std::move(values));
  assert(layer.has_value());  // the shapes are the old ones
  return nn::LayerHandle(*std::move(layer));
}

bool same_weights(const nn::Layer& a, const nn::Layer& b) {
  return std::equal(a.weights().begin(), a.weights().end(), b.weights().begin(), b.weights().end(),
                    [](const nn::Weight& x, const nn::Weight& y) {
                      return x.value == y.value || are_same(std::as_const(*x.value).values(),
                                                            std::as_const(*y.value).values());
                    });
}

}  // namespace

nn::PictureInput picture_input(const nn::Model& model) {
  const auto input = nn::picture_input(model.inputs().front().shape());
  assert(input.has_value());  // no other network gets onto the bench
  return *input;
}

std::string TestSet::label_of(int item) const {
  const auto label = static_cast<std::size_t>(labels[static_cast<std::size_t>(item)]);
  return label < class_names.size() ? class_names[label] : std::to_string(label);
}

std::string label_said(const Network& network, int item) {
  const auto label =
      static_cast<std::size_t>(network.test_set->labels[static_cast<std::size_t>(item)]);
  const auto& names = network.class_names;
  return label < names.size() ? names[label] : network.test_set->label_of(item);
}

Tensor test_items(const TestSet& set, int first, int count) {
  assert(first >= 0 && count >= 0 && first + count <= set.count());
  const Shape shape{count, set.shape[1], set.shape[2], set.shape[3]};
  Tensor items(shape);
  const std::size_t item_size = Shape{shape[1], shape[2], shape[3]}.element_count();
  const std::uint8_t* pixel = set.pixels.data() + static_cast<std::size_t>(first) * item_size;
  for (float& value : items.values()) value = static_cast<float>(*pixel++) * (1.0f / 255.0f);
  return items;
}

Network fresh_network(std::shared_ptr<const TrainedNetwork> trained) {
  const nn::Model& model = trained->model;
  const nn::InputPreparation preparation = trained->preparation;
  const NetworkSource source =
      trained->test_set ? NetworkSource::kTestSet : NetworkSource::kPicture;
  const std::vector<std::string> names = trained->class_names;
  Network network{std::move(trained), model, 1.0f, preparation, source, 0, nullptr, names};
  if (source == NetworkSource::kPicture && !takes_pictures(model)) {
    network.source = NetworkSource::kArray;
    network.array = blank_input(model);
  }
  network.test_set = network.trained->test_set;
  return network;
}

bool can_take(const nn::Model& model, std::int64_t given) {
  const std::int64_t taken = picture_input(model).channels;
  return taken == nn::PartialShape::kUnknown || taken == prepared_channels(model, given);
}

std::int64_t prepared_channels(const nn::Model& model, std::int64_t given) {
  return given == kRgb && picture_input(model).channels == 1 ? 1 : given;
}

bool takes_pictures(const nn::Model& model) {
  const std::int64_t channels = picture_input(model).channels;
  return channels == nn::PartialShape::kUnknown || channels == 1 || channels == kRgb;
}

Status check_fits(const Shape& array, const nn::PictureInput& input) {
  if (array.element_count() == 0) {
    return fail("the array of shape {} is empty, one of (H, W, C) expected", to_string(array));
  }
  if (input.channels == nn::PartialShape::kUnknown || input.channels == array[3]) return {};
  return fail("the array has {} channels, the network takes {}", array[3], input.channels);
}

std::optional<int> class_count(const nn::Model& model) {
  if (model.outputs().size() != 1) return std::nullopt;
  const nn::Symbolic& output = model.outputs().front();
  if (output.shape().rank() == 0) return std::nullopt;
  const auto shape = output.shape().with(0, 1).complete();
  if (!shape) return std::nullopt;
  switch (nn::answer_of(output, *shape)) {
    case nn::Answer::kMaps:
      return std::nullopt;
    case nn::Answer::kOneProbability:
      return 2;
    default:
      return static_cast<int>(shape->element_count());
  }
}

Status check_fits(const TestSet& set, const nn::Model& model) {
  const std::int64_t channels = picture_input(model).channels;
  if (channels != nn::PartialShape::kUnknown && channels != set.shape[3]) {
    return fail("the pictures of the test set have {} channels, the network takes {}", set.shape[3],
                channels);
  }
  const auto classes = class_count(model);
  if (!classes) return fail("the network tells no classes apart that a test set could count");
  const int most = *std::max_element(set.labels.begin(), set.labels.end());
  if (most < *classes) return {};
  return fail("the test set has a class of number {}, the network knows those from 0 to {}", most,
              *classes - 1);
}

std::shared_ptr<const InputArray> blank_input(const nn::Model& model) {
  constexpr std::int64_t kAnySide = 64;
  const nn::PictureInput input = picture_input(model);
  const bool sized = input.has_size();
  return std::make_shared<const InputArray>(InputArray{Tensor(
      {1, sized ? input.height : kAnySide, sized ? input.width : kAnySide, input.channels})});
}

nn::Model shown_model(const Network& network) {
  const nn::Model& trained = network.trained->model;
  if (network.untrained) return *network.untrained;
  if (network.morph == 1.0f) return network.edited;
  if (network.morph == 0.0f) return trained;
  nn::Model result = trained;
  for (const int index : differing_layers(trained, network.edited)) {
    auto next = result.with_layer(
        index, interpolated(*trained.layer(index).handle(), *network.edited.layer(index).handle(),
                            network.morph));
    assert(next.has_value());
    result = *std::move(next);
  }
  return result;
}

std::vector<int> differing_layers(const nn::Model& a, const nn::Model& b) {
  assert(a.layer_count() == b.layer_count());
  std::vector<int> layers;
  for (int index = 0; index < a.layer_count(); ++index) {
    if (a.layer(index).call() > 0) continue;
    const nn::LayerHandle of_a = a.layer(index).handle();
    const nn::LayerHandle of_b = b.layer(index).handle();
    if (!(of_a == of_b) && !same_weights(*of_a, *of_b)) layers.push_back(index);
  }
  return layers;
}

Result<Tensor> prepared_at_full_size(const TensorView& picture, const Network& network) {
  nn::InputPreparation preparation = network.preparation;
  preparation.crop.reset();
  preparation.resize.reset();
  return prepared(picture, network.trained->model, preparation);
}

nn::InputPreparation sized_preparation(const Network& network) {
  nn::InputPreparation preparation = network.preparation;
  const nn::PictureInput input = picture_input(network.trained->model);
  if (!preparation.resize && input.has_size()) {
    preparation.resize =
        nn::HeightWidth{static_cast<int>(input.height), static_cast<int>(input.width)};
  }
  return preparation;
}

Result<Tensor> seen_by_network(const Network& network, const ShownPicture& picture) {
  const nn::Model& model = network.trained->model;
  const nn::InputPreparation whole = sized_preparation(network);
  nn::InputPreparation size;
  size.crop = whole.crop;
  size.resize = whole.resize;
  if (network.source == NetworkSource::kTestSet && network.test_set) {
    return nn::prepare(test_items(*network.test_set, network.item, 1), size);
  }
  if (network.source == NetworkSource::kArray && network.array) {
    return nn::prepare(item_of(*network.array, network.item), size);
  }
  if (network.source != NetworkSource::kWholePicture) return prepared(picture.crop, model, size);
  return prepared(whole_values(*picture.whole), model, size);
}

Result<Tensor> network_input(const Network& network, const TensorView& seen) {
  nn::InputPreparation values = network.preparation;
  values.crop.reset();
  values.resize.reset();
  TRY_ASSIGN(auto prepared, nn::prepare(seen, values));
  return nn::as_network_input(picture_input(network.trained->model), std::move(prepared));
}

}  // namespace convlens::lab
