// What is read can be read: the contrasts of both pages.
#include "ui/kit/theme.h"

#include <gtest/gtest.h>

#include <cmath>

namespace convlens::ui {
namespace {

constexpr double kText = 4.5;  // WCAG 2.1's level AA
constexpr double kMark = 3.0;

class ThemeTest : public ::testing::TestWithParam<lab::Theme> {
 protected:
  const Palette& colors() const { return palette(GetParam()); }
};

TEST(Contrast, IsThatOfTheRecommendation) {
  EXPECT_NEAR(contrast(IM_COL32_WHITE, IM_COL32_BLACK), 21.0, 1e-9);
  EXPECT_NEAR(contrast(IM_COL32(0x77, 0x77, 0x77, 255), IM_COL32_WHITE), 4.48, 0.005);
  EXPECT_EQ(contrast(IM_COL32(9, 90, 200, 255), IM_COL32(9, 90, 200, 255)), 1.0);
}

TEST_P(ThemeTest, TextsAreRead) {
  const Palette& c = colors();
  for (const ImU32 under : {c.background, c.panel, c.hover}) {
    EXPECT_GE(contrast(c.text, under), kText);
    EXPECT_GE(contrast(c.secondary, under), kText);
  }
  EXPECT_GE(contrast(c.accent, c.panel), kText);
  for (const ImU32 under : {c.panel, c.background}) {
    EXPECT_GE(contrast(c.trained, under), kText);
    EXPECT_GE(contrast(c.error, under), kText);
  }
  EXPECT_GE(contrast(c.disabled, c.panel), kText);
  EXPECT_GE(contrast(c.on_accent, c.accent), kText);
}

TEST_P(ThemeTest, FramesAreSeen) {
  const Palette& c = colors();
  for (const ImU32 under : {c.panel, c.hover}) EXPECT_GE(contrast(c.untrained, under), kMark);
}

// Weights are told from zero, and their numbers are read on them.
TEST_P(ThemeTest, SignsAreSeenAndTheirNumbersRead) {
  const ImU32 zero = signed_color(0, 1, GetParam());
  for (const float weight : {1.0f, -1.0f}) {
    const ImU32 color = signed_color(weight, 1, GetParam());
    EXPECT_GE(contrast(color, zero), kMark);
  }
  for (float weight = -1; weight <= 1; weight += 0.05f) {
    const ImU32 color = signed_color(weight, 1, GetParam());
    EXPECT_GE(contrast(readable_on(color), color), kText) << weight;
  }
}

// What cannot be chosen is drawn paler, and still read.
TEST_P(ThemeTest, DisabledControlsAreRead) {
  const Palette& c = colors();
  ImGuiContext* context = ImGui::CreateContext();
  apply_style(GetParam(), 1.0f);
  const float alpha = ImGui::GetStyle().DisabledAlpha;
  const ImVec4 over = ImGui::ColorConvertU32ToFloat4(c.text);
  const ImVec4 under = ImGui::ColorConvertU32ToFloat4(c.panel);
  const auto mixed = [alpha](float a, float b) { return a * alpha + b * (1 - alpha); };
  const ImU32 seen = ImGui::ColorConvertFloat4ToU32(
      ImVec4(mixed(over.x, under.x), mixed(over.y, under.y), mixed(over.z, under.z), 1));
  EXPECT_GE(contrast(seen, c.panel), kText);
  ImGui::DestroyContext(context);
}

INSTANTIATE_TEST_SUITE_P(Pages, ThemeTest,
                         ::testing::Values(lab::Theme::kLight, lab::Theme::kDark));

}  // namespace
}  // namespace convlens::ui
