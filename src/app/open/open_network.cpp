#include "app/open/open_network.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "app/open/fashion_mnist.h"
#include "core/files/executable.h"
#include "core/files/file.h"
#include "core/files/npy.h"
#include "lab/document/filter_bank.h"
#include "loaders/load_model.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

// NAME.json beside the network; null where there is none, or it is no object.
nlohmann::json facts_beside(const fs::path& path) {
  constexpr std::size_t kMaxBytes = std::size_t{1} << 22;
  fs::path facts_file = path;
  const auto bytes = read_file(facts_file.replace_extension(".json"), kMaxBytes);
  if (!bytes) return nullptr;
  const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  auto facts = nlohmann::json::parse(text, nullptr, false);
  return facts.is_object() ? facts : nlohmann::json(nullptr);
}

// "input": {"trained_at": [height, width]}, of a network that takes pictures of any size: what the
// lab resizes to before it asks for a prediction.
std::optional<nn::HeightWidth> trained_size(const nlohmann::json& facts) {
  const nlohmann::json::json_pointer place("/input/trained_at");
  if (!facts.is_object() || !facts.contains(place)) return std::nullopt;
  const auto& size = facts.at(place);
  const auto is_side = [](const nlohmann::json& side) {
    return side.is_number_unsigned() && side > 0 && side <= 4096;
  };
  if (!size.is_array() || size.size() != 2 || !is_side(size[0]) || !is_side(size[1])) {
    return std::nullopt;
  }
  return nn::HeightWidth{size[0].get<int>(), size[1].get<int>()};
}

// The moments that "conv1_history": {"file", "epochs"} tells of, where they fit the model's first
// convolution. A network is good without them.
std::optional<lab::TrainingMoments> read_moments(const fs::path& path, const nlohmann::json& facts,
                                                 const nn::Model& model) {
  if (!facts.is_object() || !facts.contains("conv1_history")) return std::nullopt;
  const auto& told = facts["conv1_history"];
  if (!told.is_object() || !told.contains("file") || !told["file"].is_string() ||
      !told.contains("epochs") || !told["epochs"].is_array()) {
    return std::nullopt;
  }
  lab::TrainingMoments moments;
  for (const auto& epoch : told["epochs"]) {
    if (!epoch.is_number()) return std::nullopt;
    moments.epochs.push_back(epoch.get<double>());
  }
  // Beside the model, whatever folder the name leads to.
  auto array = read_npy(path.parent_path() / fs::path(told["file"].get<std::string>()).filename());
  if (!array) return std::nullopt;
  moments.kernels = std::move(array->values);
  const auto first = lab::first_convolution(model);
  const auto bank = first ? lab::filter_bank(model, first->layer, false) : std::nullopt;
  const Shape& shape = moments.kernels.shape();
  const bool fits = bank && shape.rank() == 5 && bank->kernel.shape().rank() == 4 &&
                    shape[0] == static_cast<std::int64_t>(moments.epochs.size()) &&
                    bank->kernel.shape() == Shape{shape[1], shape[2], shape[3], shape[4]};
  if (!fits) return std::nullopt;
  return moments;
}

// Fashion-MNIST for a network of its pictures and number of classes.
std::shared_ptr<const lab::TestSet> test_set_for(const nn::Model& model) {
  if (model.outputs().front().shape().rank() != 2) return nullptr;
  const nn::PartialShape item = model.inputs().front().shape().with(0, 1);
  const nn::PartialShape scores = model.outputs().front().shape().with(0, 1);
  if (item != nn::PartialShape{1, 28, 28, 1} || scores != nn::PartialShape{1, 10}) return nullptr;
  auto set = fashion_mnist_test_set();
  return set ? *set : nullptr;
}

}  // namespace

bool is_network_file(const fs::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr std::array<std::string_view, 5> kExtensions{".keras", ".h5", ".hdf5", ".onnx",
                                                        ".caffemodel"};
  return std::find(kExtensions.begin(), kExtensions.end(), extension) != kExtensions.end();
}

fs::path bundled_network(const char* file_name) {
  return (executable_folder() / "../../assets/models" / file_name).lexically_normal();
}

Result<std::shared_ptr<const lab::TrainedNetwork>> open_network(const fs::path& path,
                                                                const std::atomic<bool>* dropped) {
  loaders::LoadOptions options;
  options.limits.dropped = dropped;
  auto loaded = loaders::load_model(path, options);
  if (!loaded) return fail(std::move(loaded.error()));
  if (loaded->model.inputs().size() != 1 || loaded->model.inputs().front().shape().rank() != 4) {
    return fail("{}: the network takes {} inputs, the first of shape {}; one of pictures expected",
                path.string(), loaded->model.inputs().size(),
                nn::to_string(loaded->model.inputs().front().shape()));
  }
  lab::TrainedNetwork network{
      path.filename().string(), loaded->format, loaded->model, {}, {}, {}, {}};
  network.class_names = loaded->class_names.value_or(std::vector<std::string>{});
  network.preparation = loaded->preparation.value_or(nn::InputPreparation{});
  network.test_set = test_set_for(network.model);
  const nlohmann::json facts = facts_beside(path);
  network.moments = read_moments(path, facts, network.model);
  if (!network.preparation.resize) network.preparation.resize = trained_size(facts);
  if (network.class_names.empty() && network.test_set) {
    network.class_names = network.test_set->class_names;
  }
  return std::make_shared<const lab::TrainedNetwork>(std::move(network));
}

}  // namespace convlens::app
