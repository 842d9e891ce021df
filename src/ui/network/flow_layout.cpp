#include "ui/network/flow_layout.h"

#include <algorithm>
#include <cmath>

namespace convlens::ui {
namespace {

constexpr float kLeastColumn = 74;
constexpr float kNarrowColumn = 62;  // where else there would be more columns than fit
constexpr float kMostMap = 60;
constexpr float kLeastMap = 9;
constexpr float kMostListMap = 16;  // of a value by itself
constexpr float kBeginMap = 18;     // where only the first are shown
constexpr float kLeastFlow = 34;
constexpr float kFlowShare = 0.05f;
constexpr float kReadableMap = 20;  // below it, flows give way first
constexpr float kSlimGap = 4;
constexpr float kLeastSlim = 6;
constexpr float kMostSlim = 24;
constexpr float kMostAspect = 2.5f;

float aspect_of(const FlowColumn& column) {
  return std::clamp(column.aspect, 1 / kMostAspect, kMostAspect);
}

int rows_in(float height, float map) { return std::max(1, static_cast<int>(height / map)); }

// The column with maps `map` high.
FlowPlace whole_column(const FlowColumn& column, float map, float height, float least) {
  FlowPlace place;
  place.map_height = column.list ? std::min(map, kMostListMap) : map;
  place.map_width = std::max(kLeastMap, std::floor(place.map_height * aspect_of(column)));
  place.rows = std::min(column.maps, rows_in(height, place.map_height));
  place.columns = (column.maps + place.rows - 1) / place.rows;
  place.shown = column.maps;
  place.width = std::max(least, static_cast<float>(place.columns) * place.map_width);
  return place;
}

// So many of its first maps as fit into a width, the last place left for how many more there are.
FlowPlace begin_of_column(const FlowColumn& column, float width, float height) {
  FlowPlace place = whole_column(column, kBeginMap, height, kNarrowColumn);
  if (place.width <= width) return place;
  place.width = width;
  place.map_width = std::min(place.map_width, width);
  place.columns = std::max(1, static_cast<int>(width / place.map_width));
  place.form = FlowForm::kBegin;
  place.shown = std::max(1, place.rows * place.columns - 1);
  if (place.shown >= column.maps) {
    place.form = FlowForm::kWhole;
    place.shown = column.maps;
  }
  return place;
}

FlowPlace slim_column(const FlowColumn& column, float width, float height) {
  FlowPlace place;
  place.form = FlowForm::kSlim;
  place.width = place.map_width = width;
  place.map_height = std::max(kLeastMap, std::floor(width / aspect_of(column)));
  place.rows = std::min(column.maps, rows_in(height, place.map_height));
  place.shown = place.rows;
  return place;
}

// All maps of all columns, as large as possible; empty where they do not fit.
FlowLayout whole_layout(std::span<const FlowColumn> columns, const FlowRoom& room, float height) {
  const auto gaps = static_cast<float>(columns.size()) - 1;
  const auto fitted = [&](float flow, float least) {
    FlowLayout layout;
    layout.flow = flow;
    for (float map = kMostMap; map >= kLeastMap; map -= 1) {
      float width = gaps * flow;
      layout.places.clear();
      for (const FlowColumn& column : columns) {
        layout.places.push_back(whole_column(column, map, height, least));
        width += layout.places.back().width;
      }
      if (width <= room.width) return layout;
    }
    layout.places.clear();
    return layout;
  };
  FlowLayout wide = fitted(std::max(kLeastFlow, kFlowShare * room.width), kLeastColumn);
  if (!wide.is_readable()) wide = fitted(kLeastFlow, kLeastColumn);
  return wide.places.empty() ? fitted(kLeastFlow, kNarrowColumn) : wide;
}

// Every column as wide as the others.
FlowLayout begun_layout(std::span<const FlowColumn> columns, const FlowRoom& room, float height) {
  FlowLayout layout;
  layout.flow = kLeastFlow;
  const auto count = static_cast<float>(columns.size());
  const float width = (room.width - (count - 1) * kLeastFlow) / count;
  if (width < kNarrowColumn) return layout;
  for (const FlowColumn& column : columns) {
    layout.places.push_back(begin_of_column(column, width, height));
  }
  return layout;
}

// The first and the last column of those that are shown: as many as fit, those round the near ones.
struct Span {
  std::size_t first = 0;
  std::size_t end = 0;
};
Span shown_span(std::span<const FlowColumn> columns, std::size_t most) {
  const auto is_near = [](const FlowColumn& column) { return column.near; };
  const auto first_near = std::find_if(columns.begin(), columns.end(), is_near);
  std::size_t near = static_cast<std::size_t>(first_near - columns.begin());
  if (first_near == columns.end()) near = 0;
  const std::size_t count = std::min(columns.size(), std::max<std::size_t>(1, most));
  const std::size_t before = std::min(near, count / 3);
  const std::size_t first = std::min(near - before, columns.size() - count);
  return {first, first + count};
}

// Only the near columns have heads.
FlowLayout slim_layout(std::span<const FlowColumn> columns, const FlowRoom& room, float height) {
  FlowLayout layout;
  layout.flow = kLeastFlow;
  layout.places.resize(columns.size());
  const float slim_step = kLeastSlim + kSlimGap;
  const float whole_step = kLeastColumn + 2 * kLeastFlow;
  const auto near = std::count_if(columns.begin(), columns.end(),
                                  [](const FlowColumn& column) { return column.near; });
  // More near ones than have room are slim like the others.
  const auto wide = std::clamp(static_cast<int>((room.width - 2 * kFlowEnd) / whole_step - 1), 0,
                               static_cast<int>(near));
  const float left =
      std::max(0.0f, room.width - 2 * kFlowEnd - static_cast<float>(wide) * whole_step);
  const Span span = shown_span(
      columns, static_cast<std::size_t>(wide) + static_cast<std::size_t>(left / slim_step));
  layout.hidden_before = static_cast<int>(span.first);
  layout.hidden_behind = static_cast<int>(columns.size() - span.end);
  const float ends =
      (layout.hidden_before > 0 ? kFlowEnd : 0) + (layout.hidden_behind > 0 ? kFlowEnd : 0);
  const auto slim = static_cast<float>(span.end - span.first) - static_cast<float>(wide);
  const float rest = room.width - ends - static_cast<float>(wide) * whole_step;
  const float width =
      std::clamp(std::floor(rest / std::max(1.0f, slim)) - kSlimGap, kLeastSlim, kMostSlim);
  const float more = std::max(0.0f, rest - slim * (width + kSlimGap));
  const float column_width = kLeastColumn + (wide > 0 ? more / static_cast<float>(wide) : 0.0f);
  int given = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool shown = i >= span.first && i < span.end;
    FlowPlace& place = layout.places[i];
    if (!shown) {
      place.form = FlowForm::kHidden;
    } else if (columns[i].near && given < wide) {
      place = begin_of_column(columns[i], column_width, height);
      ++given;
    } else {
      place = slim_column(columns[i], width, height);
    }
  }
  return layout;
}

bool is_slim(const FlowPlace& place) { return place.form == FlowForm::kSlim; }

// One column behind the other, what is left over between them.
void set_lefts(FlowLayout& layout, const FlowRoom& room) {
  const auto gap_before = [&layout](std::size_t i) {
    const bool both = is_slim(layout.places[i]) && is_slim(layout.places[i - 1]);
    return both ? kSlimGap : layout.flow;
  };
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < layout.places.size(); ++i) {
    if (layout.places[i].form != FlowForm::kHidden) shown.push_back(i);
  }
  float x = layout.hidden_before > 0 ? kFlowEnd : 0;
  for (std::size_t k = 0; k < shown.size(); ++k) {
    if (k > 0) x += gap_before(shown[k]);
    layout.places[shown[k]].left = x;
    x += layout.places[shown[k]].width;
  }
  if (layout.hidden_before + layout.hidden_behind > 0 || shown.size() < 2) return;
  if (std::any_of(layout.places.begin(), layout.places.end(), is_slim)) return;
  const float more = std::max(0.0f, room.width - x) / static_cast<float>(shown.size() - 1);
  layout.flow += more;
  for (std::size_t k = 0; k < shown.size(); ++k) {
    layout.places[shown[k]].left += more * static_cast<float>(k);
  }
}

}  // namespace

bool FlowLayout::is_whole() const {
  return std::all_of(places.begin(), places.end(),
                     [](const FlowPlace& place) { return place.form == FlowForm::kWhole; });
}

bool FlowLayout::is_readable() const {
  return is_whole() && std::any_of(places.begin(), places.end(), [](const FlowPlace& place) {
           return place.map_height >= kReadableMap;
         });
}

FlowLayout flow_layout(std::span<const FlowColumn> columns, const FlowRoom& room) {
  if (columns.empty()) return {};
  const float height = std::max(kLeastMap, room.height - kFlowHead);
  FlowLayout layout = whole_layout(columns, room, height);
  if (layout.places.empty()) layout = begun_layout(columns, room, height);
  if (layout.places.empty()) layout = slim_layout(columns, room, height);
  set_lefts(layout, room);
  return layout;
}

}  // namespace convlens::ui
