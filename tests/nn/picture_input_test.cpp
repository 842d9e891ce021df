#include "nn/picture_input.h"

#include <gtest/gtest.h>

#include <array>

namespace convlens::nn {
namespace {

using Form = PictureInput::Form;
constexpr std::int64_t kAny = PartialShape::kUnknown;

TEST(PictureInputTest, IsToldByTheShape) {
  EXPECT_EQ(picture_input({kAny, 28, 28, 1})->form, Form::kPicture);
  const auto plane = picture_input({kAny, 28, 20});
  EXPECT_EQ(plane->form, Form::kPlane);
  EXPECT_EQ((std::array{plane->height, plane->width, plane->channels}),
            (std::array<std::int64_t, 3>{28, 20, 1}));
  EXPECT_FALSE(picture_input({kAny, kAny, 20})->has_size());
  EXPECT_FALSE(picture_input({kAny}));
  EXPECT_FALSE(picture_input({kAny, 2, 28, 28, 1}));
}

TEST(PictureInputTest, ARowIsASquareOfOneOrThreeChannelsWhereItIsOne) {
  struct Case {
    std::int64_t values, side, channels;
  };
  for (const auto& [values, side, channels] : {Case{784, 28, 1},
                                               {3072, 32, 3},
                                               {64, 8, 1},
                                               {192, 8, 3},
                                               {49, kAny, kAny},
                                               {48, kAny, kAny},
                                               {785, kAny, kAny},
                                               {kAny, kAny, kAny}}) {
    const auto row = picture_input({kAny, values});
    ASSERT_TRUE(row);
    EXPECT_EQ(row->form, Form::kRow);
    EXPECT_EQ(row->height, side) << values;
    EXPECT_EQ(row->width, side) << values;
    EXPECT_EQ(row->channels, channels) << values;
  }
}

TEST(PictureInputTest, PicturesGoInAsTheNetworkTakesThem) {
  Tensor pictures({2, 3, 2, 1});
  for (std::size_t i = 0; i < pictures.size(); ++i) pictures.data()[i] = static_cast<float>(i);
  const auto taken = [&pictures](const PartialShape& shape) {
    return as_network_input(*picture_input(shape), pictures.clone());
  };
  EXPECT_EQ(taken({kAny, 3, 2, 1})->shape(), (Shape{2, 3, 2, 1}));
  EXPECT_EQ(taken({kAny, 3, 2})->shape(), (Shape{2, 3, 2}));
  EXPECT_EQ(taken({kAny, 6})->shape(), (Shape{2, 6}));
  EXPECT_EQ(taken({kAny, 6})->data()[7], 7.0f) << "row by row";
  const auto other = taken({kAny, 784});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().message,
            "6 values were given (3x2, 1 channels), the network takes a row of 784");
  const auto colours = as_network_input(*picture_input({kAny, 3, 2}), Tensor({1, 3, 2, 3}));
  ASSERT_FALSE(colours);
  EXPECT_EQ(colours.error().message, "3 channels were given, the network takes planes of one");
}

}  // namespace
}  // namespace convlens::nn
