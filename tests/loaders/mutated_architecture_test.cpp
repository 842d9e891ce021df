#include <nlohmann/json.hpp>
#include <random>

#include "../golden/golden.h"
#include "loaders/isolated.h"
#include "loaders/keras_model.h"
#include "model_files.h"

// The description of the layers is read by this process itself, so any change of it must end in a
// model or in a sentence.
namespace convlens::loaders {
namespace {

using nlohmann::json;

void collect(json& value, std::vector<json*>& all) {
  all.push_back(&value);
  if (!value.is_structured()) return;
  for (json& element : value) collect(element, all);
}

// Values that stand for every type, and at the ends of their ranges.
json odd_value(std::mt19937& random) {
  const std::vector<json> kValues{nullptr,
                                  true,
                                  0,
                                  -1,
                                  1,
                                  2,
                                  1000000,
                                  2147483647,
                                  -2147483648LL,
                                  1e300,
                                  -0.5,
                                  "",
                                  "linear",
                                  "\n",
                                  "softmax",
                                  "valid",
                                  "channels_first",
                                  json::array(),
                                  {1, 2},
                                  {-1, 0},
                                  {{1, 2}, {3, 4}},
                                  {nullptr, 3, 3, 1},
                                  json::object(),
                                  {"conv2d", 0, 0},
                                  {{"class_name", "ReLU"}, {"config", json::object()}}};
  return kValues[random() % kValues.size()];
}

void mutate(json& architecture, std::mt19937& random) {
  std::vector<json*> all;
  collect(architecture, all);
  json& chosen = *all[random() % all.size()];
  if (random() % 2 == 0) {
    chosen = odd_value(random);
  } else if (chosen.is_array() && !chosen.empty()) {
    if (random() % 2 == 0) {
      chosen.erase(random() % chosen.size());
    } else {
      chosen.push_back(chosen[random() % chosen.size()]);
    }
  } else if (chosen.is_object() && !chosen.empty()) {
    auto member = chosen.begin();
    std::advance(member, random() % chosen.size());
    chosen.erase(member);
  } else {
    const json other = *all[random() % all.size()];
    chosen = other;
  }
}

ModelArchive copy_of(const ModelArchive& archive) {
  ModelArchive copy;
  copy.format = archive.format;
  copy.facts = archive.facts;
  for (const WeightGroup& group : archive.groups) {
    copy.groups.push_back({group.path, {}});
    for (const NamedTensor& weight : group.weights) {
      copy.groups.back().weights.push_back({weight.name, weight.values.clone()});
    }
  }
  return copy;
}

class MutatedArchitecture : public ::testing::TestWithParam<const char*> {};

TEST_P(MutatedArchitecture, GivesAModelOrASentence) {
  const auto archive = isolated_read("keras", golden::path(GetParam()));
  ASSERT_TRUE(archive) << archive.error().message;
  std::mt19937 random(11);
  constexpr int kMutants = 500;
  int refused = 0;
  for (int i = 0; i < kMutants; ++i) {
    json architecture = json::parse(archive->architecture);
    for (std::uint32_t changes = 1 + random() % 3; changes > 0; --changes) {
      mutate(architecture, random);
    }
    ModelArchive mutant = copy_of(*archive);
    mutant.architecture = architecture.dump();
    const auto built = build_keras_model(std::move(mutant));
    if (built) continue;
    testing::expect_sentence(built.error().message);
    ++refused;
  }
  // Many settings do not matter to what a model computes.
  EXPECT_GT(refused, kMutants / 20);
}

INSTANTIATE_TEST_SUITE_P(
    Models, MutatedArchitecture,
    ::testing::Values("keras_cases/small_network.keras", "keras_cases/residual.keras",
                      "keras_cases/nested.keras", "keras_cases/transpose_output_padding.keras",
                      "keras_cases/resizing_aspect.keras", "keras_cases/first_transpose.keras",
                      "keras_cases/first_flatten.keras", "keras2_cases/backbone.h5",
                      "keras2_cases/called_twice.h5", "keras2_cases/inner_sequential.h5",
                      "keras2_cases/residual.h5"));

}  // namespace
}  // namespace convlens::loaders
