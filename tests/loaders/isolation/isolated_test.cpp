#include "loaders/isolation/isolated.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "core/temporary_folder.h"
#include "loaders/isolation/isolated_pipe.h"
#include "loaders/model_files.h"
#include "loaders/readers.h"

// The readers that fail are those of main.cpp.
namespace convlens::loaders {
namespace {

using testing::contains;
using testing::expect_sentence;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kLimitsMemory = false;  // a sanitizer takes all the address space there is
#else
constexpr bool kLimitsMemory = true;
#endif

class Isolated : public ::testing::Test {
 protected:
  Isolated() { testing::write_bytes(path_, testing::bytes_of("anything")); }

  std::string error_of(std::string_view kind, const IsolationLimits& limits = {}) const {
    const auto archive = isolated_read(kind, path_, limits);
    EXPECT_FALSE(archive);
    if (archive) return {};
    expect_sentence(archive.error().message, path_.string());
    return archive.error().message;
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "model.keras";
};

TEST_F(Isolated, ACrashIsASentence) {
  EXPECT_TRUE(contains(error_of("crash"), "Segmentation fault"));
  EXPECT_TRUE(contains(error_of("leave"), "exit status 7"));
  EXPECT_TRUE(contains(error_of("throw"), "a parser's own words"));
}

TEST_F(Isolated, TimeIsLimited) {
  const IsolationLimits limits{.timeout_ms = 300};
  for (const char* kind : {"hang", "hang-busily"}) {
    const auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(contains(error_of(kind, limits), "took longer than 0.3 seconds"));
    const auto took = std::chrono::steady_clock::now() - start;
    EXPECT_GE(took, std::chrono::milliseconds(300));
    EXPECT_LT(took, std::chrono::seconds(10));
  }
}

// Nobody waits for what nobody wants any more.
TEST_F(Isolated, WhatIsDroppedEndsSoon) {
  std::atomic<bool> dropped{false};
  std::thread dropper([&dropped] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    dropped = true;
  });
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(error_of("hang", {.dropped = &dropped}).empty());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
  dropper.join();
}

// Of two processes that both get too little time, the child may still come to a good end.
TEST(ChildProcess, WhatIsReadTooLateIsTooLate) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  const pid_t pid = fork();
  if (pid == 0) _exit(0);
  close(ends[1]);
  siginfo_t info{};
  ASSERT_EQ(waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT), 0);
  auto child = ChildProcess::adopt(pid, ends[0], std::chrono::milliseconds(0));
  std::array<std::byte, 1> byte{};
  EXPECT_FALSE(child.read(byte));
  EXPECT_EQ(child.wait().kind, ChildEnd::Kind::kTimedOut);
}

// A small file gets less processor time than a large one, and none more than the whole time.
TEST(ReaderLimits, SuitTheFile) {
  const IsolationLimits limits{.timeout_ms = 60'000, .spare_bytes = std::size_t{1} << 29};
  constexpr std::size_t kMegabyte = std::size_t{1} << 20;
  EXPECT_EQ(reader_limits(limits, 1000).cpu_seconds, 10U);
  EXPECT_EQ(reader_limits(limits, 100 * kMegabyte).cpu_seconds, 35U);
  EXPECT_EQ(reader_limits(limits, 1000 * kMegabyte).cpu_seconds, 61U);
  EXPECT_EQ(reader_limits({.timeout_ms = 300}, 1000).cpu_seconds, 1U);
  EXPECT_EQ(reader_limits(limits, 100 * kMegabyte).spare_megabytes, 912U);
}

TEST_F(Isolated, MemoryIsLimited) {
  if (!kLimitsMemory) GTEST_SKIP() << "not under this sanitizer";
  EXPECT_TRUE(contains(error_of("exhaust"), "more memory than a model of its size needs"));
}

TEST_F(Isolated, WhatComesBackIsChecked) {
  EXPECT_TRUE(contains(error_of("garbage"), "not a model"));
  // 2^26 floats, where 2^26 bytes and sixteen times the file are allowed.
  EXPECT_TRUE(contains(error_of("too-much", {.spare_bytes = std::size_t{1} << 30}),
                       "larger than was to be expected"));
  EXPECT_TRUE(contains(error_of("no-such-kind"), "no reader called no-such-kind"));
}

TEST_F(Isolated, OnlyRegularFiles) {
  const auto folder = isolated_read("keras", folder_.path());
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().message, folder_.path().string() + ": this is a folder, not a file");
  const auto missing = isolated_read("keras", folder_ / "missing.keras");
  ASSERT_FALSE(missing);
  expect_sentence(missing.error().message, (folder_ / "missing.keras").string());
  const auto pipe = folder_ / "pipe.keras";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_TRUE(contains(isolated_read("keras", pipe).error().message, "not a file"));
}

TEST_F(Isolated, ManyThreadsAtOnce) {
  std::array<std::string, 8> messages;
  std::vector<std::thread> threads;
  for (std::string& message : messages) {
    threads.emplace_back([this, &message] {
      const auto archive = isolated_read("keras", path_);
      if (!archive) message = archive.error().message;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& message : messages) {
    EXPECT_TRUE(contains(message, "found neither")) << message;
  }
}

// Nothing is left behind: no process to be waited for, no open descriptor.
TEST_F(Isolated, LeavesNothingBehind) {
  const auto descriptors = [] {
    const std::filesystem::directory_iterator begin("/proc/self/fd");
    return std::distance(begin, std::filesystem::directory_iterator{});
  };
  const auto before = descriptors();
  error_of("crash");
  error_of("keras");
  error_of("hang", {.timeout_ms = 50});
  EXPECT_EQ(descriptors(), before);
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
}

TEST(IsolatedChild, IsOnlyForItsOwnArguments) {
  std::array<char, 9> program{"convlens"};
  std::array<char, 16> flag{"--isolated-read"};
  std::array<char, 6> word{"keras"};
  std::array<char*, 6> argv{program.data(), word.data(), word.data(),
                            word.data(),    word.data(), word.data()};
  EXPECT_FALSE(run_isolated_child(1, argv.data(), isolated_readers()));
  EXPECT_FALSE(run_isolated_child(6, argv.data(), isolated_readers()));
  // Without numbers where the limits should be: refused, before any limit is set.
  argv[1] = flag.data();
  EXPECT_FALSE(run_isolated_child(5, argv.data(), isolated_readers()));
  EXPECT_EQ(run_isolated_child(6, argv.data(), isolated_readers()), 2);
}

}  // namespace
}  // namespace convlens::loaders
