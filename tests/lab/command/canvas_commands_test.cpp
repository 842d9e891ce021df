#include <gtest/gtest.h>

#include <limits>

#include "lab/command/command.h"
#include "lab/fixtures.h"

namespace convlens::lab {
namespace {

using testing::after;
using testing::small_bench;

Document with_canvas() {
  return after(small_bench(), {SetPictures{1, {blank_canvas(28, 28, {0, 0, 0})}}});
}

TEST(CanvasCommands, DrawOnTheCanvasAlone) {
  const Document before = with_canvas();
  const Document drawn =
      after(before, {DrawStroke{1, {{14, 3}, {14, 25}}, {2.0f, {255, 255, 255}, false}}});
  EXPECT_EQ(drawn.sources[0], before.sources[0]);
  EXPECT_EQ(drawn.sources[1].origin, before.sources[1].origin);
  EXPECT_EQ(drawn.sources[1].picture->image.pixel(14, 12)[0], 255);
  EXPECT_EQ(after(drawn, {ClearCanvas{1}}).sources[1].picture->image.rgb,
            before.sources[1].picture->image.rgb);
}

TEST(CanvasCommands, RefuseWhatIsNoCanvasAndNoStroke) {
  const Document document = with_canvas();
  const auto refused = [&](const Command& command, const char* part) {
    const auto next = lab::apply(document, command);
    ASSERT_FALSE(next);
    EXPECT_NE(next.error().message.find(part), std::string::npos) << next.error().message;
  };
  const CanvasBrush brush;
  refused(DrawStroke{0, {{1, 1}}, brush}, "a canvas was expected");
  refused(DrawStroke{7, {{1, 1}}, brush}, "picture 8");
  refused(ClearCanvas{0}, "a canvas was expected");
  refused(PutStamp{0, {}}, "a canvas was expected");
  refused(DrawStroke{1, {}, brush}, "a stroke of no points");
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  refused(DrawStroke{1, {{kNan, 0}}, brush}, "a stroke of no points");
  refused(DrawStroke{1, {{0, kInfinity}}, brush}, "a stroke of no points");
  refused(DrawStroke{1, {{1, 1}}, {kNan, {}, false}}, "a brush of");
  refused(DrawStroke{1, {{1, 1}}, {1e9f, {}, false}}, "a brush of");
  refused(PutStamp{1, {StampKind::kLine, kNan, 2, 0}}, "a stamp");
  refused(PutStamp{1, {StampKind::kLine, 0, 0, 0}}, "a stamp");
}

TEST(CanvasCommands, SayWhatTheyDid) {
  const Document before = with_canvas();
  const PutStamp put{1, {StampKind::kNoise, 0, 8, 3}};
  const Document put_there = after(before, {put});
  EXPECT_EQ(describe(before, put).english(), "noise");
  const PanelCode code = code_of(before, put, put_there);
  EXPECT_EQ(code.text.find("pictures[1:2] = [np.frombuffer(np.random.RandomState(3)"), 0u)
      << code.text;
  const Document cleared_again = after(put_there, {ClearCanvas{1}});
  EXPECT_NE(code_of(put_there, ClearCanvas{1}, cleared_again)
                .text.find("np.full((28, 28, 3), [0, 0, 0], np.uint8)"),
            std::string::npos);
}

}  // namespace
}  // namespace convlens::lab
