#pragma once

#include <imgui.h>

#include <optional>
#include <variant>
#include <vector>

#include "lab/command/weight_commands.h"

namespace convlens::ui {

struct StageCell {
  int row = 0;
  int column = 0;
  friend bool operator==(const StageCell&, const StageCell&) = default;
};

// What each gesture on the stage needs while it lasts, and the command that it ends as.
namespace gesture {

struct Painting {
  lab::SetWeights command;
  float value = 0.0f;  // that it writes
};
struct Muting {
  lab::MuteWeights command;
  bool mutes = false;  // or takes back in
};
struct Stroke {
  ImGuiKey key = ImGuiKey_None;   // the mouse button or the key that lasts as long
  float scale = 1.0f;             // of the colours, fixed meanwhile
  StageCell first;                // where it began, for Shift
  StageCell last;                 // where it last wrote
  bool moved = false;             // to another cell
  std::optional<bool> along_row;  // what Shift keeps to, once it has a direction
  std::variant<Painting, Muting> does;
};
// A stroke of one cell waits: it may be the first half of a double click.
struct Click {
  lab::SetWeights command;
  StageCell cell;
  float scale = 1.0f;
  double since_s = 0.0;
};
struct Wheel {
  lab::SetWeights command;
  StageCell cell;
  double since_s = 0.0;  // the last turn
};
struct Glide {
  lab::ReplaceWeights command;
  std::vector<float> from;
  double since_s = 0.0;
};

// Nothing while the stage rests.
using Any = std::variant<std::monostate, Stroke, Click, Wheel, Glide>;

}  // namespace gesture

}  // namespace convlens::ui
