#include "loaders/keras/architectures.h"

// Networks with a layer that is beyond us are shown up to it.
namespace convlens::loaders {
namespace {

using testing::contains;
using testing::functional;
using testing::group;
using testing::input_layer;
using testing::keras3;
using testing::layer;
using testing::sequential;
using testing::values;
using Json = testing::json;

KerasModel built(ModelArchive archive) {
  auto model = build_keras_model(std::move(archive));
  if (!model) throw std::runtime_error(model.error().message);
  return *std::move(model);
}

std::vector<std::string> names_of(const nn::Model& model) {
  std::vector<std::string> names;
  for (const nn::ModelLayer& layer : model.layers()) names.push_back(layer.name());
  return names;
}

Json called(Json layer, std::initializer_list<const char*> inputs) {
  Json references = Json::array();
  for (const char* input : inputs) references.push_back({input, 0, 0, Json::object()});
  layer["name"] = layer["config"]["name"];
  layer["inbound_nodes"] = inputs.size() == 0 ? Json::array() : Json::array({references});
  return layer;
}

Json conv(const char* name) {
  return layer("Conv2D", name, {{"filters", 2}, {"kernel_size", {1, 1}}});
}

Json picture_input() {
  return called(layer("InputLayer", "in", {{"batch_shape", {nullptr, 4, 4, 2}}}), {});
}

TEST(UnsupportedKeras, ASequentialModelEndsBeforeTheLayer) {
  std::vector<WeightGroup> groups;
  groups.push_back(group("layers/conv2d", {{1, 1, 2, 2}, {2}}));
  groups.push_back(group("layers/lstm/cell", {{2, 8}, {2, 8}, {8}}));
  groups.push_back(group("layers/dense", {{2, 3}, {3}}));
  const auto model = built(keras3(
      sequential({input_layer({nullptr, 4, 4, 2}), conv("conv"), layer("ReLU", "relu"),
                  layer("LSTM", "lstm", {{"units", 2}}), layer("Dense", "dense", {{"units", 3}})}),
      std::move(groups)));
  EXPECT_FALSE(model.end.empty());
  EXPECT_EQ(names_of(model.model), (std::vector<std::string>{"conv", "relu"}));
  ASSERT_EQ(model.notes.size(), 1U);
  EXPECT_EQ(model.notes[0].english(),
            "\"lstm\" (LSTM) is not supported: the network is shown up to \"relu\"");
}

TEST(UnsupportedKeras, AFunctionalModelKeepsEveryBranchAndKerasNumbers) {
  std::vector<WeightGroup> groups;
  groups.push_back(group("layers/conv2d", {{1, 1, 2, 2}, {2}}));
  groups.push_back(group("layers/conv2d_1", {{1, 1, 2, 2}, {2}}));
  const auto model = built(keras3(
      functional(
          {picture_input(), called(layer("Lambda", "odd"), {"in"}), called(conv("left"), {"in"}),
           called(layer("ReLU", "relu"), {"left"}), called(layer("Add", "sum"), {"relu", "odd"}),
           called(conv("right"), {"in"}), called(layer("Concatenate", "join"), {"sum", "right"})},
          {{"in", 0, 0}}, {{"join", 0, 0}}),
      std::move(groups)));
  EXPECT_FALSE(model.end.empty());
  ASSERT_EQ(model.notes.size(), 1U);
  EXPECT_TRUE(contains(model.notes[0].english(), "\"odd\" (Lambda) is not supported"))
      << model.notes[0].english();
  EXPECT_TRUE(contains(model.notes[0].english(), "\"relu\"") &&
              contains(model.notes[0].english(), "\"right\""))
      << model.notes[0].english();
  EXPECT_EQ(model.model.outputs().size(), 2U);
  EXPECT_EQ(model.model.layer("right")->number(), 5);
  EXPECT_EQ(model.model.layer("relu")->number(), 3);
}

TEST(UnsupportedKeras, ANetworkWithinEndsTheOneAroundIt) {
  const Json inner =
      layer("Sequential", "base",
            {{"layers", {input_layer({nullptr, 4, 4, 2}), conv("c1"), layer("Lambda", "odd")}}});
  std::vector<WeightGroup> groups;
  groups.push_back(group("layers/sequential/layers/conv2d", {{1, 1, 2, 2}, {2}}));
  const auto model =
      built(keras3(sequential({input_layer({nullptr, 4, 4, 2}), inner, layer("Flatten", "flat")}),
                   std::move(groups)));
  EXPECT_FALSE(model.end.empty());
  // "base" itself has no row: its result is not known.
  EXPECT_EQ(names_of(model.model), (std::vector<std::string>{"base/c1"}));
  EXPECT_TRUE(contains(model.notes[0].english(), "\"odd\" (Lambda) is not supported"));
  EXPECT_TRUE(contains(model.notes[0].english(), "up to \"base/c1\""));
}

TEST(UnsupportedKeras, AnActivationOrASettingEndsTheNetworkToo) {
  std::vector<WeightGroup> groups;
  groups.push_back(group("layers/conv2d", {{1, 1, 2, 2}, {2}}));
  groups.push_back(group("layers/dense", {{2, 3}, {3}}));
  const auto model =
      built(keras3(sequential({input_layer({nullptr, 4, 4, 2}), conv("conv"),
                               layer("Dense", "dense", {{"units", 3}, {"activation", "wobble"}})}),
                   std::move(groups)));
  EXPECT_TRUE(contains(model.notes[0].english(), "\"wobble\"") &&
              contains(model.notes[0].english(), "\"conv\""));
  std::vector<WeightGroup> others;
  others.push_back(group("layers/conv2d", {{1, 1, 2, 2}, {2}}));
  const auto resized =
      built(keras3(sequential({input_layer({nullptr, 4, 4, 2}), conv("conv"),
                               layer("UpSampling2D", "up", {{"interpolation", "lanczos3"}})}),
                   std::move(others)));
  EXPECT_TRUE(contains(resized.notes[0].english(), "\"lanczos3\"")) << resized.notes[0].english();
}

// What a layer needs and lacks stays an error, and so do arrays that are nobody's.
TEST(UnsupportedKeras, FaultsOfTheFileStayErrors) {
  const Json architecture = sequential(
      {input_layer({nullptr, 4, 4, 2}), conv("conv"), layer("Lambda", "odd"), conv("after")});
  std::vector<WeightGroup> groups;
  groups.push_back(group("layers/conv2d", {{1, 1, 2, 2}, {2}}));
  EXPECT_TRUE(contains(testing::refusal(keras3(architecture, std::move(groups))), "\"after\""));
  std::vector<WeightGroup> more;
  for (const char* path : {"layers/conv2d", "layers/conv2d_1", "layers/dense"}) {
    more.push_back(group(path, {{1, 1, 2, 2}, {2}}));
  }
  EXPECT_TRUE(contains(testing::refusal(keras3(architecture, std::move(more))), "layers/dense"));
}

TEST(UnsupportedKeras, SubclassesThatListTheirLayersAreShown) {
  Json own = sequential({input_layer({nullptr, 4, 4, 2}), conv("conv"), layer("ReLU", "relu")});
  own["class_name"] = "MyNet";
  own["registered_name"] = "Custom>MyNet";
  std::vector<WeightGroup> groups;
  groups.push_back(group("layers/conv2d", {{1, 1, 2, 2}, {2}}));
  const auto model = built(keras3(own, std::move(groups)));
  EXPECT_TRUE(model.end.empty());
  EXPECT_EQ(names_of(model.model), (std::vector<std::string>{"conv", "relu"}));
  EXPECT_TRUE(contains(model.notes[0].english(), "\"MyNet\"")) << model.notes[0].english();
}

}  // namespace
}  // namespace convlens::loaders
