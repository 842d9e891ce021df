#pragma once

#include <cstddef>

#include "ui/kit/context.h"

namespace convlens::ui {

// Under an array: which of its planes the picture shows.
void array_bar(const PanelContext& context, std::size_t source);
// 0 of what is no array, or one of a single plane.
float array_bar_height(const PanelContext& context, std::size_t source);

}  // namespace convlens::ui
