// Each sum is the network's own value, in every layer of many networks.
#include "lab/shown/layer_sum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

#include "lab/networks.h"

namespace convlens::lab {
namespace {

using testing::conv_layer;
using testing::dense_layer;
using testing::must;
using testing::random_tensor;

nn::Activations activations_of(const nn::Model& model, const Shape& input, unsigned seed = 3) {
  nn::Random random(seed);
  return must(model.activations(random_tensor(input, random)));
}

// Some cells of a node: its corners, and others all over it.
std::vector<LayerCell> cells_of(const nn::Activations& values, std::size_t node) {
  const std::size_t count = values[node].shape().element_count();
  std::vector<LayerCell> cells;
  for (std::size_t i = 0; i < count; i += std::max<std::size_t>(1, count / 23)) {
    cells.push_back(cell_of(values[node].shape(), node, i));
  }
  cells.push_back(cell_of(values[node].shape(), node, count - 1));
  return cells;
}

void expect_value(const nn::Model& model, const nn::Activations& values, const LayerCell& cell) {
  const LayerSum sum = layer_sum(model, values, cell);
  double size = std::fabs(sum.bias);
  for (const LayerTerm& term : sum.terms) size += std::fabs(term.product());
  const double rounding = 1e-5 * (1.0 + size);
  const std::string where = model.nodes()[cell.node].layer->name();
  EXPECT_NEAR(sum.value, double{value_at(values, cell)}, rounding) << where;
  double shares = sum.bias;
  for (const MapShare& share : sum.shares) shares += share.sum;
  if (sum.kind != LayerSumKind::kOther) {
    EXPECT_NEAR(shares, sum.sum, rounding) << where;
  }
  for (const LayerTerm& term : sum.terms) {
    if (term.padding) continue;
    ASSERT_TRUE(has_cell(values, term.from)) << where;
    EXPECT_EQ(static_cast<float>(term.input), value_at(values, term.from)) << where;
  }
}

// The kinds that the layers of the network are of.
std::set<LayerSumKind> expect_all_values(const nn::Model& model, const nn::Activations& values) {
  std::set<LayerSumKind> kinds;
  for (std::size_t node = 0; node < values.size(); ++node) {
    for (const LayerCell& cell : cells_of(values, node)) expect_value(model, values, cell);
    if (!model.nodes()[node].inputs.empty()) {
      kinds.insert(layer_sum(model, values, cells_of(values, node).front()).kind);
    }
  }
  return kinds;
}

TEST(LayerSum, IsTheValueInEveryLayerOfSmallNetworks) {
  const nn::Model color = testing::color_model();
  EXPECT_EQ(expect_all_values(color, activations_of(color, {1, 9, 11, 3})),
            (std::set{LayerSumKind::kProducts, LayerSumKind::kLargest, LayerSumKind::kMean,
                      LayerSumKind::kFunction}));
  const nn::Model grey = testing::grey_model();
  expect_all_values(grey, activations_of(grey, {1, 10, 12, 1}));
}

// Strides, padding, dilation, groups, depth, edges.
TEST(LayerSum, FollowsAConvolutionHoweverItSteps) {
  for (const nn::Padding padding : {nn::Padding::kSame, nn::Padding::kValid}) {
    const nn::Model model = must(nn::Model::sequential(
        {17, 19, 4},
        {conv_layer({.name = "strided", .strides = {2, 3}, .padding = padding}, {3, 5, 4, 6}, 1),
         conv_layer({.name = "grouped", .padding = padding, .groups = 2}, {3, 3, 3, 4}, 2)}));
    expect_all_values(model, activations_of(model, {1, 17, 19, 4}));
    const nn::Model wide = must(nn::Model::sequential(
        {15, 15, 4},
        {conv_layer({.name = "dilated", .dilation = {2, 3}, .padding = padding}, {3, 3, 4, 4}, 3),
         must(nn::depthwise_conv2d({.name = "deep", .strides = {2, 2}, .padding = padding},
                                   nn::tests::counting({3, 3, 4, 2}, -30),
                                   nn::tests::counting({8})))}));
    expect_all_values(wide, activations_of(wide, {1, 15, 15, 4}));
  }
  const nn::Model edged = must(nn::Model::sequential(
      {11, 11, 2}, {conv_layer({.name = "edges", .strides = {2, 2}, .edges = nn::Edges{1, 2, 0, 3}},
                               {3, 3, 2, 3}, 4),
                    nn::sigmoid("sigmoid")}));
  expect_all_values(edged, activations_of(edged, {1, 11, 11, 2}));
}

TEST(LayerSum, FollowsPoolingsOfEveryKind) {
  nn::Pooling2DOptions overlapping{.name = "pool", .pool_size = {3, 2}, .strides = {{2, 2}}};
  nn::Pooling2DOptions same = overlapping;
  same.padding = nn::Padding::kSame;
  nn::Pooling2DOptions edged = overlapping;
  edged.edges = nn::Edges{1, 1, 1, 0};
  nn::Pooling2DOptions counted = edged;
  counted.counts_edges = true;
  nn::Pooling2DOptions dilated{
      .name = "pool", .pool_size = {2, 2}, .strides = {{1, 1}}, .dilation = {2, 3}};
  for (const nn::Pooling2DOptions& options : {overlapping, same, edged, counted, dilated}) {
    nn::Pooling2DOptions largest = options;
    largest.counts_edges = false;
    for (const auto& layer :
         {must(nn::average_pooling2d(options)), must(nn::max_pooling2d(largest))}) {
      const nn::Model model = must(nn::Model::sequential({9, 10, 3}, {layer}));
      expect_all_values(model, activations_of(model, {1, 9, 10, 3}));
    }
  }
}

TEST(LayerSum, FollowsMergesFramesAndNormalisations) {
  nn::Random random(8);
  const nn::Symbolic input = nn::input({8, 9, 4});
  const nn::Symbolic a =
      conv_layer({.name = "a", .padding = nn::Padding::kSame}, {3, 3, 4, 4}, 1)(input);
  const nn::Symbolic b = must(
      nn::batch_normalization({.name = "b"}, {.gamma = random_tensor({4}, random),
                                              .beta = random_tensor({4}, random),
                                              .moving_mean = random_tensor({4}, random),
                                              .moving_variance = nn::tests::counting({4}, 1)}))(a);
  const nn::Symbolic sum = nn::add("sum")({a, b});
  const nn::Symbolic less = nn::subtract("less")({sum, input});
  const nn::Symbolic mean = nn::average("mean")({less, a, b});
  const nn::Symbolic beside = must(nn::concatenate(-1, "beside"))({mean, a});
  const nn::Symbolic framed = nn::zero_padding2d({1, 2, 3, 0}, "framed").value()(beside);
  const nn::Symbolic cut = nn::cropping2d({0, 1, 1, 1}, "cut").value()(framed);
  const nn::Symbolic shares = must(nn::softmax(-1, "shares"))(cut);
  const nn::Symbolic unknown = nn::multiply("unknown")({shares, shares});
  const nn::Model model = must(nn::Model::create(input, unknown));
  const auto kinds = expect_all_values(model, activations_of(model, {1, 8, 9, 4}));
  EXPECT_EQ(kinds,
            (std::set{LayerSumKind::kProducts, LayerSumKind::kNormalized, LayerSumKind::kAdded,
                      LayerSumKind::kPassed, LayerSumKind::kSoftmax, LayerSumKind::kOther}));
}

// The terms of a dense layer behind Flatten are those of the maps before it.
TEST(LayerSum, LooksThroughLayersThatHandValuesOn) {
  const nn::Model grey = testing::grey_model();
  const nn::Activations values = activations_of(grey, {1, 10, 12, 1});
  const LayerSum sum = layer_sum(grey, values, {values.size() - 1, 1, 0, 0});
  EXPECT_EQ(sum.height, 10);
  EXPECT_EQ(sum.width, 12);
  EXPECT_EQ(sum.channels, 4);
  EXPECT_EQ(sum.at(3, 5, 2).from, (LayerCell{sum.shares.front().node, 2, 3, 5}));
  ASSERT_TRUE(sum.softmax.has_value());
  EXPECT_EQ(sum.softmax->count, 3u);
}

TEST(LayerSum, NamesTheWinnerOfAPool) {
  const nn::Model model = must(nn::Model::sequential({2, 2, 1}, {must(nn::max_pooling2d({}))}));
  const nn::Activations values =
      must(model.activations(nn::tests::tensor({1, 2, 2, 1}, {1, 4, 3, 2})));
  const LayerSum sum = layer_sum(model, values, {values.size() - 1, 0, 0, 0});
  EXPECT_EQ(sum.terms[sum.shares.front().strongest].from, (LayerCell{0, 0, 0, 1}));
  EXPECT_EQ(sum.value, 4.0);
}

TEST(LayerCells, StrongestIsWhereTheMapIsLargest) {
  const nn::Model model = must(nn::Model::sequential({2, 3, 1}, {must(nn::relu({}))}));
  const nn::Activations values =
      must(model.activations(nn::tests::tensor({1, 2, 3, 1}, {1, 4, 3, 2, 9, 5})));
  EXPECT_EQ(strongest_cell(values, 1, 0), (LayerCell{1, 0, 1, 1}));
  EXPECT_TRUE(has_cell(values, {1, 0, 1, 2}));
  EXPECT_FALSE(has_cell(values, {1, 0, 2, 0}));
  EXPECT_FALSE(has_cell(values, {1, 1, 0, 0}));
  EXPECT_FALSE(has_cell(values, {2, 0, 0, 0}));
}

}  // namespace
}  // namespace convlens::lab
