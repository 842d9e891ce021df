#include "ui/kit/controls.h"

#include <imgui_internal.h>

#include <cmath>
#include <cstdio>
#include <string>

#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr float kWayPadding = 8;
constexpr float kKnobWidth = 24;
constexpr float kKnobHeight = 14;
constexpr float kRounding = 5;

ImVec2 text_size(const PanelContext& context, ImFont* font, const Text& text) {
  return font->CalcTextSizeA(ImGui::GetFontSize(), FLT_MAX, 0.0f, context.text(text));
}

// The chosen way is written semibold; its place is the same before and after.
float way_width(const PanelContext& context, const Text& text) {
  return std::ceil(text_size(context, context.fonts.strong, text).x) + 2 * context.px(kWayPadding);
}

// An item of the given width and the line's height, found by `key` in every language.
struct Pressed {
  bool pressed = false;
  ImRect box;
};

Pressed item(const char* key, float width) {
  ImGui::PushID(key);
  const std::string name = std::string("###") + key;
  const bool pressed = ImGui::InvisibleButton(name.c_str(), ImVec2(width, ImGui::GetFrameHeight()),
                                              ImGuiButtonFlags_EnableNav);
  ImGui::PopID();
  return {pressed, {ImGui::GetItemRectMin(), ImGui::GetItemRectMax()}};
}

bool is_disabled() { return (ImGui::GetItemFlags() & ImGuiItemFlags_Disabled) != 0; }

// In the middle of a box's height, and of its width where it is centred.
void write(const PanelContext& context, ImFont* font, const Text& text, const ImRect& box,
           float left, ImU32 color) {
  const float size = ImGui::GetFontSize();
  ImGui::GetWindowDrawList()->AddText(
      font, size, ImVec2(std::floor(left), std::floor(box.GetCenter().y - size / 2)),
      is_disabled() ? context.colors().disabled : color, context.text(text));
}

void draw_way(const PanelContext& context, const Way& way, const ImRect& box, bool chosen) {
  const Palette& colors = context.colors();
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (chosen) {
    const float inset = context.px(2);
    const ImVec2 a(box.Min.x + inset, box.Min.y + inset);
    const ImVec2 b(box.Max.x - inset, box.Max.y - inset);
    const float rounding = context.px(kRounding - 1);
    list->AddRectFilled(a, b, colors.panel, rounding);
    list->AddRect(a, b, colors.untrained, rounding, context.px(1));
  }
  ImFont* font = chosen ? context.fonts.strong : context.fonts.text;
  const float left = box.GetCenter().x - text_size(context, font, way.label.text).x / 2;
  const bool strong = chosen || ImGui::IsItemHovered();
  write(context, font, way.label.text, box, left, strong ? colors.text : colors.secondary);
}

void draw_knob(const PanelContext& context, const ImRect& box, bool on) {
  const Palette& colors = context.colors();
  const float height = context.px(kKnobHeight);
  const ImVec2 max(box.Max.x - context.px(6), std::floor(box.GetCenter().y + height / 2));
  const ImVec2 min(max.x - context.px(kKnobWidth), max.y - height);
  const float radius = height / 2;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 frame = colors.untrained;
  if (on) {
    list->AddRectFilled(min, max, is_disabled() ? colors.untrained : colors.accent, radius);
  } else {
    list->AddRect(min, max, frame, radius, context.px(1.5f));
  }
  const ImVec2 middle(on ? max.x - radius : min.x + radius, min.y + radius);
  list->AddCircleFilled(middle, radius - context.px(3), on ? colors.on_accent : frame);
}

}  // namespace

float choice_width(const PanelContext& context, std::span<const Way> ways) {
  float width = 0;
  for (const Way& way : ways) width += way_width(context, way.label.text);
  return width;
}

std::optional<std::size_t> choice(const PanelContext& context, std::span<const Way> ways,
                                  std::size_t chosen) {
  std::optional<std::size_t> pressed;
  const ImVec2 min = ImGui::GetCursorScreenPos();
  ImGui::GetWindowDrawList()->AddRectFilled(
      min, ImVec2(min.x + choice_width(context, ways), min.y + ImGui::GetFrameHeight()),
      context.colors().hover, context.px(kRounding));
  for (std::size_t i = 0; i < ways.size(); ++i) {
    if (i > 0) ImGui::SameLine(0, 0);
    const bool closed = ways[i].why_not.english != nullptr;
    ImGui::BeginDisabled(closed);
    const Pressed way = item(ways[i].key, way_width(context, ways[i].label.text));
    if (way.pressed) pressed = i;
    draw_way(context, ways[i], way.box, i == chosen);
    ImGui::EndDisabled();
    point_out(context, ways[i].key);
    help(context, closed ? ways[i].why_not : ways[i].label.help);
  }
  return pressed;
}

float switch_width(const PanelContext& context, const Text& text) {
  return std::ceil(text_size(context, context.fonts.text, text).x) + context.px(6 + 6 + 6) +
         context.px(kKnobWidth);
}

bool switch_control(const PanelContext& context, const Label& label, const char* key, bool on) {
  const Pressed done = item(key, switch_width(context, label.text));
  if (ImGui::IsItemHovered()) {
    ImGui::GetWindowDrawList()->AddRectFilled(done.box.Min, done.box.Max, context.colors().hover,
                                              context.px(kRounding));
  }
  write(context, context.fonts.text, label.text, done.box, done.box.Min.x + context.px(6),
        context.colors().text);
  draw_knob(context, done.box, on);
  point_out(context, key);
  help(context, label.help);
  return done.pressed;
}

float action_width(const PanelContext& context, const Text& text) {
  return std::ceil(text_size(context, context.fonts.text, text).x) + 2 * context.px(8);
}

bool action(const PanelContext& context, const Label& label, const char* key) {
  const Pressed done = item(key, action_width(context, label.text));
  const Palette& colors = context.colors();
  if (ImGui::IsItemHovered()) {
    ImGui::GetWindowDrawList()->AddRectFilled(done.box.Min, done.box.Max,
                                              ImGui::IsItemActive() ? colors.line : colors.hover,
                                              context.px(kRounding));
  }
  write(context, context.fonts.text, label.text, done.box, done.box.Min.x + context.px(8),
        colors.text);
  point_out(context, key);
  help(context, label.help);
  return done.pressed;
}

}  // namespace convlens::ui
