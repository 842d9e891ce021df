#include "ui/maps/figures_view.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/kit/bar.h"
#include "ui/kit/controls.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr std::array kFigures{
    Way{{tr("figure", "Crops"), tr("The crops of all pictures side by side")}, "crops"},
    Way{{tr("figure", "My maps"),
         tr("A row a picture, a column a filter, each over its own range")},
        "my maps"},
    Way{{tr("figure", "Filters"),
         tr("The filters of the network's first convolution, from -0.5 to 0.5")},
        "filters"},
    Way{{tr("figure", "Untrained"), tr("The same filters before any training")}, "untrained"},
    Way{{tr("figure", "Layer 1"), tr("All maps of the first convolution of what the network sees")},
        "layer 1"},
    Way{{tr("figure", "Layer 2"), tr("All maps of the second convolution")}, "layer 2"}};

constexpr Label kSave{tr("Save"), tr("As a PNG, each value whole pixels wide")};

// What its colours mean.
Text colors_of(lab::FigureKind kind, bool colored_filters) {
  switch (kind) {
    case lab::FigureKind::kCrops:
      return tr("as the filters see them");
    case lab::FigureKind::kMaps:
      return tr("viridis, each map from its least value to its greatest");
    case lab::FigureKind::kFilters:
    case lab::FigureKind::kUntrained:
      return colored_filters ? tr("as colours: grey is 0") : tr("viridis from -0.5 to 0.5");
    default:
      return tr(
          "of what the network sees, in binary: white is each map's least value, black its "
          "greatest");
  }
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
  lab::FigureKind& kind = context.lab.view().figure;
  {
    Bar bar(context, "figures bar");
    bar.add(choice_width(context, kFigures), [&context, &kind] {
      const auto chosen = choice(context, kFigures, static_cast<std::size_t>(kind));
      if (chosen) kind = static_cast<lab::FigureKind>(*chosen);
    });
    bar.add(action_width(context, kSave.text), [&context] {
      if (action(context, kSave, "save figure")) context.file_request = FilePurpose::kSaveFigure;
    });
  }
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
}

}  // namespace convlens::ui
