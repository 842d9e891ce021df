#include "lab/kept_places.h"

#include <gtest/gtest.h>

#include "lab/fixtures.h"
#include "lab/lab.h"
#include "lab/shown/map_ranges.h"

namespace convlens::lab {
namespace {

using testing::small_bench;

Lab small_lab() { return Lab(small_bench()); }

MapCell pinned_after(Lab& lab, const std::vector<Command>& commands) {
  for (const Command& command : commands) EXPECT_TRUE(lab.commit(command));
  return *lab.view().pinned;
}

// The middle of a cell, in pixels of the crop.
std::pair<double, double> place_of(const Lab& lab, const MapCell& cell) {
  const MapPlacement place = my_placement(lab.document(), lab.document().filters[cell.map.index]);
  return {place.top() + (cell.row + 0.5) * place.stride_h,
          place.left() + (cell.column + 0.5) * place.stride_w};
}

TEST(CellAnchor, APinnedCellStaysAtItsPlaceOfTheCropWhateverTheSteps) {
  Lab lab = small_lab();
  const MapCell begun{MapId::mine(0, 0), 5, 9};
  lab.view().pinned = begun;
  lab.follow_view();
  const auto [y, x] = place_of(lab, begun);
  for (const int stride : {1, 2, 3, 4}) {
    for (const int dilation : {1, 2}) {
      if (stride > 1 && dilation > 1) continue;
      for (const auto padding : {conv::Padding::kSame, conv::Padding::kValid}) {
        // The crop is 12 pixels high, a dilated window 13.
        if (dilation > 1 && padding == conv::Padding::kValid) continue;
        const MapCell now =
            pinned_after(lab, {SetSteps{stride, stride, dilation, dilation, padding}});
        const auto [row, column] = place_of(lab, now);
        const Shape& shape = lab.map(now.map)->values.shape();
        const bool at_edge = now.row == 0 || now.column == 0 || now.row == shape[0] - 1 ||
                             now.column == shape[1] - 1;
        EXPECT_TRUE(at_edge || (std::abs(row - y) <= stride / 2.0 + 0.5 &&
                                std::abs(column - x) <= stride / 2.0 + 0.5))
            << stride << " " << dilation << ": " << row << ", " << column << " for " << y << ", "
            << x;
      }
    }
  }
  // Nothing adds up on the way.
  EXPECT_EQ(pinned_after(lab, {SetSteps{}}), begun);
}

TEST(CellAnchor, AnotherCellIsTakenWhereItLies) {
  Lab lab = small_lab();
  pinned_after(lab, {SetSteps{2, 2, 1, 1, conv::Padding::kSame}});
  lab.view().pinned = MapCell{MapId::mine(0, 0), 2, 3};
  lab.follow_view();
  EXPECT_EQ(lab.view().pinned, (MapCell{MapId::mine(0, 0), 2, 3}));
  const auto [y, x] = place_of(lab, *lab.view().pinned);
  const MapCell now = pinned_after(lab, {SetSteps{}});
  EXPECT_NEAR(place_of(lab, now).first, y, 1.0);
  EXPECT_NEAR(place_of(lab, now).second, x, 1.0);
}

Filter named(const char* name, float weight) {
  Filter filter = zero_filter(name, 1, 1, 1);
  filter.weights[0] = weight;
  return filter;
}

using Places = std::vector<std::optional<std::size_t>>;

TEST(FiltersNow, AreFoundByWhatTheyAreThenByNameThenByPlace) {
  const Filter a = named("a", 1);
  const Filter b = named("b", 2);
  const Filter c = named("c", 3);
  EXPECT_EQ(filters_now({a, b, c}, {c, a, b}), (Places{1, 2, 0}));
  EXPECT_EQ(filters_now({a, b, c}, {a, c}), (Places{0, std::nullopt, 1}));
  EXPECT_EQ(filters_now({a, b}, {named("x", 9), a, b}), (Places{1, 2}));
  EXPECT_EQ(filters_now({a, b}, {named("b", 7), a}), (Places{1, 0}));
  EXPECT_EQ(filters_now({a, b}, {named("x", 7), b}), (Places{0, 1}));
  EXPECT_EQ(filters_now({a, a}, {a, a}), (Places{0, 1}));
  EXPECT_EQ(filters_now({a, b}, {named("x", 7)}), (Places{std::nullopt, std::nullopt}));
}

TEST(PinnedRanges, GoWithTheirFilters) {
  Lab lab = small_lab();
  const auto own = [&lab](std::size_t filter) {
    return lab.view().ranges.pinned->at(MapId::mine(0, filter));
  };
  lab.view().ranges.pinned = ranges_to_pin(lab);
  (*lab.view().ranges.pinned)[MapId::mine(0, 0)] = {-1.0f, 2.0f};
  (*lab.view().ranges.pinned)[MapId::mine(0, 1)] = {-3.0f, 4.0f};
  lab.follow_view();
  ASSERT_TRUE(lab.commit(MoveFilter{0, 1}));
  EXPECT_EQ(own(1), (ValueRange{-1.0f, 2.0f}));
  EXPECT_EQ(own(0), (ValueRange{-3.0f, 4.0f}));
  lab.undo();
  EXPECT_EQ(own(0), (ValueRange{-1.0f, 2.0f}));
  ASSERT_TRUE(lab.commit(SetBias{0, 3.0f}));
  ASSERT_TRUE(lab.commit(RemoveFilter{0}));
  EXPECT_EQ(own(0), (ValueRange{-3.0f, 4.0f}));
  EXPECT_EQ(lab.view().ranges.pinned->count(MapId::mine(0, 1)), 0u);
}

}  // namespace
}  // namespace convlens::lab
