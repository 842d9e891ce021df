#include "media/moving/picture_series.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>

#include "core/temporary_folder.h"
#include "media/picture_file.h"

namespace convlens::media {
namespace {

namespace fs = std::filesystem;

class PictureSeriesTest : public ::testing::Test {
 protected:
  fs::path folder() const { return files_.path() / "series"; }
  void SetUp() override { fs::create_directories(folder()); }
  void put(const std::string& name, int grey, int width = 6) const {
    Image image{4, width,
                std::vector<std::uint8_t>(static_cast<std::size_t>(4 * width * 3),
                                          static_cast<std::uint8_t>(grey))};
    ASSERT_TRUE(write_png(folder() / name, image));
  }
  int grey(MovingPicture& series, std::int64_t number) const {
    const auto frame = series.frame(number, dropped_);
    return frame ? frame->rgb.front() : -1;
  }

  const TemporaryFolder files_;
  const std::atomic<bool> dropped_{false};
};

TEST_F(PictureSeriesTest, NamesAreTakenApart) {
  const auto name = series_name("take 2_0012.png");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->before, "take 2_");
  EXPECT_EQ(name->number, 12);
  EXPECT_EQ(name->behind, ".png");
  EXPECT_FALSE(series_name("china.jpg"));
  EXPECT_FALSE(series_name(""));
  EXPECT_FALSE(series_name("99999999999999999999.png"));
}

TEST_F(PictureSeriesTest, PicturesFollowTheirNumbersNotTheirNames) {
  for (const int number : {1, 2, 9, 10, 11, 100})
    put("a" + std::to_string(number) + ".png", number);
  EXPECT_TRUE(is_picture_series(folder()));
  const auto series = open_moving(folder(), dropped_);
  ASSERT_TRUE(series) << series.error().message;
  ASSERT_EQ((*series)->count(), 6);
  EXPECT_EQ(grey(**series, 2), 9);
  EXPECT_EQ(grey(**series, 5), 100);
  EXPECT_EQ(grey(**series, 0), 1);
  const auto& notes = (*series)->facts().conversions;
  ASSERT_GE(notes.size(), 2u);
  EXPECT_EQ(notes[0].english(), "numbers 3 to 8 missing");
  EXPECT_EQ(notes[1].english(), "numbers 12 to 99 missing");
  EXPECT_FALSE((*series)->frame(6, dropped_));
}

TEST_F(PictureSeriesTest, ABrokenPictureIsAnErrorOfItsFrame) {
  put("1.png", 10);
  std::ofstream(folder() / "2.png") << "no picture";
  put("3.png", 30);
  put("4.png", 40, 8);
  const auto series = open_moving(folder(), dropped_);
  ASSERT_TRUE(series) << series.error().message;
  const auto broken = (*series)->frame(1, dropped_);
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().message.find("2.png"), std::string::npos);
  EXPECT_EQ(grey(**series, 2), 30);
  const auto other = (*series)->frame(3, dropped_);
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().message.find("8 x 4 pixels, 6 x 4 expected"), std::string::npos);
}

TEST_F(PictureSeriesTest, WhatIsNoneIsRefused) {
  EXPECT_FALSE(open_moving(folder(), dropped_));
  put("1.png", 1);
  EXPECT_FALSE(is_picture_series(folder()));
  put("other.png", 2);
  const auto mixed = open_moving(folder(), dropped_);
  ASSERT_FALSE(mixed);
  EXPECT_NE(mixed.error().message.find("numbered pictures expected"), std::string::npos);
}

}  // namespace
}  // namespace convlens::media
