#pragma once

#include <cstddef>

#include "ui/kit/context.h"

namespace convlens::ui {

// Under a picture that moves: where it is, and what makes it run, step, begin anew and stand.
void film_bar(const PanelContext& context, std::size_t source);
// Of a picture that moves; 0 of one that does not.
float film_bar_height(const PanelContext& context, std::size_t source);

}  // namespace convlens::ui
