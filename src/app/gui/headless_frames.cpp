#include "app/gui/headless_frames.h"

#include <utility>

namespace convlens::app {

Result<HeadlessFrames> HeadlessFrames::create(Start start, int width, int height, float scale,
                                              int rate) {
  TRY_ASSIGN(auto context, gl::HeadlessContext::create());
  TRY_ASSIGN(auto target, gl::OffscreenTarget::create(height, width));
  TRY_ASSIGN(auto gui, LabGui::create(std::move(start)));
  return HeadlessFrames(std::move(context), std::make_unique<Picture>(std::move(target), scale),
                        std::move(gui), rate);
}

HeadlessFrames::HeadlessFrames(gl::HeadlessContext context, std::unique_ptr<Picture> picture,
                               std::unique_ptr<LabGui> gui, int rate)
    : context_(std::move(context)),
      picture_(std::move(picture)),
      gui_(std::move(gui)),
      clock_(std::make_unique<FixedSteps>(rate)),
      loop_(*gui_, *clock_, *picture_) {}

ui::FrameInfo HeadlessFrames::Picture::info() {
  ui::FrameInfo info;
  info.display_scale = scale;
  info.show_timings = false;
  info.engine = "CPU";
  return info;
}

void HeadlessFrames::Picture::feed() {
  ImGui::GetIO().DisplaySize =
      ImVec2(static_cast<float>(target.width()), static_cast<float>(target.height()));
}

Status HeadlessFrames::resize(int width, int height, float scale) {
  TRY_ASSIGN(auto target, gl::OffscreenTarget::create(height, width));
  picture_->target = std::move(target);
  picture_->scale = scale;
  return {};
}

void HeadlessFrames::frame() {
  loop_.wait(0.0);
  loop_.frame();
}

}  // namespace convlens::app
