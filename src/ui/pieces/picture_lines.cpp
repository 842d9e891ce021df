#include "ui/pieces/picture_lines.h"

#include <array>

#include "ui/kit/controls.h"
#include "ui/kit/menu.h"

namespace convlens::ui {
namespace {

constexpr std::array kScales{1, 2, 3, 4, 6, 8};

// "Pictures: 4x, with legend"; `legend`: they can have one.
std::string told_looks(const PanelContext& context, const lab::PictureLooks& looks, bool legend) {
  if (!legend) return context.said(phrase("Pictures: {}x", looks.scale));
  return context.said(looks.legend ? phrase("Pictures: {}x, with the legend", looks.scale)
                                   : phrase("Pictures: {}x, without a legend", looks.scale));
}

// Stays open, so that both can be chosen.
void looks_menu(const PanelContext& context, bool legend) {
  lab::PictureLooks& looks = context.lab.view().pictures;
  const std::string name = told_looks(context, looks, legend) + "###picture looks";
  if (!ImGui::BeginMenu(name.c_str())) return;
  ImGui::PushItemFlag(ImGuiItemFlags_AutoClosePopups, false);
  for (const int scale : kScales) {
    const std::string key = fmt::format("scale {}", scale);
    if (menu_line(context, fmt::format("{}x", scale), key.c_str(), {}, {}, looks.scale == scale)) {
      looks.scale = scale;
    }
  }
  if (legend) {
    ImGui::Separator();
    if (menu_line(context, context.text(tr("With the legend")), "legend", {}, {}, looks.legend)) {
      looks.legend = !looks.legend;
    }
  }
  ImGui::PopItemFlag();
  ImGui::EndMenu();
}

}  // namespace

void picture_lines(const PanelContext& context, const lab::PictureOf& what) {
  const bool panel = std::holds_alternative<lab::PanelPicture>(what);
  const bool map =
      std::holds_alternative<lab::MapId>(what) || std::holds_alternative<lab::LayerMap>(what);
  if (menu_line(context, context.text(tr("Copy as a picture")), "copy picture")) {
    const Status copied = context.files.copy_picture(context.lab, what);
    if (!copied) context.lab.report(copied.error());
  }
  const Text save = map     ? tr("Save: PNG, SVG, PDF, .npy, .csv")
                    : panel ? tr("Save as a picture: PNG")
                            : tr("Save as a picture: PNG, SVG, PDF");
  if (menu_line(context, context.text(save), "save picture")) {
    context.lab.view().to_save = what;
    context.file_request = FilePurpose::kSavePicture;
  }
  if (!std::holds_alternative<lab::FigureKind>(what)) looks_menu(context, !panel);
}

}  // namespace convlens::ui
