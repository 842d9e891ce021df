#include "core/files/file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <span>
#include <string>
#include <thread>

#include "core/temporary_folder.h"

namespace convlens {
namespace {

namespace fs = std::filesystem;

std::vector<std::byte> bytes_of(const std::string& text) {
  const auto bytes = std::as_bytes(std::span<const char>(text));
  return {bytes.begin(), bytes.end()};
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void put(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string read_complaint(const fs::path& path, std::size_t max_bytes = 1000) {
  const auto result = read_file(path, max_bytes);
  return result ? "" : result.error().message;
}

std::string write_complaint(const fs::path& path) {
  const Status status = write_file(path, bytes_of("new"));
  return status ? "" : status.error().message;
}

TEST(ReadFile, ReadsWholeFiles) {
  const TemporaryFolder folder;
  std::string content = "line\r\n";
  content += std::string("\0\xff\x1a", 3);
  for (const std::string& text :
       {std::string(), std::string("x"), content, std::string(3'000'000, 'y')}) {
    put(folder / "file", text);
    const auto bytes = read_file(folder / "file");
    ASSERT_TRUE(bytes) << bytes.error().message;
    EXPECT_EQ(*bytes, bytes_of(text));
  }
}

TEST(ReadFile, SaysWhatIsWrongWithThePath) {
  const TemporaryFolder folder;
  put(folder / "file", "content");
  const auto named = [&](const std::string& name) { return (folder / name).string(); };
  EXPECT_EQ(read_complaint(folder / "missing"),
            named("missing") + ": there is no such file (No such file or directory)");
  EXPECT_EQ(read_complaint(folder.path()),
            folder.path().string() + ": this is a folder, not a file");
  EXPECT_EQ(read_complaint(folder / "file" / "below"),
            named("file/below") + ": the file cannot be read (Not a directory)");
  EXPECT_EQ(read_complaint("/dev/zero"), "/dev/zero: this is a device, not a file");
  EXPECT_NE(read_complaint(""), "");
}

TEST(ReadFile, RefusesLargeFiles) {
  const TemporaryFolder folder;
  put(folder / "file", "content");
  EXPECT_EQ(read_complaint(folder / "file", 7), "");
  EXPECT_EQ(read_complaint(folder / "file", 6),
            (folder / "file").string() + ": the file is too large, at most 6 bytes are read");
}

TEST(ReadFile, RefusesLargeFilesBeforeItTakesMemory) {
  const TemporaryFolder folder;
  put(folder / "file", "");
  fs::resize_file(folder / "file", std::uintmax_t{1} << 42);  // takes no space on the disk
  EXPECT_EQ(read_complaint(folder / "file"),
            (folder / "file").string() + ": the file is too large, at most 1000 bytes are read");
}

TEST(ReadFile, ReadsPipesUpToTheLimit) {
  const TemporaryFolder folder;
  const fs::path pipe = folder / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const std::string text(2'500'000, 'z');
  const auto read_through_pipe = [&](std::size_t max_bytes) {
    std::thread writer([&] { put(pipe, text); });
    const auto bytes = read_file(pipe, max_bytes);
    writer.join();
    return bytes;
  };
  const auto all = read_through_pipe(text.size());
  ASSERT_TRUE(all);
  EXPECT_EQ(*all, bytes_of(text));
  std::signal(SIGPIPE, SIG_IGN);  // the writer's end, when the reader gives up
  EXPECT_FALSE(read_through_pipe(text.size() - 1));
  std::signal(SIGPIPE, SIG_DFL);
}

TEST(ReadFile, NeedsPermission) {
  if (geteuid() == 0) GTEST_SKIP() << "root reads everything";
  const TemporaryFolder folder;
  put(folder / "file", "content");
  fs::permissions(folder / "file", fs::perms::none);
  EXPECT_EQ(read_complaint(folder / "file"),
            (folder / "file").string() + ": the file cannot be read (Permission denied)");
}

TEST(WriteFile, CreatesAndReplaces) {
  const TemporaryFolder folder;
  for (const std::string text : {"first", "", "third, longer than the first"}) {
    ASSERT_TRUE(write_file(folder / "file", bytes_of(text)));
    EXPECT_EQ(text_of(folder / "file"), text);
    EXPECT_EQ(folder.entry_count(), 1);
  }
}

TEST(WriteFile, TakesTheLongestName) {
  const TemporaryFolder folder;
  EXPECT_EQ(write_complaint(folder / std::string(255, 'n')), "");
  EXPECT_NE(write_complaint(folder / std::string(256, 'n')), "");
  EXPECT_EQ(folder.entry_count(), 1);
}

TEST(WriteFile, SaysWhatIsWrongWithThePath) {
  const TemporaryFolder folder;
  put(folder / "file", "old");
  fs::create_directory(folder / "sub");
  const auto named = [&](const std::string& name) { return (folder / name).string(); };
  EXPECT_EQ(write_complaint(folder / "missing" / "file"),
            named("missing/file") +
                ": the folder to write to does not exist (No such file or directory)");
  EXPECT_EQ(write_complaint(folder / "file" / "below"),
            named("file/below") + ": the file cannot be written (Not a directory)");
  EXPECT_EQ(write_complaint(folder / "sub"), named("sub") + ": this is a folder, not a file");
  EXPECT_EQ(write_complaint(folder / "new" / ""), named("new/") + ": this names no file to write");
  EXPECT_EQ(write_complaint(""), "\"\": this names no file to write");
  EXPECT_EQ(write_complaint("/dev/full"),
            "/dev/full: the file cannot be written (No space left on device)");
  EXPECT_EQ(text_of(folder / "file"), "old");
  EXPECT_EQ(folder.entry_count(), 2);
}

TEST(WriteFile, LeavesDevicesInPlace) {
  EXPECT_EQ(write_complaint("/dev/null"), "");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

// A limit on the size of files stands for a disk that fills up while the file is written.
TEST(WriteFile, KeepsTheOldFileWhenTheDiskIsFull) {
  const TemporaryFolder folder;
  put(folder / "file", "old");
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &limit), 0);
  const rlimit small{.rlim_cur = 1 << 16, .rlim_max = limit.rlim_max};
  std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const Status replaced = write_file(folder / "file", std::vector<std::byte>(1 << 20));
  const Status created = write_file(folder / "new", std::vector<std::byte>(1 << 20));
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  std::signal(SIGXFSZ, SIG_DFL);

  ASSERT_FALSE(replaced);
  EXPECT_EQ(replaced.error().message,
            (folder / "file").string() + ": the file cannot be written (File too large)");
  EXPECT_FALSE(created);
  EXPECT_EQ(text_of(folder / "file"), "old");
  EXPECT_EQ(folder.entry_count(), 1);
}

TEST(WriteFile, KeepsLinksAndPermissions) {
  const TemporaryFolder folder;
  put(folder / "file", "old");
  fs::permissions(folder / "file", fs::perms{0640});
  fs::create_symlink("file", folder / "link");
  ASSERT_TRUE(write_file(folder / "link", bytes_of("new")));
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(text_of(folder / "file"), "new");
  EXPECT_EQ(fs::status(folder / "file").permissions(), fs::perms{0640});
  EXPECT_EQ(folder.entry_count(), 2);
}

TEST(WriteFile, MakesWhatALinkPointsTo) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "far");
  fs::create_symlink("far/file", folder / "link");
  fs::create_symlink(folder / "link", folder / "link of link");
  ASSERT_TRUE(write_file(folder / "link of link", bytes_of("new")));
  EXPECT_EQ(fs::read_symlink(folder / "link"), "far/file");
  EXPECT_EQ(fs::read_symlink(folder / "link of link"), folder / "link");
  EXPECT_FALSE(fs::is_symlink(folder / "far/file"));
  EXPECT_EQ(text_of(folder / "far/file"), "new");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder / "far"), fs::directory_iterator()), 1);
  EXPECT_EQ(folder.entry_count(), 3);
}

TEST(WriteFile, SaysWhereALinkLeadsToNothing) {
  const TemporaryFolder folder;
  fs::create_symlink("nowhere/file", folder / "link");
  EXPECT_EQ(write_complaint(folder / "link"), (folder / "link").string() + ": the link points to " +
                                                  (folder / "nowhere/file").string() +
                                                  ", whose folder does not exist");
  fs::create_symlink("ring", folder / "ring");
  EXPECT_EQ(write_complaint(folder / "ring"),
            (folder / "ring").string() +
                ": the file cannot be written (Too many levels of symbolic links)");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_TRUE(fs::is_symlink(folder / "ring"));
  EXPECT_EQ(folder.entry_count(), 2);
}

TEST(WriteFile, RespectsWriteProtection) {
  if (geteuid() == 0) GTEST_SKIP() << "root writes everything";
  const TemporaryFolder folder;
  put(folder / "file", "old");
  fs::permissions(folder / "file", fs::perms{0440});
  EXPECT_EQ(write_complaint(folder / "file"),
            (folder / "file").string() + ": the file cannot be written (Permission denied)");
  EXPECT_EQ(text_of(folder / "file"), "old");
}

TEST(WriteFile, WritersOfOneTargetDoNotMix) {
  const TemporaryFolder folder;
  constexpr std::size_t kSize = 200'000;
  std::vector<std::thread> writers;
  for (const char letter : {'a', 'b', 'c', 'd'}) {
    writers.emplace_back([&folder, letter] {
      const auto bytes = bytes_of(std::string(kSize, letter));
      for (int i = 0; i < 10; ++i) EXPECT_TRUE(write_file(folder / "file", bytes));
    });
  }
  for (std::thread& writer : writers) writer.join();
  const std::string text = text_of(folder / "file");
  ASSERT_EQ(text.size(), kSize);
  EXPECT_EQ(text, std::string(kSize, text[0]));
  EXPECT_EQ(folder.entry_count(), 1);
}

}  // namespace
}  // namespace convlens
