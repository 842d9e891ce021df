#include "lab/shown/panel_code.h"

#include <gtest/gtest.h>

#include "lab/code/code_line.h"
#include "lab/networks.h"

namespace convlens::lab {
namespace {

using testing::bench_with;
using testing::color_network;
using testing::small_bench;

constexpr const char* kStart =
    "filters = np.zeros((7, 7, 3, 2), dtype=np.float32); filters[:, 3, :, 0] = 1; "
    "filters[3, :, :, 1] = 1";

TEST(PanelCode, FollowsTheStepsThroughUndoAndRedo) {
  Lab lab(small_bench());
  const auto filter_line = [&] { return panel_code(lab, CodePanel::kFilter); };
  EXPECT_EQ(filter_line(), kStart);
  lab.commit(SetWeights{0, {{2, 3, 0, -1.0f}}});
  lab.commit(SetWeights{1, {{4, 5, 1, 2.0f}}});
  EXPECT_EQ(filter_line(), "filters[4, 5, 1, 1] = 2");
  EXPECT_EQ(lab.history().code(1).text, "filters[2, 3, 0, 0] = -1");
  lab.undo();
  EXPECT_EQ(filter_line(), "filters[2, 3, 0, 0] = -1");
  lab.undo();
  EXPECT_EQ(filter_line(), kStart);
  lab.redo();
  EXPECT_EQ(filter_line(), "filters[2, 3, 0, 0] = -1");
  lab.go_to(2);
  EXPECT_EQ(filter_line(), "filters[4, 5, 1, 1] = 2");
}

TEST(PanelCode, ShowsAGestureWhileItLasts) {
  Lab lab(small_bench());
  lab.preview(SetWeights{0, {{2, 3, 0, -1.0f}}});
  EXPECT_EQ(panel_code(lab, CodePanel::kFilter), "filters[2, 3, 0, 0] = -1");
  lab.cancel_preview();
  EXPECT_EQ(panel_code(lab, CodePanel::kFilter), kStart);
}

TEST(PanelCode, KeepsTheFiltersLineWhenSomethingElseIsDone) {
  Lab lab(small_bench());
  lab.commit(SetWeights{0, {{2, 3, 0, -1.0f}}});
  lab.commit(MoveCrop{0, {5, 6}});
  EXPECT_EQ(panel_code(lab, CodePanel::kFilter), "filters[2, 3, 0, 0] = -1");
  EXPECT_EQ(panel_code(lab, CodePanel::kInput), images_code(lab.document()));
}

TEST(PanelCode, StandsUnderTheMapsAsTheyAreMadeNow) {
  Lab lab(bench_with(color_network()));
  EXPECT_EQ(panel_code(lab, CodePanel::kMaps), outputs_code(lab.document()));
  lab.commit(PairFilter{0, 4});
  EXPECT_EQ(panel_code(lab, CodePanel::kMaps),
            "a, b = filters[..., 0], model.layers[0].kernel.numpy()[..., 4]; "
            "np.vdot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b))");
  lab.commit(SetBias{0, 1.0f});
  EXPECT_EQ(panel_code(lab, CodePanel::kMaps), outputs_code(lab.document()));
}

TEST(PanelCode, SaysWhereATrainedFilterComesFromUntilItIsPainted) {
  Lab lab(bench_with(color_network()));
  lab.view().workspace = Workspace::kNetwork;
  lab.view().trained_filter = 3;
  EXPECT_EQ(panel_code(lab, CodePanel::kFilter),
            "kernel = model.layers[0].kernel.numpy(); kernel[..., 3]");
  lab.commit(SetWeights{{3, testing::kConv1}, {{1, 2, 0, 0.5f}}});
  EXPECT_EQ(panel_code(lab, CodePanel::kFilter),
            "kernel = model.layers[0].kernel.numpy(); kernel[1, 2, 0, 3] = 0.5; "
            "model.layers[0].kernel.assign(kernel)");
}

TEST(PanelCode, MakesAModelOfTheLayerThatIsShown) {
  Lab without(small_bench());
  EXPECT_EQ(panel_code(without, CodePanel::kLayers), "");
  Lab lab(bench_with(color_network()));
  lab.commit(SetBias{0, 1.0f});  // a step of another panel behind the network's
  lab.view().layer = testing::kConv2;
  EXPECT_EQ(panel_code(lab, CodePanel::kLayers),
            "features = keras.Model(model.inputs, model.layers[2].output)(inputs)  "
            "# (1, 4, 7, 4)");
}

}  // namespace
}  // namespace convlens::lab
