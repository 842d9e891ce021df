#pragma once

#include <gtest/gtest.h>
#include <imgui.h>
#include <imgui_te_context.h>
#include <imgui_te_engine.h>

#include <functional>
#include <memory>
#include <string>

#include "app/gui/headless_frames.h"
#include "ui/shell/commands.h"

namespace convlens::testing {

// The lab off-screen at 1600x900 with the notebook's bench, and a hand on its mouse and keyboard.
// A gesture is a function that runs beside the frames and waits for each.
class BenchDriver {
 public:
  BenchDriver();
  ~BenchDriver();
  BenchDriver(const BenchDriver&) = delete;
  BenchDriver& operator=(const BenchDriver&) = delete;

  // Runs a gesture to its end; it fails the test if the Test Engine finds something wrong.
  void run(const std::function<void(ImGuiTestContext*)>& gesture);

  lab::Lab& lab() { return frames_->gui().lab(); }
  app::LabGui& gui() { return frames_->gui(); }
  // What a user would see, after one more frame.
  Image picture();
  void frame();
  // Between gestures; some frames later all has found its place.
  void resize(int width, int height, float scale);
  // Called after every frame, on the thread that owns the OpenGL context (gestures run on another).
  void after_each_frame(std::function<void(const app::HeadlessFrames&)> watch);

 private:
  struct EngineDelete {
    void operator()(ImGuiTestEngine* engine) const { ImGuiTestEngine_DestroyContext(engine); }
  };

  // The engine outlives Dear ImGui's context, which the frames own.
  std::unique_ptr<ImGuiTestEngine, EngineDelete> engine_;
  std::unique_ptr<app::HeadlessFrames> frames_;
  std::function<void(ImGuiTestContext*)> gesture_;
  std::function<void(const app::HeadlessFrames&)> watch_;
};

// Centre of a cell on the stage, in pixels of the window.
ImVec2 stage_cell(ImGuiTestContext* context, int row, int column, int cells = 7);

// Moves there, then presses, in two frames.
void press(ImGuiTestContext* context, ImVec2 position, ImGuiMouseButton button = 0);
// Drags from one position to another in one jump, and lets go.
void drag(ImGuiTestContext* context, ImVec2 from, ImVec2 to, ImGuiMouseButton button = 0);
// A control of a bar: in its line, or in the list at the line's end.
void click_in_bar(ImGuiTestContext* context, const std::string& window, const std::string& bar,
                  const std::string& item);
// A command's line in a menu.
std::string command_item(ui::Action action);
// Pixels of the bench's columns between two edges, as wide and high as it begins, that differ.
int changed_pixels(const Image& a, const Image& b, int left, int right);
// Where nothing reacts to the pointer.
void move_away(ImGuiTestContext* context);

}  // namespace convlens::testing
