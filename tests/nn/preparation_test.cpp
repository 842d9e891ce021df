#include "nn/preparation.h"

#include <gtest/gtest.h>

#include "nn/values.h"

namespace convlens::nn {
namespace {

using tests::counting;
using tests::expect_equal;
using tests::sentence;
using tests::tensor;

TEST(Preparation, NothingIsACopy) {
  expect_equal(prepare(counting({1, 1, 2, 3}), {}), {1, 1, 2, 3}, {0, 1, 2, 3, 4, 5});
  EXPECT_EQ(to_string(InputPreparation{}), "nothing");
}

TEST(Preparation, TurnsChannelsRoundBeforeTheMean) {
  const InputPreparation preparation{
      .order = ChannelOrder::kBgr, .mean = {104, 117, 123}, .standard_deviation = {1, 2, 4}};
  expect_equal(prepare(tensor({1, 1, 1, 3}, {143, 121, 105}), preparation), {1, 1, 1, 3},
               {1, 2, 5});
}

TEST(Preparation, ScalesBeforeTheMean) {
  const InputPreparation preparation{.scale = 0.5f, .mean = {1}, .standard_deviation = {2}};
  expect_equal(prepare(tensor({1, 1, 1, 2}, {4, 10}), preparation), {1, 1, 1, 2}, {0.5f, 2});
}

TEST(Preparation, CropsBeforeItResizes) {
  // The two middle columns, each pixel twice as wide and blended.
  const InputPreparation preparation{.crop = HeightWidth{1, 2}, .resize = HeightWidth{1, 4}};
  expect_equal(prepare(tensor({1, 1, 4, 1}, {9, 0, 4, 9}), preparation), {1, 1, 4, 1},
               {0, 1, 3, 4});
}

TEST(Preparation, SaysWhatItDoes) {
  EXPECT_EQ(
      to_string(InputPreparation{.crop = HeightWidth{70, 120},
                                 .resize = HeightWidth{227, 227},
                                 .order = ChannelOrder::kBgr,
                                 .scale = 0.5f,
                                 .mean = {104, 117, 123},
                                 .standard_deviation = {2}}),
      "crop 70x120, resize 227x227, BGR, scale 0.5, mean 104, 117, 123, standard deviation 2");
}

TEST(PreparationErrors, AreSentences) {
  EXPECT_EQ(sentence(prepare(Tensor(Shape{4, 4, 3}), {})),
            "pictures must be of shape (N, H, W, C), no extent 0, found (4, 4, 3)");
  EXPECT_EQ(sentence(prepare(Tensor(Shape{1, 4, 4, 1}), {.order = ChannelOrder::kBgr})),
            "only pictures of 3 channels can be turned to BGR, found 1");
  EXPECT_EQ(sentence(prepare(Tensor(Shape{1, 4, 4, 3}), {.mean = {1, 2}})),
            "the mean has 2 values, but the pictures have 3 channels");
  EXPECT_EQ(sentence(prepare(Tensor(Shape{1, 4, 4, 3}), {.standard_deviation = {0}})),
            "the standard deviation has a value of 0, which nothing can be divided by");
  EXPECT_EQ(sentence(prepare(Tensor(Shape{1, 4, 4, 3}), {.resize = HeightWidth{0, 4}})),
            "the new size must be from 1 to 1048576, found 0 by 4");
}

}  // namespace
}  // namespace convlens::nn
