// When frames are drawn: all that move something, and none else.
#include "app/gui/frame_loop.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "app/open/open_files.h"
#include "lab/shown/sweep.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

using app::FramePace;
using testing::BenchDriver;

TEST(FramePace, AfterAnEventSomeFramesComeAtOnceAndThenNone) {
  FramePace pace;
  pace.something_happened();
  for (int i = 0; i < FramePace::kFramesAfterEvent; ++i) {
    EXPECT_EQ(pace.due_in_s(1.0), 0.0);
    pace.drawn(1.0, std::nullopt);
  }
  EXPECT_TRUE(std::isinf(pace.due_in_s(1.0)));
  pace.something_happened();
  EXPECT_EQ(pace.due_in_s(100.0), 0.0);
}

TEST(FramePace, ARequestCountsFromTheBeginningOfItsFrame) {
  FramePace pace;
  for (int i = 0; i < FramePace::kFramesAfterEvent; ++i) pace.drawn(0.0, 0.5);
  EXPECT_EQ(pace.due_in_s(0.125), 0.375);
  EXPECT_EQ(pace.due_in_s(2.0), 0.0);
  pace.drawn(2.0, 0.25);
  EXPECT_EQ(pace.due_in_s(2.0), 0.25);
  pace.drawn(2.25, std::nullopt);
  EXPECT_TRUE(std::isinf(pace.due_in_s(1000.0)));
}

TEST(FrameRequests, TheSoonestCounts) {
  ui::FrameRequests requests;
  EXPECT_FALSE(requests.take().has_value());
  for (const double in_s : {2.0, 0.5, 1.0}) requests.request_frame(in_s);
  EXPECT_EQ(requests.take(), 0.5);
  EXPECT_FALSE(requests.take().has_value());
}

// Time passes only while the loop waits.
class FakeClock final : public app::FrameClock {
 public:
  double now_s() const override { return now_s_; }
  bool wait(double seconds) override {
    if (!happened_) now_s_ += seconds;
    return std::exchange(happened_, false);
  }
  void something_happens() { happened_ = true; }

 private:
  double now_s_ = 1.0;
  bool happened_ = false;
};

// Draws into whatever is bound.
class CountingSink final : public app::FrameSink {
 public:
  ui::FrameInfo info() override { return {1.0f, 1.0f, false, 0.0, "CPU"}; }
  void feed() override { ImGui::GetIO().DisplaySize = ImVec2(1600, 900); }
  void bind() override {}
  void finished() override { ++frames; }

  int frames = 0;
};

app::HeadlessFrames bench_frames() {
  auto document = app::open_document({});
  EXPECT_TRUE(document.has_value());
  auto frames = app::HeadlessFrames::create(*std::move(document), 1600, 900, 1.0f);
  EXPECT_TRUE(frames.has_value());
  return *std::move(frames);
}

// Where some widgets of the bench stand.
struct Places {
  ImVec2 stage;
  ImVec2 balance;
  ImVec2 help;
};

Places bench_places() {
  Places places;
  BenchDriver bench;
  bench.lab().view().show_hint = false;
  bench.run([&places](ImGuiTestContext* context) {
    context->Yield(2);
    places.stage = context->ItemInfo("//###Filter/stage").RectFull.GetCenter();
    places.balance = context->ItemInfo("//###Filter/balance/###balance").RectFull.GetCenter();
    places.help = context->ItemInfo("//##top/find/###find").RectFull.GetCenter();
  });
  return places;
}

bool tooltip_is_shown() {
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  return std::any_of(context.Windows.begin(), context.Windows.end(), [](const ImGuiWindow* w) {
    return (w->Flags & ImGuiWindowFlags_Tooltip) != 0 && w->Active && !w->Hidden;
  });
}

class FrameLoopTest : public ::testing::Test {
 protected:
  // Before there is another window: each has an OpenGL context of its own.
  static void SetUpTestSuite() { places_ = bench_places(); }

  FrameLoopTest() : headless_(bench_frames()) {
    for (int i = 0; i < 6; ++i) headless_.frame();
    move_to(ImVec2(1200, 886));  // where nothing reacts to the pointer
    frames_in(1.0);
  }

  lab::Lab& lab() { return headless_.gui().lab(); }
  // The frames that are drawn in so many seconds.
  int frames_in(double seconds) {
    const int before = sink_.frames;
    const double end = clock_.now_s() + seconds;
    while (clock_.now_s() < end) {
      if (loop_.wait(end - clock_.now_s())) loop_.frame();
    }
    return sink_.frames - before;
  }
  void move_to(ImVec2 place) {
    ImGui::GetIO().AddMousePosEvent(place.x, place.y);
    clock_.something_happens();
  }
  void close_hint() {
    lab().view().show_hint = false;
    clock_.something_happens();
    frames_in(1.0);
  }
  void click(ImVec2 place) {
    move_to(place);
    frames_in(0.05);
    for (const bool down : {true, false}) {
      ImGui::GetIO().AddMouseButtonEvent(0, down);
      clock_.something_happens();
      frames_in(0.01);
    }
  }

  static inline Places places_;
  app::HeadlessFrames headless_;
  FakeClock clock_;
  CountingSink sink_;
  app::FrameLoop loop_{headless_.gui(), clock_, sink_};
};

TEST_F(FrameLoopTest, AnUntouchedWindowIsNotDrawn) {
  close_hint();
  for (int tab = 0; tab < 4; ++tab) {
    lab().view().input_tab = static_cast<lab::InputTab>(tab % 3);
    lab().view().maps_tab = static_cast<lab::MapsTab>(tab);
    lab().view().sum_depth = static_cast<lab::SumDepth>(tab % 3);
    clock_.something_happens();
    EXPECT_GT(frames_in(1.0), 0);
    EXPECT_EQ(frames_in(60.0), 0) << tab;
  }
}

TEST_F(FrameLoopTest, NeitherIsAnUntouchedNetwork) {
  headless_.gui().networks().begin();
  lab().view().workspace = lab::Workspace::kNetwork;
  clock_.something_happens();
  frames_in(1.0);
  lab().test_meter().wait();
  clock_.something_happens();
  frames_in(1.0);
  ASSERT_TRUE(lab().has_network());
  EXPECT_EQ(frames_in(60.0), 0);
}

TEST_F(FrameLoopTest, TheHintBreathesInFewFrames) {
  ASSERT_TRUE(lab().view().show_hint);
  const int frames = frames_in(80.0);
  EXPECT_GE(frames, 10 * 12) << "a breath is no blinking";
  EXPECT_LE(frames, 80 * 5 / 2);
}

TEST_F(FrameLoopTest, AnUntouchedWindowPlaysAtSixtyFramesASecond) {
  close_hint();
  lab::toggle_sweep(lab());
  clock_.something_happens();
  const int frames = frames_in(10.0);
  EXPECT_NEAR(frames, 600, 6);
  ASSERT_TRUE(lab().view().pinned.has_value());
  EXPECT_GT(lab().view().pinned->row, 35 + 5);
  lab::toggle_sweep(lab());
  clock_.something_happens();
  frames_in(1.0);
  EXPECT_EQ(frames_in(60.0), 0);
}

TEST_F(FrameLoopTest, RangesGlideToTheirEnd) {
  close_hint();
  frames_in(60.0);
  lab().view().ranges.shared = true;
  clock_.something_happens();
  while (!loop_.wait(1.0)) {
  }
  loop_.frame();
  EXPECT_LT(lab().view().range_glide.done, 0.5f) << "the rest before is not the glide's";
  EXPECT_GE(frames_in(0.2), 5);
  EXPECT_EQ(lab().view().range_glide.done, 1.0f);
  EXPECT_EQ(frames_in(60.0), 0);
}

TEST_F(FrameLoopTest, WeightsGlideToTheirEnd) {
  close_hint();
  click(places_.balance);
  ASSERT_TRUE(lab().previewing());
  EXPECT_GE(frames_in(0.3), 17);
  EXPECT_TRUE(lab().previewing());
  frames_in(0.3);
  EXPECT_FALSE(lab().previewing());
  EXPECT_EQ(lab().history().position(), 1u);
}

TEST_F(FrameLoopTest, AWheelTurnIsCommittedWhenItsTimeIsOver) {
  close_hint();
  move_to(places_.stage);
  frames_in(1.0);
  ImGui::GetIO().AddMouseWheelEvent(0.0f, 1.0f);
  clock_.something_happens();
  EXPECT_LE(frames_in(0.3), FramePace::kFramesAfterEvent);
  EXPECT_TRUE(lab().previewing());
  frames_in(0.2);
  EXPECT_FALSE(lab().previewing());
  EXPECT_EQ(lab().history().position(), 1u);
  EXPECT_EQ(frames_in(60.0), 0);
}

TEST_F(FrameLoopTest, ATooltipComesThoughThePointerRests) {
  close_hint();
  move_to(places_.help);
  frames_in(0.1);
  EXPECT_FALSE(tooltip_is_shown());
  frames_in(0.9);
  EXPECT_TRUE(tooltip_is_shown());
  EXPECT_EQ(frames_in(60.0), 0);
}

TEST_F(FrameLoopTest, TheTextCursorBlinks) {
  close_hint();
  move_to(places_.stage);
  frames_in(1.0);
  for (const bool down : {true, false}) {
    ImGui::GetIO().AddKeyEvent(ImGuiKey_F2, down);
    clock_.something_happens();
    frames_in(0.1);
  }
  ASSERT_TRUE(ImGui::GetIO().WantTextInput);
  EXPECT_NEAR(frames_in(12.0), 20, 2) << "twice in 1.2 seconds";
}

TEST_F(FrameLoopTest, AKeyThatIsHeldRepeats) {
  close_hint();
  const double before = lab().view().map_zoom.factor;
  ImGui::GetIO().AddKeyEvent(ImGuiKey_Equal, true);
  clock_.something_happens();
  EXPECT_GE(frames_in(1.0), 15);
  EXPECT_GT(lab().view().map_zoom.factor, before * 2);
  ImGui::GetIO().AddKeyEvent(ImGuiKey_Equal, false);
  clock_.something_happens();
  frames_in(1.0);
  EXPECT_EQ(frames_in(60.0), 0);
}

}  // namespace
}  // namespace convlens
