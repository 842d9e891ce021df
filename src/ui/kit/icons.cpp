#include "ui/kit/icons.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cstdio>

#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

// A pen on the unit square, laid over a button.
class Pen {
 public:
  Pen(ImDrawList* list, const ImRect& button, ImU32 color)
      : list_(list), button_(button), color_(color), width_(std::max(1.0f, unit() * 0.08f)) {}

  void line(ImVec2 from, ImVec2 to) const { list_->AddLine(at(from), at(to), color_, width_); }
  void frame(ImVec2 min, ImVec2 max) const { list_->AddRect(at(min), at(max), color_, 0, width_); }
  void dot(ImVec2 center) const { list_->AddCircleFilled(at(center), unit() * 0.07f, color_); }
  void bar(ImVec2 min, ImVec2 max) const { list_->AddRectFilled(at(min), at(max), color_); }
  void triangle(ImVec2 a, ImVec2 b, ImVec2 c) const {
    list_->AddTriangleFilled(at(a), at(b), at(c), color_);
  }
  // From (0.25, 0.5) to (0.75, 0.5), turned: the way of `tip` from the middle.
  void arrow(ImVec2 tip) const {
    const ImVec2 side(tip.y, tip.x);
    const auto place = [&](float forth, float across) {
      return ImVec2(0.5f + forth * tip.x + across * side.x, 0.5f + forth * tip.y + across * side.y);
    };
    line(place(-0.28f, 0), place(0.2f, 0));
    line(place(0.28f, 0), place(0.04f, 0.2f));
    line(place(0.28f, 0), place(0.04f, -0.2f));
  }

 private:
  float unit() const { return std::min(button_.GetWidth(), button_.GetHeight()); }
  ImVec2 at(ImVec2 place) const {
    const ImVec2 center = button_.GetCenter();
    return {center.x + (place.x - 0.5f) * unit(), center.y + (place.y - 0.5f) * unit()};
  }

  ImDrawList* list_;
  ImRect button_;
  ImU32 color_;
  float width_;
};

void draw(const Pen& pen, Icon icon) {
  switch (icon) {
    case Icon::kAdd:
      pen.line({0.2f, 0.5f}, {0.8f, 0.5f});
      return pen.line({0.5f, 0.2f}, {0.5f, 0.8f});
    case Icon::kDuplicate:
      pen.frame({0.2f, 0.2f}, {0.64f, 0.64f});
      pen.line({0.8f, 0.36f}, {0.8f, 0.8f});
      return pen.line({0.8f, 0.8f}, {0.36f, 0.8f});
    case Icon::kDelete:
      pen.line({0.25f, 0.25f}, {0.75f, 0.75f});
      return pen.line({0.75f, 0.25f}, {0.25f, 0.75f});
    case Icon::kRename:
      pen.line({0.2f, 0.84f}, {0.8f, 0.84f});
      pen.line({0.28f, 0.66f}, {0.7f, 0.24f});
      return pen.triangle({0.2f, 0.74f}, {0.24f, 0.56f}, {0.38f, 0.7f});
    case Icon::kLeft:
      return pen.arrow({-1, 0});
    case Icon::kRight:
      return pen.arrow({1, 0});
    case Icon::kUp:
      return pen.arrow({0, -1});
    case Icon::kDown:
      return pen.arrow({0, 1});
    case Icon::kOpen:  // a folder
      pen.line({0.18f, 0.78f}, {0.18f, 0.26f});
      pen.line({0.18f, 0.26f}, {0.44f, 0.26f});
      pen.line({0.44f, 0.26f}, {0.52f, 0.38f});
      pen.line({0.52f, 0.38f}, {0.82f, 0.38f});
      pen.line({0.82f, 0.38f}, {0.82f, 0.78f});
      return pen.line({0.82f, 0.78f}, {0.18f, 0.78f});
    case Icon::kAbout:  // the letter i
      pen.line({0.5f, 0.2f}, {0.5f, 0.3f});
      pen.line({0.4f, 0.42f}, {0.52f, 0.42f});
      pen.line({0.5f, 0.42f}, {0.5f, 0.8f});
      return pen.line({0.38f, 0.8f}, {0.64f, 0.8f});
    case Icon::kMore:  // three dots
      for (const float x : {0.25f, 0.5f, 0.75f}) pen.dot({x, 0.5f});
      return;
    case Icon::kPlay:
      return pen.triangle({0.3f, 0.22f}, {0.3f, 0.78f}, {0.78f, 0.5f});
    case Icon::kPause:
      pen.bar({0.28f, 0.24f}, {0.42f, 0.76f});
      return pen.bar({0.58f, 0.24f}, {0.72f, 0.76f});
    case Icon::kStop:
      return pen.bar({0.27f, 0.27f}, {0.73f, 0.73f});
    case Icon::kMirrorX:
      pen.line({0.5f, 0.14f}, {0.5f, 0.86f});
      pen.triangle({0.4f, 0.26f}, {0.4f, 0.74f}, {0.12f, 0.74f});
      return pen.triangle({0.6f, 0.26f}, {0.6f, 0.74f}, {0.88f, 0.74f});
    case Icon::kMirrorY:
      pen.line({0.14f, 0.5f}, {0.86f, 0.5f});
      pen.triangle({0.26f, 0.4f}, {0.74f, 0.4f}, {0.74f, 0.12f});
      return pen.triangle({0.26f, 0.6f}, {0.74f, 0.6f}, {0.74f, 0.88f});
  }
}

}  // namespace

bool icon_button(const PanelContext& context, Icon icon, const Text& help_text, const char* key,
                 float side, bool active) {
  const Palette& colors = context.colors();
  if (active) {
    for (const ImGuiCol slot : {ImGuiCol_Button, ImGuiCol_ButtonHovered, ImGuiCol_ButtonActive}) {
      ImGui::PushStyleColor(slot, colors.accent);
    }
  }
  // Without a frame, as every action.
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0);
  char label[64];
  std::snprintf(label, sizeof label, "###%s", key);
  const bool pressed = ImGui::Button(label, ImVec2(context.px(side), context.px(side)));
  ImGui::PopStyleVar();
  if (active) ImGui::PopStyleColor(3);
  const ImU32 color = ImGui::GetColorU32(active ? colors.on_accent : colors.text);
  draw(Pen(ImGui::GetWindowDrawList(), {ImGui::GetItemRectMin(), ImGui::GetItemRectMax()}, color),
       icon);
  point_out(context, key);
  help(context, help_text);
  return pressed;
}

}  // namespace convlens::ui
