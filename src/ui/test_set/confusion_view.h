#pragma once

#include <optional>

#include "ui/test_set/test_grid.h"

namespace convlens::ui {

// A cell of a confusion matrix, a row of it (`answer` nothing), or a column.
struct ConfusionCell {
  std::optional<int> label;
  std::optional<int> answer;

  friend bool operator==(const ConfusionCell&, const ConfusionCell&) = default;
};

// The matrix in the room that is left, a row a true class, a column an answer: as large as it goes,
// its numbers where they can be read, and a child window that scrolls where the cells would be too
// small. `chosen` is framed. What was pressed: a cell, the name of a row, the number of a column.
std::optional<ConfusionCell> confusion_view(const PanelContext& context, const TestGrid& grid,
                                            const lab::ConfusionMatrix& matrix,
                                            const ConfusionCell& chosen);

}  // namespace convlens::ui
