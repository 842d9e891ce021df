#include "app/gui/frame_picture.h"

#include <glad/gl.h>
#include <imgui_impl_opengl3.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "gl/offscreen_target.h"

namespace convlens::app {

ImVec4 panel_part(const ImDrawData& frame, ImGuiID panel) {
  const ImRect all(frame.DisplayPos, ImVec2(frame.DisplayPos.x + frame.DisplaySize.x,
                                            frame.DisplayPos.y + frame.DisplaySize.y));
  const ImGuiWindow* window = panel == 0 ? nullptr : ImGui::FindWindowByID(panel);
  ImRect part = window == nullptr ? all : window->OuterRectClipped;
  // What stands in a panel below its bar gets the panel's own margins at its other sides.
  if (window != nullptr && window->RootWindow != window) {
    const ImRect whole = window->RootWindow->OuterRectClipped;
    part = ImRect(whole.Min.x, part.Min.y, whole.Max.x, whole.Max.y);
  }
  part.ClipWithFull(all);
  return {std::floor(part.Min.x), std::floor(part.Min.y), std::ceil(part.Max.x),
          std::ceil(part.Max.y)};
}

Result<Image> frame_picture(ImDrawData& frame, const ImVec4& part, ImU32 background) {
  const ImVec2 position = frame.DisplayPos;
  const ImVec2 size = frame.DisplaySize;
  const ImVec2 extent(std::max(1.0f, part.z - part.x), std::max(1.0f, part.w - part.y));
  TRY_ASSIGN(const auto target,
             gl::OffscreenTarget::create(
                 static_cast<int>(std::lround(extent.y * frame.FramebufferScale.y)),
                 static_cast<int>(std::lround(extent.x * frame.FramebufferScale.x))));
  const unsigned before = gl::bound_framebuffer();
  std::array<int, 4> viewport{};
  glGetIntegerv(GL_VIEWPORT, viewport.data());
  target.bind();
  const ImVec4 color = ImGui::ColorConvertU32ToFloat4(background);
  glClearColor(color.x, color.y, color.z, 1.0f);
  glClear(GL_COLOR_BUFFER_BIT);
  frame.DisplayPos = ImVec2(part.x, part.y);
  frame.DisplaySize = extent;
  ImGui_ImplOpenGL3_RenderDrawData(&frame);
  frame.DisplayPos = position;
  frame.DisplaySize = size;
  Image picture = target.read();
  glBindFramebuffer(GL_FRAMEBUFFER, before);
  glViewport(viewport[0], viewport[1], viewport[2], viewport[3]);
  return picture;
}

}  // namespace convlens::app
