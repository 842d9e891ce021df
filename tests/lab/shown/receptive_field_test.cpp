// Against brute force: what is changed outside the window changes nothing, and on its edges it
// does.
#include "lab/shown/receptive_field.h"

#include <gtest/gtest.h>

#include "lab/networks.h"

namespace convlens::lab {
namespace {

using testing::conv_layer;
using testing::must;
using testing::random_tensor;

float changed_value(const nn::Model& model, const Tensor& input, const LayerCell& cell) {
  return value_at(must(model.activations(input)), cell);
}

// With new values where `chosen(row, column)`.
template <typename Chosen>
Tensor with_changes(const Tensor& input, const Chosen& chosen) {
  Tensor changed = input.clone();
  const Shape& shape = input.shape();
  for (std::int64_t row = 0; row < shape[1]; ++row) {
    for (std::int64_t column = 0; column < shape[2]; ++column) {
      if (!chosen(static_cast<int>(row), static_cast<int>(column))) continue;
      for (std::int64_t c = 0; c < shape[3]; ++c) {
        changed.data()[flat_index(row * shape[2] + column, c, shape[3])] += 3.0f;
      }
    }
  }
  return changed;
}

// `tight`: a change in any row or column at the window's edges is seen.
void expect_field(const nn::Model& model, const Tensor& input, const LayerCell& cell, bool tight) {
  const nn::Activations values = must(model.activations(input));
  const ReceptiveField field = receptive_field(model, values, cell);
  ASSERT_TRUE(field.windows[0].has_value());
  const CellWindow& seen = *field.windows[0];
  const auto inside = [&seen](int row, int column) {
    return row >= seen.top && row < seen.bottom && column >= seen.left && column < seen.right;
  };
  const float value = value_at(values, cell);
  const std::string where =
      fmt::format("{} at {}, {}", model.nodes()[cell.node].layer->name(), cell.row, cell.column);
  EXPECT_EQ(
      changed_value(model, with_changes(input, [&](int r, int c) { return !inside(r, c); }), cell),
      value)
      << where;
  if (!tight || seen.empty()) return;
  const auto expect_seen = [&](auto&& edge) {
    const auto within = [&](int r, int c) { return inside(r, c) && edge(r, c); };
    EXPECT_NE(changed_value(model, with_changes(input, within), cell), value) << where;
  };
  expect_seen([&](int r, int) { return r == seen.top; });
  expect_seen([&](int r, int) { return r == seen.bottom - 1; });
  expect_seen([&](int, int c) { return c == seen.left; });
  expect_seen([&](int, int c) { return c == seen.right - 1; });
}

void expect_fields(const nn::Model& model, const Shape& input_shape, bool tight) {
  nn::Random random(4);
  const Tensor input = random_tensor(input_shape, random);
  const nn::Activations values = must(model.activations(input));
  for (std::size_t node = 1; node < values.size(); ++node) {
    const std::size_t count = values[node].shape().element_count();
    for (std::size_t i = 0; i < count; i += std::max<std::size_t>(1, count / 9)) {
      expect_field(model, input, cell_of(values[node].shape(), node, i), tight);
    }
    expect_field(model, input, cell_of(values[node].shape(), node, count - 1), tight);
  }
}

TEST(ReceptiveField, HoldsAllThatAConvolutionSeesAndNoMore) {
  for (const nn::Padding padding : {nn::Padding::kSame, nn::Padding::kValid}) {
    expect_fields(
        must(nn::Model::sequential(
            {19, 21, 2},
            {conv_layer({.name = "a", .strides = {2, 1}, .padding = padding}, {3, 5, 2, 3}, 1),
             must(nn::average_pooling2d({.name = "b", .padding = padding})),
             conv_layer({.name = "c", .padding = padding}, {3, 3, 3, 2}, 2)})),
        {1, 19, 21, 2}, true);
    expect_fields(
        must(nn::Model::sequential(
            {19, 21, 2},
            {must(nn::zero_padding2d({2, 0, 1, 3})), must(nn::cropping2d({1, 0, 0, 1})),
             must(nn::average_pooling2d({.name = "b", .pool_size = {3, 2}, .strides = {{1, 2}}})),
             conv_layer({.name = "d", .edges = nn::Edges{1, 0, 2, 1}}, {3, 4, 2, 2}, 3)})),
        {1, 19, 21, 2}, true);
  }
  // Between the taps of a dilated filter nothing is seen, but the edges of its window are.
  expect_fields(must(nn::Model::sequential(
                    {15, 17, 1}, {conv_layer({.name = "a", .dilation = {2, 3}}, {3, 3, 1, 2}, 5)})),
                {1, 15, 17, 1}, true);
}

TEST(ReceptiveField, JoinsWhatBranchesSee) {
  const nn::Symbolic input = nn::input({11, 12, 2});
  const nn::Symbolic near = conv_layer({.name = "near"}, {1, 1, 2, 3}, 1)(input);
  const nn::Symbolic far =
      conv_layer({.name = "far", .padding = nn::Padding::kSame}, {5, 3, 2, 3}, 2)(input);
  const nn::Symbolic both = must(nn::concatenate())({near, far});
  const nn::Symbolic sum = nn::add()({both, both});
  expect_fields(must(nn::Model::create(input, sum)), {1, 11, 12, 2}, false);
}

TEST(ReceptiveField, OfAListIsTheWholePicture) {
  const nn::Model grey = testing::grey_model();
  nn::Random random(4);
  const Tensor input = random_tensor({1, 10, 12, 1}, random);
  const nn::Activations values = must(grey.activations(input));
  const ReceptiveField field = receptive_field(grey, values, {values.size() - 1, 1, 0, 0});
  EXPECT_EQ(field.windows[0], (CellWindow{0, 0, 10, 12}));
  expect_fields(testing::color_model(), {1, 12, 13, 3}, false);
}

// Each step of the way is a term of the sum of the one before, the largest of the strongest map.
TEST(ReceptiveField, GoesBackThroughTheStrongestMaps) {
  const nn::Model color = testing::color_model();
  nn::Random random(4);
  const nn::Activations values = must(color.activations(random_tensor({1, 12, 13, 3}, random)));
  const ReceptiveField field = receptive_field(color, values, {3, 1, 2, 1});
  ASSERT_EQ(field.way.size(), 4u) << "conv2, the pool, conv1 and the input";
  for (std::size_t i = 0; i < field.way.size(); ++i) {
    const LayerCell& cell = field.way[i];
    const auto& window = field.windows[cell.node];
    ASSERT_TRUE(window.has_value());
    EXPECT_TRUE(cell.row >= window->top && cell.row < window->bottom);
    EXPECT_TRUE(cell.column >= window->left && cell.column < window->right);
  }
  EXPECT_EQ(field.way.back().node, 0u);
}

}  // namespace
}  // namespace convlens::lab
