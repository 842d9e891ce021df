#include "ui/map/map_menu.h"

#include <string>

#include "ui/kit/format.h"
#include "ui/kit/menu.h"
#include "ui/kit/widgets.h"
#include "ui/pieces/picture_lines.h"
#include "ui/shell/command_line.h"

namespace convlens::ui {
namespace {

float value_of(const FramedMap& map, const lab::MapCell& cell) {
  return map.shown.values.values()[flat_index(cell.row, cell.column, map.shown.values.shape()[1])];
}

void cell_lines(const PanelContext& context, const FramedMap& map, const lab::MapCell& cell) {
  lab::View& view = context.lab.view();
  const bool mine = cell.map.kind == lab::MapKind::kMine;
  const bool pinned = view.pinned == cell;
  const Phrase pin = pinned ? phrase("Let cell [{}, {}] go", cell.row, cell.column)
                            : phrase("Pin cell [{}, {}]", cell.row, cell.column);
  if (menu_line(context, context.said(pin), "pin", {},
                mine ? Text{} : tr("cells of my own maps are taken apart"))) {
    if (!pinned) {
      view.source = cell.map.source;
      view.filter = cell.map.index;
      view.stage_trained = false;
    }
    pin_on_click(context, cell);
  }
  const std::string value = fmt::format("{:.9g}", value_of(map, cell));
  if (menu_line(context, context.said(phrase("Copy the value {}", value)), "copy value")) {
    copy_text(context.lab, value, phrase("copied {}", value));
  }
}

}  // namespace

void map_menu(const PanelContext& context, MapsSeen& seen, const FramedMap& map) {
  const bool asked = menu_asked_for(context);
  // While the menu is open, the pointer moves over it and not over the map.
  if (asked) seen.menu_cell = hovered_map_cell(context, map);
  const std::string key =
      fmt::format("menu {} {} {}", static_cast<int>(map.id.kind), map.id.source, map.id.index);
  if (!begin_menu(context, key.c_str(), asked)) return;
  if (seen.menu_cell) cell_lines(context, map, *seen.menu_cell);
  if (menu_line(context, context.text(tr("Copy all values of this map")), "copy values")) {
    const Shape& shape = map.shown.values.shape();
    const lab::MapPart all{0, 0, static_cast<int>(shape[0]), static_cast<int>(shape[1])};
    copy_text(context.lab, values_text(map.shown, all),
              phrase("copied {}x{} values", shape[0], shape[1]));
  }
  picture_lines(context, map.id);
  command_line(context, Action::kSaveMaps);
  ImGui::Separator();
  const lab::View& view = context.lab.view();
  command_line(context, Action::kDifference, view.show_difference);
  command_line(context, Action::kLastChange, view.show_change);
  command_line(context, Action::kOverlay, view.overlay);
  command_line(context, Action::kSharedRange, view.ranges.shared);
  command_line(context, Action::kPinRanges, view.ranges.pinned.has_value());
  ImGui::Separator();
  command_line(context, Action::kZoomIn);
  command_line(context, Action::kShowAll);
  end_menu();
}

}  // namespace convlens::ui
