#include "lab/code/code_line.h"

#include <gtest/gtest.h>

#include "lab/document/band_filters.h"
#include "lab/document/presets.h"
#include "lab/document/transforms.h"
#include "lab/networks.h"

namespace convlens::lab {
namespace {

using testing::after;
using testing::bench_with;
using testing::color_network;
using testing::small_bench;

std::string line(const Document& before, const Command& command) {
  return code_of(before, command, after(before, {command})).text;
}

// A stroke of the brush over these cells, all channels.
SetWeights stroke(std::initializer_list<std::pair<int, int>> cells, float value,
                  FilterRef filter = {}) {
  SetWeights command{filter, {}};
  for (const auto& [row, column] : cells) {
    for (int c = 0; c < 3; ++c) command.edits.push_back({row, column, c, value});
  }
  return command;
}

SetWeights block(int top, int bottom, int left, int right, float value) {
  SetWeights command;
  for (int row = top; row < bottom; ++row) {
    for (int column = left; column < right; ++column) {
      for (int c = 0; c < 3; ++c) command.edits.push_back({row, column, c, value});
    }
  }
  return command;
}

TEST(CodeLine, SaysBlocksAsSlices) {
  const Document bench = small_bench();
  EXPECT_EQ(line(bench, block(0, 7, 3, 4, 1)), "filters[:, 3, :, 0] = 1");
  EXPECT_EQ(line(bench, block(3, 4, 0, 7, -1)), "filters[3, :, :, 0] = -1");
  EXPECT_EQ(line(bench, block(0, 7, 0, 7, 0.5f)), "filters[:, :, :, 0] = 0.5");
  EXPECT_EQ(line(bench, block(0, 2, 5, 7, 0.1f)), "filters[:2, 5:, :, 0] = 0.1");
  EXPECT_EQ(line(bench, block(1, 4, 2, 3, 0)), "filters[1:4, 2, :, 0] = 0");
  EXPECT_EQ(line(bench, SetWeights{1, {{2, 5, 1, -1.0f}}}), "filters[2, 5, 1, 1] = -1");
  EXPECT_EQ(line(bench, stroke({{2, 5}}, -1)), "filters[2, 5, :, 0] = -1");
}

TEST(CodeLine, SaysOneListOfIndicesBesideSlices) {
  const Document bench = small_bench();
  EXPECT_EQ(line(bench, stroke({{0, 3}, {1, 3}, {4, 3}}, 2)), "filters[[0, 1, 4], 3, :, 0] = 2");
  EXPECT_EQ(line(bench, stroke({{0, 3}, {2, 3}, {4, 3}, {6, 3}}, 2)), "filters[::2, 3, :, 0] = 2");
  SetWeights red_and_blue;
  for (const int c : {0, 2}) red_and_blue.edits.push_back({2, 3, c, 0.25f});
  EXPECT_EQ(line(bench, red_and_blue), "filters[2, 3, ::2, 0] = 0.25");
}

TEST(CodeLine, SaysFewCellsOneByOneAndManyAsLists) {
  const Document bench = small_bench();
  EXPECT_EQ(line(bench, stroke({{2, 5}, {0, 1}}, -1)),
            "filters[0, 1, :, 0] = -1; filters[2, 5, :, 0] = -1");
  EXPECT_EQ(line(bench, stroke({{0, 2}, {1, 2}, {3, 5}, {4, 6}}, -1)),
            "filters[[0, 1, 3, 4], [2, 2, 5, 6], :, 0] = -1");
}

TEST(CodeLine, LaterEditsWin) {
  SetWeights twice = block(0, 7, 3, 4, 1);
  for (const WeightEdit& edit : block(0, 7, 3, 4, 2).edits) twice.edits.push_back(edit);
  EXPECT_EQ(line(small_bench(), twice), "filters[:, 3, :, 0] = 2");
}

TEST(CodeLine, SaysValuesThatDiffer) {
  const Document bench = small_bench();
  const SetWeights turned{0, {{2, 3, 0, 0.1f}, {2, 3, 1, 0.2f}, {2, 3, 2, 0.1f}}};
  EXPECT_EQ(line(bench, turned), "filters[2, 3, ::2, 0] = 0.1; filters[2, 3, 1, 0] = 0.2");
  SetWeights wheel;
  SetWeights scattered;
  for (int i = 0; i < 5; ++i) {
    for (int c = 0; c < 3; ++c) {
      const float value = static_cast<float>(i) + 0.25f * static_cast<float>(c);
      if (i < 2) wheel.edits.push_back({0, i, c, value});
      if ((i + c) % 2 == 0) scattered.edits.push_back({i, i, c, value});
    }
  }
  EXPECT_EQ(line(bench, wheel),
            "filters[0, 0, :, 0] = [0, 0.25, 0.5]; filters[0, 1, :, 0] = [1, 1.25, 1.5]");
  EXPECT_EQ(line(bench, scattered),
            "filters[[0, 0, 1, 2, 2, 3, 4, 4], [0, 0, 1, 2, 2, 3, 4, 4], [0, 2, 1, 0, 2, 1, 0, 2], "
            "0] = [0, 0.5, 1.25, 2, 2.5, 3.25, 4, 4.5]");
}

TEST(CodeLine, PrintsTheShortestDigitsThatReadBack) {
  const Document bench = small_bench();
  EXPECT_EQ(line(bench, SetWeights{0, {{0, 0, 0, 1.0f / 3.0f}}}),
            "filters[0, 0, 0, 0] = 0.33333334");
  EXPECT_EQ(line(bench, SetWeights{0, {{0, 0, 0, 1e-7f}}}), "filters[0, 0, 0, 0] = 1e-07");
}

TEST(CodeLine, SaysWhatLocksDoBehindAStroke) {
  Document bench = after(small_bench(), {LockFilter{0, true, false}});
  EXPECT_EQ(line(bench, stroke({{2, 5}}, -1)),
            "filters[2, 5, :, 0] = -1; w = filters[..., 0].astype(float); "
            "free = np.ones(w.shape, bool); free[2, 5, :] = False; "
            "w[free] -= w.sum() / free.sum(); filters[..., 0] = w");
  bench = after(small_bench(), {LockFilter{0, false, true}});
  EXPECT_EQ(line(bench, stroke({{2, 5}}, -1)),
            "filters[2, 5, :, 0] = -1; w = filters[..., 0].astype(float); "
            "filters[..., 0] = w / np.linalg.norm(w)");
  EXPECT_EQ(line(small_bench(), LockFilter{1, true, false}),
            "w = filters[..., 1].astype(float); filters[..., 1] = w - w.mean()");
  EXPECT_EQ(line(bench, LockFilter{0, false, false}), "filters[..., 0]  # free");
}

TEST(CodeLine, SaysPresetsInFewWords) {
  const Document bench = small_bench();
  const auto preset = [&](Preset which) {
    return line(bench, ReplaceWeights{0, *preset_weights(which, bench.filters[0])});
  };
  EXPECT_EQ(preset(Preset::kHorizontalLine), "filters[..., 0] = 0; filters[3, :, :, 0] = 1");
  EXPECT_EQ(preset(Preset::kIdentity), "filters[..., 0] = 0; filters[3, 3, :, 0] = 0.33333334");
  EXPECT_EQ(preset(Preset::kBox), "filters[..., 0] = 0.006802721");
  EXPECT_EQ(preset(Preset::kZero), "filters[..., 0] = 0");
  EXPECT_EQ(preset(Preset::kLaplacian),
            "filters[..., 0] = 0; filters[[2, 3, 3, 4], [3, 2, 4, 3], :, 0] = 0.33333334; "
            "filters[3, 3, :, 0] = -1.3333334");
  EXPECT_EQ(preset(Preset::kVerticalLine), "");  // it is one
}

TEST(CodeLine, SaysTransformsAsWhatTheyAre) {
  Document bench = small_bench();
  const BandFilter band{.kind = BandKind::kGabor, .orientation = 20.0, .phase = 40.0};
  bench.filters[0].weights = *band_weights(band, bench.filters[0]);
  const auto transform = [&](Transform which) {
    return line(bench, ReplaceWeights{0, *transformed(which, bench.filters[0])});
  };
  EXPECT_EQ(transform(Transform::kRotate), "filters[..., 0] = np.rot90(filters[..., 0])");
  EXPECT_EQ(transform(Transform::kMirrorX), "filters[..., 0] = filters[..., 0][:, ::-1]");
  EXPECT_EQ(transform(Transform::kMirrorY), "filters[..., 0] = filters[..., 0][::-1]");
  EXPECT_EQ(transform(Transform::kNegate), "filters[..., 0] *= -1");
  EXPECT_EQ(transform(Transform::kHalve), "filters[..., 0] *= 0.5");
  EXPECT_EQ(transform(Transform::kShiftLeft),
            "filters[:, :-1, :, 0] = filters[:, 1:, :, 0]; filters[:, -1, :, 0] = 0");
  EXPECT_EQ(line(small_bench(), ReplaceWeights{1, balanced(small_bench().filters[1])}),
            "w = filters[..., 1].astype(float); filters[..., 1] = w - w.mean()");
}

TEST(CodeLine, SaysEveryWeightWhereNothingShorterDoes) {
  Document bench = after(small_bench(), {ShapeFilters{1, 2, 3}});
  EXPECT_EQ(line(bench, ReplaceWeights{0, {1, 2, 3, 4, 5, 6.5f}}),
            "filters[..., 0] = np.array([[[1, 2, 3], [4, 5, 6.5]]], dtype=np.float32)");
  bench = after(small_bench(), {ShapeFilters{2, 3, 3}});
  EXPECT_EQ(line(bench, ReplaceWeights{1, {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6}}),
            "filters[..., 1] = np.array([[1, 2, 3], [4, 5, 6]], dtype=np.float32)"
            "[..., np.newaxis]");
}

TEST(CodeLine, SaysBiasesAndMasksOnceSomeFilterHasOne) {
  const Document bench = small_bench();
  EXPECT_EQ(line(bench, SetBias{1, 0.5f}), "bias = np.zeros(2, dtype=np.float32); bias[1] = 0.5");
  const Document biased = after(bench, {SetBias{1, 0.5f}});
  EXPECT_EQ(line(biased, SetBias{0, -1.0f}), "bias[0] = -1");
  std::vector<bool> column(bench.filters[0].weights.size(), false);
  for (int row = 0; row < 7; ++row) column[bench.filters[0].index(row, 3, 1)] = true;
  EXPECT_EQ(line(bench, MuteWeights{0, column}),
            "mask = np.ones_like(filters); mask[:, 3, 1, 0] = 0");
  const Document muted = after(bench, {MuteWeights{0, column}});
  std::vector<bool> fewer = column;
  fewer[bench.filters[0].index(2, 3, 1)] = false;
  EXPECT_EQ(line(muted, MuteWeights{0, fewer}), "mask[2, 3, 1, 0] = 1");
  EXPECT_EQ(line(muted, MuteWeights{0, {}}), "mask[..., 0] = 1");
  EXPECT_EQ(line(after(biased, {MuteWeights{0, column}}), RemoveFilter{0}),
            "filters = np.delete(filters, 0, axis=-1); bias = np.delete(bias, 0); "
            "mask = np.delete(mask, 0, axis=-1)");
}

TEST(CodeLine, SaysFiltersThatComeGoAndMove) {
  const Document bench = small_bench();
  EXPECT_EQ(line(bench, RemoveFilter{1}), "filters = np.delete(filters, 1, axis=-1)");
  EXPECT_EQ(line(bench, MoveFilter{0, 1}), "filters = filters[..., [1, 0]]");
  EXPECT_EQ(line(bench, AddFilters{1, {bench.filters[0]}}),
            "filters = np.insert(filters, 1, filters[..., 0], axis=-1)");
  EXPECT_EQ(line(bench, AddFilters{2, {zero_filter("new", 7, 7, 3)}}),
            "filters = np.insert(filters, 2, 0, axis=-1)");
  Filter half = vertical_line_filter();
  for (float& weight : half.weights) weight *= 0.5f;
  EXPECT_EQ(line(bench, AddFilters{2, {half, half}}),
            "filters = np.insert(filters, [2] * 2, 0, axis=-1); filters[:, 3, :, 2] = 0.5; "
            "filters[:, 3, :, 3] = 0.5");
  std::vector<Filter> many(9, half);
  EXPECT_EQ(line(after(bench, {AddFilters{0, many}}), MoveFilter{2, 7}),
            "order = np.insert(np.delete(np.arange(11), 2), 7, 2); filters = filters[..., order]");
  EXPECT_EQ(line(bench, RenameFilter{1, "\"edge\" \xea\xb0\x80"}),
            "names[1] = \"\\\"edge\\\" \xea\xb0\x80\"");
}

TEST(CodeLine, SaysOtherShapes) {
  const Document bench = small_bench();
  EXPECT_EQ(line(bench, ShapeFilters{5, 7, 3}), "filters = filters[1:6, :]");
  EXPECT_EQ(line(bench, ShapeFilters{9, 8, 3}),
            "filters = np.pad(filters, [(1, 1), (0, 1), (0, 0), (0, 0)])");
  EXPECT_EQ(line(bench, ShapeFilters{7, 7, 1}), "filters = filters.sum(axis=2, keepdims=True)");
  EXPECT_EQ(
      line(after(bench, {ShapeFilters{3, 3, 1}}), ShapeFilters{4, 3, 3}),
      "filters = np.repeat(np.pad(filters, [(0, 1), (0, 0), (0, 0), (0, 0)]), 3, axis=2) / 3");
}

TEST(CodeLine, SaysWhereFiltersComeFrom) {
  const Document bench = small_bench();
  EXPECT_EQ(filters_code(bench),
            "filters = np.zeros((7, 7, 3, 2), dtype=np.float32); filters[:, 3, :, 0] = 1; "
            "filters[3, :, :, 1] = 1");
  Filter first = vertical_line_filter();
  Filter second = horizontal_line_filter();
  EXPECT_EQ(line(bench, SetFilters{{first, second}, {"/a/bank.npy"}}),
            "filters = np.load(\"bank.npy\")");
  EXPECT_EQ(line(bench, SetFilters{{first, second}, {"/a/bank.npz", "filters"}}),
            "filters = np.load(\"bank.npz\")[\"filters\"]");
  EXPECT_EQ(filters_code(after(bench, {SetFilters{{first}, {"/a/bank.npy"}}})),
            "filters = np.load(\"bank.npy\")");
  first.name = "bank 1";
  EXPECT_EQ(line(bench, SetFilters{{first}}),
            "filters = np.zeros((7, 7, 3, 1), dtype=np.float32); filters[:, 3, :, 0] = 1");
}

TEST(CodeLine, SaysHowTheMapsAreMade) {
  Document bench = small_bench();
  EXPECT_EQ(outputs_code(bench),
            "outputs = tf.nn.conv2d(images, filters, strides=1, padding=\"SAME\")");
  EXPECT_EQ(line(bench, SetSteps{2, 1, 1, 3, conv::Padding::kValid}),
            "outputs = tf.nn.conv2d(images, filters, strides=[2, 1], padding=\"VALID\", "
            "dilations=[1, 3])");
  std::vector<bool> muted(147, false);
  muted[5] = true;
  bench = after(bench, {SetBias{0, 1.0f}, MuteWeights{0, muted}});
  EXPECT_EQ(line(bench, SetActivation{conv::Activation::kRelu}),
            "outputs = tf.nn.relu(tf.nn.conv2d(images, filters * mask, strides=1, "
            "padding=\"SAME\") + bias)");
  EXPECT_EQ(outputs_code(after(small_bench(), {ShapeFilters{3, 3, 1}})),
            "outputs = tf.nn.conv2d(images @ np.float32([[0.299], [0.587], [0.114]]), filters, "
            "strides=1, padding=\"SAME\")");
}

TEST(CodeLine, SaysCrops) {
  // Pictures of 40x50 and 33x61, a crop of 12x19.
  const Document bench = after(small_bench(), {MoveCrop{1, {10, 21}}});
  EXPECT_EQ(line(bench, MoveCrop{0, {5, 6}}),
            "images = np.stack([pictures[0][5:17, 6:25], pictures[1][10:22, 21:40]]) "
            "* np.float32(1 / 255)");
  EXPECT_EQ(line(bench, MoveCrop{0, {14, 15}}),
            "images = np.stack([keras.layers.CenterCrop(height=12, width=19)(p) for p in "
            "pictures]) * np.float32(1 / 255)");
  EXPECT_EQ(line(bench, ResizeCrop{0, {36, 20}, {0, 0}}),
            "images = np.stack([pictures[0][0:36, 0:20], "
            "keras.preprocessing.image.smart_resize(pictures[1], (36, 20))]) "
            "* np.float32(1 / 255)");
  const auto picture = testing::picture("cat.jpg", testing::noise_image(40, 50, 3));
  EXPECT_EQ(line(bench, SetPictures{1, {picture}}),
            "pictures[1:2] = [np.array(keras.utils.load_img(name)) for name in [\"cat.jpg\"]]; "
            "images = np.stack([pictures[0][3:15, 4:23], pictures[1][14:26, 15:34]]) "
            "* np.float32(1 / 255)");
  const auto copied = std::make_shared<const Picture>(Picture{"copied", picture->image});
  EXPECT_EQ(line(bench, SetPictures{0, {copied, picture}}).substr(0, 126),
            "pictures[0:2] = [np.array(PIL.ImageGrab.grabclipboard().convert(\"RGB\")), "
            "np.array(keras.utils.load_img(\"cat.jpg\"))]; images = ");
  Document many = after(
      bench, {SetPictures{0, {picture, picture, picture, picture, picture}}, MoveCrop{1, {0, 2}}});
  EXPECT_EQ(images_code(many),
            "images = np.stack([p[y:y + 12, x:x + 19] for p, y, x in zip(pictures, [3, 0, 14, 14, "
            "14], [4, 2, 15, 15, 15])]) * np.float32(1 / 255)");
}

TEST(CodeLine, SaysTheNotebooksCropAsTheNotebookDoes) {
  const auto picture = testing::picture("china.jpg", testing::noise_image(100, 130, 3));
  EXPECT_EQ(images_code(notebook_document({picture, picture})),
            "images = keras.layers.Rescaling(1 / 255)"
            "(keras.layers.CenterCrop(height=70, width=120)(pictures))");
}

TEST(CodeLine, SaysWhatIsDoneToATrainedFilter) {
  const Document bench = bench_with(color_network());
  const FilterRef third{2, testing::kConv1};
  EXPECT_EQ(line(bench, stroke({{2, 5}}, -1, third)),
            "kernel = model.layers[0].kernel.numpy(); kernel[2, 5, :, 2] = -1; "
            "model.layers[0].kernel.assign(kernel)");
  EXPECT_EQ(line(bench, RestoreNetwork{third}),
            "kernel = model.layers[0].kernel.numpy(); "
            "kernel[..., 2] = trained.layers[0].kernel.numpy()[..., 2]; "
            "model.layers[0].kernel.assign(kernel)");
  EXPECT_EQ(line(bench, TakeFilter{third}),
            "filters = np.insert(filters, 2, model.layers[0].kernel.numpy()[..., 2], axis=-1)");
  EXPECT_EQ(line(bench, PairFilter{0, 4}),
            "a, b = filters[..., 0], model.layers[0].kernel.numpy()[..., 4]; "
            "np.vdot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b))");
}

// Filters are shown in RGB, whatever order the network has.
TEST(CodeLine, TurnsTheChannelsOfABgrKernel) {
  TrainedNetwork network = testing::trained_of("color.h5", testing::color_model());
  network.preparation.order = nn::ChannelOrder::kBgr;
  const Document bench = bench_with(testing::shared(std::move(network)));
  const FilterRef first{0, testing::kConv1};
  EXPECT_EQ(line(bench, SetWeights{first, {{1, 2, 0, 0.5f}}}),
            "kernel = model.layers[0].kernel.numpy(); kernel[1, 2, 2, 0] = 0.5; "
            "model.layers[0].kernel.assign(kernel)");
  EXPECT_EQ(line(bench, TakeFilter{first}),
            "filters = np.insert(filters, 2, "
            "model.layers[0].kernel.numpy()[..., 0][..., ::-1], axis=-1)");
}

TEST(CodeLine, SaysWhatIsDoneToANetwork) {
  TrainedNetwork network = testing::trained_of("color.keras", testing::color_model());
  network.test_set = testing::noise_set(5, {20, 21, 3}, 3);
  network.moments = testing::noise_moments(network.model, 3);
  const auto shared = testing::shared(std::move(network));
  const Document bench = bench_with(shared);
  EXPECT_EQ(line(small_bench(), SetNetwork{shared}),
            "model = keras.models.load_model(\"color.keras\")");
  EXPECT_EQ(line(bench, SetNetwork{}), "del model");
  EXPECT_EQ(line(bench, RestoreNetwork{}), "model.load_weights(\"color.keras\")");
  EXPECT_EQ(line(bench, ShowUntrained{}),
            "keras.utils.set_random_seed(42); model = keras.models.clone_model(model); "
            "model.layers[0].kernel.assign(moments[0])");
  EXPECT_EQ(line(bench, SetMorph{0.0f}), "model.set_weights(trained.get_weights())");
  EXPECT_EQ(line(bench, SetMorph{1.0f}), "model.set_weights(mine.get_weights())");
  EXPECT_EQ(line(bench, SetMorph{0.5f}),
            "model.set_weights([t + 0.5 * (m - t) for t, m in zip(trained.get_weights(), "
            "mine.get_weights())])");
  EXPECT_EQ(line(bench, ShowMoment{1}), "model.layers[0].kernel.assign(moments[1])  # epoch 0.50");
  EXPECT_EQ(line(bench, SetNetworkInput{NetworkSource::kTestSet, 3}), "inputs = x_test[3:4] / 255");
  EXPECT_EQ(line(bench, SetClassNames{{"cat", "dog"}}), "class_names = [\"cat\", \"dog\"]");
  const nn::InputPreparation preparation{.crop = {},
                                         .resize = nn::HeightWidth{28, 30},
                                         .order = nn::ChannelOrder::kBgr,
                                         .scale = 255.0f,
                                         .mean = {1, 2.5f, 3},
                                         .standard_deviation = {2}};
  EXPECT_EQ(line(after(bench, {SetNetworkInput{NetworkSource::kPicture, 0}}),
                 SetPreparation{preparation}),
            "inputs = (keras.layers.Resizing(height=28, width=30)(images)[..., ::-1] * 255 - "
            "[1, 2.5, 3]) / 2");
  EXPECT_EQ(layer_code(testing::color_model().layer(2), Shape{1, 14, 14, 64}),
            "features = keras.Model(model.inputs, model.layers[2].output)(inputs)  "
            "# (1, 14, 14, 64)");
}

// Keras reaches a layer within a network by name, and has no value of it for other models.
TEST(CodeLine, ReachesIntoNetworksWithin) {
  const nn::Model base = testing::color_model();
  const nn::Model model =
      testing::must(nn::Model::sequential({20, 21, 3}, {base.as_layer(), nn::dropout("drop")}));
  const Document bench = bench_with(testing::shared(testing::trained_of("outer.keras", model)));
  const auto conv = first_convolution(model);
  ASSERT_TRUE(conv);
  EXPECT_EQ(conv->layer, 1);
  EXPECT_EQ(line(bench, SetWeights{{0, conv->layer}, {{1, 2, 0, 0.5f}}}),
            "kernel = model.get_layer(\"sequential\").get_layer(\"conv1\").kernel.numpy(); "
            "kernel[1, 2, 0, 0] = 0.5; "
            "model.get_layer(\"sequential\").get_layer(\"conv1\").kernel.assign(kernel)");
  EXPECT_EQ(layer_code(model.layer(1), Shape{1, 20, 21, 5}), "");
  EXPECT_EQ(layer_code(model.layers().back(), Shape{1, 3}),
            "features = keras.Model(model.inputs, model.layers[1].output)(inputs)  # (1, 3)");
}

TEST(CodeLine, SaysWhatAdoptedFiltersSee) {
  const Document bench = bench_with(color_network());
  EXPECT_EQ(line(bench, AdoptNetwork{true}),
            "prepared = images; "
            "outputs = tf.nn.conv2d(prepared, filters, strides=1, padding=\"SAME\")");
}

TEST(CodeLine, EveryCommandHasAPanel) {
  const Document bench = bench_with(color_network());
  const auto panel = [&](const Command& command) {
    return code_of(bench, command, after(bench, {command})).panel;
  };
  EXPECT_EQ(panel(MoveCrop{}), CodePanel::kInput);
  EXPECT_EQ(panel(SetSteps{}), CodePanel::kMaps);
  EXPECT_EQ(panel(SetNetwork{}), CodePanel::kLayers);
  EXPECT_EQ(panel(SetWeights{}), CodePanel::kFilter);
  EXPECT_EQ(panel(SetMorph{}), CodePanel::kTrainedFilter);
  EXPECT_EQ(panel(SetWeights{{0, 2}, {}}), CodePanel::kTrainedFilter);
}

}  // namespace
}  // namespace convlens::lab
