#pragma once

#include <optional>
#include <span>

#include "ui/kit/context.h"

namespace convlens::ui {

// What a grid of a test set's pictures says under each.
struct TestGrid {
  const lab::TestSet& set;
  const lab::TestAnswers* answers = nullptr;  // null while the network is still asked
  std::span<const std::string> class_names = {};

  // "3", or the class' name where it has one.
  std::string class_name(int number) const;
};

// The pictures of these items, small, in the child window that is begun; what they were taken for
// stands under them, and what else is known beside the pointer. The item that was pressed, if any.
std::optional<int> test_grid(const PanelContext& context, const TestGrid& grid,
                             std::span<const int> items);

}  // namespace convlens::ui
