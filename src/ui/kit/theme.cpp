#include "ui/kit/theme.h"

#include <cmath>

#include "ui/kit/metrics.h"

namespace convlens::ui {
namespace {

constexpr ImU32 rgb(unsigned hex) {
  return IM_COL32((hex >> 16) & 0xff, (hex >> 8) & 0xff, hex & 0xff, 255);
}

constexpr Palette kLight{rgb(0xF3F4F6), rgb(0xFFFFFF), rgb(0x1B1F24), rgb(0x5A6472),
                         rgb(0xD9DDE3), rgb(0xE9ECF0), rgb(0x00796B), rgb(0xFFFFFF),
                         rgb(0x7048C6), rgb(0x767F8B), rgb(0xB42318)};
constexpr Palette kDark{rgb(0x15171A), rgb(0x1E2126), rgb(0xE8EAED), rgb(0xA3ACB8),
                        rgb(0x363B43), rgb(0x2A2E35), rgb(0x3CC7B0), rgb(0x10211E),
                        rgb(0xB79CFF), rgb(0x8A939F), rgb(0xFF8A80)};

ImVec4 vec(ImU32 color) { return ImGui::ColorConvertU32ToFloat4(color); }

ImVec4 with_alpha(ImU32 color, float alpha) {
  ImVec4 result = vec(color);
  result.w = alpha;
  return result;
}

void set_lengths(ImGuiStyle& style) {
  style.WindowPadding = ImVec2(design::kPanelPadding, design::kPanelPadding);
  style.FramePadding = ImVec2(8, 4);
  style.ItemSpacing = ImVec2(8, 8);
  style.ItemInnerSpacing = ImVec2(8, 4);
  style.WindowRounding = 0;
  style.ChildRounding = 4;
  style.FrameRounding = 4;
  style.PopupRounding = 6;
  style.GrabRounding = 4;
  style.TabRounding = 0;
  style.TabBarBorderSize = 0;
  style.TabBarOverlineSize = 0;
  style.WindowBorderSize = 0;
  style.PopupBorderSize = 1;
  style.FrameBorderSize = 1;
  style.ScrollbarSize = 12;
  style.DockingSeparatorSize = design::kGap;
  style.WindowMenuButtonPosition = ImGuiDir_None;
  style.DockingNodeHasCloseButton = false;
}

void set_colors(ImGuiStyle& style, const Palette& p) {
  const auto set = [&](ImGuiCol index, ImVec4 color) { style.Colors[index] = color; };
  set(ImGuiCol_Text, vec(p.text));
  set(ImGuiCol_TextDisabled, vec(p.secondary));
  set(ImGuiCol_WindowBg, vec(p.panel));
  set(ImGuiCol_ChildBg, ImVec4(0, 0, 0, 0));
  set(ImGuiCol_PopupBg, vec(p.panel));
  set(ImGuiCol_Border, vec(p.line));
  set(ImGuiCol_FrameBg, vec(p.panel));
  set(ImGuiCol_FrameBgHovered, vec(p.hover));
  set(ImGuiCol_FrameBgActive, vec(p.hover));
  set(ImGuiCol_TitleBg, vec(p.panel));
  set(ImGuiCol_TitleBgActive, vec(p.panel));
  set(ImGuiCol_Button, vec(p.panel));
  set(ImGuiCol_ButtonHovered, vec(p.hover));
  set(ImGuiCol_ButtonActive, vec(p.line));
  set(ImGuiCol_Header, vec(p.hover));
  set(ImGuiCol_HeaderHovered, vec(p.hover));
  set(ImGuiCol_HeaderActive, vec(p.line));
  set(ImGuiCol_CheckMark, vec(p.accent));
  set(ImGuiCol_SliderGrab, vec(p.accent));
  set(ImGuiCol_SliderGrabActive, vec(p.accent));
  set(ImGuiCol_ScrollbarBg, ImVec4(0, 0, 0, 0));
  set(ImGuiCol_ScrollbarGrab, vec(p.line));
  set(ImGuiCol_ScrollbarGrabHovered, vec(p.secondary));
  set(ImGuiCol_ScrollbarGrabActive, vec(p.secondary));
  set(ImGuiCol_Separator, vec(p.line));
  set(ImGuiCol_SeparatorHovered, vec(p.accent));
  set(ImGuiCol_SeparatorActive, vec(p.accent));
  for (const ImGuiCol tab : {ImGuiCol_TabSelected, ImGuiCol_TabDimmedSelected}) {
    set(tab, vec(p.panel));
  }
  // Panels behind another one in the same place.
  for (const ImGuiCol tab : {ImGuiCol_Tab, ImGuiCol_TabDimmed, ImGuiCol_TabHovered}) {
    set(tab, vec(p.hover));
  }
  set(ImGuiCol_TableHeaderBg, vec(p.panel));
  set(ImGuiCol_TableBorderStrong, vec(p.line));
  set(ImGuiCol_TableBorderLight, vec(p.line));
  set(ImGuiCol_PlotHistogram, vec(p.accent));
  set(ImGuiCol_DockingEmptyBg, vec(p.background));
  set(ImGuiCol_DockingPreview, with_alpha(p.accent, 0.35f));
  set(ImGuiCol_TextSelectedBg, with_alpha(p.accent, 0.30f));
  set(ImGuiCol_NavCursor, vec(p.accent));
  set(ImGuiCol_DragDropTarget, vec(p.accent));
}

}  // namespace

const Palette& palette(lab::Theme theme) { return theme == lab::Theme::kLight ? kLight : kDark; }

ImU32 signed_color(float weight, float scale, lab::Theme theme) {
  const float end = std::isfinite(2 * scale) ? 2 * scale : scale;
  const Rgb color = color_of(weight, {-end, end}, lab::signed_colormap(theme));
  return IM_COL32(color[0], color[1], color[2], 255);
}

ImU32 readable_on(ImU32 background) {
  const ImVec4 c = vec(background);
  // Rec. 709 luma is close enough to tell dark from light.
  const float luma = 0.2126f * c.x + 0.7152f * c.y + 0.0722f * c.z;
  return luma > 0.5f ? IM_COL32(20, 22, 26, 255) : IM_COL32(245, 246, 248, 255);
}

void apply_style(lab::Theme theme, float scale) {
  ImGuiStyle style;
  set_lengths(style);
  set_colors(style, palette(theme));
  style.FontSizeBase = design::kBodyText;
  style.FontScaleMain = scale;
  style.ScaleAllSizes(scale);
  ImGui::GetStyle() = style;
}

}  // namespace convlens::ui
