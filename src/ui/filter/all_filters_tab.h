#pragma once

#include <functional>
#include <vector>

#include "ui/kit/context.h"

namespace convlens::ui {

// Under the stage: what holds for all of my filters, their shape and their steps, and the ways in
// and out for them. The rows of it, what is wanted most first.
std::vector<std::function<void(const PanelContext&)>> all_filters_rows();

}  // namespace convlens::ui
