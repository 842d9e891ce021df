#include "ui/weights_panel.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "ui/format.h"
#include "ui/metrics.h"

namespace convlens::ui {
namespace {

constexpr float kAxisHeight = 20;

// Slanted lines inside a rectangle, so that what is untrained is not told by its colour alone.
void hatch(const PanelContext& context, ImVec2 a, ImVec2 b, ImU32 color) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->PushClipRect(a, b, true);
  const float step = context.px(6);
  const float height = b.y - a.y;
  for (float x = a.x - height; x < b.x; x += step) {
    list->AddLine(ImVec2(x, b.y), ImVec2(x + height, a.y), color, 1.0f);
  }
  list->PopClipRect();
}

}  // namespace

void WeightsPanel::summarize(const lab::Lab& lab, int layer) {
  const lab::TrainedNetwork& network = *lab.document().network->trained;
  const auto take = [this](Curve curve, std::shared_ptr<const Tensor> kernel) {
    auto& summary = summaries_[curve];
    if (summary && summary->kernel == kernel) return;
    summary = lab::summarize_weights(std::move(kernel));
  };
  if (network_ != &network || layer_ != layer) {
    take(kUntrained, lab::untrained_kernel(network, layer));
  }
  network_ = &network;
  layer_ = layer;
  const auto trained = lab::kernel_of(network.model, layer);
  const auto shown = lab::kernel_of(lab.run().model(), layer);
  take(kTrained, trained);
  summaries_[kMine].reset();
  if (shown != trained) take(kMine, shown);
}

void WeightsPanel::legend(const PanelContext& context) const {
  constexpr Text kNames[] = {Text::kUntrained, Text::kTrained, Text::kMine};
  const Palette& colors = context.colors();
  const ImU32 of_curve[] = {colors.untrained, colors.trained, colors.accent};
  for (int curve = 0; curve < kCurves; ++curve) {
    if (!summaries_[curve]) continue;
    ImGui::PushFont(nullptr, design::kSmallText);
    ImGui::PushStyleColor(ImGuiCol_Text, of_curve[curve]);
    ImGui::TextUnformatted(context.text(kNames[curve]));
    ImGui::PopStyleColor();
    ImGui::PopFont();
    ImGui::SameLine(context.px(96));
    ImGui::PushFont(context.fonts.numbers, design::kSmallText);
    ImGui::Text("%s %+.4f  %s %.4f", context.text(Text::kMean), summaries_[curve]->moments.mean,
                context.text(Text::kDeviation), summaries_[curve]->moments.deviation);
    ImGui::PopFont();
  }
}

void WeightsPanel::chart(const PanelContext& context) const {
  double lo = 0.0;
  double hi = 0.0;
  std::size_t most = 1;
  for (const auto& summary : summaries_) {
    if (!summary) continue;
    lo = std::min(lo, summary->histogram.edges.front());
    hi = std::max(hi, summary->histogram.edges.back());
    const auto& counts = summary->histogram.counts;
    most = std::max(most, *std::max_element(counts.begin(), counts.end()));
  }
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const ImVec2 max(min.x + room.x,
                   min.y + std::max(context.px(60), room.y - context.px(kAxisHeight)));
  const auto x_of = [&](double value) {
    return min.x + (max.x - min.x) * static_cast<float>((value - lo) / (hi - lo));
  };
  const auto y_of = [&](std::size_t count) {
    return max.y - (max.y - min.y) * static_cast<float>(count) / static_cast<float>(most);
  };
  const Palette& colors = context.colors();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  ImGui::InvisibleButton("chart", ImVec2(room.x, max.y - min.y));
  const bool hovered = ImGui::IsItemHovered();
  std::string said;
  constexpr Text kNames[] = {Text::kUntrained, Text::kTrained, Text::kMine};
  const ImU32 of_curve[] = {colors.untrained, colors.trained, colors.accent};
  for (int curve = 0; curve < kCurves; ++curve) {
    if (!summaries_[curve]) continue;
    const Histogram& histogram = summaries_[curve]->histogram;
    for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin) {
      const ImVec2 a(x_of(histogram.edges[bin]), y_of(histogram.counts[bin]));
      const ImVec2 b(x_of(histogram.edges[bin + 1]), max.y);
      if (curve == kTrained) {
        list->AddRectFilled(a, b, ImGui::GetColorU32(of_curve[curve], 0.25f));
      } else if (curve == kUntrained) {
        hatch(context, a, b, ImGui::GetColorU32(of_curve[curve], 0.5f));
      }
      list->AddRect(a, b, of_curve[curve], 0.0f, context.px(curve == kMine ? 2 : 1));
      if (!hovered || mouse.x < a.x || mouse.x >= b.x) continue;
      said += fmt::format("{}{}  [{:.4f}, {:.4f}]  {}", said.empty() ? "" : "\n",
                          context.text(kNames[curve]), histogram.edges[bin],
                          histogram.edges[bin + 1], histogram.counts[bin]);
    }
  }
  list->AddLine(ImVec2(min.x, max.y), max, colors.secondary);
  const float text_px = context.px(12);
  for (const double value : {lo, 0.0, hi}) {
    const NumberText text = format_number(value);
    const float width = context.fonts.numbers->CalcTextSizeA(text_px, FLT_MAX, 0, text.data()).x;
    const float x = std::clamp(x_of(value) - width / 2, min.x, max.x - width);
    list->AddText(context.fonts.numbers, text_px, ImVec2(x, max.y + context.px(3)),
                  colors.secondary, text.data());
  }
  if (!said.empty()) ImGui::SetTooltip("%s", said.c_str());
}

void WeightsPanel::moment_slider(const PanelContext& context, int layer) {
  lab::Lab& lab = context.lab;
  const lab::TrainedNetwork& network = *lab.document().network->trained;
  const auto first = lab::first_convolution(network.model);
  if (!network.moments || !first || first->layer != layer) return;
  const auto& epochs = network.moments->epochs;
  const int moment = lab::moment_of(network, *lab::kernel_of(lab.run().model(), layer));
  int chosen = moment < 0 ? static_cast<int>(epochs.size()) - 1 : moment;
  char text[32] = "-";
  if (moment >= 0) {
    std::snprintf(text, sizeof text, "%.2f", epochs[static_cast<std::size_t>(moment)]);
  }
  ImGui::AlignTextToFramePadding();
  caption(context, context.text(Text::kEpoch));
  ImGui::SameLine(context.px(96));
  ImGui::SetNextItemWidth(-1);
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  const int last = static_cast<int>(epochs.size()) - 1;
  if (ImGui::SliderInt("##moment", &chosen, 0, last, text, ImGuiSliderFlags_AlwaysClamp)) {
    lab.preview(lab::ShowMoment{static_cast<std::size_t>(chosen)});
  }
  ImGui::PopFont();
  if (ImGui::IsItemDeactivatedAfterEdit()) {
    lab.commit(lab::ShowMoment{static_cast<std::size_t>(chosen)});
  }
  help(context, Text::kEpoch);
}

void WeightsPanel::draw(const PanelContext& context) {
  const auto bank = context.lab.shown_bank(context.lab.view().layer);
  if (!bank) return;
  moment_slider(context, bank->layer);
  // The slider may have changed the weights.
  summarize(context.lab, bank->layer);
  legend(context);
  chart(context);
}

}  // namespace convlens::ui
