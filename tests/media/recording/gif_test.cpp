#include <gtest/gtest.h>

#include <array>
#include <numeric>

#include "core/files/file.h"
#include "core/temporary_folder.h"
#include "media/picture_file.h"
#include "media/recording/frames.h"
#include "media/recording/read_back.h"
#include "media/recording/recording.h"

namespace convlens::media {
namespace {

using testing::by_ffmpeg;
using testing::by_pillow;
using testing::drawn;
using testing::flat;
using testing::gradients;

class Gif : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!testing::has_ffmpeg() || !testing::has_pillow()) {
      GTEST_SKIP() << "ffmpeg and Pillow read recordings back: tools/setup.sh tests";
    }
  }
  void record(const std::vector<Image>& frames, int fps, const std::vector<int>& times = {}) const {
    auto recording = Recording::begin(file(), {frames[0].height, frames[0].width, fps});
    ASSERT_TRUE(recording) << recording.error().message;
    for (std::size_t i = 0; i < frames.size(); ++i) {
      ASSERT_TRUE(recording->add(frames[i], times.empty() ? 1 : times[i]));
    }
    const Status finished = recording->finish();
    ASSERT_TRUE(finished) << finished.error().message;
  }
  std::filesystem::path file() const { return folder_ / "out.gif"; }
  const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
};

// A square of one of 200 colours, which moves over a page of few.
std::vector<Image> moving_squares(int height, int width, int count) {
  std::vector<Image> frames;
  for (int i = 0; i < count; ++i) {
    frames.push_back(drawn(height, width, [&](int row, int column) -> std::array<int, 3> {
      const bool square = row >= i && row < i + 3 && column >= 2 * i && column < 2 * i + 3;
      if (square) return {(31 * i) % 256, 255 - i, (77 * i) % 256};
      return {10 * (row % 7), 20 * (column % 5), 200};
    }));
  }
  return frames;
}

TEST_F(Gif, FewColoursAreExactFrameForFrame) {
  for (const auto& [height, width] : {std::pair{31, 57}, {16, 16}, {1, 5}, {7, 1}, {1, 1}}) {
    SCOPED_TRACE(fmt::format("{}x{}", width, height));
    const auto frames = moving_squares(height, width, 12);
    record(frames, 20);
    const auto read = by_pillow(file());
    EXPECT_EQ(read.loop, 0);
    // What did not change is no frame of its own, but time of the one before.
    std::size_t shown = 0;
    int until = 5 * (read.hundredths.empty() ? 0 : read.hundredths[0] / 5);
    for (std::size_t i = 0; i < frames.size(); ++i) {
      if (5 * static_cast<int>(i) == until) until += read.hundredths.at(++shown);
      EXPECT_EQ(read.frames.at(shown).rgb, frames[i].rgb) << i;
    }
    EXPECT_EQ(std::accumulate(read.hundredths.begin(), read.hundredths.end(), 0), 60);
    const auto other = by_ffmpeg(file(), height, width);
    ASSERT_EQ(other.size(), read.frames.size());
    for (std::size_t i = 0; i < other.size(); ++i) EXPECT_EQ(other[i].rgb, read.frames[i].rgb);
  }
}

TEST_F(Gif, ExactlyAsManyColoursAsThereIsRoomFor) {
  const auto ramp = [](int count, int row, int column) {
    const int i = (row * 32 + column) % count;
    return std::array<int, 3>{i % 256, i / 256 * 100, 0};
  };
  const Image first = drawn(16, 32, [&](int r, int c) { return ramp(256, r, c); });
  const Image second = drawn(16, 32, [&](int r, int c) {  // 255 new ones
    auto color = ramp(255, r, c);
    color[2] = 255;
    return color;
  });
  record({first, second}, 10);
  const auto read = by_pillow(file());
  ASSERT_EQ(read.frames.size(), 2u);
  EXPECT_EQ(read.frames[0].rgb, first.rgb);
  EXPECT_EQ(read.frames[1].rgb, second.rgb);
}

// The peer's own palette of a frame, and the nearest colour of it for each pixel.
TEST_F(Gif, ManyColoursAreNoFurtherFromTheFrameThanFfmpegsOwn) {
  const Image frame = gradients(120, 200);
  record({frame}, 10);
  const auto ours = by_pillow(file());
  ASSERT_EQ(ours.frames.size(), 1u);
  ASSERT_TRUE(write_png(folder() / "frame.png", frame));
  const std::string peer = (folder() / "peer.gif").string();
  testing::output_of("ffmpeg -v error -i '" + (folder() / "frame.png").string() +
                     "' -vf 'split[a][b];[a]palettegen=reserve_transparent=0[p];[b][p]"
                     "paletteuse=dither=none' '" +
                     peer + "'");
  const auto theirs = by_pillow(peer);
  ASSERT_EQ(theirs.frames.size(), 1u);
  const double error = testing::mean_square_error(frame, ours.frames[0]);
  EXPECT_LE(error, testing::mean_square_error(frame, theirs.frames[0]));
  EXPECT_GT(error, 0.0);
}

TEST_F(Gif, WhatDoesNotChangeStaysAsItWas) {
  const Image first = gradients(60, 80);
  Image second = first;
  const Image other = gradients(60, 80, 1.5);
  for (std::size_t i = 0; i < second.rgb.size() / 2; ++i) second.rgb[i] = other.rgb[i];
  record({first, second}, 10);
  const auto read = by_pillow(file());
  ASSERT_EQ(read.frames.size(), 2u);
  for (std::size_t i = 0; i < first.rgb.size(); i += 3) {
    const bool same = std::equal(&first.rgb[i], &first.rgb[i] + 3, &second.rgb[i]);
    if (!same) continue;
    ASSERT_TRUE(
        std::equal(&read.frames[0].rgb[i], &read.frames[0].rgb[i] + 3, &read.frames[1].rgb[i]))
        << i;
  }
  // 255 colours for the half that did, beside the first frame's: nearer than 256 are to all.
  const double error = testing::mean_square_error(second, read.frames[1]);
  record({second}, 10);
  EXPECT_LT(error, testing::mean_square_error(second, by_pillow(file()).frames.at(0)));
}

// A frame ends at the hundredth next to its own end, whatever the rate: no drift.
TEST_F(Gif, KeepsTimeAtEveryRate) {
  std::vector<Image> frames;
  for (int i = 0; i < 31; ++i) frames.push_back(flat(2, 2, {i, 0, 0}));
  for (const int fps : {1, 7, 24, 30, 50}) {
    record(frames, fps);
    const auto read = by_pillow(file());
    ASSERT_EQ(read.hundredths.size(), frames.size());
    int at = 0;
    for (std::size_t i = 0; i < frames.size(); ++i) {
      EXPECT_LE(std::abs(at - 100.0 * static_cast<double>(i) / fps), 0.5) << fps << " " << i;
      at += read.hundredths[i];
    }
  }
}

TEST_F(Gif, AFrameMayStandLongerThanAGifCanSay) {
  record({flat(3, 4, {1, 2, 3}), flat(3, 4, {3, 2, 1})}, 1, {1500, 2});
  const auto read = by_pillow(file());
  EXPECT_EQ(read.hundredths, (std::vector<int>{65535, 65535, 18930, 200}));
  ASSERT_EQ(read.frames.size(), 4u);
  EXPECT_EQ(read.frames[2].rgb, flat(3, 4, {1, 2, 3}).rgb);
  EXPECT_EQ(read.frames[3].rgb, flat(3, 4, {3, 2, 1}).rgb);
}

TEST_F(Gif, TwiceGivesTheSameBytes) {
  const std::vector<Image> frames{gradients(200, 300), gradients(200, 300, 0.5)};
  const auto bytes = [&] {
    record(frames, 12);
    return read_file(file());
  };
  const auto first = bytes();
  ASSERT_TRUE(first);
  EXPECT_EQ(*first, *bytes());
}

}  // namespace
}  // namespace convlens::media
