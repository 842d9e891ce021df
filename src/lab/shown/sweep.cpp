#include "lab/shown/sweep.h"

#include <cmath>

#include "lab/lab.h"

namespace convlens::lab {
namespace {

constexpr double kCellTime_s = 0.25;  // a cell at a time ...
constexpr double kCellsEnd_s = 4.0;   // ... until here
constexpr double kRowTime_s = 0.5;    // then a row at a time ...
constexpr double kRowsEnd_s = 9.0;    // ... until here
constexpr double kWholeMap_s = 8.0;   // then this for a whole map

// The pinned map's cells as one row after the other.
struct Cells {
  int rows = 0;
  int columns = 0;

  std::int64_t count() const { return std::int64_t{rows} * columns; }
  std::int64_t index(const MapCell& cell) const {
    return std::int64_t{cell.row} * columns + cell.column;
  }
};

Cells cells_of(const Lab& lab, const MapCell& cell) {
  const Shape& shape = lab.map(cell.map)->values.shape();
  return {static_cast<int>(shape[0]), static_cast<int>(shape[1])};
}

void put(MapCell& cell, const Cells& cells, std::int64_t index) {
  const std::int64_t wrapped = (index % cells.count() + cells.count()) % cells.count();
  cell.row = static_cast<int>(wrapped / cells.columns);
  cell.column = static_cast<int>(wrapped % cells.columns);
}

MapCell middle_cell(const Lab& lab) {
  const MapId id = MapId::mine(lab.view().source, lab.view().filter);
  const Cells cells = cells_of(lab, {id});
  return {id, cells.rows / 2, cells.columns / 2};
}

std::int64_t steps(double time_s, double step_s) {
  return static_cast<std::int64_t>(std::floor(time_s / step_s));
}

}  // namespace

std::int64_t swept_cells(SweepSpeed speed, double elapsed_s, int rows, int columns) {
  // A step whose time has come by less than a frame's rounding counts as come.
  constexpr double kSlack_s = 1e-9;
  const double time_s = elapsed_s + kSlack_s;
  switch (speed) {
    case SweepSpeed::kCell:
      return steps(time_s, 1.0);
    case SweepSpeed::kCells:
      return steps(time_s, kCellTime_s);
    case SweepSpeed::kRows:
      return columns * steps(time_s, kRowTime_s);
    case SweepSpeed::kGrowing:
      break;
  }
  if (time_s < kCellsEnd_s) return steps(time_s, kCellTime_s);
  std::int64_t cells = steps(kCellsEnd_s + kSlack_s, kCellTime_s);
  const double in_rows_s = std::fmin(time_s, kRowsEnd_s + kSlack_s) - kCellsEnd_s;
  cells += columns * steps(in_rows_s, kRowTime_s);
  if (time_s < kRowsEnd_s) return cells;
  return cells + static_cast<std::int64_t>((time_s - kRowsEnd_s) / kWholeMap_s * rows * columns);
}

void toggle_sweep(Lab& lab) {
  View& view = lab.view();
  if (view.sweep) {
    view.sweep.reset();
    return;
  }
  if (!view.pinned) view.pinned = MapCell{MapId::mine(view.source, view.filter)};
  view.sweep = Sweep{cells_of(lab, *view.pinned).index(*view.pinned), 0.0};
}

void advance_sweep(Lab& lab, double passed_s) {
  View& view = lab.view();
  if (!view.sweep || !view.pinned) return;
  view.sweep->elapsed_s += passed_s;
  const Cells cells = cells_of(lab, *view.pinned);
  put(*view.pinned, cells,
      view.sweep->first +
          swept_cells(view.sweep_speed, view.sweep->elapsed_s, cells.rows, cells.columns));
}

void step_cell(Lab& lab, int cells) {
  View& view = lab.view();
  view.sweep.reset();
  if (!view.pinned) {
    // The one that is shown is the first; without any, the one in the middle.
    view.pinned = view.rested ? view.rested : middle_cell(lab);
    return;
  }
  const Cells map = cells_of(lab, *view.pinned);
  put(*view.pinned, map, map.index(*view.pinned) + cells);
}

}  // namespace convlens::lab
