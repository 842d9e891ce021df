#include "lab/command/snapshot_commands.h"

#include <gtest/gtest.h>

#include "lab/lab.h"
#include "lab/networks.h"

namespace convlens::lab {
namespace {

using testing::after;
using testing::bench_with;
using testing::color_network;
using testing::small_bench;

std::shared_ptr<const Document> kept(const Document& document) {
  return std::make_shared<const Document>(document);
}

TEST(ShowSnapshot, BringsBackTheBenchAndLeavesTheNetwork) {
  const Document first = bench_with(color_network());
  const Document painted =
      after(first, {SetWeights{0, {{0, 0, 0, -2.0f}}}, MoveCrop{0, {1, 1}}, AdoptNetwork{true}});
  const Document edited = after(painted, {SetWeights{{1, testing::kConv1}, {{0, 0, 0, 3.0f}}}});
  const Document back = after(edited, {ShowSnapshot{'A', kept(first)}});
  EXPECT_EQ(back.filters, first.filters);
  EXPECT_EQ(back.sources, first.sources);
  EXPECT_FALSE(back.adopt_network);
  EXPECT_EQ(back.network, edited.network);
  EXPECT_TRUE(has_same_bench(back, first));
  EXPECT_FALSE(has_same_bench(back, painted));
}

TEST(ShowSnapshot, AdoptsNoNetworkThatIsNotThere) {
  const Document adopting = after(bench_with(color_network()), {AdoptNetwork{true}});
  const Document back = after(small_bench(), {ShowSnapshot{'B', kept(adopting)}});
  EXPECT_FALSE(back.adopt_network);
  EXPECT_FALSE(back.network.has_value());
}

TEST(ShowSnapshot, OfNothingIsRefused) {
  const auto refused = apply(small_bench(), ShowSnapshot{'B', nullptr});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().message, "snapshot B was to be shown, nothing was kept as it");
  EXPECT_EQ(describe(small_bench(), ShowSnapshot{'A', nullptr}).english(), "snapshot A");
}

TEST(ShowSnapshot, FlippingIsOneStepUntilSomethingElseIsDone) {
  Lab lab(small_bench());
  const auto a = kept(lab.document());
  lab.commit(SetWeights{0, {{0, 0, 0, -2.0f}}});
  const auto b = kept(lab.document());
  for (int i = 0; i < 3; ++i) {
    lab.commit(ShowSnapshot{'A', a});
    EXPECT_EQ(lab.document().filters, a->filters);
    lab.commit(ShowSnapshot{'B', b});
    EXPECT_EQ(lab.document().filters, b->filters);
  }
  lab.commit(ShowSnapshot{'A', a});
  EXPECT_EQ(lab.history().size(), 3u);
  lab.undo();
  EXPECT_EQ(lab.document().filters, b->filters) << "as before the flipping";
  lab.redo();
  lab.commit(SetWeights{0, {{1, 1, 0, 5.0f}}});
  lab.commit(ShowSnapshot{'B', b});
  EXPECT_EQ(lab.history().size(), 5u) << "a stroke between them is kept";
}

}  // namespace
}  // namespace convlens::lab
