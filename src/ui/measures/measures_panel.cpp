#include "ui/measures/measures_panel.h"

#include <array>

#include "ui/kit/bar.h"
#include "ui/kit/controls.h"
#include "ui/measures/frequencies_view.h"
#include "ui/measures/line_view.h"
#include "ui/measures/pooling_view.h"

namespace convlens::ui {
namespace {

constexpr std::array kMeasures{
    Way{{tr("measure", "Values"), tr("How the values of the maps and the weights are distributed")},
        "values"},
    Way{{tr("measure", "Line"),
         tr("The photograph and its maps along the row or the column of the cell")},
        "line"},
    Way{{tr("measure", "Frequencies"),
         tr("What the filter multiplies each frequency by, and how strong each is in the "
            "photograph and in the map")},
        "frequencies"},
    Way{{tr("measure", "Pooling"), tr("What a pooling layer would leave of my map")}, "pooling"}};

}  // namespace

void MeasuresPanel::draw(const PanelContext& context) {
  lab::View& view = context.lab.view();
  {
    Bar bar(context, "measures bar");
    bar.add(choice_width(context, kMeasures), [&] {
      const auto way = choice(context, kMeasures, static_cast<std::size_t>(view.measure));
      if (way) view.measure = static_cast<lab::Measure>(*way);
    });
    if (view.measure == lab::Measure::kLine) line_controls(context, bar);
    if (view.measure == lab::Measure::kPooling) pooling_controls(context, bar);
  }
  ImGui::BeginChild("measured", ImVec2(0, 0), ImGuiChildFlags_NavFlattened);
  shown(context);
  ImGui::EndChild();
}

void MeasuresPanel::shown(const PanelContext& context) {
  switch (context.lab.view().measure) {
    case lab::Measure::kValues:
      return statistics_.draw(context);
    case lab::Measure::kLine:
      return line_view(context);
    case lab::Measure::kFrequencies:
      return frequencies_view(context);
    case lab::Measure::kPooling:
      return pooling_view(context, seen_);
  }
}

}  // namespace convlens::ui
