#include "ui/shell/bench_layout.h"

#include <algorithm>

#include "ui/kit/metrics.h"

namespace convlens::ui {
namespace {

constexpr float kUsualAspect = 120.0f / 70.0f;  // of the notebook's crop
constexpr int kPairs = 2;
constexpr float kLeastInput = 184;
constexpr float kMostInput = 440;
constexpr float kInputShare = 0.17f;
constexpr float kWideInputShare = 0.24f;  // of a wide, low window, which the others cannot fill
constexpr float kLeastSum = 132;
constexpr float kSumShare = 0.20f;
constexpr float kLargeSumShare = 0.27f;  // where stage and maps leave height
constexpr float kFilterPart = 0.4f;      // of what is left behind a full Input column
constexpr float kCodeLine = 28 + 8;
constexpr float kFilterRows = 4 * design::kBar + 2 * design::kPanelPadding;  // two of them tools
constexpr float kShelf = 42 + 8;
constexpr float kMapsRows = design::kBar + kShelf + 2 * design::kPanelPadding;
constexpr float kMoreTools = 36;
constexpr float kMoreShelf = 70;

// The width at which a stage of this side, its planes and the padding fill a column.
float filter_width(float stage) {
  return (1 + design::kTile) * stage + design::kStageGutter + 2 * design::kPanelPadding;
}

float maps_width(float map_width) {
  return 2 * map_width + design::kMapGutter + 2 * design::kPanelPadding;
}

float map_height_in(float height, int pairs) {
  return height / static_cast<float>(pairs) - design::kMapCaption;
}

}  // namespace

BenchLayout bench_layout(const BenchRoom& room) {
  BenchLayout layout;
  layout.sum = std::max(kLeastSum, kSumShare * room.height);
  const float height = room.height - design::kTopBar - design::kStrip - design::kStatusBar -
                       design::kGap - layout.sum;
  const float code = room.height < design::kLowWindow ? 0.0f : kCodeLine;
  const float stage_room = std::max(design::kLeastStage, height - kFilterRows - code);
  const float maps_room = height - kMapsRows - code;
  const int pairs = map_height_in(maps_room, kPairs) < design::kLeastMap ? 1 : kPairs;
  const float map_room = std::max(design::kLeastMap, map_height_in(maps_room, pairs));

  const float columns = room.width - 2 * design::kGap;
  layout.input =
      room.rail ? design::kRail : std::clamp(kInputShare * room.width, kLeastInput, kMostInput);
  const float ask_filter = filter_width(stage_room);
  const float asked = ask_filter + maps_width(kUsualAspect * map_room);
  float left = std::max(0.0f, columns - layout.input - asked);
  if (!room.rail) {
    const float wide = std::min(kWideInputShare * room.width, kMostInput);
    const float more = std::clamp(wide - layout.input, 0.0f, left);
    layout.input += more;
    left -= more;
  }
  const float share = std::min(1.0f, (columns - layout.input) / asked);
  layout.filter = share * ask_filter + kFilterPart * left;
  layout.maps = columns - layout.input - layout.filter;
  layout.stage = std::min((layout.filter - filter_width(0)) / (1 + design::kTile), stage_room);
  layout.map_width = std::min((layout.maps - maps_width(0)) / 2, kUsualAspect * map_room);
  layout.map_height = layout.map_width / kUsualAspect;

  // Height that neither column can use: more tools and a higher shelf first, then the sum's.
  float spare_filter = stage_room - layout.stage;
  float spare_maps = static_cast<float>(pairs) * (map_room - layout.map_height);
  if (spare_filter >= kMoreTools && spare_maps >= kMoreTools) spare_filter -= kMoreTools;
  if (spare_maps >= kMoreShelf && spare_filter >= kMoreShelf - kMoreTools) spare_maps -= kMoreShelf;
  const float spare = std::max(0.0f, std::min(spare_filter, spare_maps));
  layout.sum = std::min(layout.sum + spare, std::max(layout.sum, kLargeSumShare * room.height));
  return layout;
}

}  // namespace convlens::ui
