#include "app/open/test_sets.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "media/idx.h"
#include "media/samples.h"

namespace convlens::app {
namespace {

const std::filesystem::path kFolder = "/usr/share/datasets/fashion-mnist";

Result<std::shared_ptr<const lab::TestSet>> read_test_set() {
  TRY_ASSIGN(auto images, media::read_idx(fashion_mnist_test_images()));
  TRY_ASSIGN(auto labels, media::read_idx(kFolder / "t10k-labels-idx1-ubyte.gz"));
  const Shape& shape = images.shape;
  if (shape.rank() != 3 || labels.shape.rank() != 1 || labels.shape[0] != shape[0]) {
    return fail("{}: pictures of shape {} and labels of shape {} do not fit", kFolder.string(),
                to_string(shape), to_string(labels.shape));
  }
  auto set = std::make_shared<lab::TestSet>();
  set->name = "Fashion-MNIST";
  set->shape = Shape{shape[0], shape[1], shape[2], 1};
  set->pixels = std::move(images.values);
  set->labels.assign(labels.values.begin(), labels.values.end());
  set->class_names = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
                      "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};
  return set;
}

}  // namespace

std::filesystem::path fashion_mnist_test_images() { return kFolder / "t10k-images-idx3-ubyte.gz"; }

Result<std::shared_ptr<const lab::TestSet>> fashion_mnist_test_set() {
  static std::mutex mutex;
  static std::shared_ptr<const lab::TestSet> kept;
  const std::lock_guard lock(mutex);
  if (kept) return kept;
  auto set = read_test_set();
  if (set) kept = *set;
  return set;
}

std::shared_ptr<const lab::TestSet> sample_set(const std::vector<std::string>& class_names,
                                               int extent) {
  auto set = std::make_shared<lab::TestSet>();
  set->name = "samples";
  set->class_names = class_names;
  const std::vector<media::Sample> samples = media::find_samples();
  for (std::size_t label = 0; label < class_names.size(); ++label) {
    const auto sample =
        std::find_if(samples.begin(), samples.end(),
                     [&](const media::Sample& known) { return known.of == class_names[label]; });
    if (sample == samples.end()) continue;
    const auto picture = media::sample_picture(*sample, extent);
    if (!picture) continue;
    set->pixels.insert(set->pixels.end(), picture->rgb.begin(), picture->rgb.end());
    set->labels.push_back(static_cast<int>(label));
    set->credits.push_back(sample->credit);
  }
  if (set->labels.empty()) return nullptr;
  set->shape = Shape{set->count(), extent, extent, 3};
  return set;
}

}  // namespace convlens::app
