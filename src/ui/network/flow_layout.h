#pragma once

#include <span>
#include <vector>

// Where the maps of all layers stand on one screen. Lengths are design pixels.
namespace convlens::ui {

// A column of the overview: the maps of one layer, or of one of several that follow each other.
struct FlowColumn {
  int maps = 1;         // of a list: values, each a map of one cell
  float aspect = 1.0f;  // width of a map over its height
  bool list = false;
  bool near = false;  // the one of the map that is shown large, or one that flows into it
};

// What there is for heads and maps.
struct FlowRoom {
  float width = 0;
  float height = 0;
};

// What a column gets of it.
enum class FlowForm {
  kWhole,   // all of its maps, under a head
  kBegin,   // the first of them and how many more there are
  kSlim,    // one map beside the other no longer fits: a strip of them without a head
  kHidden,  // behind one of the two ends
};
struct FlowPlace {
  FlowForm form = FlowForm::kWhole;
  float left = 0;
  float width = 0;
  float map_width = 0;  // with the gap to the next
  float map_height = 0;
  int rows = 1;
  int columns = 1;
  int shown = 0;  // maps that have a place, from the first on
};

struct FlowLayout {
  std::vector<FlowPlace> places;  // one a column
  float flow = 0;                 // between two columns
  // Columns that are hidden at either end; where there are any, kFlowEnd stands for them.
  int hidden_before = 0;
  int hidden_behind = 0;

  // Whether every map of every column has its place.
  bool is_whole() const;
  // And some of them are large enough to recognise what is on them.
  bool is_readable() const;
};

inline constexpr float kFlowHead = 40;
inline constexpr float kFlowInlet = 24;  // before the first column, for what comes from the picture
inline constexpr float kFlowEnd = 34;

// The largest maps with which all columns stand beside each other with room between them for what
// flows. Where even the smallest are too large, columns show their first maps; where there are more
// columns than that, only the near ones do.
FlowLayout flow_layout(std::span<const FlowColumn> columns, const FlowRoom& room);

}  // namespace convlens::ui
