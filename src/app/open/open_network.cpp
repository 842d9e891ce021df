#include "app/open/open_network.h"

#include <string>
#include <utility>

#include "app/files/origin.h"
#include "app/open/test_sets.h"
#include "app/open/weight_notes.h"
#include "core/files/file_name.h"
#include "core/files/npy.h"
#include "core/files/shipped.h"
#include "lab/document/filter_bank.h"
#include "lab/document/network.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

// The moments that the network's history tells of, where they fit the model's first convolution. A
// network is good without them.
std::optional<lab::TrainingMoments> read_moments(const loaders::TrainingHistory& history,
                                                 const nn::Model& model) {
  auto array = read_npy(history.file);
  if (!array) return std::nullopt;
  lab::TrainingMoments moments{std::move(array->values), history.epochs};
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
  const nn::PictureInput item = lab::picture_input(model);
  if (item.height != 28 || item.width != 28 || item.channels != 1) return nullptr;
  if (model.outputs().front().shape().rank() != 2) return nullptr;
  if (model.outputs().front().shape().with(0, 1) != nn::PartialShape{1, 10}) return nullptr;
  auto set = fashion_mnist_test_set();
  return set ? *set : nullptr;
}

// Sample pictures for a network of colour pictures, as large as it takes them.
std::shared_ptr<const lab::TestSet> samples_for(const lab::TrainedNetwork& network) {
  constexpr int kAnySize = 96;
  const nn::PictureInput item = lab::picture_input(network.model);
  if (item.channels != 3) return nullptr;
  const auto& resize = network.preparation.resize;
  const bool fixed = item.has_size();
  const int extent = resize ? resize->height : fixed ? static_cast<int>(item.height) : kAnySize;
  return sample_set(network.class_names, extent);
}

// Whether the lab can show it pictures.
Status check_takes_pictures(const fs::path& path, const nn::Model& model) {
  const nn::PartialShape& shape = model.inputs().front().shape();
  if (model.inputs().size() != 1) {
    return fail("{}: the network takes {} inputs, one of pictures was expected", path.string(),
                model.inputs().size());
  }
  const auto input = nn::picture_input(shape);
  if (input && (input->form != nn::PictureInput::Form::kRow || input->has_size())) return {};
  return fail(
      "{}: the network takes {}, which is no picture: pictures (H, W, C), planes (H, W) or squares"
      " in a row (H * W) can be shown to it here; the command activations gives it the values of"
      " a .npy",
      path.string(), nn::to_string(shape));
}

}  // namespace

fs::path bundled_network(const char* file_name) {
  return shipped_folder(Shipped::kModels) / file_name;
}

Result<std::shared_ptr<const lab::TrainedNetwork>> open_network(
    const NetworkFiles& files, std::optional<std::vector<std::string>> class_names,
    const std::atomic<bool>* dropped) {
  const fs::path& path = files.named();
  loaders::IsolationLimits limits;
  limits.dropped = dropped;
  TRY_ASSIGN(auto loaded, load_network(files, limits));
  TRY(check_takes_pictures(path, loaded.model));
  lab::TrainedNetwork network{path.filename().string(), loaded.format, loaded.model, {}, {}, {}, {},
                              origin_of(path)};
  if (!class_names) class_names = std::move(loaded.class_names);
  network.class_names = std::move(class_names).value_or(std::vector<std::string>{});
  network.preparation = loaded.preparation.value_or(nn::InputPreparation{});
  network.end = loaded.end;
  const bool is_beside =
      files.structure.empty() || files.structure == beside(files.path, ".prototxt");
  network.is_one_file = loaded.is_one_file && is_beside;
  network.notes = std::move(loaded.notes);
  for (Phrase& note : weight_notes(network.model)) network.notes.push_back(std::move(note));
  if (network.end.empty()) network.test_set = test_set_for(network.model);
  if (loaded.history) network.moments = read_moments(*loaded.history, network.model);
  // What the lab resizes to before it asks a network that takes any size for a prediction.
  if (!network.preparation.resize) network.preparation.resize = loaded.trained_at;
  if (network.class_names.empty() && network.test_set) {
    network.class_names = network.test_set->class_names;
  }
  if (!network.test_set && network.end.empty()) network.test_set = samples_for(network);
  return std::make_shared<const lab::TrainedNetwork>(std::move(network));
}

}  // namespace convlens::app
