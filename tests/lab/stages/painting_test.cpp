// Maps while a filter is painted: within rounding of those that conv2d() gives, and those to the
// bit as soon as the stroke is done.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "lab/fixtures.h"
#include "lab/lab.h"

namespace convlens::lab {
namespace {

using testing::noise_image;
using testing::picture;
using testing::same_bits;

Document bench() {
  return notebook_document(
      {picture("first", noise_image(90, 130, 1)), picture("second", noise_image(90, 130, 2))});
}

void expect_fresh(const Lab& lab) {
  Pipeline fresh;
  ASSERT_TRUE(fresh.update(lab.document()));
  for (std::size_t s = 0; s < fresh.source_count(); ++s) {
    for (std::size_t f = 0; f < fresh.filter_count(); ++f) {
      ASSERT_TRUE(
          same_bits(fresh.map(s, f).values.values(), lab.pipeline().map(s, f).values.values()))
          << "map " << s << ", " << f;
    }
  }
}

// Of values 0..1 and weights up to 2, with as many products as a sum has and those that were added.
void expect_near_fresh(const Lab& lab) {
  Pipeline fresh;
  ASSERT_TRUE(fresh.update(lab.document()));
  for (std::size_t s = 0; s < fresh.source_count(); ++s) {
    for (std::size_t f = 0; f < fresh.filter_count(); ++f) {
      const Tensor& expected = fresh.map(s, f).values;
      const Tensor& found = lab.pipeline().map(s, f).values;
      ASSERT_EQ(found.shape(), expected.shape());
      for (std::size_t i = 0; i < expected.size(); ++i) {
        ASSERT_NEAR(found.data()[i], expected.data()[i], 400 * std::ldexp(1.0, -24) * 300);
      }
      ASSERT_NEAR(lab.pipeline().map(s, f).range.lo, fresh.map(s, f).range.lo, 0.01);
    }
  }
}

TEST(Painting, TenThousandStrokesStayWithinRoundingAndEndExact) {
  Lab lab(bench());
  ASSERT_TRUE(lab.commit(ResizeCrop{0, {21, 33}, {10, 10}}));
  std::mt19937 random(7);
  std::uniform_real_distribution<float> any(-2.0f, 2.0f);
  std::size_t filter = 0;
  std::vector<WeightEdit> stroke;
  for (int event = 0; event < 10'000; ++event) {
    const int row = static_cast<int>(random() % 7);
    const int column = static_cast<int>(random() % 7);
    const float value = any(random);
    for (int channel = 0; channel < 3; ++channel) {
      if (random() % 4 > 0) stroke.push_back({row, column, channel, value});
    }
    if (stroke.empty()) continue;
    ASSERT_TRUE(lab.preview(SetWeights{filter, stroke}));
    if (event % 100 == 0) expect_near_fresh(lab);
    if (random() % 12 > 0) continue;
    if (random() % 5 == 0) {
      lab.cancel_preview();
    } else {
      ASSERT_TRUE(lab.commit(SetWeights{filter, stroke}));
    }
    if (event % 20 == 0) expect_fresh(lab);
    if (HasFatalFailure()) return;
    stroke.clear();
    filter = random() % 2;
  }
  lab.cancel_preview();
  expect_fresh(lab);
}

// Whatever else happens in between.
TEST(Painting, OtherPreviewsAndInputsInBetweenLeaveNothingStale) {
  Lab lab(bench());
  ASSERT_TRUE(lab.commit(ResizeCrop{0, {21, 33}, {10, 10}}));
  std::mt19937 random(8);
  for (int step = 0; step < 600; ++step) {
    const auto number = [&random](int end) {
      return static_cast<int>(random() % static_cast<unsigned>(end));
    };
    const std::size_t filter = random() % lab.document().filters.size();
    switch (number(9)) {
      case 0:
        lab.preview(MoveCrop{0, {number(40), number(40)}});
        break;
      case 1:
        lab.preview(SetSteps{1 + number(2), 1, 1, 1 + number(2), conv::Padding::kSame});
        break;
      case 2:
        lab.preview(
            SetActivation{number(2) == 0 ? conv::Activation::kRelu : conv::Activation::kNone});
        break;
      case 3:
        lab.commit(SetBias{filter, 0.25f * static_cast<float>(number(8))});
        break;
      case 4:
        lab.cancel_preview();
        break;
      case 5:
        lab.preview(SetBias{filter, 0.25f * static_cast<float>(number(8))});
        break;
      case 6:
        lab.undo();
        break;
      default:
        lab.preview(SetWeights{filter, {{number(7), number(7), number(3), 0.5f}}});
        break;
    }
    expect_near_fresh(lab);
    if (!lab.previewing()) expect_fresh(lab);
    if (HasFatalFailure()) FAIL() << "step " << step;
  }
}

}  // namespace
}  // namespace convlens::lab
