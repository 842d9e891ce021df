#include "ui/filter/band_row.h"

#include <optional>
#include <utility>

#include "ui/kit/metrics.h"

namespace convlens::ui {
namespace {

constexpr const char* kPopup = "band filter";
constexpr lab::BandLimits kDegrees{-180, 180};

constexpr struct {
  lab::BandKind kind;
  Text text;
  const char* key;
} kChoices[] = {{lab::BandKind::kLoG, Text::kLoG, "log"},
                {lab::BandKind::kDoG, Text::kDoG, "dog"},
                {lab::BandKind::kGabor, Text::kGabor, "gabor"}};

// Nothing where the filter on the stage is too small.
std::optional<lab::ReplaceWeights> replacement(const PanelContext& context,
                                               const lab::BandFilter& band) {
  auto weights = lab::band_weights(band, context.lab.staged_filter());
  if (!weights) return std::nullopt;
  const Text choice = kChoices[static_cast<std::size_t>(band.kind)].text;
  const char* name = translate(choice, lab::Language::kEnglish);
  return lab::ReplaceWeights{context.lab.staged(), std::move(*weights), name};
}

}  // namespace

void BandRow::draw(const PanelContext& context) {
  const lab::Filter filter = context.lab.staged_filter();
  row_label(context, Text::kFormula);
  ImGui::BeginDisabled(filter.height < 3 || filter.width < 3);
  for (const auto& choice : kChoices) {
    if (choice.kind != lab::BandKind::kLoG) ImGui::SameLine();
    if (labeled_button(context, choice.text, choice.key)) begin(context, choice.kind);
  }
  ImGui::EndDisabled();
  popup(context);
}

void BandRow::begin(const PanelContext& context, lab::BandKind kind) {
  band_ = lab::fitting_band_filter(kind, context.lab.staged_filter());
  if (auto command = replacement(context, band_)) context.lab.commit(*command);
  ImGui::OpenPopup(kPopup);
}

void BandRow::slider(const PanelContext& context, Text text, const char* key, double& value,
                     lab::BandLimits limits) {
  auto shown = static_cast<float>(value);
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(context.text(text));
  ImGui::SameLine(context.px(112));
  ImGui::SetNextItemWidth(context.px(200));
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  const bool changed =
      ImGui::SliderFloat(key, &shown, static_cast<float>(limits.lowest),
                         static_cast<float>(limits.highest), "%.2f", ImGuiSliderFlags_AlwaysClamp);
  ImGui::PopFont();
  if (changed) value = double{shown};
  const bool ended = ImGui::IsItemDeactivatedAfterEdit();
  help(context, text);
  if (!changed && !ended) return;
  const auto command = replacement(context, band_);
  if (!command) return;
  ended ? context.lab.commit(*command) : context.lab.preview(*command);
}

void BandRow::popup(const PanelContext& context) {
  if (!ImGui::BeginPopup(kPopup)) return;
  close_on_escape();
  slider(context, Text::kSigma, "##sigma", band_.sigma, lab::kSigmaLimits);
  if (band_.kind == lab::BandKind::kDoG) {
    slider(context, Text::kRatio, "##ratio", band_.ratio, lab::kRatioLimits);
  }
  if (band_.kind == lab::BandKind::kGabor) {
    slider(context, Text::kWavelength, "##wavelength", band_.wavelength, lab::kWavelengthLimits);
    slider(context, Text::kOrientation, "##orientation", band_.orientation, kDegrees);
    slider(context, Text::kPhase, "##phase", band_.phase, kDegrees);
    slider(context, Text::kAspect, "##aspect", band_.aspect, lab::kAspectLimits);
  }
  ImGui::EndPopup();
}

}  // namespace convlens::ui
