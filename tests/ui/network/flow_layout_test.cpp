// The network's overview at every size of window that it is made for, of networks of every depth.
#include "ui/network/flow_layout.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "ui/kit/metrics.h"
#include "ui/shell/network_layout.h"

namespace convlens::ui {
namespace {

struct WindowSize {
  float width;
  float height;
};
constexpr WindowSize kWindows[] = {
    {1024, 640}, {1280, 720}, {1600, 900}, {1920, 1080}, {2560, 1440}};

// What the overview leaves to heads and maps, the code line taken off.
FlowRoom room_in(const WindowSize& window) {
  const NetworkLayout layout = network_layout({window.width, window.height});
  const float width = window.width - layout.picture - layout.prediction - 2 * design::kGap -
                      2 * design::kPanelPadding - kFlowInlet;
  const float height = window.height - design::kTopBar - design::kStatusBar - 2 * design::kGap -
                       layout.band - 2 * design::kPanelPadding - 2 * design::kBar;
  return {width, height};
}

// conv1, pool1, conv2, pool2, dense1, dense2.
std::vector<FlowColumn> fashion() {
  return {{32}, {32}, {64}, {64}, {100, 1, true}, {10, 1, true}};
}
// Convolution, normalisation, activation and pooling of each of its four stages in one column.
std::vector<FlowColumn> cifar(float aspect) {
  return {{32, aspect}, {64, aspect}, {128, aspect}, {128, aspect}, {128, 1, true}, {10, 1, true}};
}
// SqueezeNet: eight modules of a squeezing convolution, two that expand, and both side by side.
std::vector<FlowColumn> squeeze_net() {
  std::vector<FlowColumn> columns{{96}};
  for (int module = 0; module < 8; ++module) {
    const int squeezed = 16 * (module / 2 + 1);
    for (const int maps : {squeezed, 4 * squeezed, 4 * squeezed, 8 * squeezed}) {
      columns.push_back({maps});
    }
  }
  columns.push_back({1000});
  columns.push_back({1000, 1, true});
  columns[12].near = columns[13].near = true;
  return columns;
}
std::vector<FlowColumn> very_deep() {
  std::vector<FlowColumn> columns(160, FlowColumn{256});
  columns[80].near = columns[81].near = true;
  return columns;
}

void expect_within(const std::vector<FlowColumn>& columns, const FlowRoom& room) {
  const FlowLayout layout = flow_layout(columns, room);
  ASSERT_EQ(layout.places.size(), columns.size());
  float end = layout.hidden_before > 0 ? kFlowEnd : 0;
  int hidden = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const FlowPlace& place = layout.places[i];
    SCOPED_TRACE("column " + std::to_string(i) + " at " + std::to_string(room.width));
    if (place.form == FlowForm::kHidden) {
      ++hidden;
      continue;
    }
    EXPECT_GE(place.left, end - 0.01f);
    end = place.left + place.width;
    EXPECT_LE(static_cast<float>(place.rows) * place.map_height, room.height - kFlowHead + 0.01f);
    EXPECT_LE(static_cast<float>(place.columns) * place.map_width, place.width + 0.01f);
    EXPECT_GE(place.map_width, place.form == FlowForm::kSlim ? 6 : 9);
    EXPECT_GE(place.shown, 1);
    EXPECT_LE(place.shown, columns[i].maps);
    if (place.form == FlowForm::kWhole) {
      EXPECT_EQ(place.shown, columns[i].maps);
      EXPECT_GE(place.rows * place.columns, place.shown);
    }
    if (place.form == FlowForm::kBegin) {
      EXPECT_LT(place.shown, place.rows * place.columns);
    }
    if (place.form != FlowForm::kSlim) {
      EXPECT_GE(place.width, 62) << "the head is legible";
    }
  }
  EXPECT_LE(end, room.width - (layout.hidden_behind > 0 ? kFlowEnd : 0) + 0.01f);
  EXPECT_EQ(hidden, layout.hidden_before + layout.hidden_behind);
}

TEST(FlowLayout, KeepsEveryNetworkWithinTheWindow) {
  for (const WindowSize& window : kWindows) {
    const FlowRoom room = room_in(window);
    for (const auto& columns :
         {fashion(), cifar(1), cifar(120.0f / 70), squeeze_net(), very_deep()}) {
      expect_within(columns, room);
    }
  }
}

TEST(FlowLayout, ShowsAllMapsOfTheNetworksThatTravelWithTheProgram) {
  for (const WindowSize& window : kWindows) {
    const FlowRoom room = room_in(window);
    EXPECT_TRUE(flow_layout(cifar(1), room).is_whole()) << window.width;
    const bool narrow = !flow_layout(fashion(), room).is_readable();
    EXPECT_EQ(narrow, window.width < 1280) << "there convolution and pooling are one column";
    EXPECT_TRUE(flow_layout(narrow
                                ? std::vector<FlowColumn>{{32}, {64}, {100, 1, true}, {10, 1, true}}
                                : fashion(),
                            room)
                    .is_whole())
        << window.width;
  }
}

TEST(FlowLayout, LeavesRoomForWhatFlows) {
  for (const WindowSize& window : kWindows) {
    const FlowRoom room = room_in(window);
    EXPECT_GE(flow_layout(cifar(1), room).flow, 34) << window.width;
  }
  const FlowRoom wide = room_in(kWindows[3]);
  EXPECT_GE(flow_layout(fashion(), wide).flow, 0.05f * wide.width - 0.01f);
}

// No larger map would fit.
TEST(FlowLayout, MapsAreAsLargeAsFits) {
  const std::vector<FlowColumn> columns = fashion();
  for (float width = 700; width < 2200; width += 50) {
    const FlowRoom room{width, 400};
    const FlowLayout layout = flow_layout(columns, room);
    if (!layout.is_whole()) continue;
    const float map = layout.places.front().map_height + 1;
    const float flow = std::max(34.0f, 0.05f * width);
    float needed = 5 * flow;
    for (const FlowColumn& column : columns) {
      const float side = column.list ? std::min(map, 16.0f) : map;
      const int rows = std::max(1, static_cast<int>((400 - kFlowHead) / side));
      const int across = (column.maps + rows - 1) / rows;
      needed += std::max(74.0f, static_cast<float>(across) * side);
    }
    EXPECT_TRUE(map > 60 || needed > width || layout.flow < flow) << width;
  }
}

TEST(FlowLayout, OfADeepNetworkTheLayerAndTheOneBeforeItHaveHeads) {
  for (const WindowSize& window : kWindows) {
    const FlowLayout layout = flow_layout(squeeze_net(), room_in(window));
    for (const std::size_t near : {12U, 13U}) {
      EXPECT_NE(layout.places[near].form, FlowForm::kSlim) << window.width;
      EXPECT_NE(layout.places[near].form, FlowForm::kHidden) << window.width;
    }
  }
  const FlowLayout layout = flow_layout(very_deep(), room_in(kWindows[0]));
  EXPECT_GT(layout.hidden_before, 0);
  EXPECT_GT(layout.hidden_behind, 0);
  EXPECT_NE(layout.places[81].form, FlowForm::kHidden);
}

TEST(FlowLayout, FitsAnyRoom) {
  for (const FlowRoom& room :
       {FlowRoom{1, 1}, FlowRoom{300, 60}, FlowRoom{80, 2000}, FlowRoom{5000, 90}}) {
    for (const auto& columns : {fashion(), squeeze_net(), std::vector<FlowColumn>{{1}}}) {
      EXPECT_EQ(flow_layout(columns, room).places.size(), columns.size());
    }
  }
  EXPECT_TRUE(flow_layout({}, {800, 400}).places.empty());
}

TEST(NetworkLayout, ShowsEverythingInEveryWindow) {
  for (const WindowSize& window : kWindows) {
    const NetworkLayout layout = network_layout({window.width, window.height});
    EXPECT_GE(layout.picture, 176);
    EXPECT_GE(layout.prediction, 208);
    EXPECT_GE(layout.band, 236);
    EXPECT_GE(window.width - layout.map - layout.filter, 480) << "the sum's";
    EXPECT_GE(window.width - layout.picture - layout.prediction, 600) << "the layers'";
  }
}

}  // namespace
}  // namespace convlens::ui
