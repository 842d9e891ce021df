#pragma once

#include <cstddef>

#include "ui/kit/context.h"

namespace convlens::ui {

// The menu of a picture, which the item before shows. True where the picture is to be taken out of
// the batch, which is the caller's to do once all of them are drawn.
bool picture_menu(const PanelContext& context, std::size_t source);

}  // namespace convlens::ui
