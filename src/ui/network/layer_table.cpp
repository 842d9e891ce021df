#include "ui/network/layer_table.h"

#include <array>
#include <cstdio>
#include <string>

#include "ui/kit/metrics.h"

namespace convlens::ui {
namespace {

// "kernel (3, 3, 1, 32)  bias (32,)"
std::string weight_shapes(const nn::Layer& layer) {
  std::string text;
  for (const nn::Weight& weight : layer.weights()) {
    text += (text.empty() ? "" : "  ") + weight.name + " " + to_string(weight.value->shape());
  }
  return text;
}

void row(const PanelContext& context, const nn::ModelLayer& layer) {
  lab::View& view = context.lab.view();
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  char label[32];
  const auto number = layer.number();
  if (number) {
    std::snprintf(label, sizeof label, "%d", *number);
  } else {
    std::snprintf(label, sizeof label, "##row %d", layer.index());
  }
  const bool has_filters = context.lab.shown_bank(layer.index()).has_value();
  const bool chosen = has_filters && view.layer == layer.index();
  ImGui::BeginDisabled(!has_filters);
  if (ImGui::Selectable(label, chosen, ImGuiSelectableFlags_SpanAllColumns)) {
    view.layer = layer.index();
    view.trained_filter = 0;
  }
  ImGui::EndDisabled();
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
  ImGui::PushFont(nullptr, design::kSmallText);
  if (ImGui::BeginTable("layers", static_cast<int>(kHeads.size()), flags)) {
    ImGui::TableSetupScrollFreeze(0, 1);
    for (const Text& head : kHeads) ImGui::TableSetupColumn(context.text(head));
    ImGui::TableHeadersRow();
    for (const nn::ModelLayer& layer : context.lab.run().model().layers()) row(context, layer);
    ImGui::EndTable();
  }
  ImGui::PopFont();
}

}  // namespace convlens::ui
