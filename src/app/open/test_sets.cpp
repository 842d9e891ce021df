#include "app/open/test_sets.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <mutex>
#include <system_error>
#include <utility>

#include "core/files/sha256.h"
#include "media/samples.h"
#include "media/sets/idx_set.h"
#include "media/sets/open_labelled.h"

namespace convlens::app {
namespace {

std::shared_ptr<lab::TestSet> test_set_of(media::LabelledPictures pictures) {
  auto set = std::make_shared<lab::TestSet>();
  set->name = std::move(pictures.name);
  set->shape = pictures.shape;
  set->pixels = std::move(pictures.pixels);
  set->labels = std::move(pictures.labels);
  set->class_names = std::move(pictures.class_names);
  set->notes = std::move(pictures.notes);
  return set;
}

Result<std::shared_ptr<const lab::TestSet>> read_test_set() {
  TRY_ASSIGN(auto pictures, media::open_idx_set(fashion_mnist_test_images()));
  auto set = test_set_of(std::move(pictures));
  set->name = "Fashion-MNIST";
  set->class_names = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
                      "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};
  return set;
}

// The checksum of what a set holds, whatever files it came from.
std::string checksum_of(const media::LabelledPictures& pictures) {
  const std::string numbers =
      fmt::format("{} {}\n", to_string(pictures.shape), fmt::join(pictures.labels, " "));
  std::vector<std::byte> bytes(numbers.size() + pictures.pixels.size());
  std::memcpy(bytes.data(), numbers.data(), numbers.size());
  std::memcpy(bytes.data() + numbers.size(), pictures.pixels.data(), pictures.pixels.size());
  return sha256(bytes);
}

// The numbers of the network's classes for those of the set, where each of its names is one of
// theirs: folders are sorted by name, networks are not. A set without names has the network's.
void number_as(const std::vector<std::string>& class_names, media::LabelledPictures& pictures) {
  if (pictures.class_names.empty()) pictures.class_names = class_names;
  if (pictures.class_names == class_names || class_names.empty()) return;
  std::vector<int> numbers;
  for (const std::string& name : pictures.class_names) {
    const auto place = std::find(class_names.begin(), class_names.end(), name);
    if (place == class_names.end()) break;
    numbers.push_back(static_cast<int>(place - class_names.begin()));
  }
  const bool known = numbers.size() == pictures.class_names.size() &&
                     std::all_of(pictures.labels.begin(), pictures.labels.end(), [&](int label) {
                       return static_cast<std::size_t>(label) < numbers.size();
                     });
  if (!known) {
    pictures.notes.push_back(
        phrase("classes numbered as the test set has them, which calls them otherwise than the"
               " network does"));
    return;
  }
  for (int& label : pictures.labels) label = numbers[static_cast<std::size_t>(label)];
  pictures.class_names = class_names;
  pictures.notes.push_back(phrase("classes numbered as the network has them, by their names"));
}

// How a network would have pictures of a folder.
media::WantedPictures wanted_by(const lab::Network& network) {
  const nn::PictureInput input = lab::picture_input(network.trained->model);
  const nn::InputPreparation preparation = lab::sized_preparation(network);
  media::WantedPictures wanted;
  if (input.channels == 1) wanted.channels = 1;
  if (!preparation.crop && preparation.resize) {
    wanted.height = preparation.resize->height;
    wanted.width = preparation.resize->width;
  }
  return wanted;
}

}  // namespace

Result<std::shared_ptr<const lab::TestSet>> open_test_set(
    const std::filesystem::path& path, const media::WantedPictures& wanted,
    const std::vector<std::string>& class_names, const std::atomic<bool>* dropped) {
  TRY_ASSIGN(auto pictures, media::open_labelled(path, wanted, dropped));
  std::string checksum = checksum_of(pictures);
  number_as(class_names, pictures);
  auto set = test_set_of(std::move(pictures));
  std::error_code error;
  set->origin = {
      std::filesystem::absolute(path, error).lexically_normal().string(), {}, std::move(checksum)};
  return set;
}

Result<lab::SetTestSet> open_test_set(const std::filesystem::path& path,
                                      const lab::Network& network,
                                      const std::atomic<bool>* dropped) {
  TRY_ASSIGN(auto set, open_test_set(path, wanted_by(network), network.class_names, dropped));
  if (const Status fits = lab::check_fits(*set, network.trained->model); !fits) {
    return fail("{}: {}", path.string(), fits.error());
  }
  return lab::SetTestSet{std::move(set)};
}

std::filesystem::path fashion_mnist_test_images() {
  return "/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz";
}

Result<std::shared_ptr<const lab::TestSet>> fashion_mnist_test_set() {
  static std::mutex mutex;
  static std::shared_ptr<const lab::TestSet> kept;
  const std::lock_guard lock(mutex);
  if (kept) return kept;
  auto set = read_test_set();
  if (set) kept = *set;
  return set;
}

void note_test_set(const lab::TestSet& set, lab::Lab& lab) {
  lab.note(phrase("{}: {} pictures with labels, {}x{}x{}", word(set.name), set.count(),
                  set.shape[1], set.shape[2], set.shape[3]));
  for (const Phrase& note : set.notes) lab.note(phrase("{}: {}", word(set.name), note));
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
