#include <gtest/gtest.h>

#include <array>
#include <string>

#include "core/files/file.h"
#include "core/temporary_folder.h"
#include "media/recording/frames.h"
#include "media/recording/read_back.h"
#include "media/recording/recording.h"

namespace convlens::media {
namespace {

using testing::by_ffmpeg;
using testing::drawn;
using testing::flat;
using testing::gradients;
using testing::probed;

// Every kind of video.
class Video : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!testing::has_ffmpeg()) {
      GTEST_SKIP() << "ffmpeg reads recordings back: tools/setup.sh tests";
    }
  }
  void record(const std::vector<Image>& frames, int fps, int times = 1) const {
    auto recording = Recording::begin(file(), {frames[0].height, frames[0].width, fps});
    ASSERT_TRUE(recording) << recording.error().message;
    for (const Image& frame : frames) ASSERT_TRUE(recording->add(frame, times));
    const Status finished = recording->finish();
    ASSERT_TRUE(finished) << finished.error().message;
  }
  std::filesystem::path file() const { return folder_ / (std::string("out") + GetParam()); }

 private:
  TemporaryFolder folder_;
};
INSTANTIATE_TEST_SUITE_P(All, Video, ::testing::Values(".mp4", ".webm"));

TEST_P(Video, SaysWhatItIs) {
  record({flat(48, 64, {9, 9, 9}), flat(48, 64, {99, 9, 9})}, 25, 3);
  const std::string codec = std::string(GetParam()) == ".mp4" ? "h264" : "vp9";
  EXPECT_EQ(probed(file(),
                   "codec_name,width,height,pix_fmt,color_range,color_space,"
                   "color_transfer,color_primaries,r_frame_rate,nb_read_frames"),
            "codec_name=" + codec +
                "\nwidth=64\nheight=48\npix_fmt=yuv420p\ncolor_range=tv\ncolor_space=bt709\n"
                "color_transfer=bt709\ncolor_primaries=bt709\nr_frame_rate=25/1\n"
                "nb_read_frames=6\n");
}

// Flat parts of the strongest colours and of greys. 8 bits of luma and chroma leave 2, the encoder
// a little more; with another matrix or range than the tagged one green alone would be 16 away.
TEST_P(Video, AFlatColourComesBack) {
  constexpr std::array<std::array<int, 3>, 12> kColors{{{255, 0, 0},
                                                        {0, 255, 0},
                                                        {0, 0, 255},
                                                        {255, 255, 0},
                                                        {0, 255, 255},
                                                        {255, 0, 255},
                                                        {0, 0, 0},
                                                        {255, 255, 255},
                                                        {128, 128, 128},
                                                        {0xD6, 0x64, 0x0E},
                                                        {0x17, 0x69, 0xB5},
                                                        {0x00, 0x79, 0x6B}}};
  constexpr int kSide = 32;
  const Image frame = drawn(3 * kSide, 4 * kSide, [&](int row, int column) {
    return kColors[static_cast<std::size_t>(row / kSide * 4 + column / kSide)];
  });
  record({frame}, 10);
  const auto read = by_ffmpeg(file(), frame.height, frame.width);
  ASSERT_EQ(read.size(), 1u);
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 4; ++column) {
      for (const int at : {8, 16, 24}) {
        const auto was = frame.pixel(row * kSide + at, column * kSide + at);
        const auto is = read[0].pixel(row * kSide + at, column * kSide + at);
        for (int c = 0; c < 3; ++c) EXPECT_NEAR(is[c], was[c], 6) << row << " " << column;
      }
    }
  }
}

TEST_P(Video, ComesBackFrameForFrame) {
  std::vector<Image> frames;
  for (int i = 0; i < 40; ++i) frames.push_back(gradients(90, 160, 0.15 * i));
  record(frames, 30);
  const auto read = by_ffmpeg(file(), 90, 160);
  ASSERT_EQ(read.size(), frames.size());
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const double error = testing::mean_square_error(frames[i], read[i]);
    EXPECT_LT(error, 12.0) << i;
    // Nearer to its own frame than to its neighbours.
    for (const std::size_t other : {i - 1, i + 1}) {
      if (other >= frames.size()) continue;
      EXPECT_LT(error, testing::mean_square_error(frames[other], read[i])) << i;
    }
  }
}

TEST_P(Video, OddSidesRepeatTheirLastPixels) {
  for (const auto& [height, width] : {std::pair{37, 51}, {36, 51}, {37, 50}, {1, 1}, {1, 8}}) {
    SCOPED_TRACE(fmt::format("{}x{}", width, height));
    const Image frame = drawn(height, width, [&](int row, int) {
      const int grey = 60 + row;
      return std::array<int, 3>{grey, grey, grey};
    });
    record({frame}, 10);
    const int rows = height + height % 2;
    const int columns = width + width % 2;
    const auto read = by_ffmpeg(file(), rows, columns);
    ASSERT_EQ(read.size(), 1u);
    for (int row = 0; row < rows; ++row) {
      for (int column = 0; column < columns; ++column) {
        const int was = frame.pixel(std::min(row, height - 1), std::min(column, width - 1))[0];
        EXPECT_NEAR(read[0].pixel(row, column)[0], was, 5) << row << " " << column;
      }
    }
  }
}

TEST_P(Video, LargeSidesAreRecorded) {
  record({flat(2160, 4096, {10, 200, 30})}, 10);
  record({flat(2, 16384, {10, 200, 30})}, 10);
  EXPECT_EQ(probed(file(), "width,height"), "width=16384\nheight=2\n");
}

TEST_P(Video, TwiceGivesTheSameBytes) {
  std::vector<Image> frames;
  for (int i = 0; i < 20; ++i) frames.push_back(gradients(180, 320, 0.3 * i));
  const auto bytes = [&] {
    record(frames, 30);
    return read_file(file());
  };
  const auto first = bytes();
  ASSERT_TRUE(first);
  EXPECT_EQ(*first, *bytes());
}

}  // namespace
}  // namespace convlens::media
