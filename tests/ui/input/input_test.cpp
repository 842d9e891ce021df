// The Input column: pixels and their numbers, the crop's edges, and what can be typed.
#include <array>
#include <cmath>

#include "gl/gl_info.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

using testing::BenchDriver;
using testing::drag;
using testing::move_away;

class InputPanel : public ::testing::Test {
 protected:
  InputPanel() {
    bench_.lab().view().show_hint = false;
    bench_.resize(1648, 1000, 1.0f);  // 256 pixels show 640
    bench_.run(&move_away);
  }

  ImRect picture() {
    ImRect rect;
    bench_.run([&](ImGuiTestContext* context) {
      rect = context->ItemInfo("//###Input/$$0/picture").RectFull;
    });
    return rect;
  }
  void wheel(ImVec2 at, int steps) {
    bench_.run([&](ImGuiTestContext* context) {
      context->MouseTeleportToPos(at);
      context->Yield(2);
      for (int i = 0; i < std::abs(steps); ++i) context->MouseWheelY(steps > 0 ? 1.0f : -1.0f);
      context->Yield(2);
    });
  }
  void drag_it(ImVec2 from, ImVec2 to, ImGuiMouseButton button = ImGuiMouseButton_Left) {
    bench_.run([&](ImGuiTestContext* context) { drag(context, from, to, button); });
  }
  void show(Image image) {
    auto picture = std::make_shared<lab::Picture>();
    picture->name = "shown.png";
    picture->image = std::move(image);
    lab().commit(lab::SetPictures{0, {picture}});
  }
  const lab::CropOrigin& origin() { return lab().document().sources[0].origin; }
  lab::CropSize size() { return lab().document().crop_size; }
  lab::Lab& lab() { return bench_.lab(); }

  BenchDriver bench_;
};

constexpr float kScale = 0.4f;

TEST_F(InputPanel, EveryEdgeAndCornerOfTheCropIsAHandle) {
  const ImRect frame = picture();
  for (const int row : {-1, 0, 1}) {
    for (const int column : {-1, 0, 1}) {
      if (row == 0 && column == 0) continue;
      lab().commit(lab::ResizeCrop{0, {150, 200}, {100, 200}});
      const auto at = [&](int edge, int start, int length) {
        return kScale * static_cast<float>(start + (edge + 1) * length / 2);
      };
      const ImVec2 from(frame.Min.x + at(column, 200, 200), frame.Min.y + at(row, 100, 150));
      drag_it(from, ImVec2(from.x + 8, from.y + 12));  // 20 pixels right, 30 down
      EXPECT_EQ(size(), (lab::CropSize{150 + 30 * row, 200 + 20 * column})) << row << column;
      EXPECT_EQ(origin(), (lab::CropOrigin{row < 0 ? 130 : 100, column < 0 ? 220 : 200}))
          << row << column;
    }
  }
}

TEST_F(InputPanel, AnEdgeStopsAtTheOtherAndAtThePicture) {
  const ImRect frame = picture();
  lab().commit(lab::ResizeCrop{0, {150, 200}, {100, 200}});
  const ImVec2 corner(frame.Min.x + kScale * 200, frame.Min.y + kScale * 100);
  drag_it(corner, ImVec2(corner.x - 400, corner.y - 400));
  EXPECT_EQ(origin(), (lab::CropOrigin{0, 0}));
  EXPECT_EQ(size(), (lab::CropSize{250, 400}));
  drag_it(frame.Min, ImVec2(frame.Max.x, frame.Max.y));
  EXPECT_EQ(size(), (lab::CropSize{8, 8}));
  EXPECT_EQ(origin(), (lab::CropOrigin{242, 392}));
}

TEST_F(InputPanel, TheWheelGoesDownToThePixelsThemselves) {
  const ImRect frame = picture();
  const ImVec2 at(frame.Min.x + 130, frame.Min.y + 84);
  const int row = static_cast<int>(84 / kScale);
  const int column = static_cast<int>(130 / kScale);
  wheel(at, 40);
  bench_.run(&move_away);
  const Image shown = bench_.picture();
  const Image& china = lab().document().sources[0].picture->image;
  // The pixel that was under the pointer still is: its colour, not its numbers', stands there.
  const auto wanted = china.pixel(row, column);
  bool there = false;
  for (const int beside : {-4, -2, 0, 2, 4}) {
    const auto pixel = shown.pixel(static_cast<int>(at.y), static_cast<int>(at.x) + beside);
    there = there || std::equal(wanted.begin(), wanted.end(), pixel.begin());
  }
  EXPECT_TRUE(there);
  // As few as fit: 96 pixels of the screen each, so every row of the frame has few colours.
  int changes = 0;
  const int y = static_cast<int>(frame.Min.y) + 8;
  for (int x = static_cast<int>(frame.Min.x) + 3; x < static_cast<int>(frame.Max.x) - 3; ++x) {
    const auto a = shown.pixel(y, x);
    const auto b = shown.pixel(y, x + 1);
    changes += !std::equal(a.begin(), a.end(), b.begin());
  }
  EXPECT_LE(changes, 3);
  EXPECT_EQ(lab().history().size(), 1u);
  wheel(at, -60);
  bench_.run(&move_away);
  bench_.run([](ImGuiTestContext* context) { context->Yield(2); });
  EXPECT_GT(bench_.picture().pixel(y, static_cast<int>(at.x))[2], 0);
}

// The middle button moves the enlarged picture, and so does the left one beside the crop; on the
// crop it moves the crop.
TEST_F(InputPanel, AnEnlargedPictureIsMovedOnAndItsCropStillDragged) {
  const ImRect frame = picture();
  const ImVec2 corner(frame.Min.x + kScale * 260, frame.Min.y + kScale * 178);
  wheel(corner, 5);  // the crop's corner stays where it is
  drag_it(ImVec2(corner.x - 60, corner.y - 40), ImVec2(corner.x - 40, corner.y - 30));
  drag_it(ImVec2(corner.x - 60, corner.y - 40), ImVec2(corner.x - 40, corner.y - 30),
          ImGuiMouseButton_Middle);
  EXPECT_EQ(lab().history().size(), 1u);
  const ImVec2 moved(corner.x + 40, corner.y + 20);
  drag_it(moved, ImVec2(moved.x - 30, moved.y - 30));
  // 0.4 * 1.25^5: a screen pixel is 0.82 of the picture's.
  EXPECT_NEAR(origin().top, 178 - 30 / 1.22, 1.0);
  EXPECT_NEAR(origin().left, 260 - 30 / 1.22, 1.0);
  EXPECT_EQ(size().height + origin().top, 248);
  EXPECT_EQ(size().width + origin().left, 380);
  EXPECT_EQ(lab().history().size(), 2u);
}

TEST_F(InputPanel, ArrowKeysMoveTheCropAndAreOneStepWhileHeld) {
  const ImRect frame = picture();
  const ImVec2 beside(frame.Min.x + 10, frame.Min.y + 10);
  bench_.run([&](ImGuiTestContext* context) {
    drag(context, beside, beside);
    move_away(context);
    context->KeyPress(ImGuiKey_RightArrow);
    context->KeyPress(ImGuiKey_DownArrow);
    context->KeyPress(ImGuiMod_Shift | ImGuiKey_LeftArrow);
    context->Yield(2);
  });
  EXPECT_EQ(origin(), (lab::CropOrigin{179, 251}));
  EXPECT_EQ(lab().history().size(), 4u);
  EXPECT_FALSE(lab().previewing());
  bench_.run([&](ImGuiTestContext* context) {
    drag(context, beside, beside);
    move_away(context);
    context->KeyDown(ImGuiKey_RightArrow);
    context->SleepNoSkip(1.0f, 1.0f / 60);
    context->KeyUp(ImGuiKey_RightArrow);
    context->Yield(2);
  });
  EXPECT_GT(origin().left, 253);
  EXPECT_EQ(lab().history().size(), 5u);
  bench_.run([](ImGuiTestContext* context) {
    context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z);
    context->Yield(2);
  });
  EXPECT_EQ(origin(), (lab::CropOrigin{179, 251}));
}

TEST_F(InputPanel, TheCropsSizeCanBeTypedAndComesBack) {
  bench_.run([](ImGuiTestContext* context) {
    context->ItemInputValue("//###Input/##crop height", 28);
    context->ItemInputValue("//###Input/##crop width", 40);
  });
  EXPECT_EQ(size(), (lab::CropSize{28, 40}));
  EXPECT_EQ(origin(), (lab::CropOrigin{199, 300}));  // round the same middle
  EXPECT_EQ(lab().history().size(), 3u);
  bench_.run(
      [](ImGuiTestContext* context) { context->ItemClick("//###Input/usual crop/###usual crop"); });
  EXPECT_EQ(size(), (lab::CropSize{70, 120}));
  EXPECT_EQ(origin(), (lab::CropOrigin{178, 260}));
}

TEST_F(InputPanel, ASizeThatCannotBeIsRefusedInASentence) {
  bench_.run(
      [](ImGuiTestContext* context) { context->ItemInputValue("//###Input/##crop height", 0); });
  EXPECT_EQ(size(), (lab::CropSize{70, 120}));
  EXPECT_FALSE(lab().error().empty());
}

// Reduced to fit, every second row and column would be missing.
TEST_F(InputPanel, APictureBeyondTheDevicesLimitShowsItsRealPixelsWhenEnlarged) {
  const int side = gl::max_texture_side() + 2;
  Image image{1500, side, {}};
  image.rgb.resize(static_cast<std::size_t>(1500) * static_cast<std::size_t>(side) * 3);
  for (std::size_t i = 0; i < image.rgb.size(); i += 3) {
    const std::size_t column = i / 3 % static_cast<std::size_t>(side);
    image.rgb[i] = column % 2 == 0 ? 255 : 0;
    image.rgb[i + 1] = 64;
  }
  show(std::move(image));
  const ImRect frame = picture();
  wheel(frame.GetCenter(), 60);
  bench_.run(&move_away);
  const Image shown = bench_.picture();
  std::array<int, 2> of{};
  const int y = static_cast<int>(frame.GetCenter().y);
  for (int x = static_cast<int>(frame.Min.x) + 3; x < static_cast<int>(frame.Max.x) - 3; ++x) {
    const auto pixel = shown.pixel(y, x);
    ++of[pixel[0] > 40 ? 1 : 0];  // shaded outside the crop
  }
  EXPECT_GT(of[0], 60);
  EXPECT_GT(of[1], 60);
}

TEST_F(InputPanel, ItsFolderIsLeafedThroughByButtonsAndKeys) {
  const auto name = [&](std::size_t source) {
    return lab().document().sources[source].picture->name;
  };
  lab().view().source = 1;
  bench_.run([](ImGuiTestContext* context) {
    context->Yield(2);
    context->ItemClick("//###Input/$$1/###previous in folder");
  });
  EXPECT_EQ(name(1), "china.jpg");
  EXPECT_EQ(lab().view().source, 1u);
  bench_.run([](ImGuiTestContext* context) { context->KeyPress(ImGuiKey_Period); });
  EXPECT_EQ(name(1), "flower.jpg");
  bench_.run([](ImGuiTestContext* context) {
    context->ItemClick("//###Filter/brush tab/###brush tab");
    context->KeyPress(ImGuiKey_Comma);
  });
  EXPECT_EQ(name(1), "flower.jpg") << "a letter replaces no picture away from the pictures";
  bench_.run([&](ImGuiTestContext* context) {
    context->MouseMove("//###Input/$$1/picture");
    context->KeyPress(ImGuiKey_Comma);
    lab().view().source = 0;
    context->Yield(2);
    context->ItemClick("//###Input/$$0/###next in folder");
  });
  EXPECT_EQ(name(0) + " " + name(1), "flower.jpg china.jpg");
}

TEST_F(InputPanel, APictureFromNoFileHasNoFolderToLeafThrough) {
  show({1, 1, {1, 2, 3}});
  bench_.run([](ImGuiTestContext* context) {
    const auto button = context->ItemInfo("//###Input/$$0/###next in folder");
    EXPECT_NE(button.ItemFlags & ImGuiItemFlags_Disabled, 0);
    context->MouseMove("//###Input/$$0/picture");
    context->KeyPress(ImGuiKey_Period);
  });
  EXPECT_EQ(lab().error().english(),
            "the chosen picture is from no folder that could be leafed through");
}

TEST_F(InputPanel, WhatThePicturesAreIsToldAndTheNotebooksLinesAreCopied) {
  const lab::Document before = lab().document();
  std::string copied;
  bench_.run([&](ImGuiTestContext* context) {
    context->ItemClick("//###Input/###about pictures");
    context->SetRef("//$FOCUSED");
    context->ItemClick("copy sample code/###copy sample code");
    copied = ImGui::GetClipboardText();
    context->KeyPress(ImGuiKey_Escape);
    context->Yield(2);
    EXPECT_FALSE(context->ItemExists("copy sample code/###copy sample code"));
  });
  EXPECT_EQ(copied,
            "from sklearn.datasets import load_sample_images\n"
            "sample_images = load_sample_images()\n"
            "sample_images.keys()\n"
            "sample_images.images[0].shape\n"
            "sample_images.images[1].shape\n"
            "print(sample_images.DESCR)\n");
  EXPECT_EQ(lab().document(), before);
}

}  // namespace
}  // namespace convlens
