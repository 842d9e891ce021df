#pragma once

#include <string>

namespace convlens::lab {

// The panel under which a command's line of Python stands: see code/code_line.h.
enum class CodePanel { kInput, kFilter, kMaps, kLayers };

struct PanelCode {
  CodePanel panel = CodePanel::kFilter;
  std::string text;  // empty: nothing to say
};

}  // namespace convlens::lab
