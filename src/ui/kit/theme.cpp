#include "ui/kit/theme.h"

#include <algorithm>
#include <cmath>

#include "ui/kit/metrics.h"

namespace convlens::ui {
namespace {

constexpr ImU32 rgb(unsigned hex) {
  return IM_COL32((hex >> 16) & 0xff, (hex >> 8) & 0xff, hex & 0xff, 255);
}

constexpr Palette kLight{.background = rgb(0xE9ECF0),
                         .panel = rgb(0xFFFFFF),
                         .hover = rgb(0xE6E9EE),
                         .text = rgb(0x1B1F24),
                         .secondary = rgb(0x525C69),
                         .disabled = rgb(0x646D79),
                         .line = rgb(0xD3D8DF),
                         .accent = rgb(0x00796B),
                         .on_accent = rgb(0xFFFFFF),
                         .trained = rgb(0x6A3FC4),
                         .untrained = rgb(0x767F8B),
                         .error = rgb(0xB42318)};
constexpr Palette kDark{.background = rgb(0x111316),
                        .panel = rgb(0x1C1F24),
                        .hover = rgb(0x2C313A),
                        .text = rgb(0xE8EAED),
                        .secondary = rgb(0xA9B2BE),
                        .disabled = rgb(0x9099A5),
                        .line = rgb(0x3A4049),
                        .accent = rgb(0x3CC7B0),
                        .on_accent = rgb(0x10211E),
                        .trained = rgb(0xB79CFF),
                        .untrained = rgb(0x8A939F),
                        .error = rgb(0xFF8A80)};
// At which a text keeps the contrast of Palette::disabled.
constexpr float kDisabledAlpha = 0.66f;

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
  style.DisabledAlpha = kDisabledAlpha;
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

double contrast(ImU32 a, ImU32 b) {
  const auto luminance = [](ImU32 color) {
    const auto linear = [color](int shift) {
      const double c = static_cast<double>((color >> shift) & 0xffU) / 255.0;
      return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(IM_COL32_R_SHIFT) + 0.7152 * linear(IM_COL32_G_SHIFT) +
           0.0722 * linear(IM_COL32_B_SHIFT);
  };
  const double x = luminance(a);
  const double y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

ImU32 map_color(float value, ValueRange range, Colormap colormap) {
  const Rgb color = color_of(value, range, colormap);
  return IM_COL32(color[0], color[1], color[2], 255);
}

ImU32 signed_color(float weight, float scale, lab::Theme theme) {
  const float end = std::isfinite(2 * scale) ? 2 * scale : scale;
  return map_color(weight, {-end, end}, lab::signed_colormap(theme));
}

ImU32 readable_on(ImU32 background) {
  // Pure, or neither would have a contrast of 4.5 on the middle tones.
  const bool black = contrast(IM_COL32_BLACK, background) >= contrast(IM_COL32_WHITE, background);
  return black ? IM_COL32_BLACK : IM_COL32_WHITE;
}

void apply_style(lab::Theme theme, float scale) {
  ImGuiStyle style;
  set_lengths(style);
  set_colors(style, palette(theme));
  style.FontSizeBase = design::kBodyText;
  style.FontScaleMain = scale;
  style.ScaleAllSizes(scale);
  style.FrameBorderSize = std::max(1.0f, style.FrameBorderSize);  // 0.9 pixels are none
  style.PopupBorderSize = std::max(1.0f, style.PopupBorderSize);
  ImGui::GetStyle() = style;
}

}  // namespace convlens::ui
