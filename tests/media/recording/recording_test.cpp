#include "media/recording/recording.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <string>

#include "core/temporary_folder.h"
#include "media/recording/frames.h"

namespace convlens::media {
namespace {

namespace fs = std::filesystem;
using testing::flat;
using testing::gradients;

class AnyRecording : public ::testing::TestWithParam<const char*> {
 protected:
  fs::path file() const { return folder_ / (std::string("out") + GetParam()); }
  const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
};
INSTANTIATE_TEST_SUITE_P(All, AnyRecording, ::testing::Values(".gif", ".mp4", ".webm", ".GIF"));

std::string complaint(const fs::path& path, const RecordingShape& shape) {
  const auto begun = Recording::begin(path, shape);
  return begun ? "" : begun.error().message;
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_P(AnyRecording, LeavesNothingBehindWithoutAnEnd) {
  std::ofstream(file()) << "old";
  {
    auto recording = Recording::begin(file(), {20, 30, 10});
    ASSERT_TRUE(recording);
    for (int i = 0; i < 60; ++i) ASSERT_TRUE(recording->add(gradients(20, 30, i)));
    EXPECT_EQ(text_of(file()), "old");
    EXPECT_EQ(folder().entry_count(), 2);
  }
  EXPECT_EQ(text_of(file()), "old");
  EXPECT_EQ(folder().entry_count(), 1);
}

TEST_P(AnyRecording, ReplacesTheFileAtItsEnd) {
  std::ofstream(file()) << "old";
  auto recording = Recording::begin(file(), {20, 30, 10});
  ASSERT_TRUE(recording);
  ASSERT_TRUE(recording->add(flat(20, 30, {1, 2, 3})));
  ASSERT_TRUE(recording->finish());
  EXPECT_GT(text_of(file()).size(), 20u);
  EXPECT_EQ(folder().entry_count(), 1);
}

TEST_P(AnyRecording, OfNoFramesIsNone) {
  auto recording = Recording::begin(file(), {20, 30, 10});
  ASSERT_TRUE(recording);
  ASSERT_TRUE(recording->add(flat(20, 30, {1, 2, 3}), 0));
  const Status finished = recording->finish();
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().message, file().string() + ": there is no frame to record");
}

// A limit on the size of files stands for a disk that fills up.
TEST_P(AnyRecording, OnAFullDiskIsNone) {
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &limit), 0);
  const rlimit small{.rlim_cur = 1 << 15, .rlim_max = limit.rlim_max};
  std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  Status finished;
  {
    auto recording = Recording::begin(file(), {300, 400, 10});
    Status added;
    for (int i = 0; i < 100 && added; ++i) added = recording->add(gradients(300, 400, i));
    finished = recording->finish();
  }
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  std::signal(SIGXFSZ, SIG_DFL);
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().message,
            file().string() + ": the file cannot be written (File too large)");
  EXPECT_EQ(folder().entry_count(), 0);
}

TEST_P(AnyRecording, SaysWhereItCannotBeWritten) {
  const fs::path nowhere = folder() / "nowhere" / file().filename();
  EXPECT_EQ(
      complaint(nowhere, {8, 8, 10}),
      nowhere.string() + ": the folder to write to does not exist (No such file or directory)");
  fs::create_directory(file());
  EXPECT_EQ(complaint(file(), {8, 8, 10}), file().string() + ": this is a folder, not a file");
  fs::permissions(folder().path(), fs::perms{0500});
  const std::string said = complaint(folder() / (std::string("b") + GetParam()), {8, 8, 10});
  fs::permissions(folder().path(), fs::perms{0700});
  EXPECT_EQ(said.empty(), geteuid() == 0);  // root writes everywhere
}

TEST_P(AnyRecording, RefusesSizesAndRatesThatCannotBe) {
  const bool gif = std::string(GetParam()) == ".gif" || std::string(GetParam()) == ".GIF";
  const int side = gif ? 65535 : 16384;
  EXPECT_EQ(complaint(file(), {8, side + 1, 10}),
            fmt::format("{}: {}x8 pixels are not recorded, 1 to {} a side expected",
                        file().string(), side + 1, side));
  EXPECT_NE(complaint(file(), {0, 8, 10}), "");
  const int fps = gif ? 50 : 120;
  EXPECT_EQ(complaint(file(), {8, 8, fps}), "");
  EXPECT_EQ(complaint(file(), {8, 8, fps + 1}),
            fmt::format("{}: {} frames a second, 1 to {} expected", file().string(), fps + 1, fps));
  EXPECT_NE(complaint(file(), {8, 8, 0}), "");
  EXPECT_EQ(folder().entry_count(), 0);
}

TEST(Recording, IsToldByTheNamesEnding) {
  EXPECT_EQ(recording_format("a.gif"), RecordingFormat::kGif);
  EXPECT_EQ(recording_format("a.MP4"), RecordingFormat::kMp4);
  EXPECT_EQ(recording_format("a.webm"), RecordingFormat::kWebm);
  EXPECT_EQ(recording_format("a.avi"), std::nullopt);
  EXPECT_EQ(complaint("a.avi", {8, 8, 8}),
            "a.avi: a recording is a .gif, .mp4 or .webm, another name expected");
}

}  // namespace
}  // namespace convlens::media
