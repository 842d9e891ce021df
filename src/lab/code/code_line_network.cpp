#include <cmath>
#include <string>
#include <string_view>

#include "core/printable.h"
#include "lab/code/code_line.h"
#include "lab/code/code_line_parts.h"
#include "lab/document/weight_summary.h"

// What is done to a trained network.
namespace convlens::lab {
namespace {

bool is_of(const TrainedNetwork& network, std::string_view framework) {
  return std::string_view(network.format).starts_with(framework);
}

bool is_on_pixels(const Network& network, int layer) {
  return network.trained->model.layer(layer)->type() == "Dense";
}

// "kernel = model.layers[1].kernel.numpy()", a dense layer's as filters of the size of the picture.
std::string taken_kernel(const Document& document, int layer) {
  const std::string stored = kernel_text("model", document, layer);
  const Network& network = *document.network;
  if (!is_on_pixels(network, layer)) return fmt::format("kernel = {}.numpy()", stored);
  const auto bank = filter_bank(network.trained->model, layer, network.sees_bgr());
  return fmt::format("kernel = {}.numpy().reshape({}, {}, {}, {})", stored, bank->height,
                     bank->width, bank->channels, bank->count);
}

// Pictures (N, H, W, C) as the network takes them.
std::string as_input(const std::string& pictures, const nn::PictureInput& input) {
  switch (input.form) {
    case nn::PictureInput::Form::kPlane:
      return fmt::format("({})[..., 0]", pictures);
    case nn::PictureInput::Form::kRow:
      return fmt::format("np.reshape({}, (-1, {}))", pictures, input.values);
    case nn::PictureInput::Form::kPicture:
      break;
  }
  return pictures;
}

// "(np.load('x.npy').reshape(2, 32, 32, 4)[1:2] * np.float32(1 / 255))"
std::string array_item(const Network& network) {
  const InputArray& array = *network.array;
  const std::string shape = to_string(array.values.shape());
  if (!array.origin.is_file()) return fmt::format("np.zeros({}, np.float32)", shape);
  std::string text = fmt::format("np.load({})", python(array.origin.file_name()));
  if (!array.origin.member.empty()) text += fmt::format("[{}]", python(array.origin.member));
  text += fmt::format(".reshape{}[{}:{}]", shape, network.item, network.item + 1);
  if (array.scale == 1.0f) return text;
  return fmt::format("({} * np.float32(1 / {}))", text, std::lround(1.0f / array.scale));
}

// "inputs = ..."
std::string inputs_code(const Document& document) {
  const Network& network = *document.network;
  const nn::PictureInput input = picture_input(network.trained->model);
  const auto& set = network.test_set;
  if (network.source == NetworkSource::kTestSet && set && set->is_samples()) {
    return fmt::format("# inputs: the sample picture of {}", set->label_of(network.item));
  }
  if (network.source == NetworkSource::kTestSet) {
    const std::string item = fmt::format("x_test[{}:{}] / 255", network.item, network.item + 1);
    const bool other_size =
        set && input.has_size() && (set->shape[1] != input.height || set->shape[2] != input.width);
    const auto preparation = other_size ? sized_preparation(network) : network.preparation;
    return fmt::format("inputs = {}", as_input(prepared_of(item, preparation), input));
  }
  if (network.source == NetworkSource::kArray && network.array) {
    return fmt::format(
        "inputs = {}",
        as_input(prepared_of(array_item(network), sized_preparation(network)), input));
  }
  std::string text = network.source == NetworkSource::kPicture ? "images" : "np.stack(pictures)";
  const bool array = document.sources.front().picture->array.has_value();
  if (network.source == NetworkSource::kWholePicture && !array) text += " * np.float32(1 / 255)";
  const std::int64_t given = source_channels(document);
  if (prepared_channels(network.trained->model, given) != given)
    text = grey_of(fmt::format("({})", text));
  return fmt::format("inputs = {}", as_input(prepared_of(text, sized_preparation(network)), input));
}

std::string loaded(const TrainedNetwork& network) {
  const std::string name = python(network.name);
  if (is_of(network, "Keras")) return fmt::format("model = keras.models.load_model({})", name);
  if (is_of(network, "ONNX")) return fmt::format("model = onnx.load({})", name);
  return fmt::format("model = cv2.dnn.readNet({})", name);
}

}  // namespace

WeightArray weight_array(const Document& document, FilterRef ref) {
  if (ref.is_mine()) {
    const Filter& filter = document.filters[ref.index];
    return {"filters", std::to_string(ref.index), filter.height, filter.width, filter.channels};
  }
  const Network& network = *document.network;
  const auto bank = filter_bank(network.trained->model, ref.layer, network.sees_bgr());
  if (!bank) return {};
  WeightArray array{"kernel", std::to_string(ref.index), bank->height, bank->width, bank->channels};
  array.bgr = bank->bgr;
  const auto last = static_cast<std::size_t>(bank->kernel.shape()[3]);
  if (last != bank->count) {  // (height, width, channels, multiplier): a filter for each of both
    array.has_channel_axis = false;
    array.last = fmt::format("{}, {}", ref.index / last, ref.index % last);
  }
  return array;
}

std::string kernel_text(const char* model, const Document& document, int layer) {
  const nn::Model& network = document.network->trained->model;
  if (const auto number = network.layer(layer).number()) {
    return fmt::format("{}.layers[{}].kernel", model, *number);
  }
  std::string text = model;
  for (const std::string& name : network.path(layer)) {
    text += fmt::format(".get_layer({})", python(name));
  }
  return text + ".kernel";
}

std::string with_kernel_of(const Document& document, int layer, const std::string& statements) {
  if (statements.empty()) return {};
  const std::string stored = kernel_text("model", document, layer);
  const bool dense = is_on_pixels(*document.network, layer);
  return fmt::format("{}; {}; {}.assign({})", taken_kernel(document, layer), statements, stored,
                     dense ? fmt::format("kernel.reshape({}.shape)", stored) : "kernel");
}

std::string kernel_code(const Document& document, FilterRef trained) {
  return fmt::format("{}; {}", taken_kernel(document, trained.layer),
                     weight_array(document, trained).all());
}

std::string layer_code(const nn::ModelLayer& layer, const Shape& shape) {
  if (!layer.number()) return {};
  return fmt::format("features = keras.Model(model.inputs, model.layers[{}].output)(inputs)  # {}",
                     *layer.number(), to_string(shape));
}

std::string coded(const Document& /*before*/, const SetNetwork& command,
                  const Document& /*after*/) {
  if (!command.trained) return "del model";
  return loaded(*command.trained);
}

std::string coded(const Document& before, const PairFilter& command, const Document& /*after*/) {
  if (!before.network) return {};
  const auto first = first_convolution(before.network->trained->model);
  if (!first) return {};
  const std::string mine = weight_array(before, {command.filter}).all();
  WeightArray trained = weight_array(before, {command.partner.value_or(0), first->layer});
  const std::string turned = trained.bgr ? "[..., ::-1]" : "";
  if (command.partner) {
    trained.name = kernel_text("model", before, first->layer) + ".numpy()";
    return fmt::format("a, b = {}, {}{}; np.vdot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b))",
                       mine, trained.all(), turned);
  }
  trained.last = std::string("f");
  const std::string other = fmt::format("{}{}", trained.all(), turned);
  return fmt::format(
      "kernel = {0}.numpy(); max(range(kernel.shape[-1]), key=lambda f: np.vdot({1}, {2}) / "
      "np.linalg.norm({2}))",
      kernel_text("model", before, first->layer), mine, other);
}

std::string coded(const Document& before, const RestoreNetwork& command,
                  const Document& /*after*/) {
  if (command.filter) {
    const FilterRef place = *command.filter;
    WeightArray trained = weight_array(before, place);
    const std::string mine = trained.all();
    trained.name = kernel_text("trained", before, place.layer) + ".numpy()";
    if (is_on_pixels(*before.network, place.layer)) trained.name += ".reshape(kernel.shape)";
    return with_kernel_of(before, place.layer, fmt::format("{} = {}", mine, trained.all()));
  }
  const TrainedNetwork& trained = *before.network->trained;
  if (is_of(trained, "Keras")) {
    return fmt::format("model.load_weights({})", python(trained.name));
  }
  return "model.set_weights(trained.get_weights())";
}

std::string coded(const Document& before, const ShowUntrained& /*command*/,
                  const Document& /*after*/) {
  const TrainedNetwork& trained = *before.network->trained;
  const auto first = first_convolution(trained.model);
  std::string line =
      fmt::format("keras.utils.set_random_seed({}); model = keras.models.clone_model(model)",
                  std::uint64_t{kUntrainedSeed});
  if (trained.moments && first) {
    line += fmt::format("; {}.assign(moments[0])", kernel_text("model", before, first->layer));
  }
  return line;
}

std::string coded(const Document& /*before*/, const SetMorph& command, const Document& /*after*/) {
  if (command.morph == 0.0f) return "model.set_weights(trained.get_weights())";
  if (command.morph == 1.0f) return "model.set_weights(mine.get_weights())";
  return fmt::format(
      "model.set_weights([t + {} * (m - t) for t, m in zip(trained.get_weights(), "
      "mine.get_weights())])",
      python(command.morph));
}

std::string coded(const Document& before, const ShowMoment& command, const Document& /*after*/) {
  const auto first = first_convolution(before.network->trained->model);
  if (!first) return {};
  return fmt::format("{}.assign(moments[{}])  # epoch {:.2f}",
                     kernel_text("model", before, first->layer), command.moment,
                     before.network->trained->moments->epochs[command.moment]);
}

std::string coded(const Document& /*before*/, const SetInputArray& /*command*/,
                  const Document& after) {
  return inputs_code(after);
}

std::string coded(const Document& /*before*/, const SetNetworkInput& /*command*/,
                  const Document& after) {
  return inputs_code(after);
}

std::string coded(const Document& /*before*/, const SetTestSet& command, const Document& after) {
  const TestSet& set = *after.network->test_set;
  const std::string facts =
      fmt::format("# x_test: {} of shape {}", printable(set.name), to_string(set.shape));
  return command.set ? facts : inputs_code(after);
}

std::string coded(const Document& /*before*/, const SetPreparation& /*command*/,
                  const Document& after) {
  return inputs_code(after);
}

std::string coded(const Document& /*before*/, const SetClassNames& command,
                  const Document& /*after*/) {
  std::string names;
  for (const std::string& name : command.names) {
    append_item(names, python(name));
  }
  return fmt::format("class_names = [{}]", names);
}

}  // namespace convlens::lab
