// Padding and shape rules, and the sentences that say why arguments do not fit.
#include <limits>

#include "conv/geometry.h"
#include "conv/problems.h"

namespace convlens::conv {
namespace {

struct ExtentCase {
  std::int64_t input, kernel;
  int stride, dilation;
  Padding padding;
  std::int64_t output, pad_before;
};

// Worked out by hand from the rules in conv2d.h.
constexpr ExtentCase kExtents[] = {
    {5, 3, 1, 1, Padding::kSame, 5, 1},
    {5, 2, 1, 1, Padding::kSame, 5, 0},  // total 1: nothing before, one after
    {5, 4, 1, 1, Padding::kSame, 5, 1},  // total 3: one before, two after
    {6, 3, 2, 1, Padding::kSame, 3, 0},  // total 1
    {5, 3, 2, 1, Padding::kSame, 3, 1},  // total 2
    {227, 7, 2, 1, Padding::kSame, 114, 3},
    {224, 7, 2, 1, Padding::kSame, 112, 2},  // total 5
    {7, 1, 3, 1, Padding::kSame, 3, 0},
    {8, 1, 3, 1, Padding::kSame, 3, 0},  // the stride skips the end: no negative padding
    {5, 3, 1, 2, Padding::kSame, 5, 2},
    {1, 7, 1, 1, Padding::kSame, 1, 3},
    {1, 1, 1, 1, Padding::kSame, 1, 0},
    {10, 3, 4, 3, Padding::kSame, 3, 2},  // total 8 + 6 + 1 - 10 = 5
    {5, 3, 1, 1, Padding::kValid, 3, 0},
    {5, 5, 1, 1, Padding::kValid, 1, 0},
    {5, 6, 1, 1, Padding::kValid, 0, 0},
    {6, 3, 2, 1, Padding::kValid, 2, 0},
    {7, 3, 2, 1, Padding::kValid, 3, 0},
    {7, 3, 1, 3, Padding::kValid, 1, 0},
    {6, 3, 1, 3, Padding::kValid, 0, 0},
    {227, 7, 2, 1, Padding::kValid, 111, 0},
    {3, 1, 9, 1, Padding::kValid, 1, 0},
};

TEST(OutputExtent, FollowsTheTable) {
  for (const ExtentCase& c : kExtents) {
    const Extent extent = output_extent(c.input, c.kernel, c.stride, c.dilation, c.padding);
    const std::string what =
        fmt::format("in {} k {} s {} d {} {}", c.input, c.kernel, c.stride, c.dilation,
                    c.padding == Padding::kSame ? "SAME" : "VALID");
    EXPECT_EQ(extent.output, c.output) << what;
    EXPECT_EQ(extent.pad_before, c.pad_before) << what;
  }
}

TEST(OutputExtent, DoesNotOverflow) {
  constexpr auto kHuge = std::numeric_limits<std::int64_t>::max();
  constexpr int kMostSteps = std::numeric_limits<int>::max();
  EXPECT_EQ(output_extent(10, kHuge, 1, kMostSteps, Padding::kValid).output, 0);
  EXPECT_EQ(output_extent(10, kHuge, 3, kMostSteps, Padding::kSame).output, 4);
  EXPECT_EQ(output_extent(kHuge, 1, 1, 1, Padding::kSame).output, kHuge);
  EXPECT_EQ(output_extent(kHuge, 3, 1, 1, Padding::kSame).pad_before, 1);
  EXPECT_EQ(output_extent(kHuge, 1, kMostSteps, 1, Padding::kValid).output,
            (kHuge - 1) / kMostSteps + 1);
}

TEST(ConvShape, PutsTheFiltersWhereTheLayoutSays) {
  Conv2dOptions options;
  options.stride_w = 2;
  const Shape input{2, 70, 120, 3};
  const Shape kernel{7, 7, 3, 5};
  EXPECT_EQ(conv2d_shape(input, kernel, Shape{0}, options, OutputLayout::kNhwc),
            (Shape{2, 70, 60, 5}));
  EXPECT_EQ(conv2d_shape(input, kernel, Shape{5}, options, OutputLayout::kPlanar),
            (Shape{2, 5, 70, 60}));
  options.padding = Padding::kValid;
  EXPECT_EQ(conv2d_shape(input, kernel, Shape{5}, options, OutputLayout::kNhwc),
            (Shape{2, 64, 57, 5}));
}

std::string error_of(const Shape& input, const Shape& kernel, const Shape& bias,
                     const Conv2dOptions& options = {}) {
  const auto shape = conv2d_shape(input, kernel, bias, options, OutputLayout::kNhwc);
  return shape ? "no error" : shape.error().message;
}

TEST(ConvErrors, NameTheShapesThatDoNotFit) {
  const Shape input{1, 5, 6, 3};
  const Shape kernel{3, 3, 3, 2};
  EXPECT_EQ(error_of(Shape{5, 6, 3}, kernel, Shape{0}),
            "the input must be of shape (N, H, W, C), no extent 0, found (5, 6, 3)");
  EXPECT_EQ(error_of(Shape{1, 0, 6, 3}, kernel, Shape{0}),
            "the input must be of shape (N, H, W, C), no extent 0, found (1, 0, 6, 3)");
  EXPECT_EQ(error_of(input, Shape{3, 3, 3}, Shape{0}),
            "the kernel must be of shape (KH, KW, C, F), no extent 0, found (3, 3, 3)");
  EXPECT_EQ(error_of(input, Shape{3, 3, 3, 0}, Shape{0}),
            "the kernel must be of shape (KH, KW, C, F), no extent 0, found (3, 3, 3, 0)");
  EXPECT_EQ(error_of(input, Shape{3, 3, 1, 2}, Shape{0}),
            "the kernel (3, 3, 1, 2) expects 1 channels, but the input (1, 5, 6, 3) has 3");
  EXPECT_EQ(error_of(input, kernel, Shape{3}),
            "the bias must be of shape (2,), one value for each filter of the kernel (3, 3, 3, 2), "
            "found (3,)");
  EXPECT_EQ(error_of(input, kernel, Shape{1, 2}),
            "the bias must be of shape (2,), one value for each filter of the kernel (3, 3, 3, 2), "
            "found (1, 2)");
  EXPECT_EQ(error_of(input, kernel, Shape{}),
            "the bias must be of shape (2,), one value for each filter of the kernel (3, 3, 3, 2), "
            "found ()");
}

TEST(ConvErrors, NameTheStepsThatDoNotFit) {
  Conv2dOptions options;
  options.stride_w = 0;
  EXPECT_EQ(error_of(Shape{1, 5, 5, 1}, Shape{3, 3, 1, 1}, Shape{0}, options),
            "the stride must be at least 1 by 1, found 1 by 0");
  options = {};
  options.dilation_h = -2;
  EXPECT_EQ(error_of(Shape{1, 5, 5, 1}, Shape{3, 3, 1, 1}, Shape{0}, options),
            "the dilation must be at least 1 by 1, found -2 by 1");
}

TEST(ConvErrors, AKernelLargerThanAValidInput) {
  Conv2dOptions options;
  options.padding = Padding::kValid;
  options.dilation_w = 3;
  EXPECT_EQ(error_of(Shape{1, 5, 6, 1}, Shape{3, 3, 1, 1}, Shape{0}, options),
            "VALID padding leaves no output: the kernel (3, 3, 1, 1) covers 3 by 7 pixels at "
            "dilation 1 by 3, more than the input (1, 5, 6, 1)");
}

TEST(ConvErrors, AResultThatNoMemoryHolds) {
  const std::int64_t wide = std::int64_t{1} << 40;
  EXPECT_EQ(error_of(Shape{1, 1, wide, 1}, Shape{1, 1, 1, wide}, Shape{0}),
            fmt::format("the shape (1, 1, {0}, {0}) has more elements than memory can hold", wide));
}

TEST(ConvErrors, MemoryOfTheWrongSize) {
  const testing::Case c = testing::make_case(Shape{1, 4, 4, 1}, Shape{3, 3, 1, 2}, false, 1);
  std::vector<float> output(31, 7.0f);
  const auto status = conv2d_into(c.input, c.kernel, c.bias, {}, {}, output);
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ(status.error().message,
            "the output holds 31 values, but a result of shape (1, 4, 4, 2) needs 32");
  EXPECT_EQ(output, std::vector<float>(31, 7.0f));
}

}  // namespace
}  // namespace convlens::conv
