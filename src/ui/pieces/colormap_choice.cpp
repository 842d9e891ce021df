#include "ui/pieces/colormap_choice.h"

#include <array>

#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr std::array kColormaps{Colormap::kViridis,   Colormap::kBinary,  Colormap::kGray,
                                Colormap::kMagma,     Colormap::kCividis, Colormap::kSignedLight,
                                Colormap::kSignedDark};

// The signed map is offered once, in the colours of the page.
bool offered(Colormap map, lab::Theme theme) {
  return !is_signed(map) || map == lab::signed_colormap(theme);
}

}  // namespace

std::optional<Colormap> colormap_choice(const PanelContext& context, Colormap chosen) {
  const lab::Theme theme = context.lab.view().theme;
  std::optional<Colormap> taken;
  ImGui::SetNextItemWidth(context.px(kColormapWidth));
  if (begin_list("##colormap", colormap_name(chosen).data())) {
    for (const Colormap map : kColormaps) {
      if (!offered(map, theme)) continue;
      const bool same = map == chosen || (is_signed(map) && is_signed(chosen));
      if (ImGui::Selectable(colormap_name(map).data(), same)) taken = map;
    }
    ImGui::EndCombo();
  }
  help(context, tr("How values become colours; the range is printed under each map"));
  return taken;
}

}  // namespace convlens::ui
