#include "media/sets/class_folders.h"

#include <gtest/gtest.h>

#include "core/image.h"
#include "media/picture_file.h"
#include "media/sets/set_files.h"

namespace convlens::media {
namespace {

using testing::has;
using testing::refusal_of;
using testing::write;

void paint(const std::filesystem::path& path, int height, int width, std::uint8_t red,
           std::uint8_t green, std::uint8_t blue) {
  std::filesystem::create_directories(path.parent_path());
  Image image{height, width, {}};
  for (int i = 0; i < height * width; ++i) {
    image.rgb.insert(image.rgb.end(), {red, green, blue});
  }
  ASSERT_TRUE(write_png(path, image));
}

TEST(ClassFolders, OneSubfolderAClassByName) {
  const TemporaryFolder folder;
  paint(folder / "zebra/1.png", 3, 2, 10, 20, 30);
  paint(folder / "ape/b.png", 3, 2, 40, 50, 60);
  paint(folder / "ape/a.png", 3, 2, 70, 80, 90);
  write(folder / "ape/.hidden.png", "x");
  write(folder / "ape/notes.txt", "x");
  ASSERT_EQ(set_kind(folder.path()), SetKind::kClassFolders);
  const auto set = open_labelled(folder.path());
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->shape, (Shape{3, 3, 2, 3}));
  EXPECT_EQ(set->labels, (std::vector{0, 0, 1}));
  EXPECT_EQ(set->class_names, (std::vector<std::string>{"ape", "zebra"}));
  EXPECT_EQ(set->pixels[0], 70);
  EXPECT_EQ(set->pixels[2 * 18 + 1], 20);
  EXPECT_TRUE(set->notes.empty());
}

TEST(ClassFolders, OtherSizesAreScaledAndColoursMadeGrey) {
  const TemporaryFolder folder;
  paint(folder / "a/1.png", 4, 4, 8, 8, 8);
  paint(folder / "b/1.png", 6, 9, 0, 255, 0);
  const auto first = open_labelled(folder.path());
  ASSERT_TRUE(first);
  EXPECT_EQ(first->shape, (Shape{2, 4, 4, 3}));
  ASSERT_EQ(first->notes.size(), 1U);
  EXPECT_EQ(first->notes[0].english(), "1 of 2 pictures scaled to 4x4");
  const auto grey = open_labelled(folder.path(), {.height = 2, .width = 5, .channels = 1});
  ASSERT_TRUE(grey);
  EXPECT_EQ(grey->shape, (Shape{2, 2, 5, 1}));
  EXPECT_EQ(grey->pixels[0], 8);
  EXPECT_EQ(grey->pixels[10], 150);  // 0.587 * 255
  ASSERT_EQ(grey->notes.size(), 2U);
  EXPECT_EQ(grey->notes[1].english(), "1 colour pictures made grey");
}

TEST(ClassFolders, WhatElseFoldersAre) {
  const TemporaryFolder folder;
  EXPECT_FALSE(is_class_folders(folder.path()));
  paint(folder / "a/1.png", 1, 1, 0, 0, 0);
  EXPECT_FALSE(is_class_folders(folder.path()));  // one album
  paint(folder / "b/1.png", 1, 1, 0, 0, 0);
  EXPECT_TRUE(is_class_folders(folder.path()));
  paint(folder / "1.png", 1, 1, 0, 0, 0);
  EXPECT_FALSE(is_class_folders(folder.path()));  // pictures, and albums beside them
  EXPECT_FALSE(is_class_folders(folder / "a"));
  EXPECT_FALSE(is_class_folders(folder / "1.png"));
}

TEST(ClassFolders, ABrokenPictureIsNamed) {
  const TemporaryFolder folder;
  paint(folder / "a/1.png", 2, 2, 0, 0, 0);
  write(folder / "b/broken.png", "\x89PNG\r\n\x1a\n nothing of it");
  EXPECT_TRUE(has(refusal_of(folder.path()), "b/broken.png: "));
  const std::atomic<bool> dropped{true};
  EXPECT_FALSE(open_class_folders(folder.path(), {}, &dropped));
}

}  // namespace
}  // namespace convlens::media
