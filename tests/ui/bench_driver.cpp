#include "ui/bench_driver.h"

#include <algorithm>
#include <stdexcept>

#include "app/open/open_files.h"

namespace convlens::testing {
namespace {

constexpr int kWidth = 1600;
constexpr int kHeight = 900;

app::HeadlessFrames make_frames() {
  auto document = app::open_document({});
  if (!document) throw std::runtime_error(document.error().message);
  auto frames = app::HeadlessFrames::create(std::move(*document), kWidth, kHeight, 1.0f);
  if (!frames) throw std::runtime_error(frames.error().message);
  return std::move(*frames);
}

}  // namespace

BenchDriver::BenchDriver()
    : engine_(ImGuiTestEngine_CreateContext()),
      frames_(std::make_unique<app::HeadlessFrames>(make_frames())) {
  ImGuiTestEngineIO& io = ImGuiTestEngine_GetIO(engine_.get());
  io.ConfigRunSpeed = ImGuiTestRunSpeed_Fast;
  io.ConfigSavedSettings = false;
  io.ConfigCaptureEnabled = false;
  io.ConfigMouseDrawCursor = false;
  io.ConfigFixedDeltaTime = 1.0f / 60.0f;
  io.ConfigVerboseLevelOnError = ImGuiTestVerboseLevel_Info;
  io.ConfigLogToTTY = true;
  ImGuiTestEngine_Start(engine_.get(), ImGui::GetCurrentContext());
  // As in the notebook, where a test can say which colour a value has.
  lab().view().colormap = Colormap::kViridis;
  lab().view().ranges.percentiles = false;
  for (int i = 0; i < 6; ++i) frame();
}

BenchDriver::~BenchDriver() {
  ImGuiTestEngine_Stop(engine_.get());
  frames_.reset();
}

void BenchDriver::frame() {
  frames_->frame();
  ImGuiTestEngine_PostSwap(engine_.get());
  if (watch_) watch_(*frames_);
}

void BenchDriver::resize(int width, int height, float scale) {
  const Status resized = frames_->resize(width, height, scale);
  EXPECT_TRUE(resized.has_value());
  for (int i = 0; i < 4; ++i) frame();
}

void BenchDriver::after_each_frame(std::function<void(const app::HeadlessFrames&)> watch) {
  watch_ = std::move(watch);
}

Image BenchDriver::picture() {
  frame();
  return frames_->read();
}

void BenchDriver::run(const std::function<void(ImGuiTestContext*)>& gesture) {
  gesture_ = gesture;
  ImGuiTest* test = ImGuiTestEngine_RegisterTest(engine_.get(), "bench", "gesture");
  test->UserData = this;
  test->TestFunc = [](ImGuiTestContext* context) {
    static_cast<BenchDriver*>(context->Test->UserData)->gesture_(context);
  };
  ImGuiTestEngine_QueueTest(engine_.get(), test);
  do {
    frame();
  } while (!ImGuiTestEngine_IsTestQueueEmpty(engine_.get()));
  EXPECT_EQ(test->Output.Status, ImGuiTestStatus_Success);
  ImGuiTestEngine_UnregisterTest(engine_.get(), test);
}

ImVec2 stage_cell(ImGuiTestContext* context, int row, int column, int cells) {
  const ImRect stage = context->ItemInfo("//###Filter/stage").RectFull;
  const float cell = stage.GetWidth() / static_cast<float>(cells);
  return {stage.Min.x + (static_cast<float>(column) + 0.5f) * cell,
          stage.Min.y + (static_cast<float>(row) + 0.5f) * cell};
}

void press(ImGuiTestContext* context, ImVec2 position, ImGuiMouseButton button) {
  context->MouseTeleportToPos(position);
  context->MouseDown(button);
}

void drag(ImGuiTestContext* context, ImVec2 from, ImVec2 to, ImGuiMouseButton button) {
  press(context, from, button);
  context->MouseTeleportToPos(to);
  context->MouseUp(button);
}

void click_in_bar(ImGuiTestContext* context, const std::string& window, const std::string& bar,
                  const std::string& item) {
  const std::string in_line = window + "/" + item;
  if (context->ItemExists(in_line.c_str())) return context->ItemClick(in_line.c_str());
  context->ItemClick((window + "/" + bar + "/###more").c_str());
  context->Yield(2);
  const ImGuiWindow* list = context->GetWindowByRef("//$FOCUSED");
  context->ItemClick(("//$FOCUSED/" + item).c_str());
  context->Yield(2);
  // It stays for what is switched on and off; what it opened stays in any case.
  if (context->GetWindowByRef("//$FOCUSED") == list) context->KeyPress(ImGuiKey_Escape);
}

std::string command_item(ui::Action action) {
  return "###command " + std::to_string(static_cast<int>(action));
}

int changed_pixels(const Image& a, const Image& b, int left, int right) {
  int count = 0;
  for (int y = 70; y < 600; ++y) {
    for (int x = left; x < right; ++x) {
      const auto p = a.pixel(y, x);
      const auto q = b.pixel(y, x);
      if (!std::equal(p.begin(), p.end(), q.begin())) ++count;
    }
  }
  return count;
}

void move_away(ImGuiTestContext* context) {
  context->MouseTeleportToPos(ImVec2(800, ImGui::GetIO().DisplaySize.y - 8));
  context->Yield(2);
}

}  // namespace convlens::testing
