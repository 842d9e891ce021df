#include "lab/shown/large_map.h"

#include <gtest/gtest.h>

#include "lab/networks.h"

namespace convlens::lab {
namespace {

using testing::bench_with;
using testing::color_network;
using testing::kConv1;
using testing::kConv2;
using testing::kPool;
using testing::kRelu2;
using testing::kScores;

std::size_t node_of(const Lab& lab, int layer) {
  return static_cast<std::size_t>(lab.run().model().layer(layer).node());
}

TEST(LargeMap, IsThatOfTheFilterOnTheStageUntilAnotherIsPicked) {
  Lab lab(bench_with(color_network()));
  EXPECT_EQ(large_map(lab), (LayerCell{node_of(lab, kConv1), 0, 0, 0}));
  pick_map(lab, node_of(lab, kPool), 3);
  EXPECT_EQ(large_map(lab), (LayerCell{node_of(lab, kPool), 3, 0, 0}));
  EXPECT_EQ(lab.view().layer, kConv1) << "the pool's map comes of that filter";
  EXPECT_EQ(lab.view().trained_filter, 3u);
  lab.view().trained_filter = 1;
  EXPECT_EQ(large_map(lab), (LayerCell{node_of(lab, kConv1), 1, 0, 0}));
}

TEST(LargeMap, OfAListLeavesTheStageAlone) {
  Lab lab(bench_with(color_network()));
  pick_map(lab, node_of(lab, kRelu2), 2);
  EXPECT_EQ(lab.view().layer, kConv2);
  EXPECT_TRUE(is_of_staged_filter(lab));
  pick_map(lab, node_of(lab, kScores), 1);
  EXPECT_FALSE(is_of_staged_filter(lab));
  EXPECT_EQ(large_map(lab), (LayerCell{node_of(lab, kScores), 1, 0, 0}));
  EXPECT_EQ(lab.view().layer, kConv2);
  EXPECT_EQ(lab.view().trained_filter, 2u);
}

TEST(LargeMap, ShowsTheStrongestOfManyPlanes) {
  Lab lab(bench_with(color_network()));
  pick_map(lab, node_of(lab, kConv2), 1);
  const auto& values = lab.run().activations();
  const LayerSum sum =
      layer_sum(lab.run().model(), values, strongest_cell(values, node_of(lab, kConv2), 1));
  EXPECT_EQ(static_cast<std::size_t>(lab.view().plane), sum.shares.front().place);
}

TEST(TakenApart, IsTheCellUnderThePointerThePinnedOneOrTheLargest) {
  Lab lab(bench_with(color_network()));
  const std::size_t node = node_of(lab, kConv1);
  TakenApart taken;
  EXPECT_EQ(taken.cell(lab), strongest_cell(lab.run().activations(), node, 0));
  lab.view().pinned_cell = LayerCell{node, 0, 2, 3};
  EXPECT_EQ(taken.sum(lab).cell, (LayerCell{node, 0, 2, 3}));
  lab.view().hovered_cell = LayerCell{node, 0, 4, 1};
  EXPECT_EQ(taken.sum(lab).cell, (LayerCell{node, 0, 4, 1}));
  EXPECT_EQ(taken.field(lab).way.front(), (LayerCell{node, 0, 4, 1}));
  lab.view().hovered_cell = LayerCell{node, 1, 4, 1};
  EXPECT_EQ(taken.cell(lab), (LayerCell{node, 0, 2, 3})) << "that is another map";
  // A map as large keeps the cell, another lets it go.
  pick_map(lab, node, 2);
  EXPECT_EQ(taken.cell(lab), (LayerCell{node, 2, 2, 3}));
  pick_map(lab, node_of(lab, kConv2), 0);
  EXPECT_FALSE(lab.view().pinned_cell.has_value());
}

TEST(TakenApart, FollowsTheWeights) {
  Lab lab(bench_with(color_network()));
  lab.view().pinned_cell = LayerCell{node_of(lab, kConv1), 0, 2, 3};
  TakenApart taken;
  const double before = taken.sum(lab).sum;
  lab.commit(SetWeights{{0, kConv1}, {{3, 3, 0, 5.0f}, {3, 3, 1, 5.0f}, {3, 3, 2, 5.0f}}});
  EXPECT_NE(taken.sum(lab).sum, before);
  EXPECT_NEAR(taken.sum(lab).value, double{value_at(lab.run().activations(), taken.cell(lab))},
              1e-4);
}

// A network in which none of it is.
TEST(TakenApart, ForgetsWhatIsNoLongerThere) {
  Lab lab(bench_with(color_network()));
  pick_map(lab, node_of(lab, kScores), 2);
  lab.view().pinned_cell = LayerCell{node_of(lab, kConv1), 4, 30, 30};
  TakenApart taken;
  EXPECT_EQ(taken.cell(lab).node, node_of(lab, kScores));
  lab.commit(SetNetwork{testing::shared(testing::trained_of("grey.keras", testing::grey_model()))});
  EXPECT_TRUE(has_cell(lab.run().activations(), taken.cell(lab)));
  pick_map(lab, node_of(lab, 0), 1);
  EXPECT_TRUE(has_cell(lab.run().activations(), taken.cell(lab)));
}

}  // namespace
}  // namespace convlens::lab
