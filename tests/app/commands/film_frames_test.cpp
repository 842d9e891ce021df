// Videos where pictures are taken: --frame and --frames, told apart from those who have none.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "app/program.h"
#include "core/files/npy.h"
#include "media/recording/read_back.h"

namespace convlens::app {
namespace {

using media::testing::by_ffmpeg;

class FilmFramesTest : public testing::Program {
 protected:
  void SetUp() override {
    if (!media::testing::has_ffmpeg()) GTEST_SKIP() << "ffmpeg makes videos: tools/setup.sh tests";
    const std::string command =
        "ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=size=160x96:rate=25:duration=0.8 "
        "-c:v ffv1 -pix_fmt gbrp '" +
        at("clip.mkv").string() + "'";
    ASSERT_EQ(std::system(command.c_str()), 0);
    put("picture.ppm", "P6 8 8 255\n" + std::string(192, 'x'));
    put("filters.py", "");
  }
  Tensor array(const std::string& name) const {
    auto read = read_npy(at(name));
    EXPECT_TRUE(read) << read.error().message;
    return std::move(read->values);
  }
};

TEST_F(FilmFramesTest, ConvTakesTheFramesThatAreAskedFor) {
  const std::vector<std::string> conv{"conv", "--input", "clip.mkv"};
  const auto with = [&conv](std::vector<std::string> more) {
    more.insert(more.begin(), conv.begin(), conv.end());
    return more;
  };
  run_well(with({"--frame", "7", "-o", "one.npy"}));
  run_well(with({"--frames", "5:9", "-o", "some.npy"}));
  const Tensor one = array("one.npy");
  const Tensor some = array("some.npy");
  EXPECT_EQ(to_string(one.shape()), "(1, 96, 160, 2)");
  EXPECT_EQ(to_string(some.shape()), "(4, 96, 160, 2)");
  const std::size_t size = one.size();
  for (std::size_t i = 0; i < size; ++i) ASSERT_EQ(one.data()[i], some.data()[2 * size + i]);
  // A uniform filter's map in the middle of a flat patch is that patch's sum: the frame is
  // ffmpeg's.
  const auto frames = by_ffmpeg(at("clip.mkv"), 96, 160);
  ASSERT_EQ(frames.size(), 20u);
  double sum = 0;
  for (int y = 37; y < 44; ++y) {
    for (const int value : frames[7].pixel(y, 80)) sum += value / 255.0;
  }
  EXPECT_NEAR(one.data()[(40 * 160 + 80) * 2], sum, 1e-4);
}

TEST_F(FilmFramesTest, ThatOnlyTheFirstIsTakenIsSaid) {
  const auto done = run({"conv", "--input", "clip.mkv", "-o", "maps.npy"});
  EXPECT_EQ(done.status, 0);
  EXPECT_EQ(done.err,
            "convlens: clip.mkv: frame 0 of 20 is taken; --frame or --frames take others\n");
}

TEST_F(FilmFramesTest, FiguresAndNetworksTakeFrames) {
  run_well({"figure", "sample-images", "--image", "clip.mkv", "--frames", "3:6", "-o", "s.png"});
  run_well({"figure", "feature-maps", "--image", "clip.mkv", "--frame", "3", "-o", "f.png"});
  run_well({"figure", "maps", "--input", "clip.mkv", "--frame", "3", "--resize", "28x28", "-o",
            "m.png"});
  const std::string model = std::string(CONVLENS_TEST_DIR) + "/../assets/models/cifar10.keras";
  const auto said = run_well({"activations", model, "--input", "clip.mkv", "--frames", "2:5",
                              "--resize", "32x32", "-o", "layers"});
  EXPECT_NE(said.out.find("frame 2  class "), std::string::npos);
  EXPECT_NE(said.out.find("frame 4  class "), std::string::npos);
  const auto one = run_well({"activations", model, "--input", "clip.mkv", "--frame", "4",
                             "--resize", "32x32", "-o", "layer"});
  const std::string last = said.out.substr(said.out.find("frame 4  ") + 9);
  EXPECT_EQ(last, one.out);
}

TEST_F(FilmFramesTest, RecordPlaysAVideo) {
  run({"record", "clip.mkv", "-o", "out.gif", "--what", "maps", "--size", "1024x640", "--frames",
       "5:15", "--fps", "25"});
  const auto gif = media::testing::by_pillow(at("out.gif"));
  EXPECT_GE(gif.frames.size(), 8u);
}

TEST_F(FilmFramesTest, WhatHasNoSuchFrameIsRefused) {
  const auto conv = [this](const std::string& option, const std::string& value) {
    return std::vector<std::string>{"conv", "--input", "clip.mkv", option, value, "-o", "m.npy"};
  };
  expect_refusal(1, conv("--frame", "20"), "clip.mkv: frames 20 to 20 were asked for", {});
  expect_refusal(1, conv("--frames", "18:21"), "there are 0 to 19", {});
  expect_refusal(1, {"conv", "--input", "picture.ppm", "--frame", "0", "-o", "m.npy"},
                 "picture.ppm: a video or an animation was expected", {});
  for (const char* wrong : {"-1", "x", "1.5", ""}) {
    expect_refusal(2, conv("--frame", wrong), "--frame", {});
  }
  for (const char* wrong : {"3", "3:", ":3", "4:4", "5:4", "a:b", "1:2:3"}) {
    expect_refusal(2, conv("--frames", wrong), "--frames", {});
  }
}

}  // namespace
}  // namespace convlens::app
