#include "lab/stages/network_run.h"

#include <gtest/gtest.h>

#include "lab/networks.h"
#include "lab/stages/shown_model.h"

namespace convlens::lab {
namespace {

using nn::tests::random_tensor;
using testing::color_network;
using testing::expect_same_activations;
using testing::grey_model;
using testing::kConv1;
using testing::kConv2;
using testing::kScores;
using testing::must;
using testing::noise_set;
using testing::same_bits;
using testing::shared;
using testing::trained_of;

Tensor noise(const Shape& shape, std::uint64_t seed) {
  nn::Random random(seed);
  return random_tensor(shape, random);
}

void update(NetworkRun& run, const Network& network, const Tensor& crop, std::uint64_t revision) {
  const Status status = run.update(network, shown_model(network), {crop, revision});
  ASSERT_TRUE(status) << status.error().message;
}

// The network with other weights in a layer.
Network painted(Network network, int layer, std::uint64_t seed) {
  const nn::ModelLayer old = network.edited.layer(layer);
  const nn::Weight& kernel = old->weights().front();
  auto changed = must(old->with_weight(kernel.name, noise(kernel.value->shape(), seed)));
  network.edited = must(network.edited.with_layer(layer, nn::LayerHandle(std::move(changed))));
  return network;
}

// All values are those of the shown model at that input, computed at once.
void expect_values_of(const NetworkRun& run, const Network& network, const Tensor& input) {
  const nn::Model shown = shown_model(network);
  const nn::Activations expected = must(shown.activations(input));
  expect_same_activations(run.activations(), expected);
  const auto prediction_of = [](const nn::Activations& values) {
    const nn::SharedTensor& scores = values.back();
    const nn::Answer answer = nn::answer_of("Softmax", nn::Activation::kLinear, scores.shape());
    return nn::prediction_of(answer, scores.values());
  };
  const nn::Prediction prediction = prediction_of(expected);
  EXPECT_EQ(run.predictions()[0].values, prediction.values);
  const nn::Prediction trained = prediction_of(must(network.trained->model.activations(input)));
  EXPECT_EQ(run.trained_predictions()[0].values, trained.values);
}

TEST(ShownModel, IsMixedOnceAChange) {
  Network network = painted(fresh_network(color_network()), kConv1, 5);
  network.morph = 0.5f;
  ShownModel shown;
  const nn::Model first = shown.of(network);
  EXPECT_TRUE(differing_layers(first, shown_model(network)).empty());
  EXPECT_EQ(shown.of(network), first) << "not only of the same weights, but the same ones";
  for (const Network& other : {painted(network, kConv1, 6), painted(network, kConv2, 5)}) {
    EXPECT_TRUE(differing_layers(shown.of(other), shown_model(other)).empty());
  }
  network.morph = 0.25f;
  EXPECT_TRUE(differing_layers(shown.of(network), shown_model(network)).empty());
}

TEST(NetworkRun, KeepsTheValuesOfAnEqualModel) {
  Network network = painted(fresh_network(color_network()), kConv1, 5);
  network.morph = 0.5f;
  const Tensor crop = noise({1, 12, 19, 3}, 1);
  NetworkRun run;
  update(run, network, crop, 1);
  const auto updates = run.updates();
  const nn::Model again = shown_model(network);
  ASSERT_TRUE(run.update(network, again, {crop, 1}));
  EXPECT_EQ(run.updates(), updates);
  EXPECT_EQ(run.model(), again) << "which the next comparison takes no time for";
}

TEST(NetworkRun, HoldsTheValuesOfAllLayers) {
  const Network network = fresh_network(color_network());
  const Tensor crop = noise({1, 12, 19, 3}, 1);
  NetworkRun run;
  EXPECT_FALSE(run.has_values());
  update(run, network, crop, 1);
  ASSERT_TRUE(run.has_values());
  EXPECT_EQ(run.model(), network.edited);
  EXPECT_TRUE(same_bits(std::as_const(run).seen().values(), crop.view().values()));
  expect_values_of(run, network, crop);
  EXPECT_EQ(run.predictions()[0].values.size(), 3u);
  EXPECT_EQ(run.updates(), 1u);
}

TEST(NetworkRun, APaintedLayerRecomputesItselfAndThoseBehindIt) {
  const Tensor crop = noise({1, 12, 19, 3}, 2);
  for (const int layer : {kConv1, kConv2, kScores}) {
    SCOPED_TRACE(layer);
    const Network before = fresh_network(color_network());
    NetworkRun run;
    update(run, before, crop, 1);
    const nn::Activations old = run.activations();
    const Network network = painted(before, layer, 33);
    update(run, network, crop, 1);
    expect_values_of(run, network, crop);
    const int node = before.edited.layer(layer).node();
    for (std::size_t n = 0; n < old.size(); ++n) {
      EXPECT_EQ(run.activations()[n].shares_with(old[n]), static_cast<int>(n) < node) << n;
    }
    // Back again: the very values of before.
    update(run, before, crop, 1);
    expect_same_activations(run.activations(), old);
  }
}

TEST(NetworkRun, ComputesNothingForTheSameWeightsAtTheSameInput) {
  const Network network = painted(fresh_network(color_network()), kConv1, 4);
  const Tensor crop = noise({1, 12, 19, 3}, 3);
  NetworkRun run;
  update(run, network, crop, 1);
  const nn::Activations old = run.activations();
  update(run, network, crop, 1);
  EXPECT_EQ(run.updates(), 1u);
  for (std::size_t n = 0; n < old.size(); ++n) {
    EXPECT_TRUE(run.activations()[n].shares_with(old[n]));
  }
  update(run, network, crop, 2);
  EXPECT_EQ(run.updates(), 2u) << "another crop";
}

TEST(NetworkRun, FollowsInputsOfOtherSizes) {
  NetworkRun run;
  Network network = painted(fresh_network(color_network()), kConv2, 5);
  network.morph = 0.5f;
  std::uint64_t revision = 0;
  for (const auto& [height, width] : {std::pair{12, 19}, {6, 6}, {31, 8}, {12, 19}}) {
    SCOPED_TRACE(fmt::format("{}x{}", height, width));
    const Tensor crop = noise({1, height, width, 3}, 10 + revision);
    update(run, network, crop, ++revision);
    expect_values_of(run, network, crop);
    for (std::size_t node = 0; node < run.activations().size(); ++node) run.sheet(node);
    EXPECT_EQ(run.sheet(1).tile_height, height);
  }
}

TEST(NetworkRun, LooksAtTheTestSetWhateverTheCrop) {
  TrainedNetwork plain = trained_of("grey", grey_model());
  plain.test_set = noise_set(4, {10, 12, 1}, 3);
  plain.preparation.mean = {0.5f};
  Network network = fresh_network(shared(std::move(plain)));
  const TestSet& set = *network.trained->test_set;
  const Tensor crop = noise({1, 20, 30, 3}, 6);
  NetworkRun run;
  for (int item = 0; item < 4; ++item) {
    network.item = item;
    update(run, network, crop, 1);
    const Tensor seen = test_items(set, item, 1);
    EXPECT_TRUE(same_bits(std::as_const(run).seen().values(), seen.view().values()));
    expect_values_of(run, network, must(network_input(network, seen)));
  }
  EXPECT_EQ(run.updates(), 4u);
  update(run, network, crop, 2);
  EXPECT_EQ(run.updates(), 4u) << "the crop is not looked at";
  network.source = NetworkSource::kPicture;
  update(run, network, crop, 2);
  EXPECT_EQ(run.updates(), 5u);
  expect_values_of(run, network,
                   must(network_input(network, must(seen_by_network(network, {crop})))));
  network.preparation.scale = 2.0f;
  update(run, network, crop, 2);
  expect_values_of(run, network,
                   must(network_input(network, must(seen_by_network(network, {crop})))));
}

TEST(NetworkRun, AFailureLeavesTheValuesOfBefore) {
  const Network network = painted(fresh_network(color_network()), kConv1, 7);
  const Tensor crop = noise({1, 12, 19, 3}, 8);
  NetworkRun run;
  const Tensor small = noise({1, 4, 19, 3}, 8);  // 2 rows after pooling, conv2 needs 3
  const Status at_once = run.update(network, shown_model(network), {small, 1});
  ASSERT_FALSE(at_once);
  EXPECT_FALSE(run.has_values());
  update(run, network, crop, 1);
  const nn::Activations old = run.activations();
  const Status status = run.update(network, shown_model(network), {small, 2});
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message.rfind("color.keras: conv2 (Conv2D): ", 0), 0u)
      << status.error().message;
  Network turned = network;
  turned.preparation.mean = {1.0f, 2.0f};
  const Status unprepared = run.update(turned, shown_model(turned), {crop, 1});
  ASSERT_FALSE(unprepared);
  EXPECT_EQ(unprepared.error().message,
            "color.keras: the mean has 2 values, but the pictures have 3 channels");
  EXPECT_EQ(run.updates(), 1u);
  EXPECT_EQ(run.model(), shown_model(network));
  EXPECT_TRUE(same_bits(std::as_const(run).seen().values(), crop.view().values()));
  for (std::size_t n = 0; n < old.size(); ++n) {
    EXPECT_TRUE(run.activations()[n].shares_with(old[n]));
  }
  update(run, network, crop, 1);
  EXPECT_EQ(run.updates(), 1u) << "they are still up to date";
}

TEST(NetworkRun, ASheetShowsTheMapsOfItsNode) {
  const Network network = fresh_network(color_network());
  NetworkRun run;
  update(run, network, noise({1, 12, 19, 3}, 9), 1);
  for (std::size_t node = 0; node < run.activations().size(); ++node) {
    const nn::SharedTensor& values = run.activations()[node];
    const MapSheet& sheet = run.sheet(node);
    if (values.shape().rank() != 4) {
      EXPECT_EQ(sheet.count, 1);
      continue;
    }
    ASSERT_EQ(sheet.count, values.shape()[3]);
    for (int tile = 0; tile < sheet.count; ++tile) {
      const Tensor map = channel_map(values, static_cast<std::size_t>(tile));
      ValueRange range{map.values()[0], map.values()[0]};
      for (int y = 0; y < sheet.tile_height; ++y) {
        for (int x = 0; x < sheet.tile_width; ++x) {
          const float value = map.values()[static_cast<std::size_t>(y * sheet.tile_width + x)];
          ASSERT_EQ(sheet.at(tile, y, x), value);
          range = {std::min(range.lo, value), std::max(range.hi, value)};
        }
      }
      EXPECT_EQ(sheet.ranges[static_cast<std::size_t>(tile)], range);
    }
  }
}

TEST(NetworkRun, ASheetsRevisionChangesWithItsValues) {
  const Network network = fresh_network(color_network());
  const Tensor crop = noise({1, 12, 19, 3}, 9);
  NetworkRun run;
  update(run, network, crop, 1);
  const auto revisions = [&run] {
    std::vector<std::uint64_t> all;
    for (std::size_t n = 0; n < run.activations().size(); ++n) all.push_back(run.sheet(n).revision);
    return all;
  };
  const auto before = revisions();
  EXPECT_EQ(revisions(), before);
  update(run, painted(network, kConv2, 3), crop, 1);
  const auto now = revisions();
  const auto node = static_cast<std::size_t>(network.edited.layer(kConv2).node());
  for (std::size_t n = 0; n < now.size(); ++n) EXPECT_EQ(now[n] == before[n], n < node) << n;
  run.clear();
  EXPECT_FALSE(run.has_values());
  update(run, network, crop, 1);
  for (const std::uint64_t revision : revisions()) {
    EXPECT_EQ(std::count(now.begin(), now.end(), revision), 0) << "no revision comes twice";
    EXPECT_EQ(std::count(before.begin(), before.end(), revision), 0);
  }
}

TEST(NetworkRun, ChangesAreAgainstTheTrainedWeights) {
  const Network network = fresh_network(color_network());
  const Tensor crop = noise({1, 12, 19, 3}, 9);
  NetworkRun run;
  update(run, network, crop, 1);
  const auto node = static_cast<std::size_t>(network.edited.layer(kConv2).node());
  EXPECT_EQ(run.changes(node), std::vector<float>(4, 0.0f));
  // One filter of conv2 painted: its map alone is another.
  const auto bank = filter_bank(network.edited, kConv2, false);
  Filter filter = filter_of(*bank, 2);
  for (float& weight : filter.weights) weight += 1.0f;
  Network edited = network;
  edited.edited = must(with_kernel(network.edited, kConv2, kernel_with(*bank, 2, filter)));
  update(run, edited, crop, 1);
  const Tensor trained = channel_map(must(network.edited.activations(crop))[node], 2);
  const Tensor now = channel_map(run.activations()[node], 2);
  float largest = 0.0f;
  for (std::size_t i = 0; i < now.size(); ++i) {
    largest = std::max(largest, std::abs(now.values()[i] - trained.values()[i]));
  }
  EXPECT_GT(largest, 0.0f);
  EXPECT_EQ(run.changes(node), (std::vector{0.0f, 0.0f, largest, 0.0f}));
  EXPECT_EQ(run.changes(run.activations().size() - 1).size(), 1u);
  // With the trained weights shown again nothing is changed.
  edited.morph = 0.0f;
  update(run, edited, crop, 1);
  EXPECT_EQ(run.changes(node), std::vector<float>(4, 0.0f));
}

TEST(NetworkRun, EachOutputHasAPrediction) {
  const nn::Model model = testing::color_model();
  const nn::Symbolic classes = model.outputs()[0];
  const nn::Model both =
      must(nn::Model::create({model.inputs()[0]}, {model.layer(kConv1).output(), classes}, "both"));
  const Network network = fresh_network(shared(trained_of("both.keras", both)));
  NetworkRun run;
  const Tensor picture = noise({1, 9, 11, 3}, 3);
  update(run, network, picture, 1);
  ASSERT_EQ(run.predictions().size(), 2u);
  EXPECT_TRUE(run.predictions()[0].empty());
  const auto expected = must(model.predict(run.activations().front()));
  EXPECT_EQ(run.predictions()[1].values, nn::prediction_of(classes, expected, 0).values);
}

TEST(NetworkRun, PredictsNothingWhereTheOutputIsNoListOfClasses) {
  const nn::Model model = testing::color_model();
  const nn::Model maps =
      must(nn::Model::create(model.inputs(), model.layer(kConv1).output(), "maps"));
  const Network network = fresh_network(shared(trained_of("maps.keras", maps)));
  NetworkRun run;
  update(run, network, noise({1, 9, 11, 3}, 3), 1);
  EXPECT_TRUE(run.predictions()[0].values.empty());
  EXPECT_TRUE(run.trained_predictions()[0].values.empty());
  EXPECT_FALSE(run.activations().empty());
}

}  // namespace
}  // namespace convlens::lab
