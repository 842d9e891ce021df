#include "app/gui/headless_frames.h"

#include <utility>

namespace convlens::app {

Result<HeadlessFrames> HeadlessFrames::create(lab::Document document, int width, int height,
                                              float scale) {
  auto context = gl::HeadlessContext::create();
  if (!context) return fail(std::move(context.error()));
  auto target = gl::OffscreenTarget::create(height, width);
  if (!target) return fail(std::move(target.error()));
  auto gui = LabGui::create(std::move(document));
  if (!gui) return fail(std::move(gui.error()));
  return HeadlessFrames(std::move(*context), std::move(*target), std::move(*gui), scale);
}

HeadlessFrames::HeadlessFrames(gl::HeadlessContext context, gl::OffscreenTarget target,
                               std::unique_ptr<LabGui> gui, float scale)
    : context_(std::move(context)),
      target_(std::move(target)),
      gui_(std::move(gui)),
      scale_(scale) {
  ImGui::GetIO().DeltaTime = 1.0f / 60.0f;
  tell_size();
}

void HeadlessFrames::tell_size() {
  ImGui::GetIO().DisplaySize =
      ImVec2(static_cast<float>(target_.width()), static_cast<float>(target_.height()));
}

Status HeadlessFrames::resize(int width, int height, float scale) {
  auto target = gl::OffscreenTarget::create(height, width);
  if (!target) return fail(std::move(target.error()));
  target_ = std::move(*target);
  scale_ = scale;
  tell_size();
  return {};
}

void HeadlessFrames::frame() {
  gui_->begin(scale_);
  ui::FrameInfo info;
  info.scale = scale_;
  info.show_timings = false;
  info.engine = "CPU";
  gui_->build(info);
  target_.bind();
  gui_->render();
}

}  // namespace convlens::app
