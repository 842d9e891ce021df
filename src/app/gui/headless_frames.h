#pragma once

#include <memory>

#include "app/gui/frame_loop.h"
#include "app/gui/lab_gui.h"
#include "core/image.h"
#include "gl/headless_context.h"
#include "gl/offscreen_target.h"

namespace convlens::app {

// The lab drawn off-screen, frame by frame, with a clock that moves by one `rate`th of a second
// each. Owns the OpenGL context. Used by screenshots and by the tests of the user interface.
class HeadlessFrames {
 public:
  static Result<HeadlessFrames> create(Start start, int width, int height, float scale,
                                       int rate = 60);

  // From the next frame on. An error leaves all as it was.
  Status resize(int width, int height, float scale);
  // One whole frame; input is whatever was fed to Dear ImGui's IO before.
  void frame();
  Image read() const { return picture_->target.read(); }
  LabGui& gui() { return *gui_; }

 private:
  struct Picture final : FrameSink {
    Picture(gl::OffscreenTarget into, float display_scale)
        : target(std::move(into)), scale(display_scale) {}
    ui::FrameInfo info() override;
    void feed() override;
    void bind() override { target.bind(); }
    void finished() override {}

    gl::OffscreenTarget target;
    float scale;
  };

  HeadlessFrames(gl::HeadlessContext context, std::unique_ptr<Picture> picture,
                 std::unique_ptr<LabGui> gui, int rate);

  // In this order, so that the context goes last.
  gl::HeadlessContext context_;
  std::unique_ptr<Picture> picture_;
  std::unique_ptr<LabGui> gui_;
  std::unique_ptr<FixedSteps> clock_;
  FrameLoop loop_;
};

}  // namespace convlens::app
