#include "ui/kit/drawing.h"

#include <imgui.h>

#include <cfloat>
#include <cmath>

#include "ui/bench_driver.h"

namespace convlens {
namespace {

TEST(FittingSize, IsWholeAndNeverBelowTheLeastWhateverTheRoom) {
  testing::BenchDriver bench;
  bench.run([](ImGuiTestContext*) {
    ImFont* font = ImGui::GetFont();
    const auto width_at = [font](float size) {
      return font->CalcTextSizeA(size, FLT_MAX, 0.0f, "= +16.65").x;
    };
    EXPECT_EQ(ui::fitting_size(font, 40, 13, 1000, "= +16.65"), 40);
    for (const float room : {-30.0f, 0.0f, 1.0f, 20.0f}) {
      EXPECT_EQ(ui::fitting_size(font, 40, 13, room, "= +16.65"), 13) << room;
    }
    for (float room = width_at(14); room < width_at(39); room += 7) {
      const float size = ui::fitting_size(font, 40, 13, room, "= +16.65");
      EXPECT_EQ(size, std::floor(size));
      EXPECT_LE(width_at(size), room);
      EXPECT_GT(width_at(size + 2), room);
    }
    EXPECT_EQ(ui::fitting_size(font, 40, 13, 5, ""), 40);
  });
}

}  // namespace
}  // namespace convlens
