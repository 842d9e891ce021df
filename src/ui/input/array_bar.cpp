#include "ui/input/array_bar.h"

#include <algorithm>
#include <string>
#include <vector>

#include "lab/command/picture_commands.h"
#include "lab/pictures/array_picture.h"
#include "ui/kit/bar.h"
#include "ui/kit/controls.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr Label kColours{tr("Colours"),
                         tr("Three planes at once: this one in red, the next two in green and "
                            "blue")};

const lab::Picture& picture_of(const PanelContext& context, std::size_t source) {
  return *context.lab.document().sources[source].picture;
}

std::vector<int> planes_from(int first, bool colors) {
  return colors ? std::vector<int>{first, first + 1, first + 2} : std::vector<int>{first};
}

}  // namespace

float array_bar_height(const PanelContext& context, std::size_t source) {
  const lab::Picture& picture = picture_of(context, source);
  if (!picture.array || picture.channels() == 1) return 0;
  return Bar::height(context) + ImGui::GetStyle().ItemSpacing.y;
}

void array_bar(const PanelContext& context, std::size_t source) {
  if (array_bar_height(context, source) == 0) return;
  const lab::Picture& picture = picture_of(context, source);
  const lab::ArrayLook& array = *picture.array;
  const int channels = picture.channels();
  const bool colors = array.planes.size() == 3;
  int first = array.planes.front();
  bool in_colors = colors;
  const bool has_colors = channels >= 3;
  const float room = has_colors ? switch_width(context, kColours.text) + context.px(8) : 0;
  ImGui::SetNextItemWidth(column_width(context) - room - context.px(kSliderNumber));
  const int last = channels - (colors ? 3 : 1);
  ImGui::BeginDisabled(last == 0);
  bool changed =
      ImGui::SliderInt("##plane", &first, 0, std::max(1, last), "", ImGuiSliderFlags_AlwaysClamp);
  ImGui::EndDisabled();
  help(context, tr("Which plane of the array the picture shows; the filters see all of them"));
  slider_number(context, fmt::format("{} / {}", array.planes.front(), channels).c_str());
  if (has_colors) {
    ImGui::SameLine(0, context.px(8));
    if (switch_control(context, kColours, "array colours", colors)) {
      in_colors = !colors;
      changed = true;
    }
  }
  if (!changed) return;
  first = std::clamp(first, 0, channels - (in_colors ? 3 : 1));
  context.lab.commit(lab::ShowPlanes{source, planes_from(first, in_colors)});
}

}  // namespace convlens::ui
