#include "ui/network/layer_table.h"

#include <imgui_internal.h>

#include <array>
#include <cstdio>
#include <string>

#include "lab/shown/large_map.h"
#include "ui/kit/metrics.h"

namespace convlens::ui {
namespace {

constexpr Text kIsInput = tr("What the network sees: it stands at the left");
constexpr Text kHandsOn =
    tr("It hands its values on as they are, so it has no maps of its own: Dropout, for one, leaves "
       "some out while a network is trained, and none afterwards");

// "kernel (3, 3, 1, 32)  bias (32,)"
std::string weight_shapes(const nn::Layer& layer) {
  std::string text;
  for (const nn::Weight& weight : layer.weights()) {
    text += (text.empty() ? "" : "  ") + weight.name + " " + to_string(weight.value->shape());
  }
  return text;
}

// Scrolls to a row that was not the chosen one before.
void reveal_row(int layer) {
  int* before = ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("chosen row"), -1);
  if (*before == layer) return;
  *before = layer;
  ImGui::SetScrollHereY(0.5f);
}

void row(const PanelContext& context, const nn::ModelLayer& layer) {
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  char label[32];
  const auto number = layer.number();
  if (number) {
    std::snprintf(label, sizeof label, "%d", *number);
  } else {
    std::snprintf(label, sizeof label, "##row %d", layer.index());
  }
  // What only hands its values on has no maps of its own.
  const bool has_maps = !layer->keeps_values() && !layer.inputs().empty();
  const auto node = static_cast<std::size_t>(layer.node());
  const bool chosen = lab::large_map(context.lab).node == node;
  ImGui::BeginDisabled(!has_maps);
  if (ImGui::Selectable(label, chosen, ImGuiSelectableFlags_SpanAllColumns)) {
    lab::pick_map(context.lab, node, 0);
  }
  ImGui::EndDisabled();
  if (!has_maps && ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) {
    ImGui::SetTooltip("%s", context.text(layer.inputs().empty() ? kIsInput : kHandsOn));
  }
  if (chosen) reveal_row(layer.index());
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(layer.name().c_str());
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(std::string(layer->type()).c_str());
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(nn::to_string(layer.output().shape()).c_str());
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(weight_shapes(*layer.handle()).c_str());
  ImGui::TableNextColumn();
  std::snprintf(label, sizeof label, "%zu",
                context.lab.run().model().parameter_count(layer.index()));
  ImGui::TextUnformatted(label);
}

}  // namespace

void layer_table(const PanelContext& context) {
  if (!context.lab.has_network()) return;
  constexpr std::array kHeads{Text{"#"},    tr("name"),    tr("type"),
                              tr("output"), tr("weights"), tr("count")};
  const ImGuiTableFlags flags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_ScrollX |
                                ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_BordersInnerH;
  // Its columns are measured in the first frame, in which no text would have its room: all but
  // invisible, for what is wholly so is not measured.
  const bool measures = ImGui::TableFindByID(ImGui::GetID("layers")) == nullptr;
  if (measures) context.frames.request_frame();
  ImGui::PushStyleVar(ImGuiStyleVar_Alpha, measures ? 0.001f : 1.0f);
  ImGui::PushFont(nullptr, design::kSmallText);
  if (ImGui::BeginTable("layers", static_cast<int>(kHeads.size()), flags)) {
    ImGui::TableSetupScrollFreeze(0, 1);
    for (const Text& head : kHeads) ImGui::TableSetupColumn(context.text(head));
    ImGui::TableHeadersRow();
    for (const nn::ModelLayer& layer : context.lab.run().model().layers()) row(context, layer);
    ImGui::EndTable();
  }
  ImGui::PopFont();
  ImGui::PopStyleVar();
}

}  // namespace convlens::ui
