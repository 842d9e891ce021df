#include "ui/input/source_menu.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lab/command/picture_commands.h"
#include "lab/pictures/canvas.h"
#include "ui/kit/controls.h"
#include "ui/kit/menu.h"
#include "ui/kit/widgets.h"
#include "ui/shell/command_line.h"

namespace convlens::ui {

namespace {

Rgb paper(const PanelContext& context) {
  return context.lab.view().canvas.on_white ? Rgb{255, 255, 255} : Rgb{0, 0, 0};
}

void put(const PanelContext& context, std::size_t source,
         std::shared_ptr<const lab::Picture> canvas) {
  lab::View& view = context.lab.view();
  if (!context.lab.commit(lab::SetPictures{source, {std::move(canvas)}})) return;
  view.source = source;
  view.canvas.draws = true;
}

void blank_line(const PanelContext& context, std::size_t source, const Phrase& name,
                const char* key, int height, int width) {
  if (!menu_line(context, context.said(name), key)) return;
  put(context, source, lab::blank_canvas(height, width, paper(context)));
}

void side_of_canvas(const PanelContext& context, const char* key, int& side) {
  ImGui::SetNextItemWidth(context.px(56));
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  ImGui::DragInt(key, &side, 0.5f, 1, lab::kMostCanvasSide, "%d", ImGuiSliderFlags_AlwaysClamp);
  ImGui::PopFont();
  help(context, tr("Height and width of the canvas, in pixels"));
}

void canvas_lines(const PanelContext& context, std::size_t source) {
  lab::CanvasTools& tools = context.lab.view().canvas;
  const lab::CropSize crop = context.lab.document().crop_size;
  const auto& sources = context.lab.document().sources;
  if (source < sources.size() && !lab::is_canvas(*sources[source].picture)) {
    const lab::Picture& picture = *sources[source].picture;
    const Text why_not = picture.moving  ? tr("take a still of it first")
                         : picture.array ? tr("an array cannot be drawn on")
                                         : Text{};
    if (menu_line(context, context.text(tr("Draw on this picture")), "draw on", {}, why_not)) {
      put(context, source, lab::canvas_on(*sources[source].picture));
    }
  }
  blank_line(context, source, phrase("Canvas {}x{}, as large as the crop", crop.height, crop.width),
             "canvas crop", crop.height, crop.width);
  blank_line(context, source, phrase("Canvas {}x{}", tools.height, tools.width), "canvas sized",
             tools.height, tools.width);
  side_of_canvas(context, "###canvas height", tools.height);
  ImGui::SameLine(0, context.px(4));
  ImGui::TextUnformatted("x");
  ImGui::SameLine(0, context.px(4));
  side_of_canvas(context, "###canvas width", tools.width);
  ImGui::SameLine(0, context.px(8));
  if (switch_control(context, {tr("White"), tr("White paper instead of black")}, "canvas white",
                     tools.on_white)) {
    tools.on_white = !tools.on_white;
  }
}

}  // namespace

void open_camera(const PanelContext& context, const std::string& device, std::size_t source) {
  const Status opened = context.files.open_camera(context.lab, device, source);
  if (!opened) context.lab.report(opened.error());
}

void source_lines(const PanelContext& context, std::size_t source) {
  const std::vector<CameraEntry> cameras = context.files.cameras();
  for (std::size_t i = 0; i < cameras.size(); ++i) {
    const std::string name = context.said(phrase("Camera: {}", word(cameras[i].name)));
    if (menu_line(context, name, fmt::format("camera {}", i).c_str())) {
      open_camera(context, cameras[i].device, source);
    }
  }
  if (cameras.empty()) {
    menu_line(context, context.text(tr("Camera")), "camera", {}, tr("none is plugged in"));
  }
  ImGui::Separator();
  canvas_lines(context, source);
}

void add_menu(const PanelContext& context, bool asked_for) {
  if (!begin_menu(context, "add menu", asked_for)) return;
  command_line(context, Action::kAddPicture);
  ImGui::Separator();
  source_lines(context, context.lab.document().sources.size());
  end_menu();
}

}  // namespace convlens::ui
