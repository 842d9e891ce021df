#pragma once

#include <memory>

#include "app/gui/lab_gui.h"
#include "core/image.h"
#include "gl/headless_context.h"
#include "gl/offscreen_target.h"

namespace convlens::app {

// The lab drawn off-screen, frame by frame, with a clock that moves by 1/60 s each frame.
// Owns the OpenGL context. Used by screenshots and by the tests of the user interface.
class HeadlessFrames {
 public:
  static Result<HeadlessFrames> create(lab::Document document, int width, int height, float scale);

  // From the next frame on. An error leaves all as it was.
  Status resize(int width, int height, float scale);
  // One whole frame; input is whatever was fed to Dear ImGui's IO before.
  void frame();
  Image read() const { return target_.read(); }
  LabGui& gui() { return *gui_; }

 private:
  HeadlessFrames(gl::HeadlessContext context, gl::OffscreenTarget target,
                 std::unique_ptr<LabGui> gui, float scale);

  void tell_size();

  // In this order, so that the context goes last.
  gl::HeadlessContext context_;
  gl::OffscreenTarget target_;
  std::unique_ptr<LabGui> gui_;
  float scale_;
};

}  // namespace convlens::app
