#include "ui/network/weights_panel.h"

#include <cstdio>
#include <utility>
#include <vector>

#include "ui/kit/widgets.h"
#include "ui/pieces/weight_chart.h"

namespace convlens::ui {
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
  caption(context, context.text(tr("Epoch")));
  same_line_behind(context, 96);
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
  help(context,
       tr("The first layer's filters at this moment of the training, from random to trained"));
}

void WeightsPanel::draw(const PanelContext& context) {
  const auto bank = context.lab.shown_bank(context.lab.view().layer);
  if (!bank) return;
  moment_slider(context, bank->layer);
  // The slider may have changed the weights.
  summarize(context.lab, bank->layer);
  constexpr WeightCurve kNamed[] = {{nullptr, tr("untrained"), WeightCurve::Style::kUntrained},
                                    {nullptr, tr("trained"), WeightCurve::Style::kTrained},
                                    {nullptr, tr("mine"), WeightCurve::Style::kMine}};
  std::vector<WeightCurve> curves;
  for (int curve = 0; curve < kCurves; ++curve) {
    if (!summaries_[curve]) continue;
    curves.push_back(kNamed[curve]);
    curves.back().summary = &*summaries_[curve];
  }
  weight_legend(context, curves);
  context.lab.view().lit = weight_chart(context, curves);
}

}  // namespace convlens::ui
