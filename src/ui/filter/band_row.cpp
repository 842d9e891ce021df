#include "ui/filter/band_row.h"

#include <optional>
#include <utility>

#include "ui/kit/controls.h"
#include "ui/kit/format.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr const char* kPopup = "band filter";
constexpr lab::BandLimits kDegrees{-180, 180};

constexpr struct {
  lab::BandKind kind = {};
  Label label;
  const char* key = nullptr;
} kBands[] = {{lab::BandKind::kLoG,
               {tr("LoG"), tr("The Laplacian of a Gaussian: dots and edges of one size")},
               "log"},
              {lab::BandKind::kDoG,
               {tr("DoG"), tr("A narrow Gaussian minus a wide one: bright dots on a dark ground")},
               "dog"},
              {lab::BandKind::kGabor,
               {tr("Gabor"), tr("A wave under a Gaussian: lines of one width and one direction")},
               "gabor"}};

// Nothing where the filter on the stage is too small.
std::optional<lab::ReplaceWeights> replacement(const PanelContext& context,
                                               const lab::BandFilter& band) {
  auto weights = lab::band_weights(band, context.lab.staged_filter());
  if (!weights) return std::nullopt;
  const char* name = kBands[static_cast<std::size_t>(band.kind)].label.text.english;
  return lab::ReplaceWeights{context.lab.staged(), std::move(*weights), name};
}

}  // namespace

void BandRow::draw(const PanelContext& context) {
  const lab::Filter filter = context.lab.staged_filter();
  row_label(context, tr("Formula"));
  ImGui::BeginDisabled(filter.height < 3 || filter.width < 3);
  for (const auto& choice : kBands) {
    if (choice.kind != lab::BandKind::kLoG) ImGui::SameLine(0, 0);
    if (action(context, choice.label, choice.key)) begin(context, choice.kind);
  }
  ImGui::EndDisabled();
  popup(context);
}

void BandRow::begin(const PanelContext& context, lab::BandKind kind) {
  band_ = lab::fitting_band_filter(kind, context.lab.staged_filter());
  if (auto command = replacement(context, band_)) context.lab.commit(*command);
  ImGui::OpenPopup(kPopup);
}

void BandRow::slider(const PanelContext& context, const Label& label, const char* key,
                     double& value, lab::BandLimits limits) {
  auto shown = static_cast<float>(value);
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(context.text(label.text));
  same_line_behind(context, 112);
  ImGui::SetNextItemWidth(context.px(200));
  const bool changed =
      ImGui::SliderFloat(key, &shown, static_cast<float>(limits.lowest),
                         static_cast<float>(limits.highest), "", ImGuiSliderFlags_AlwaysClamp);
  if (changed) value = double{shown};
  const bool ended = ImGui::IsItemDeactivatedAfterEdit();
  help(context, label.help);
  slider_number(context, format_number(double{shown}).data());
  if (!changed && !ended) return;
  const auto command = replacement(context, band_);
  if (!command) return;
  ended ? context.lab.commit(*command) : context.lab.preview(*command);
}

void BandRow::popup(const PanelContext& context) {
  if (!ImGui::BeginPopup(kPopup)) return;
  close_on_escape();
  slider(context, {tr("Sigma"), tr("Deviation of the Gaussian, in cells")}, "##sigma", band_.sigma,
         lab::kSigmaLimits);
  if (band_.kind == lab::BandKind::kDoG) {
    slider(
        context,
        {tr("Wide to narrow"), tr("How many times the wide Gaussian is as wide as the narrow one")},
        "##ratio", band_.ratio, lab::kRatioLimits);
  }
  if (band_.kind == lab::BandKind::kGabor) {
    slider(context, {tr("Wavelength"), tr("From crest to crest, in cells")}, "##wavelength",
           band_.wavelength, lab::kWavelengthLimits);
    slider(context,
           {tr("Orientation"), tr("Where the wave runs to, in degrees: 0 to the right, 90 up")},
           "##orientation", band_.orientation, kDegrees);
    slider(context, {tr("Phase"), tr("In degrees: 0 is a line, 90 an edge")}, "##phase",
           band_.phase, kDegrees);
    slider(context, {tr("Aspect"), tr("Below 1 the filter is longer along its lines")}, "##aspect",
           band_.aspect, lab::kAspectLimits);
  }
  ImGui::EndPopup();
}

}  // namespace convlens::ui
