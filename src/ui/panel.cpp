#include "ui/panel.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "ui/metrics.h"

namespace convlens::ui {

void help(const PanelContext& context, Text id) {
  const char* text = tooltip(id, context.lab.view().language);
  if (text == nullptr || !ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) return;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.px(10), context.px(8)));
  if (ImGui::BeginTooltip()) {
    ImGui::PushTextWrapPos(context.px(320));
    ImGui::TextUnformatted(text);
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
  }
  ImGui::PopStyleVar();
}

bool labeled_button(const PanelContext& context, Text id, const char* key, bool active) {
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
  char label[96];
  std::snprintf(label, sizeof label, "%s###%s", context.text(id), key);
  const bool pressed = ImGui::Button(label);
  ImGui::PopID();
  if (active) ImGui::PopStyleColor(5);
  help(context, id);
  return pressed;
}

void caption(const PanelContext& context, const char* text) {
  ImGui::PushFont(nullptr, design::kSmallText);
  ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
  ImGui::TextUnformatted(text);
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

void draw_texture(ImDrawList* list, ImTextureID texture, ImVec2 min, ImVec2 max, ImVec2 uv_min,
                  ImVec2 uv_max) {
  const ImGuiPlatformIO& platform = ImGui::GetPlatformIO();
  const bool own_sampler = platform.DrawCallback_SetSamplerFromTex != nullptr;
  if (own_sampler) list->AddCallback(platform.DrawCallback_SetSamplerFromTex, nullptr);
  list->AddImage(texture, min, max, uv_min, uv_max);
  if (own_sampler) list->AddCallback(platform.DrawCallback_ResetRenderState, nullptr);
}

ImU32 composite_color(const lab::Filter& filter, int row, int column, float scale) {
  int level[3];
  for (int c = 0; c < 3; ++c) {
    const float weight = filter.at(row, column, filter.channels == 3 ? c : 0);
    const float value = std::clamp(0.5f + 0.5f * weight / scale, 0.0f, 1.0f);
    level[c] = static_cast<int>(std::lround(value * 255.0f));
  }
  return IM_COL32(level[0], level[1], level[2], 255);
}

void draw_filter(ImDrawList* list, const lab::Filter& filter, ImVec2 min, float side, float scale) {
  const auto rows = static_cast<float>(filter.height);
  const auto columns = static_cast<float>(filter.width);
  const float cell = std::floor(side / std::max(rows, columns));
  const ImVec2 origin(min.x + std::floor((side - cell * columns) / 2),
                      min.y + std::floor((side - cell * rows) / 2));
  for (int row = 0; row < filter.height; ++row) {
    for (int column = 0; column < filter.width; ++column) {
      const ImVec2 a(origin.x + cell * static_cast<float>(column),
                     origin.y + cell * static_cast<float>(row));
      list->AddRectFilled(a, ImVec2(a.x + cell, a.y + cell),
                          composite_color(filter, row, column, scale));
    }
  }
}

}  // namespace convlens::ui
