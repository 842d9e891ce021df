// A canvas on the bench and before the network: what a hand draws on it.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "../bench_driver.h"
#include "app/open/open_network.h"
#include "core/temporary_folder.h"
#include "lab/pictures/canvas.h"

namespace convlens::app {
namespace {

using convlens::testing::BenchDriver;
using convlens::testing::drag;

class CanvasTest : public ::testing::Test {
 protected:
  // As the third picture, which is then the chosen one.
  void add(const char* line) {
    driver_.run([line](ImGuiTestContext* context) {
      context->ItemClick("//###Input/$$0/###add picture");
      context->Yield(2);
      context->ItemClick((std::string("//$FOCUSED/###") + line).c_str());
      context->Yield(4);
    });
  }
  // In shares of the picture's height and width.
  void drag_over(const std::string& item, ImVec2 from, ImVec2 to) {
    driver_.run([&](ImGuiTestContext* context) {
      const ImRect box = context->ItemInfo(item.c_str()).RectFull;
      const auto at = [&box](ImVec2 share) {
        return ImVec2(box.Min.x + share.x * box.GetWidth(), box.Min.y + share.y * box.GetHeight());
      };
      drag(context, at(from), at(to));
    });
  }
  void draw_across() { drag_over("//###Input/$$2/picture", {0.1f, 0.5f}, {0.9f, 0.5f}); }
  void click(const char* item) {
    driver_.run([item](ImGuiTestContext* context) {
      context->ItemClick((std::string("//###Input/$$2/canvas/") + item).c_str());
      context->Yield(2);
    });
  }
  const lab::Picture& shown() { return *driver_.lab().document().sources[2].picture; }
  int value(int row, int column) { return shown().image.pixel(row, column)[0]; }
  std::size_t steps() { return driver_.lab().history().size(); }

  BenchDriver driver_;
};

TEST_F(CanvasTest, IsDrawnOnByADragWhichIsOneStep) {
  add("canvas sized");
  ASSERT_EQ(driver_.lab().document().sources.size(), 3u);
  ASSERT_TRUE(lab::is_canvas(shown()));
  EXPECT_EQ(shown().image.height, 28);
  EXPECT_EQ(steps(), 2u);
  draw_across();
  EXPECT_EQ(steps(), 3u);
  EXPECT_EQ(value(13, 14), 255);
  EXPECT_EQ(value(5, 14), 0);
  EXPECT_EQ(value(13, 0), 0);
  driver_.lab().undo();
  EXPECT_EQ(value(13, 14), 0);
}

TEST_F(CanvasTest, EraserAndClearBringBackWhatIsUnder) {
  add("canvas sized");
  draw_across();
  click("canvas erase/###canvas erase");
  drag_over("//###Input/$$2/picture", {0.4f, 0.5f}, {0.6f, 0.5f});
  EXPECT_EQ(value(13, 14), 0);
  EXPECT_EQ(value(13, 5), 255);
  click("canvas clear/###canvas clear");
  EXPECT_EQ(value(13, 5), 0);
  EXPECT_EQ(steps(), 5u);
}

TEST_F(CanvasTest, EscapeLeavesItUndrawn) {
  add("canvas sized");
  driver_.run([](ImGuiTestContext* context) {
    context->MouseMove("//###Input/$$2/picture");
    context->MouseDown();
    context->Yield(2);
    context->KeyPress(ImGuiKey_Escape);
    context->MouseUp();
    context->Yield(2);
  });
  EXPECT_EQ(steps(), 2u);
  EXPECT_FALSE(driver_.lab().previewing());
  EXPECT_EQ(value(14, 14), 0);
}

TEST_F(CanvasTest, TheCropIsMovedWhereThatIsChosen) {
  driver_.lab().commit(lab::ResizeCrop{0, {10, 10}, {0, 0}});
  add("canvas sized");
  driver_.lab().commit(lab::MoveCrop{2, {9, 9}});
  click("canvas crop/###canvas crop");
  const std::size_t before = steps();
  drag_over("//###Input/$$2/picture", {0.5f, 0.5f}, {0.7f, 0.5f});
  EXPECT_EQ(steps(), before + 1);
  EXPECT_GT(driver_.lab().document().sources[2].origin.left, 9);
  EXPECT_EQ(value(14, 14), 0);
}

TEST_F(CanvasTest, AStampTakesThePlaceOfTheDrawing) {
  add("canvas crop");
  EXPECT_EQ(shown().image.height, 70);
  EXPECT_EQ(shown().image.width, 120);
  driver_.run([](ImGuiTestContext* context) {
    context->ItemClick("//###Input/$$2/canvas/canvas stamp/###canvas stamp");
    context->Yield(2);
    context->ItemClick("//$FOCUSED/###impulse");
    context->Yield(2);
    context->ItemClick("//$FOCUSED/###sinusoid");
    context->Yield(2);
    context->ItemInputValue("//$FOCUSED/##angle", 90.0f);
    context->KeyPress(ImGuiKey_Escape);
  });
  EXPECT_EQ(steps(), 5u);
  ASSERT_TRUE(shown().stamp);
  EXPECT_EQ(shown().stamp->kind, lab::StampKind::kSinusoid);
  EXPECT_EQ(shown().stamp->angle_deg, 90.0f);
  EXPECT_EQ(shown().image.rgb, lab::stamped(*shown().stamp, 70, 120).rgb);
  driver_.lab().undo();
  driver_.lab().undo();
  EXPECT_EQ(shown().stamp->kind, lab::StampKind::kImpulse);
  EXPECT_EQ(value(35, 60), 255);
}

TEST_F(CanvasTest, APhotographCanBeDrawnOn) {
  const Image photo = driver_.lab().document().sources[0].picture->image;
  driver_.run([](ImGuiTestContext* context) {
    context->ItemClick("//###Input/$$0/picture", ImGuiMouseButton_Right);
    context->Yield(2);
    context->ItemClick("//$FOCUSED/###draw on");
    context->Yield(4);
  });
  const auto canvas = [this] { return driver_.lab().document().sources[0].picture; };
  ASSERT_TRUE(lab::is_canvas(*canvas()));
  EXPECT_EQ(canvas()->image.rgb, photo.rgb);
  EXPECT_EQ(driver_.lab().document().sources[0].origin, (lab::CropOrigin{178, 260}));
  drag_over("//###Input/$$0/picture", {0.1f, 0.1f}, {0.9f, 0.2f});
  EXPECT_NE(canvas()->image.rgb, photo.rgb);
  EXPECT_EQ(canvas()->under->rgb, photo.rgb);
}

TEST_F(CanvasTest, ThePredictionFollowsWhatIsDrawnForTheNetwork) {
  auto network = open_network({bundled_network("fashion_mnist.keras")});
  ASSERT_TRUE(network);
  driver_.lab().begin_with(*network);
  driver_.lab().view().workspace = lab::Workspace::kNetwork;
  driver_.run([](ImGuiTestContext* context) {
    context->Yield(4);
    context->ItemClick("//###Seen/##source");
    context->Yield(2);
    context->ItemClick("//$FOCUSED/###draw input");
    context->Yield(4);
  });
  const lab::Document& document = driver_.lab().document();
  ASSERT_TRUE(lab::is_canvas(*document.sources[0].picture));
  EXPECT_EQ(document.network->source, lab::NetworkSource::kWholePicture);
  EXPECT_EQ(driver_.lab().run().seen().shape(), (Shape{1, 28, 28, 1}));
  const auto scores = [this] {
    const auto values = driver_.lab().run().activations().back().values();
    return std::vector<float>(values.begin(), values.end());
  };
  const std::vector<float> blank = scores();
  drag_over("//###Seen/seen canvas", {0.5f, 0.1f}, {0.5f, 0.9f});
  EXPECT_EQ(driver_.lab().document().sources[0].picture->image.pixel(14, 14)[0], 255);
  EXPECT_FLOAT_EQ(driver_.lab().run().seen().values()[14 * 28 + 14], 1.0f);
  EXPECT_NE(scores(), blank);
}

TEST_F(CanvasTest, ASessionBringsItBackWithWhatIsUnder) {
  add("canvas sized");
  draw_across();
  const lab::Stamp stamp{lab::StampKind::kNoise, 0, 8, 5};
  driver_.lab().commit(lab::PutStamp{2, stamp});
  const TemporaryFolder folder;
  const std::string file = (folder / "a.convlens").string();
  ASSERT_TRUE(driver_.gui().files().act(driver_.lab(), ui::FilePurpose::kSaveSession, file));
  const std::vector<std::uint8_t> noise = shown().image.rgb;
  ASSERT_TRUE(driver_.gui().files().open(driver_.lab(), {file}));
  EXPECT_TRUE(driver_.lab().error().empty()) << driver_.lab().error().english();
  ASSERT_TRUE(lab::is_canvas(shown()));
  EXPECT_EQ(shown().stamp, stamp);
  EXPECT_EQ(shown().image.rgb, noise);
  driver_.lab().undo();
  EXPECT_FALSE(shown().stamp);
  EXPECT_EQ(value(13, 14), 255);
  driver_.lab().commit(lab::ClearCanvas{2});
  EXPECT_EQ(value(13, 14), 0);
}

}  // namespace
}  // namespace convlens::app
