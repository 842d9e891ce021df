// A recording of the window: what it shows of what stood on screen, and when.
#include "app/gui/recorder.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <random>

#include "app/open/open_files.h"
#include "core/temporary_folder.h"
#include "media/recording/frames.h"
#include "media/recording/read_back.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

namespace fs = std::filesystem;
using app::FrameQueue;
using app::ScreenRecorder;
using media::testing::by_pillow;
using media::testing::flat;
using Stage = lab::RecordingStage;

constexpr std::array kRed{200, 0, 0};
constexpr std::array kGreen{0, 200, 0};
constexpr std::array kBlue{0, 0, 200};

// Recordings go to a folder of their own.
class Recordings : public ::testing::Test {
 protected:
  Recordings() { ::setenv("XDG_PICTURES_DIR", folder_.path().c_str(), 1); }
  ~Recordings() override { ::unsetenv("XDG_PICTURES_DIR"); }
  void SetUp() override {
    if (!media::testing::has_ffmpeg() || !media::testing::has_pillow()) {
      GTEST_SKIP() << "ffmpeg and Pillow read recordings back: tools/setup.sh tests";
    }
  }
  fs::path file() const {
    EXPECT_EQ(folder_.entry_count(), 1);
    return fs::directory_iterator(folder_.path())->path();
  }
  int files() const { return folder_.entry_count(); }
  const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
};

// A window of one colour, drawn when the test says so.
class Recorder : public Recordings {
 protected:
  // What is said in the status line is said until a time of Dear ImGui's.
  Recorder() : imgui_(ImGui::CreateContext()), lab_(*app::open_document({})) {}
  ~Recorder() override { ImGui::DestroyContext(imgui_); }

  void start(int fps, const char* ending = ".gif",
             ui::RecordedPart part = ui::RecordedPart::kWindow) {
    recorder_.start({part, ending, 100, fps});
    draw(0.0, flat(6, 8, {9, 9, 9}));  // still shows where it was chosen
  }
  // Whether the frame is in the recording.
  bool draw(double now_s, const Image& window, ScreenRecorder* recorder = nullptr) {
    ScreenRecorder& used = recorder == nullptr ? recorder_ : *recorder;
    used.follow(lab_, now_s);
    if (!used.wants_frame()) return false;
    places_.begin_frame(
        ImVec2(static_cast<float>(window.width), static_cast<float>(window.height)));
    const Status taken = used.take(window, places_, ImVec2(1, 1), lab_.view());
    EXPECT_TRUE(taken);
    return true;
  }
  // At that time; then whatever became of it was said.
  void stop(double now_s) {
    recorder_.follow(lab_, now_s);
    recorder_.stop();
    recorder_.follow(lab_, now_s);
    EXPECT_EQ(recorder_.state().stage, Stage::kNone);
  }

  ImGuiContext* imgui_;
  lab::Lab lab_;
  ui::RecordedPlaces places_;
  ScreenRecorder recorder_{WorkMode::kAtOnce};
};

TEST_F(Recorder, ShowsWhatStoodThereWhenNothingWasDrawn) {
  start(10);
  EXPECT_TRUE(draw(1.0, flat(6, 8, kRed)));
  EXPECT_FALSE(draw(1.05, flat(6, 8, kGreen)));  // it is not the time of a frame
  ASSERT_TRUE(recorder_.next_frame_in_s());
  EXPECT_NEAR(*recorder_.next_frame_in_s(), 0.05, 1e-9);
  EXPECT_TRUE(draw(1.1, flat(6, 8, kGreen)));
  EXPECT_FALSE(recorder_.next_frame_in_s());  // it may rest: what is shown is recorded
  EXPECT_TRUE(draw(2.0, flat(6, 8, kBlue)));
  stop(2.45);
  EXPECT_EQ(lab_.view().notice.text.english(), "saved: " + file().string());
  const auto read = by_pillow(file());
  EXPECT_EQ(read.hundredths, (std::vector<int>{10, 90, 50}));
  ASSERT_EQ(read.frames.size(), 3u);
  EXPECT_EQ(read.frames[0].rgb, flat(6, 8, kRed).rgb);
  EXPECT_EQ(read.frames[1].rgb, flat(6, 8, kGreen).rgb);
  EXPECT_EQ(read.frames[2].rgb, flat(6, 8, kBlue).rgb);
}

TEST_F(Recorder, WhatIsPausedIsNotThere) {
  start(10);
  EXPECT_TRUE(draw(1.0, flat(6, 8, kRed)));
  recorder_.follow(lab_, 1.49);
  recorder_.pause(true);
  EXPECT_EQ(recorder_.state().stage, Stage::kPaused);
  EXPECT_FALSE(draw(3.0, flat(6, 8, kBlue)));
  EXPECT_NEAR(recorder_.state().seconds, 0.49, 1e-9);
  EXPECT_FALSE(recorder_.next_frame_in_s());
  recorder_.follow(lab_, 11.49);
  recorder_.pause(false);
  EXPECT_TRUE(draw(11.5, flat(6, 8, kGreen)));
  stop(11.79);
  const auto read = by_pillow(file());
  EXPECT_EQ(read.hundredths, (std::vector<int>{50, 30}));
  ASSERT_EQ(read.frames.size(), 2u);
  EXPECT_EQ(read.frames[1].rgb, flat(6, 8, kGreen).rgb);
}

TEST_F(Recorder, CancelLeavesNothing) {
  start(10);
  EXPECT_TRUE(draw(1.0, flat(6, 8, kRed)));
  EXPECT_EQ(files(), 1);  // what is being written
  recorder_.cancel();
  EXPECT_EQ(files(), 0);
  EXPECT_EQ(recorder_.state().stage, Stage::kNone);
  start(10, ".mp4");
  recorder_.stop();  // before anything was seen
  recorder_.follow(lab_, 2.0);
  EXPECT_EQ(files(), 0);
}

TEST_F(Recorder, AWindowThatClosesKeepsIt) {
  {
    ScreenRecorder background(WorkMode::kInBackground);
    background.start({ui::RecordedPart::kWindow, ".gif", 100, 10});
    draw(0.0, flat(6, 8, kBlue), &background);
    EXPECT_TRUE(draw(1.0, flat(6, 8, kRed), &background));
  }
  const auto read = by_pillow(file());
  ASSERT_EQ(read.frames.size(), 1u);
  EXPECT_EQ(read.frames[0].rgb, flat(6, 8, kRed).rgb);
}

TEST_F(Recorder, AWindowOfAnotherSizeIsFittedIn) {
  start(10);
  EXPECT_TRUE(draw(1.0, flat(60, 80, kRed)));
  EXPECT_TRUE(draw(1.1, flat(30, 20, kBlue)));
  EXPECT_TRUE(draw(1.2, flat(120, 160, kGreen)));
  stop(1.25);
  const auto read = by_pillow(file());
  ASSERT_EQ(read.frames.size(), 3u);
  EXPECT_EQ(read.frames[0].rgb, flat(60, 80, kRed).rgb);
  const Image& small = read.frames[1];  // in the middle of the page, as large as it was
  EXPECT_EQ(small.pixel(30, 40)[2], 200);
  EXPECT_EQ(small.pixel(16, 31)[2], 200);
  EXPECT_EQ(small.pixel(14, 40)[0], 255);
  EXPECT_EQ(small.pixel(30, 28)[0], 255);
  EXPECT_EQ(read.frames[2].rgb, flat(60, 80, kGreen).rgb);
}

// Neither the window waits for the encoder nor the recording loses time.
TEST_F(Recorder, FramesThatComeTooFastAreCountedAndSaid) {
  constexpr int kFrames = 90;
  Image noise = flat(720, 1280, kRed);
  std::mt19937 random(7);
  ScreenRecorder background(WorkMode::kInBackground);
  background.start({ui::RecordedPart::kWindow, ".mp4", 100, 30});
  draw(0.0, noise, &background);
  for (int i = 0; i < kFrames; ++i) {
    for (std::size_t at = 0; at < noise.rgb.size(); at += 64) {
      noise.rgb[at] = static_cast<std::uint8_t>(random());
    }
    EXPECT_TRUE(draw(1.0 + i / 30.0, noise, &background));
  }
  const std::int64_t dropped = background.state().dropped;
  EXPECT_GT(dropped, 0);
  background.stop();
  EXPECT_EQ(background.state().stage, Stage::kFinishing);
  EXPECT_LT(background.state().progress, 1.0);
  background.end();
  background.follow(lab_, 5.0);
  EXPECT_EQ(lab_.view().notice.text.english(),
            fmt::format("saved: {}; {} of {} frames came too fast and show the one before",
                        file().string(), dropped, kFrames));
  EXPECT_EQ(media::testing::probed(file(), "nb_read_frames"),
            fmt::format("nb_read_frames={}\n", kFrames));
}

// A limit on the size of files stands for a disk that fills up.
TEST_F(Recorder, AFullDiskIsSaid) {
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &limit), 0);
  const rlimit small{.rlim_cur = 1 << 14, .rlim_max = limit.rlim_max};
  std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  start(10);
  for (int i = 0; i < 20; ++i) draw(1.0 + i / 10.0, media::testing::gradients(200, 300, i));
  stop(3.0);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  std::signal(SIGXFSZ, SIG_DFL);
  EXPECT_NE(lab_.error().english().find("the file cannot be written (File too large)"),
            std::string::npos);
  EXPECT_EQ(files(), 0);
}

TEST(FrameQueue, RefusesPicturesItHasNoRoomForAndNoTime) {
  FrameQueue queue(2);
  EXPECT_TRUE(queue.push(flat(1, 1, kRed), {}));
  queue.repeat(3);
  EXPECT_TRUE(queue.push(flat(1, 1, kGreen), {}));
  EXPECT_FALSE(queue.push(flat(1, 1, kBlue), {}));
  queue.repeat(1);
  EXPECT_EQ(queue.pop()->times, 4);
  EXPECT_TRUE(queue.push(flat(1, 1, kBlue), {}));
  queue.close(false);
  EXPECT_EQ(queue.progress(), 0.0);
  EXPECT_EQ(queue.pop()->times, 2);
  EXPECT_EQ(queue.progress(), 0.5);
  EXPECT_EQ(queue.pop()->window->rgb, flat(1, 1, kBlue).rgb);
  EXPECT_FALSE(queue.pop());
}

// From the menu to the file, with the real widgets.
TEST_F(Recordings, TheWindowIsRecordedWithoutItsControls) {
  testing::BenchDriver bench;
  bench.lab().view().show_hint = false;  // its marks breathe
  std::vector<Image> seen;
  bench.after_each_frame([&](const app::HeadlessFrames& frames) {
    if (bench.gui().recorder().state().seconds > 0) seen.push_back(frames.read());
  });
  const Image before = bench.picture();
  bench.run([&](ImGuiTestContext* context) {
    testing::click_in_bar(context, "//##top", "top", testing::command_item(ui::Action::kRecord));
    context->Yield(2);
    context->ItemClick("//$FOCUSED/gif/###gif");
    context->ItemClick("//$FOCUSED/10 frames/###10 frames");
    context->ItemClick("//$FOCUSED/begin recording/###begin recording");
    testing::move_away(context);
    context->Yield(30);
    std::vector<float> weights = bench.lab().document().filters[0].weights;
    for (float& weight : weights) weight = -weight;
    EXPECT_TRUE(bench.lab().commit(lab::ReplaceWeights{lab::FilterRef(0), weights}));
    context->Yield(40);
    context->ItemClick("//##recording/###stop recording");
    context->Yield(3);
  });
  const auto read = by_pillow(file());
  ASSERT_GE(read.frames.size(), 2u);
  const auto error = [](const Image& a, const Image& b) {
    return media::testing::mean_square_error(a, b);
  };
  EXPECT_LT(error(read.frames.front(), before), 5.0);
  EXPECT_GT(error(read.frames.back(), before), 100.0);
  // What stood there, but for the controls, which stand over the top bar.
  EXPECT_GT(error(seen[seen.size() / 2], read.frames.back()), 5.0);
  const auto body = [](Image image) {
    constexpr std::size_t kTop = 44;
    const auto row = static_cast<std::ptrdiff_t>(kTop * static_cast<std::size_t>(image.width) * 3);
    image.rgb.erase(image.rgb.begin(), image.rgb.begin() + row);
    return image;
  };
  std::size_t at = 0;
  for (std::size_t i = 0; i < read.frames.size(); ++i) {
    const Image frame = body(read.frames[i]);
    while (at < seen.size() && error(frame, body(seen[at])) >= 5.0) ++at;
    EXPECT_LT(at, seen.size()) << "no such picture was on screen after the one before: " << i;
  }
}

}  // namespace
}  // namespace convlens
