#include <gtest/gtest.h>

#include "app/files.h"
#include "app/program.h"
#include "media/recording/frames.h"
#include "media/recording/read_back.h"

namespace convlens::app {
namespace {

using media::testing::by_ffmpeg;
using media::testing::by_pillow;
using testing::picture_of;

class Record : public testing::Program {
 protected:
  void SetUp() override {
    if (!media::testing::has_ffmpeg() || !media::testing::has_pillow()) {
      GTEST_SKIP() << "ffmpeg and Pillow read recordings back: tools/setup.sh tests";
    }
    // A recording has no hints: a screenshot of this session neither.
    const std::string script =
        "import sys, zipfile\n"
        "old = zipfile.ZipFile(sys.argv[1])\n"
        "with zipfile.ZipFile(sys.argv[2], 'w') as new:\n"
        "  for name in old.namelist():\n"
        "    new.writestr(name, old.read(name).replace(b'show_hint' + bytes([34]) + b':true', "
        "b'show_hint' + bytes([34]) + b':false'))\n";
    media::testing::output_of("/usr/bin/python3 -c \"" + script + "\" '" + kGolden + "' '" +
                              at(kSession).string() + "'");
  }
  // What it says; of the session with two steps, small and few frames.
  std::string recorded(const std::string& name, std::vector<std::string> arguments) const {
    std::vector<std::string> words{"record",   "-o",    name, "--size",
                                   "1024x640", "--fps", "5",  kSession};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return run_well(words).out;
  }
  Image screenshot(std::vector<std::string> arguments) const {
    std::vector<std::string> words{"screenshot", "-o", "shot.png", "--size", "1024x640", kSession};
    words.insert(words.end(), arguments.begin(), arguments.end());
    run_well(words);
    return picture_of(at("shot.png"));
  }

  inline static const std::string kGolden = CONVLENS_TEST_DIR "/golden/sessions/version_1.convlens";
  inline static const std::string kSession = "session.convlens";
};

// Without the line at the bottom, which tells what the last step did.
Image without_status(const Image& window) {
  constexpr int kStatus = 24;
  Image rest{window.height - kStatus, window.width, window.rgb};
  rest.rgb.resize(rest.rgb.size() / static_cast<std::size_t>(window.height) *
                  static_cast<std::size_t>(rest.height));
  return rest;
}

double window_error(const Image& a, const Image& b) {
  return media::testing::mean_square_error(without_status(a), without_status(b));
}

// The session is at its last step: what is recorded at the end is what a screenshot of it shows.
TEST_F(Record, AHistoryEndsAsTheWindowIsSeen) {
  EXPECT_EQ(recorded("out.gif", {}).substr(0, 40), "out.gif: 1024x640, 16 frames, 3.20 s, 0.");
  recorded("out.mp4", {});
  const Image window = screenshot({});
  const auto gif = by_pillow(at("out.gif"));
  EXPECT_EQ(gif.loop, 0);
  ASSERT_GE(gif.frames.size(), 2u);
  EXPECT_LT(window_error(gif.frames.back(), window), 5.0);
  EXPECT_GT(window_error(gif.frames.front(), window), 200.0);
  const auto video = by_ffmpeg(at("out.mp4"), 640, 1024);
  ASSERT_EQ(video.size(), 16u);
  // Coloured letters and lines have half the resolution in a video: what that costs is what
  // ffmpeg's own file without any other loss shows. The encoder adds less than 3 of 255 to it.
  media::testing::output_of("ffmpeg -v error -i '" + at("shot.png").string() +
                            "' -vf scale=out_color_matrix=bt709:out_range=tv -pix_fmt yuv420p "
                            "-colorspace bt709 -color_range tv -qp 0 '" +
                            at("peer.mp4").string() + "'");
  const auto peer = by_ffmpeg(at("peer.mp4"), 640, 1024);
  ASSERT_EQ(peer.size(), 1u);
  EXPECT_LT(window_error(video.back(), window), window_error(peer.front(), window) + 9.0);
  EXPECT_GT(window_error(video.front(), window), 200.0);
}

TEST_F(Record, TwiceGivesTheSameBytes) {
  for (const std::string name : {"out.gif", "out.mp4", "out.webm"}) {
    recorded(name, {});
    const std::string first = content(name);
    recorded(name, {});
    EXPECT_TRUE(content(name) == first) << name;
  }
}

TEST_F(Record, ShowsAPartOfTheWindow) {
  const Image window = screenshot({});
  for (const std::string what : {"maps", "stage", "cell"}) {
    recorded("out.gif", {"--what", what});
    const auto read = by_pillow(at("out.gif"));
    ASSERT_FALSE(read.frames.empty()) << what;
    const Image& part = read.frames.back();
    EXPECT_LT(part.width, window.width) << what;
    EXPECT_LT(part.height, window.height) << what;
    // It is somewhere in the window.
    double best = 1e9;
    for (int top = 0; top + part.height <= window.height; ++top) {
      for (int left = 0; left + part.width <= window.width; ++left) {
        double sum = 0;
        for (int i = 0; i < 64; ++i) {
          const int row = part.height * i / 64;
          const int column = part.width * (i * 29 % 64) / 64;
          const auto a = part.pixel(row, column);
          const auto b = window.pixel(top + row, left + column);
          for (int c = 0; c < 3; ++c) sum += (a[c] - b[c]) * (a[c] - b[c]);
        }
        best = std::min(best, sum / (64 * 3));
      }
    }
    EXPECT_LT(best, 10.0) << what;
  }
}

TEST_F(Record, EachOfThemMoves) {
  const auto frames = [&](const std::string& of, const std::string& what) {
    recorded("out.gif", {"--of", of, "--what", what});
    return by_pillow(at("out.gif")).frames.size();
  };
  EXPECT_GT(frames("sweep", "maps"), 40u);
  EXPECT_GT(frames("epochs", "stage"), 10u);
  EXPECT_EQ(frames("history", "stage"), 2u);
}

TEST_F(Record, FilesWithoutAHistoryAreSwept) {
  testing::save(at("noise.png"), testing::noise_picture(9, 11, 1));
  const auto out = run_well({"record", "-o", "out.gif", "noise.png", "--size", "800x600", "--fps",
                             "4", "--what", "maps"})
                       .out;
  EXPECT_NE(out.find(" frames, "), std::string::npos);
  EXPECT_GT(by_pillow(at("out.gif")).frames.size(), 10u);
}

TEST_F(Record, RefusesWhatItCannotRecord) {
  const std::vector<std::string> there{"out.gif", "out.mp4"};
  expect_refusal(2, {"record", "-o", "out.avi"},
                 "--output out.avi: a name that ends in .gif, .mp4 or .webm expected", there);
  expect_refusal(2, {"record", "-o", "out.gif", "--fps", "51"},
                 "--fps 51: a GIF shows at most 50 frames a second", there);
  expect_refusal(2, {"record", "-o", "out.mp4", "--fps", "0"}, "--fps", there);
  expect_refusal(2, {"record", "-o", "out.mp4", "--fps", "121"}, "--fps", there);
  expect_refusal(2, {"record", "-o", "out.mp4", "--size", "0x9"},
                 "--size 0x9: WIDTHxHEIGHT expected", there);
  expect_refusal(2, {"record", "-o", "out.mp4", "--of", "film"},
                 "--of film: history|sweep|morph|epochs|video expected", there);
  expect_refusal(2, {"record", "-o", "out.mp4", "--what", "all"},
                 "--what all: window|maps|stage|cell expected", there);
  expect_refusal(2, {"record"}, "--output", there);
  expect_refusal(1, {"record", "-o", "out.mp4", "missing.convlens"}, "missing.convlens: ", there);
  expect_refusal(1, {"record", "-o", "out.mp4", "--of", "history"},
                 "the bench: there is no step to replay", there);
  expect_refusal(
      1, {"record", "-o", "out.mp4", kSession, "--of", "morph", "--size", "800x600"},
      kSession +
          ": no weight of cifar10.keras was changed, a session in which one was painted expected",
      there);
  expect_refusal(1, {"record", "-o", "nowhere/out.mp4", kSession, "--size", "800x600"},
                 "nowhere/out.mp4: the folder to write to does not exist", there);
}

TEST_F(Record, TinyAndOddWindowsAreRecorded) {
  for (const std::string size : {"1x1", "33x17"}) {
    for (const std::string name : {"out.gif", "out.mp4"}) {
      const auto out = run_well({"record", "-o", name, kSession, "--size", size, "--fps", "2"}).out;
      EXPECT_EQ(out.substr(0, name.size() + 2 + size.size()), name + ": " + size);
    }
  }
}

}  // namespace
}  // namespace convlens::app
