#include "media/sets/array_set.h"

#include <gtest/gtest.h>

#include <limits>

#include "media/sets/set_files.h"

namespace convlens::media {
namespace {

using testing::has;
using testing::python_has_numpy;
using testing::refusal_of;
using testing::run_python;

NpyArray array(const Shape& shape, std::vector<float> values, NpyKind kind = NpyKind::kUint8) {
  return {Tensor(shape, values), kind};
}

std::string said(const LabelledPictures& set) {
  std::string all;
  for (const Phrase& note : set.notes) all += note.english() + "; ";
  return all;
}

const NpyArray kTwoLabels = array({2}, {1, 0}, NpyKind::kOtherInteger);

TEST(ArraySet, ShapesOfPictures) {
  for (const Shape& shape : {Shape{2, 2, 3}, Shape{2, 2, 3, 1}, Shape{2, 1, 2, 3}}) {
    const auto set = labelled_arrays(array(shape, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255}),
                                     kTwoLabels, "x", "y");
    ASSERT_TRUE(set) << set.error().message;
    EXPECT_EQ(set->labels, (std::vector{1, 0}));
    EXPECT_EQ(set->pixels[11], 255);
    EXPECT_TRUE(set->notes.empty());
  }
  // Two pictures of one row of five pixels, three planes each.
  std::vector<float> planes(30);
  for (std::size_t i = 0; i < planes.size(); ++i) planes[i] = static_cast<float>(i);
  const auto set = labelled_arrays(array({2, 3, 1, 5}, planes), kTwoLabels, "x", "y");
  ASSERT_TRUE(set);
  EXPECT_EQ(set->shape, (Shape{2, 1, 5, 3}));
  EXPECT_EQ(set->pixels[0], 0);
  EXPECT_EQ(set->pixels[1], 5);
  EXPECT_EQ(set->pixels[17], 25);
  EXPECT_TRUE(has(said(*set), "channels brought"));
}

TEST(ArraySet, ValuesAreBroughtToBytesAndThatIsSaid) {
  const auto of = [](std::vector<float> values, NpyKind kind) {
    return labelled_arrays(array({2, 1, 2}, std::move(values), kind), kTwoLabels, "x", "y");
  };
  const auto units = of({0, 1, 0.5f, 128.0f / 255.0f}, NpyKind::kFloat);
  ASSERT_TRUE(units);
  EXPECT_EQ(units->pixels, (std::vector<std::uint8_t>{0, 255, 128, 128}));
  EXPECT_TRUE(has(said(*units), "0 to 1 taken times 255"));
  const auto bytes = of({0, 1.4f, 200, 255}, NpyKind::kFloat);
  EXPECT_EQ(bytes->pixels, (std::vector<std::uint8_t>{0, 1, 200, 255}));
  EXPECT_TRUE(has(said(*bytes), "rounded to 8 bits"));
  const auto zeros_and_ones = of({0, 1, 1, 0}, NpyKind::kOtherInteger);
  EXPECT_EQ(zeros_and_ones->pixels, (std::vector<std::uint8_t>{0, 1, 1, 0}));
  EXPECT_TRUE(zeros_and_ones->notes.empty());
  const auto refused = [&of](std::vector<float> values) {
    const auto set = of(std::move(values), NpyKind::kFloat);
    if (set) return std::string("accepted");
    convlens::testing::expect_sentence(set.error().message, "x");
    return set.error().message;
  };
  EXPECT_TRUE(has(refused({-1, 0, 0, 1}), "from -1 to 1, 0 to 1 or 0 to 255 expected"));
  EXPECT_TRUE(has(refused({0, 0, 0, 256}), "0 to 255 expected"));
  EXPECT_TRUE(has(refused({0, 0.5f, 1.5f, 2.5f}), "from 0 to 2.5, 0 to 1 or 0 to 255 expected"));
  EXPECT_TRUE(has(refused({0, std::numeric_limits<float>::quiet_NaN(), 0, 1}), "the value nan"));
}

TEST(ArraySet, FormsOfLabels) {
  const NpyArray pictures = array({2, 1, 1}, {1, 2});
  const auto labels = [&pictures](NpyArray given) {
    return labelled_arrays(pictures, given, "x", "y");
  };
  EXPECT_EQ(labels(array({2, 1}, {4, 2}))->labels, (std::vector{4, 2}));
  EXPECT_EQ(labels(array({2, 3}, {0, 0, 1, 1, 0, 0}))->labels, (std::vector{2, 0}));
  const auto refused = [&labels](NpyArray given) {
    const auto set = labels(std::move(given));
    if (set) return std::string("accepted");
    convlens::testing::expect_sentence(set.error().message);
    return set.error().message;
  };
  EXPECT_TRUE(has(refused(array({2}, {0, -1})), "label 1 is -1"));
  EXPECT_TRUE(has(refused(array({2}, {0, 0.5f})), "label 1 is 0.5, a whole number"));
  EXPECT_TRUE(has(refused(array({2}, {1e12f, 0})), "a whole number"));
  EXPECT_TRUE(has(refused(array({2}, {1e6f, 0})), "from 0 to 99999"));
  EXPECT_TRUE(has(refused(array({2, 2}, {0, 0, 1, 0})), "not one 1 and else 0"));
  EXPECT_TRUE(has(refused(array({2, 2}, {1, 1, 1, 0})), "not one 1 and else 0"));
  EXPECT_TRUE(has(refused(array({1, 1, 2}, {1, 0})), "labels of shape (1, 1, 2)"));
  EXPECT_TRUE(has(refused(array({3}, {0, 1, 2})), "2 pictures and 3 labels"));
  EXPECT_TRUE(has(labelled_arrays(array({4}, {1, 2, 3, 4}), kTwoLabels, "x", "y").error().message,
                  "pictures of shape (4,)"));
}

TEST(ArraySet, FilesOfNumPy) {
  if (!python_has_numpy()) GTEST_SKIP() << "skipped: " CONVLENS_PYTHON " has no NumPy";
  const TemporaryFolder folder;
  ASSERT_TRUE(run_python(folder, R"(
import numpy as np
x = (np.arange(5 * 4 * 3) % 256).astype(np.uint8).reshape(5, 4, 3)
y = np.array([3, 1, 4, 1, 5])
np.savez("mnist.npz", x_train=x[:2], y_train=y[:2], x_test=x, y_test=y)
np.savez_compressed("train.npz", y_train=y[:, None], x_train=x.astype("f4") / 255)
np.savez("medical.npz", test_images=x, test_labels=y, train_images=x[:1], train_labels=y[:1])
np.savez("input.npz", input=x)
np.savez("alone.npz", x_test=x)
np.savez("lying.npz", x_test=x, y_test=y[:4])
np.savez("objects.npz", x_test=x, y_test=np.array([None] * 5, object))
np.save("x_test.npy", x); np.save("y_test.npy", y)
np.save("cats.npy", x); np.save("cats_labels.npy", y)
np.save("dog_images.npy", x); np.save("dog_labels.npy", y)
np.save("only.npy", x)
)"));
  for (const char* name : {"mnist.npz", "train.npz", "medical.npz", "x_test.npy", "cats.npy",
                           "dog_images.npy", "y_test.npy", "dog_labels.npy"}) {
    const auto set = open_labelled(folder / name);
    ASSERT_TRUE(set) << set.error().message;
    EXPECT_EQ(set->shape, (Shape{5, 4, 3, 1})) << name;
    EXPECT_EQ(set->labels, (std::vector{3, 1, 4, 1, 5}));
    for (std::size_t i = 0; i < 60; ++i) EXPECT_EQ(set->pixels[i], i);
  }
  for (const char* name : {"input.npz", "alone.npz", "only.npy"}) {
    EXPECT_EQ(set_kind(folder / name), std::nullopt) << name;
  }
  EXPECT_TRUE(has(refusal_of(folder / "lying.npz"), "x_test: 5 pictures and 4 labels"));
  EXPECT_TRUE(has(refusal_of(folder / "objects.npz"), "integers, floats or bools"));
}

}  // namespace
}  // namespace convlens::media
