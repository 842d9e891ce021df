#pragma once

#include <imgui_internal.h>

#include <cstdint>
#include <map>
#include <optional>

#include "lab/shown/map_notes.h"
#include "lab/shown/shown_maps.h"
#include "lab/zoom.h"
#include "ui/kit/context.h"
#include "ui/kit/marks.h"
#include "ui/kit/zooming.h"
#include "ui/pieces/map_histogram.h"

namespace convlens::ui {

// The zoom nearest below at which `columns` pixels of the crop are a whole number of the screen's.
float whole_width(float zoom, int columns);

// Where a map of `shape` (H', W') lies on screen when the crop is shown at `min` with `zoom` pixels
// a pixel.
ImRect map_rect(const lab::MapPlacement& place, const Shape& shape, ImVec2 min, float zoom);

// A frame on the screen that shows a part of the crop, the same in all of them.
struct MapFrame {
  // Of all of the crop, each pixel of it `pixel` wide at rest.
  static MapFrame of_crop(const PanelContext& context, const ImRect& rect, float pixel);

  ImRect rect;
  lab::ZoomFrame zoom;  // in pixels of the crop

  // Where pixel (0, 0) of the crop lies, and how large a pixel is.
  ImVec2 crop_min(const lab::Zoom& shown) const;
  float pixel(const lab::Zoom& shown) const;
};

// One map in its frame.
struct FramedMap {
  lab::MapId id;
  lab::ShownMaps shown;  // of that map
  lab::MapPlacement place;
  MapFrame frame;

  // Where all of its cells lie, beyond the frame where they are enlarged.
  ImRect cells(const lab::View& view) const;
  ImRect cell(const lab::View& view, int row, int column) const;
};

// What there is of a map in its frame; `shown` is empty where there is no such map.
FramedMap framed(const PanelContext& context, const lab::MapId& id, const MapFrame& frame);

// The coloured map, over the crop where the view says so, with its numbers where they fit.
void draw_map(const PanelContext& context, const FramedMap& map);
// Where the view asks for it, the cells that padding has reached are marked; drawn with the map.
void mark_border(const PanelContext& context, const FramedMap& map);
// Wheel, drags and double clicks on the item before, which shows the map.
void map_zoom_gestures(const PanelContext& context, const MapFrame& frame);
// A sentence where there is no map.
void draw_reason(const PanelContext& context, const ImRect& frame, const Text& reason);

// The cell of a map under the pointer, if the item before is hovered and the pointer is on the map,
// or that of the keyboard, if it has come to the item.
// A change is one of my map: the cell is mine.
std::optional<lab::MapCell> hovered_map_cell(const PanelContext& context, const FramedMap& map);
// The cell is the one under the pointer: outlined, its value in a tooltip.
void hover_cell(const PanelContext& context, const FramedMap& map, const lab::MapCell& cell);

// Pins a cell of my map, or lets it go where it is the pinned one.
void pin_on_click(const PanelContext& context, const lab::MapCell& cell);
// Marks the pinned cell on my map.
void mark_pinned(const PanelContext& context, const FramedMap& map);

// What a map's colours cannot say, in a few words: looked for only when its values or its range
// have changed.
class NotesOfMaps {
 public:
  const lab::MapNotes& of(const lab::MapId& id, const lab::ShownMaps& shown);

 private:
  struct Entry {
    std::uint64_t revision = 0;
    ValueRange range;
    lab::MapNotes notes;
  };
  std::map<lab::MapId, Entry> entries_;
};

// What the panel's parts share from frame to frame.
struct MapsSeen {
  NotesOfMaps notes;
  std::size_t visible = 0;  // of `all` that could be scrolled to
  std::size_t all = 0;
  std::optional<std::size_t> reveal;      // filter that was chosen: its maps are scrolled to
  std::optional<lab::MapCell> menu_cell;  // that a map's menu was opened on
  ImRect legend;                          // the one that was drawn last
  MapHistogram counts;                    // of the map whose range is looked at
};

// Scrolls the window so far that the rectangle is in sight.
void scroll_to(const ImRect& rect);

// Legend and notes, right-aligned under a map. Returns where they begin.
float map_legend(const PanelContext& context, MapsSeen& seen, const FramedMap& map,
                 ImVec2 right_top, float max_width);
// Mark, name, notes and legend under a map.
void map_caption(const PanelContext& context, MapsSeen& seen, Side side, const FramedMap& map,
                 const char* name, ImU32 name_color);
// The cell under the pointer, if there is one, is the hovered one; a click on one of mine pins it.
void take_hovered_cell(const PanelContext& context, const FramedMap& map, bool clicked);

}  // namespace convlens::ui
