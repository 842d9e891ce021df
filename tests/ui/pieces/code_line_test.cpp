// The line of Python under each panel: it follows the gesture, is copied whole, and gives way.
#include "ui/pieces/code_line.h"

#include <string>

#include "app/open/open_network.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

using testing::BenchDriver;
using testing::move_away;
using testing::press;
using testing::stage_cell;

// What a panel's Copy button gives; the Test Engine's clipboard ends with the gesture.
std::string copied(BenchDriver& bench, const std::string& panel) {
  std::string text;
  bench.run([&](ImGuiTestContext* context) {
    context->ItemClick((panel + "/code/copy code/###copy code").c_str());
    const char* clipboard = ImGui::GetClipboardText();
    if (clipboard != nullptr) text = clipboard;
  });
  return text;
}

bool is_shown(BenchDriver& bench, const std::string& panel) {
  bool shown = false;
  bench.run([&](ImGuiTestContext* context) {
    shown = context->ItemExists((panel + "/code/line").c_str());
  });
  return shown;
}

TEST(CodeLine, ElidesInTheMiddle) {
  EXPECT_EQ(ui::elided("filters", 7), "filters");
  EXPECT_EQ(ui::elided("filters[0]", 7), "fil\xe2\x80\xa6[0]");
  EXPECT_EQ(ui::elided("filters[0]", 6),
            "fil\xe2\x80\xa6"
            "0]");
  EXPECT_EQ(ui::elided("filters", 1), "\xe2\x80\xa6");
  EXPECT_EQ(ui::elided("filters", 0), "");
  // Hangul counts as characters, and none is cut in two.
  const std::string hangul = "\xea\xb0\x80\xeb\x82\x98\xeb\x8b\xa4\xeb\x9d\xbc";
  EXPECT_EQ(ui::elided(hangul, 4), hangul);
  EXPECT_EQ(ui::elided(hangul, 3), "\xea\xb0\x80\xe2\x80\xa6\xeb\x9d\xbc");
}

TEST(CodeLine, FollowsTheStrokeWhileItLasts) {
  BenchDriver bench;
  bench.lab().view().brush.value = 0.5f;
  bench.run([&](ImGuiTestContext* context) {
    press(context, stage_cell(context, 0, 5));
    context->MouseTeleportToPos(stage_cell(context, 6, 5));
    context->Yield();
    EXPECT_TRUE(bench.lab().previewing());
    EXPECT_EQ(lab::panel_code(bench.lab(), lab::CodePanel::kFilter), "filters[:, 5, :, 0] = 0.5");
    context->MouseUp();
  });
  EXPECT_EQ(copied(bench, "//###Filter"), "filters[:, 5, :, 0] = 0.5");
  bench.run([](ImGuiTestContext* context) { context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z); });
  EXPECT_EQ(copied(bench, "//###Filter"),
            "filters = np.zeros((7, 7, 3, 2), dtype=np.float32); filters[:, 3, :, 0] = 1; "
            "filters[3, :, :, 1] = 1");
}

TEST(CodeLine, IsCopiedWholeWhereItIsElided) {
  BenchDriver bench;
  bench.lab().view().show_hint = false;
  EXPECT_EQ(copied(bench, "//###Input"),
            "images = keras.layers.Rescaling(1 / 255)"
            "(keras.layers.CenterCrop(height=70, width=120)(pictures))");
  EXPECT_EQ(copied(bench, "//###Maps"),
            "outputs = tf.nn.conv2d(images, filters, strides=1, padding=\"SAME\")");
}

TEST(CodeLine, NamesTheLayerInTheNetworkWorkspace) {
  BenchDriver bench;
  bench.gui().networks().open(0);
  bench.lab().view().workspace = lab::Workspace::kNetwork;
  bench.frame();
  EXPECT_EQ(copied(bench, "//###Layers"), "model = keras.models.load_model(\"cifar10.keras\")");
  bench.lab().commit(lab::SetBias{0, 1.0f});  // a step of another panel
  const std::string line = copied(bench, "//###Layers");
  EXPECT_EQ(line, lab::panel_code(bench.lab(), lab::CodePanel::kLayers));
  EXPECT_EQ(line.find("features = keras.Model(model.inputs, model.layers["), 0u) << line;
}

// A low window's stage and maps need its height.
TEST(CodeLine, GivesWayInALowWindow) {
  BenchDriver bench;
  bench.lab().view().show_hint = false;
  bench.run(&move_away);
  for (const char* panel : {"//###Filter", "//###Maps"}) {
    EXPECT_TRUE(is_shown(bench, panel)) << panel;
  }
  bench.resize(1280, 660, 1.0f);
  for (const char* panel : {"//###Filter", "//###Maps"}) {
    EXPECT_FALSE(is_shown(bench, panel)) << panel;
  }
  bench.resize(1280, 720, 1.0f);
  EXPECT_TRUE(is_shown(bench, "//###Filter"));
}

}  // namespace
}  // namespace convlens
