#include "app/open/open_network.h"

#include <string>
#include <utility>

#include "app/open/fashion_mnist.h"
#include "app/open/origin.h"
#include "core/files/executable.h"
#include "core/files/npy.h"
#include "lab/document/filter_bank.h"
#include "loaders/load_model.h"

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
  if (model.outputs().front().shape().rank() != 2) return nullptr;
  const nn::PartialShape item = model.inputs().front().shape().with(0, 1);
  const nn::PartialShape scores = model.outputs().front().shape().with(0, 1);
  if (item != nn::PartialShape{1, 28, 28, 1} || scores != nn::PartialShape{1, 10}) return nullptr;
  auto set = fashion_mnist_test_set();
  return set ? *set : nullptr;
}

}  // namespace

fs::path bundled_network(const char* file_name) {
  return (executable_folder() / "../../assets/models" / file_name).lexically_normal();
}

Result<std::shared_ptr<const lab::TrainedNetwork>> open_network(
    const fs::path& path, std::optional<std::vector<std::string>> class_names,
    const std::atomic<bool>* dropped) {
  loaders::LoadOptions options;
  options.limits.dropped = dropped;
  TRY_ASSIGN(auto loaded, loaders::load_model(path, options));
  if (loaded.model.inputs().size() != 1 || loaded.model.inputs().front().shape().rank() != 4) {
    return fail("{}: the network takes {} inputs, the first of shape {}; one of pictures expected",
                path.string(), loaded.model.inputs().size(),
                nn::to_string(loaded.model.inputs().front().shape()));
  }
  lab::TrainedNetwork network{path.filename().string(), loaded.format, loaded.model, {}, {}, {}, {},
                              origin_of(path)};
  if (!class_names) class_names = std::move(loaded.class_names);
  network.class_names = std::move(class_names).value_or(std::vector<std::string>{});
  network.preparation = loaded.preparation.value_or(nn::InputPreparation{});
  network.end = loaded.end;
  if (network.end.empty()) network.test_set = test_set_for(network.model);
  if (loaded.history) network.moments = read_moments(*loaded.history, network.model);
  // What the lab resizes to before it asks a network that takes any size for a prediction.
  if (!network.preparation.resize) network.preparation.resize = loaded.trained_at;
  if (network.class_names.empty() && network.test_set) {
    network.class_names = network.test_set->class_names;
  }
  return std::make_shared<const lab::TrainedNetwork>(std::move(network));
}

}  // namespace convlens::app
