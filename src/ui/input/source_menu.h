#pragma once

#include <cstddef>
#include <string>

#include "ui/kit/context.h"

namespace convlens::ui {

// The menu of what can be one more picture of the batch: a file, a camera.
void add_menu(const PanelContext& context, bool asked_for);

// Lines of what can stand in a source's place, or as one more behind the last, beside files.
void source_lines(const PanelContext& context, std::size_t source);

// The same of one camera. What fails is reported in the lab.
void open_camera(const PanelContext& context, const std::string& device, std::size_t source);

}  // namespace convlens::ui
