#include "media/sets/idx_set.h"

#include <gtest/gtest.h>

#include "media/sets/set_files.h"

namespace convlens::media {
namespace {

using namespace std::string_literals;
using testing::counted;
using testing::has;
using testing::refusal_of;
using testing::write;

const std::string kThreePictures = "\0\0\x08\x03\0\0\0\x03\0\0\0\x02\0\0\0\x05"s + counted(30);
const std::string kThreeLabels = "\0\0\x08\x01\0\0\0\x03\x02\x00\x09"s;

TEST(IdxSet, FindsTheOtherFileByItsName) {
  const TemporaryFolder folder;
  const std::vector<std::pair<std::string, std::string>> pairs{
      {"train-images-idx3-ubyte", "train-labels-idx1-ubyte"},
      {"t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"},
      {"emnist-x-test-images-idx3-ubyte", "emnist-x-test-labels-idx1-ubyte"}};
  for (const auto& [images, labels] : pairs) {
    write(folder / images, kThreePictures);
    write(folder / labels, kThreeLabels);
    for (const std::string& opened : {images, labels}) {
      const auto set = open_labelled(folder / opened);
      ASSERT_TRUE(set) << set.error().message;
      EXPECT_EQ(set->name, images);
      EXPECT_EQ(set->shape, (Shape{3, 2, 5, 1}));
      EXPECT_EQ(set->labels, (std::vector{2, 0, 9}));
      EXPECT_EQ(set->pixels[13], 13);
    }
  }
}

TEST(IdxSet, EmnistTellsItsClasses) {
  const TemporaryFolder folder;
  write(folder / "emnist-letters-test-images-idx3-ubyte", kThreePictures);
  write(folder / "emnist-letters-test-labels-idx1-ubyte", kThreeLabels);
  write(folder / "emnist-letters-mapping.txt", "1 65 97\n2 66 98\n");
  const auto set = open_labelled(folder / "emnist-letters-test-images-idx3-ubyte");
  ASSERT_TRUE(set);
  EXPECT_EQ(set->class_names, (std::vector<std::string>{"", "A", "B"}));
  write(folder / "emnist-letters-mapping.txt", "99999999 65\n");
  EXPECT_TRUE(open_labelled(folder / "emnist-letters-test-images-idx3-ubyte")->class_names.empty());
}

TEST(IdxSet, WhatDoesNotFitIsSaid) {
  const TemporaryFolder folder;
  const auto images = folder / "t10k-images-idx3-ubyte";
  const auto labels = folder / "t10k-labels-idx1-ubyte";
  write(images, kThreePictures);
  EXPECT_TRUE(has(refusal_of(images), "t10k-labels-idx1-ubyte: there is no such file"));
  write(labels, "\0\0\x08\x01\0\0\0\x02\x02\x00"s);
  EXPECT_TRUE(has(refusal_of(images), "3 pictures and 2 labels do not fit each other"));
  write(labels, kThreePictures);
  EXPECT_TRUE(has(refusal_of(images), "expected labels (1 axis), found pictures"));
  write(labels, kThreeLabels.substr(0, 10));
  EXPECT_TRUE(has(refusal_of(images), "ends too soon"));
  write(labels, "\0\0\x08\x01\x7f\0\0\0\x02\x00"s);
  EXPECT_TRUE(has(refusal_of(images), "1073741824 bytes"));
  write(labels, kThreeLabels);
  write(images, kThreeLabels);
  EXPECT_TRUE(has(refusal_of(images), "expected pictures (3 axes), found labels"));
  write(folder / "other.idx", kThreePictures);
  EXPECT_TRUE(has(refusal_of(folder / "other.idx"), "train-images-idx3-ubyte expected"));
}

TEST(IdxSet, FashionMnistAsItIsInstalled) {
  const std::filesystem::path file = "/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz";
  if (!std::filesystem::exists(file)) {
    GTEST_SKIP() << "skipped: dataset-fashion-mnist is not installed";
  }
  const auto set = open_labelled(file);
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->shape, (Shape{10000, 28, 28, 1}));
  EXPECT_EQ(set->labels[0], 9);
}

}  // namespace
}  // namespace convlens::media
