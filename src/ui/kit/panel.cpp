#include "ui/kit/panel.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "ui/kit/metrics.h"

namespace convlens::ui {

void help(const PanelContext& context, const Text& text) {
  if (text.english == nullptr || !ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) return;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.px(10), context.px(8)));
  if (ImGui::BeginTooltip()) {
    ImGui::PushTextWrapPos(context.px(320));
    ImGui::TextUnformatted(context.text(text));
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
  }
  ImGui::PopStyleVar();
}

bool labeled_button(const PanelContext& context, const Label& label, const char* key, bool active) {
  const Palette& colors = context.colors();
  if (active) {
    for (const ImGuiCol slot :
         {ImGuiCol_Button, ImGuiCol_ButtonHovered, ImGuiCol_ButtonActive, ImGuiCol_Border}) {
      ImGui::PushStyleColor(slot, colors.accent);
    }
    ImGui::PushStyleColor(ImGuiCol_Text, colors.on_accent);
  }
  ImGui::PushID(key);
  // The label after ### is the widget's identity in every language.
  char name[192];
  std::snprintf(name, sizeof name, "%s###%s", context.text(label.text), key);
  const bool pressed = ImGui::Button(name);
  ImGui::PopID();
  if (active) ImGui::PopStyleColor(5);
  help(context, label.help);
  return pressed;
}

float button_width(const PanelContext& context, const Text& text) {
  return ImGui::CalcTextSize(context.text(text)).x + 2 * ImGui::GetStyle().FramePadding.x;
}

void close_on_escape() {
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) ImGui::CloseCurrentPopup();
}

float column_width(const PanelContext& context) {
  return ImGui::GetWindowWidth() - 2 * context.px(design::kPanelPadding);
}

void row_heading(const PanelContext& context, const Text& text) {
  ImGui::Dummy(ImVec2(0, 0));
  ImGui::PushFont(context.fonts.strong, design::kBodyText);
  ImGui::TextUnformatted(context.text(text));
  ImGui::PopFont();
}

void same_line_if_it_fits(const PanelContext& context, float width) {
  const float gap = context.px(8);
  const float used = ImGui::GetItemRectMax().x - ImGui::GetWindowPos().x + gap;
  const float room = ImGui::GetWindowWidth() - context.px(design::kPanelPadding) - used;
  if (room >= width) ImGui::SameLine(0, gap);
}

void same_line_behind(const PanelContext& context, float design_px) {
  const float end = ImGui::GetItemRectMax().x - ImGui::GetWindowPos().x;
  ImGui::SameLine(std::max(context.px(design_px), end + context.px(4)));
}

void row_label(const PanelContext& context, const Text& text) {
  ImGui::AlignTextToFramePadding();
  ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
  ImGui::TextUnformatted(context.text(text));
  ImGui::PopStyleColor();
  same_line_behind(context, 92);
}

void caption(const PanelContext& context, const char* text) {
  ImGui::PushFont(nullptr, design::kSmallText);
  ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
  ImGui::TextUnformatted(text);
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

OwnFiltering::OwnFiltering(ImDrawList* list) : list_(nullptr) {
  const ImGuiPlatformIO& platform = ImGui::GetPlatformIO();
  if (platform.DrawCallback_SetSamplerFromTex == nullptr) return;
  list_ = list;
  list_->AddCallback(platform.DrawCallback_SetSamplerFromTex, nullptr);
}

OwnFiltering::~OwnFiltering() {
  if (list_ == nullptr) return;
  list_->AddCallback(ImGui::GetPlatformIO().DrawCallback_ResetRenderState, nullptr);
}

void draw_texture(ImDrawList* list, ImTextureID texture, ImVec2 min, ImVec2 max, ImVec2 uv_min,
                  ImVec2 uv_max, ImU32 tint) {
  const OwnFiltering filtering(list);
  list->AddImage(texture, min, max, uv_min, uv_max, tint);
}

ImU32 filter_cell_color(const lab::Filter& filter, int row, int column, float scale) {
  const Rgb color = lab::composite_color(filter, row, column, scale);
  return IM_COL32(color[0], color[1], color[2], 255);
}

ImRect draw_cells(ImDrawList* list, const lab::Filter& filter, ImVec2 min, float side,
                  const std::function<ImU32(int row, int column)>& color) {
  // Edges are rounded one by one, so that the cells fill the square without seams.
  const auto longest = static_cast<float>(std::max(filter.height, filter.width));
  const auto edge = [&](int cells) {
    return std::floor(side * static_cast<float>(cells) / longest + 0.5f);
  };
  const ImVec2 origin(std::floor(min.x + (side - edge(filter.width)) / 2),
                      std::floor(min.y + (side - edge(filter.height)) / 2));
  for (int row = 0; row < filter.height; ++row) {
    for (int column = 0; column < filter.width; ++column) {
      list->AddRectFilled(ImVec2(origin.x + edge(column), origin.y + edge(row)),
                          ImVec2(origin.x + edge(column + 1), origin.y + edge(row + 1)),
                          color(row, column));
    }
  }
  return {origin, ImVec2(origin.x + edge(filter.width), origin.y + edge(filter.height))};
}

ImRect draw_filter(ImDrawList* list, const lab::Filter& filter, ImVec2 min, float side) {
  const float scale = lab::weight_scale(filter, 1e-6f);
  return draw_cells(list, filter, min, side, [&](int row, int column) {
    return filter_cell_color(filter, row, column, scale);
  });
}

void draw_fitted_text(ImDrawList* list, ImFont* font, float size_px, ImVec2 min, float right,
                      ImU32 color, const char* text) {
  if (right <= min.x) return;
  ImGui::PushFont(font, size_px / ImGui::GetStyle().FontScaleMain);
  ImGui::PushStyleColor(ImGuiCol_Text, color);
  ImGui::RenderTextEllipsis(list, min, ImVec2(right, min.y + size_px * 2), right, text, nullptr,
                            nullptr);
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

}  // namespace convlens::ui
