#include "ui/network/weights_panel.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "ui/kit/controls.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/pieces/filter_sheet.h"

namespace convlens::ui {
namespace {

constexpr float kFiltersShare = 0.5f;
constexpr float kThumbnail = 36;

constexpr Label kSameBins{tr("Same bins"),
                          tr("Off: each in ten bins of its own, as numpy.histogram has them, so "
                             "that heights of two do not compare. On: all in ten bins over the "
                             "whole axis")};

}  // namespace

void WeightsPanel::summarize(const lab::Lab& lab, int layer) {
  const lab::TrainedNetwork& network = *lab.document().network->trained;
  const auto take = [this](Curve curve, std::shared_ptr<const Tensor> kernel) {
    auto& summary = summaries_[curve];
    if (summary && summary->kernel == kernel) return;
    summary = lab::summarize_weights(std::move(kernel));
  };
  const bool shows_untrained = lab.document().network->untrained.has_value();
  const auto trained = lab::kernel_of(network.model, layer);
  const auto shown = lab::kernel_of(lab.run().model(), layer);
  if (shows_untrained) {
    take(kUntrained, shown);
  } else if (network_ != &network || layer_ != layer || showed_untrained_) {
    take(kUntrained, lab::untrained_kernel(network, layer));
  }
  network_ = &network;
  layer_ = layer;
  showed_untrained_ = shows_untrained;
  take(kTrained, trained);
  summaries_[kMine].reset();
  if (shown != trained && !shows_untrained) take(kMine, shown);
}

void WeightsPanel::moment_slider(const PanelContext& context, int layer) {
  lab::Lab& lab = context.lab;
  const lab::TrainedNetwork& network = *lab.document().network->trained;
  const auto first = lab::first_convolution(network.model);
  if (!network.moments || !first) return;
  ImGui::PushTextWrapPos(0.0f);
  if (first->layer != layer) {
    caption(context,
            context.text(tr("Moments of the training are known of the first layer alone")));
    ImGui::PopTextWrapPos();
    return;
  }
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
  ImGui::SetNextItemWidth(-context.px(kSliderNumber));
  const int last = static_cast<int>(epochs.size()) - 1;
  if (ImGui::SliderInt("##moment", &chosen, 0, last, "", ImGuiSliderFlags_AlwaysClamp)) {
    lab.preview(lab::ShowMoment{static_cast<std::size_t>(chosen)});
  }
  if (ImGui::IsItemDeactivatedAfterEdit()) {
    lab.commit(lab::ShowMoment{static_cast<std::size_t>(chosen)});
  }
  help(context, tr("The first layer's filters at this moment of the training, from random to "
                   "trained; all layers behind them stay as they are"));
  slider_number(context, text);
  ImGui::PopTextWrapPos();
}

void WeightsPanel::draw(const PanelContext& context) {
  lab::View& view = context.lab.view();
  const auto bank = context.lab.shown_bank(view.layer);
  if (!bank) return;
  const float filters = std::floor(ImGui::GetContentRegionAvail().x * kFiltersShare);
  ImGui::BeginChild("filters", ImVec2(filters, 0), ImGuiChildFlags_NavFlattened);
  ImGui::PushFont(context.fonts.strong, design::kSmallText);
  ImGui::TextUnformatted(bank->name.c_str());
  ImGui::PopFont();
  if (const auto clicked = filter_sheet(context, *bank, kThumbnail, view.trained_filter)) {
    view.trained_filter = *clicked;
  }
  ImGui::EndChild();
  ImGui::SameLine(0, context.px(16));
  ImGui::BeginChild("distribution", ImVec2(0, 0), ImGuiChildFlags_NavFlattened);
  distribution(context, bank->layer);
  ImGui::EndChild();
}

std::vector<WeightCurve> WeightsPanel::curves() {
  constexpr WeightCurve kNamed[] = {{nullptr, tr("untrained"), WeightCurve::Style::kUntrained},
                                    {nullptr, tr("trained"), WeightCurve::Style::kTrained},
                                    {nullptr, tr("mine"), WeightCurve::Style::kMine}};
  std::vector<WeightCurve> curves;
  for (int curve = 0; curve < kCurves; ++curve) {
    if (!summaries_[curve]) continue;
    curves.push_back(kNamed[curve]);
    curves.back().summary = &*summaries_[curve];
  }
  return curves;
}

void WeightsPanel::share_bins(std::vector<WeightCurve>& curves) {
  std::optional<ValueRange> all;
  for (const WeightCurve& curve : curves) {
    if (!curve.summary->has_finite()) continue;
    const ValueRange own = finite_range(std::as_const(*curve.summary->kernel).values());
    const ValueRange before = all.value_or(own);
    all = {std::min(before.lo, own.lo), std::max(before.hi, own.hi)};
  }
  if (!all) return;
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const lab::WeightSummary& own = *curves[i].summary;
    auto& shared = shared_[i];
    if (!shared || shared->kernel != own.kernel || shared->bins != all) {
      shared = lab::summarize_weights(own.kernel, all);
    }
    curves[i].summary = &*shared;
  }
}

void WeightsPanel::distribution(const PanelContext& context, int layer) {
  moment_slider(context, layer);
  // The slider may have changed the weights.
  summarize(context.lab, layer);
  std::vector<WeightCurve> shown = curves();
  if (shares_bins_) share_bins(shown);
  weight_legend(context, shown);
  if (switch_control(context, kSameBins, "same bins", shares_bins_)) shares_bins_ = !shares_bins_;
  context.lab.view().lit = weight_chart(context, shown);
}

}  // namespace convlens::ui
