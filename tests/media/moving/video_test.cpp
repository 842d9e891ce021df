#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <string>

#include "core/temporary_folder.h"
#include "media/moving/made_videos.h"
#include "media/moving/moving_picture.h"
#include "media/recording/read_back.h"

namespace convlens::media {
namespace {

namespace fs = std::filesystem;

// What the makers' own programs say is compared: ffmpeg's frames.
class VideoTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!testing::has_ffmpeg()) GTEST_SKIP() << "ffmpeg makes videos: tools/setup.sh tests";
  }

  fs::path made(const testing::MadeVideo& video) const {
    const fs::path file = folder_ / video.name;
    const std::string command = "ffmpeg -nostdin -v error -y " + video.input + " -bitexact " +
                                video.options + " '" + file.string() + "' >/dev/null 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    return file;
  }
  static std::vector<Image> truth(const fs::path& file, int height, int width) {
    return testing::cut_into_frames(
        testing::output_of("ffmpeg -nostdin -v error -i '" + file.string() +
                           "' -fps_mode passthrough -f rawvideo -pix_fmt rgb24 - 2>/dev/null"),
        height, width);
  }

  const TemporaryFolder folder_;
  const std::atomic<bool> dropped_{false};
};

int largest_difference(const Image& a, const Image& b) {
  if (a.height != b.height || a.width != b.width) return 256;
  int largest = 0;
  for (std::size_t i = 0; i < a.rgb.size(); ++i) {
    largest = std::max(largest, std::abs(int{a.rgb[i]} - int{b.rgb[i]}));
  }
  return largest;
}

// Every frame after the one before it, then some in an order that nobody plays them in.
void expect_frames(MovingPicture& moving, const std::vector<Image>& truth) {
  const std::atomic<bool> dropped{false};
  ASSERT_EQ(moving.count(), static_cast<std::int64_t>(truth.size()));
  std::vector<std::int64_t> order;
  for (std::int64_t i = 0; i < moving.count(); ++i) order.push_back(i);
  std::mt19937 random(7);
  for (int i = 0; i < 40; ++i) {
    order.push_back(static_cast<std::int64_t>(random() % static_cast<unsigned>(moving.count())));
  }
  for (const std::int64_t number : order) {
    const auto frame = moving.frame(number, dropped);
    ASSERT_TRUE(frame) << frame.error().message;
    EXPECT_LE(largest_difference(*frame, truth[static_cast<std::size_t>(number)]), 2)
        << "frame " << number;
  }
}

TEST_F(VideoTest, FramesAreFfmpegsOwnByTheirNumbers) {
  for (const testing::MadeVideo& video : testing::made_videos()) {
    SCOPED_TRACE(video.name);
    const fs::path file = made(video);
    const auto moving = open_moving(file, dropped_);
    ASSERT_TRUE(moving) << moving.error().message;
    const MovingFacts& facts = (*moving)->facts();
    expect_frames(**moving, truth(file, facts.height, facts.width));
    EXPECT_TRUE(std::is_sorted(facts.starts_s.begin(), facts.starts_s.end()));
    EXPECT_GT(facts.end_s, facts.starts_s.back());
  }
}

// The nine numbers of a track's matrix, as a camera writes how it was held, into an MP4.
void set_matrix(const fs::path& file, const std::array<int, 4>& matrix) {
  std::string bytes;
  {
    std::ifstream in(file, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
  }
  const std::size_t box = bytes.find("tkhd");
  ASSERT_NE(box, std::string::npos);
  constexpr std::size_t kMatrix = 4 + 40;  // of a box of version 0
  constexpr std::array<std::size_t, 4> kPlaces{0, 1, 3, 4};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto value = static_cast<std::uint32_t>(matrix[i]) << 16U;
    for (std::size_t b = 0; b < 4; ++b) {
      bytes[box + kMatrix + 4 * kPlaces[i] + b] = static_cast<char>(value >> (24 - 8 * b) & 0xffU);
    }
  }
  std::ofstream(file, std::ios::binary) << bytes;
}

TEST_F(VideoTest, FramesAreTurnedAsTheFileSays) {
  const auto video = testing::made_videos().front();
  const std::vector<std::array<int, 4>> matrices{{1, 0, 0, 1},  {0, 1, -1, 0}, {-1, 0, 0, -1},
                                                 {0, -1, 1, 0}, {-1, 0, 0, 1}, {1, 0, 0, -1},
                                                 {0, 1, 1, 0},  {0, -1, -1, 0}};
  for (const auto& matrix : matrices) {
    SCOPED_TRACE(::testing::PrintToString(matrix));
    const fs::path file = made(video);
    set_matrix(file, matrix);
    const auto moving = open_moving(file, dropped_);
    ASSERT_TRUE(moving) << moving.error().message;
    const MovingFacts& facts = (*moving)->facts();
    EXPECT_EQ(facts.height, matrix[0] == 0 ? 160 : 96);
    expect_frames(**moving, truth(file, facts.height, facts.width));
  }
}

TEST_F(VideoTest, AnimationsAreAsPillowComposesThem) {
  if (!testing::has_pillow()) GTEST_SKIP() << "Pillow reads animations: tools/setup.sh tests";
  const std::string source = testing::moving_source(120, 80, 20);
  const std::vector<testing::MadeVideo> animations{
      {"lossless.webp", source, "-c:v libwebp_anim -lossless 1"},
      {"lossy.webp", source, "-c:v libwebp_anim -q:v 60"},
      {"clear.webp", source,
       "-vf format=rgba,geq='r=r(X\\,Y):g=g(X\\,Y):b=b(X\\,Y):a=2*X' -c:v libwebp_anim "
       "-lossless 1"},
      {"gif.gif", source, ""},
      {"apng.png", source, "-c:v apng -f apng -pix_fmt rgb24"}};
  for (const testing::MadeVideo& animation : animations) {
    SCOPED_TRACE(animation.name);
    const fs::path file = made(animation);
    EXPECT_TRUE(is_animation(file));
    const auto moving = open_moving(file, dropped_);
    ASSERT_TRUE(moving) << moving.error().message;
    expect_frames(**moving, testing::on_white_by_pillow(file));
  }
}

}  // namespace
}  // namespace convlens::media
