#pragma once

#include <string>

namespace convlens::lab {

// The panel under which a command's line of Python stands: see code/code_line.h.
// That of a trained filter stands under the same panel as mine, while one is on the stage.
enum class CodePanel { kInput, kFilter, kTrainedFilter, kMaps, kLayers };

struct PanelCode {
  CodePanel panel = CodePanel::kFilter;
  std::string text;  // empty: nothing to say
};

}  // namespace convlens::lab
