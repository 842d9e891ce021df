#include "ui/maps/figures_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "ui/kit/bar.h"
#include "ui/kit/controls.h"
#include "ui/kit/drawing.h"
#include "ui/kit/menu.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/pieces/picture_lines.h"

namespace convlens::ui {
namespace {

constexpr float kChoiceWidth = 216;

// As lab::FigureKind has them.
constexpr std::array<Label, 10> kFigures{{
    {tr("figure", "Pictures"), tr("All pictures side by side")},
    {tr("figure", "Crops"), tr("The crops of all pictures side by side")},
    {tr("figure", "My maps"), tr("A row a picture, a column a filter, each over its own range")},
    {tr("figure", "What the network sees"), tr("The picture, item or crop as the network gets it")},
    {tr("figure", "Filters"),
     tr("The filters of the network's first convolution, from -0.5 to 0.5")},
    {tr("figure", "Histogram"), tr("How the weights of these filters are distributed")},
    {tr("figure", "Untrained filters"), tr("The same filters before any training")},
    {tr("figure", "Untrained histogram"), tr("How their weights were distributed")},
    {tr("figure", "Maps of layer 1"),
     tr("All maps of the first convolution of what the network sees")},
    {tr("figure", "Maps of layer 2"), tr("All maps of the second convolution")},
}};

constexpr Label kCopyFigure{tr("picture", "Copy"), tr("As a picture, to be pasted elsewhere")};
constexpr Label kSave{
    tr("Save"),
    tr("As a PNG, each value whole pixels wide, or as a drawing for papers, SVG or PDF, as the "
       "name ends")};

// What its colours mean.
Text colors_of(lab::FigureKind kind, bool colored_filters) {
  switch (kind) {
    case lab::FigureKind::kPictures:
      return tr("as they were opened");
    case lab::FigureKind::kCrops:
      return tr("as the filters see them");
    case lab::FigureKind::kMaps:
      return tr("viridis, each map from its least value to its greatest");
    case lab::FigureKind::kFilters:
    case lab::FigureKind::kUntrained:
      return colored_filters ? tr("as colours: grey is 0") : tr("viridis from -0.5 to 0.5");
    case lab::FigureKind::kHistogram:
    case lab::FigureKind::kUntrainedHistogram:
      return tr("ten bins from the least weight to the greatest, as numpy.histogram has them");
    default:
      return tr(
          "of what the network sees, in binary: white is each map's least value, black its "
          "greatest");
  }
}

void figure_choice(const PanelContext& context) {
  lab::FigureKind& kind = context.lab.view().figure;
  ImGui::SetNextItemWidth(context.px(kChoiceWidth));
  if (!begin_list("##figure", context.text(kFigures[static_cast<std::size_t>(kind)].text),
                  ImGuiComboFlags_HeightLargest)) {
    return;
  }
  for (std::size_t i = 0; i < kFigures.size(); ++i) {
    const auto one = static_cast<lab::FigureKind>(i);
    const std::string key = "###figure " + std::to_string(i);
    if (named_line(context.text(kFigures[i].text), key.c_str(), kind == one)) kind = one;
    help(context, kFigures[i].help);
  }
  ImGui::EndCombo();
}

// Whole multiples of its pixels where it is enlarged, so that none is wider than another.
ImVec2 extent_in(const FigureTexture& figure, ImVec2 room) {
  const auto width = static_cast<float>(figure.width);
  const auto height = static_cast<float>(figure.height);
  const float fit = std::min(room.x / width, room.y / height);
  const float scale = fit >= 1 ? std::floor(fit) : fit;
  return {std::floor(scale * width), std::floor(scale * height)};
}

bool has_color_filters(const lab::Lab& lab) {
  const auto& first = lab.trained_maps().first();
  const auto bank = first ? lab.shown_bank(first->layer) : std::nullopt;
  return bank && bank->channels == 3;
}

}  // namespace

void figures_view(const PanelContext& context) {
  {
    Bar bar(context, "figures bar");
    bar.add(context.px(kChoiceWidth), [&context] { figure_choice(context); });
    bar.add(action_width(context, kSave.text), [&context] {
      if (action(context, kSave, "save figure")) {
        context.lab.view().to_save = context.lab.view().figure;
        context.file_request = FilePurpose::kSavePicture;
      }
    });
    bar.add(action_width(context, kCopyFigure.text), [&context] {
      if (!action(context, kCopyFigure, "copy figure")) return;
      const Status copied = context.files.copy_picture(context.lab, context.lab.view().figure);
      if (!copied) context.lab.report(copied.error());
    });
  }
  const lab::FigureKind kind = context.lab.view().figure;
  const FigureTexture figure = context.textures.figure(kind);
  if (figure.id == 0) {
    ImGui::PushTextWrapPos(0.0f);
    caption(context, context.said(figure.why_not).c_str());
    ImGui::PopTextWrapPos();
    return;
  }
  caption(context, context.text(colors_of(kind, has_color_filters(context.lab))));
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const ImVec2 extent = extent_in(figure, room);
  ImVec2 min = ImGui::GetCursorScreenPos();
  min.x += std::floor(std::max(0.0f, room.x - extent.x) / 2);
  const ImVec2 max(min.x + extent.x, min.y + extent.y);
  // A page is white, whatever the window's colours are.
  draw_texture(ImGui::GetWindowDrawList(), figure.id, min, max);
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy(extent);
  if (begin_menu(context, "figure menu", menu_asked_for(context))) {
    picture_lines(context, kind);
    end_menu();
  }
}

}  // namespace convlens::ui
