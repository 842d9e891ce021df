#include "nn/layers/normalization.h"

#include <gtest/gtest.h>

#include "nn/graph/model.h"
#include "nn/values.h"

namespace convlens::nn {
namespace {

using tests::must;
using tests::sentence;
using tests::tensor;
using tests::to_vector;

TEST(Normalization, SubtractsTheMeanAndDividesByTheDeviation) {
  const LayerHandle layer =
      must(normalization(tensor({1, 2}, {1, -2}), tensor({1, 2}, {4, 0.25f})));
  EXPECT_EQ(to_vector(must(layer(tensor({2, 2}, {3, -1, 1, 0})))),
            (std::vector<float>{1, 2, 0, 4}));
  const LayerHandle back =
      must(normalization(tensor({1, 2}, {1, -2}), tensor({1, 2}, {4, 0.25f}), true));
  EXPECT_EQ(to_vector(must(back(tensor({2, 2}, {1, 2, 0, 4})))), (std::vector<float>{3, -1, 1, 0}));
}

TEST(Normalization, KeepsAVarianceOf0OffTheDivision) {
  const LayerHandle layer = must(normalization(tensor({1, 1}, {0}), tensor({1, 1}, {0})));
  EXPECT_FLOAT_EQ(must(layer(tensor({1, 1}, {1e-7f}))).data()[0], 1.0f);
}

TEST(Normalization, SaysWhatDoesNotFit) {
  EXPECT_EQ(sentence(normalization(tensor({1, 2}, {1, 2}), tensor({1, 1}, {1}))),
            "normalization (Normalization): the variance must be of the mean's shape (1, 2), found "
            "(1, 1)");
  const LayerHandle layer = must(normalization(tensor({1, 2}, {1, 2}), tensor({1, 2}, {1, 1})));
  EXPECT_EQ(
      sentence(layer(tensor({1, 3}, {1, 2, 3}))),
      "normalization (Normalization): the mean of shape (1, 2) does not fit an input of shape "
      "(1, 3)");
}

TEST(UnitNormalization, GivesLength1AlongItsAxes) {
  const LayerHandle last = must(unit_normalization());
  EXPECT_EQ(to_vector(must(last(tensor({2, 2}, {3, 4, 0, 0})))),
            (std::vector<float>{0.6f, 0.8f, 0, 0}));
  const LayerHandle both = must(unit_normalization({1, 2}));
  EXPECT_EQ(to_vector(must(both(tensor({1, 2, 2}, {1, 1, 1, 1})))),
            (std::vector<float>{0.5f, 0.5f, 0.5f, 0.5f}));
  EXPECT_EQ(sentence(unit_normalization({})),
            "unit_normalization (UnitNormalization): there is no axis to normalise over");
}

}  // namespace
}  // namespace convlens::nn
