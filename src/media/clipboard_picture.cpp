#include "media/clipboard_picture.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <string>
#include <string_view>

namespace convlens::media {
namespace {

constexpr std::size_t kMaxPictureBytes = std::size_t{1} << 30;
constexpr std::size_t kChunk = 65'536;

// What programs offer a picture as, the most faithful first.
constexpr std::array<std::string_view, 5> kTypes{"image/png", "image/tiff", "image/bmp",
                                                 "image/webp", "image/jpeg"};

constexpr std::chrono::seconds kPatience{5};
constexpr int kLook_ms = 20;  // between two looks whether the answer is still wanted

struct Answer {
  enum class Kind { kWhole, kBroken, kTooLate, kNoXclip };
  Kind kind = Kind::kBroken;
  std::vector<std::byte> bytes;
};

// xclip writing what the clipboard's owner answers for a type to a pipe; -1 for the process where
// it could not be started.
struct Xclip {
  pid_t process = -1;
  int pipe = -1;
  int error = 0;

  explicit Xclip(std::string type) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
      error = errno;
      return;
    }
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::array<std::string, 6> words{"xclip", "-selection", "clipboard",
                                     "-out",  "-target",    std::move(type)};
    std::array<char*, 7> arguments{};
    for (std::size_t i = 0; i < words.size(); ++i) arguments[i] = words[i].data();
    error = posix_spawnp(&process, "xclip", &files, nullptr, arguments.data(), environ);
    if (error != 0) process = -1;
    posix_spawn_file_actions_destroy(&files);
    close(ends[1]);
    pipe = ends[0];
  }
  Xclip(const Xclip&) = delete;
  Xclip& operator=(const Xclip&) = delete;
  ~Xclip() {
    if (pipe >= 0) close(pipe);
  }

  // The exit status, or -1; `now`: it is ended first.
  int end(bool now) const {
    if (now) kill(process, SIGKILL);
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
};

// What the clipboard's owner answers for a type, through xclip: the protocol that lies behind it,
// with pictures in parts, is another program's well-tried work, and one that hangs can be ended.
Answer ask_clipboard(std::string_view type, const std::atomic<bool>& dropped) {
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  const Xclip xclip{std::string(type)};
  if (xclip.process < 0) {
    return {xclip.error == ENOENT ? Answer::Kind::kNoXclip : Answer::Kind::kBroken, {}};
  }
  Answer answer;
  ssize_t count = -1;
  bool late = false;
  while (count != 0 && !late && answer.bytes.size() < kMaxPictureBytes) {
    late = dropped || std::chrono::steady_clock::now() >= give_up;
    pollfd ready{xclip.pipe, POLLIN, 0};
    if (late || poll(&ready, 1, kLook_ms) <= 0) continue;
    const std::size_t used = answer.bytes.size();
    answer.bytes.resize(used + kChunk);
    count = read(xclip.pipe, answer.bytes.data() + used, kChunk);
    answer.bytes.resize(used + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  }
  const int status = xclip.end(count != 0);
  answer.kind = late                        ? Answer::Kind::kTooLate
                : count == 0 && status == 0 ? Answer::Kind::kWhole
                                            : Answer::Kind::kBroken;
  return answer;
}

bool has_line(std::string_view text, std::string_view line) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (text.substr(at, end - at) == line) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

Result<std::vector<std::byte>> picture_on_clipboard(const std::atomic<bool>& dropped) {
  const Answer targets = ask_clipboard("TARGETS", dropped);
  if (targets.kind == Answer::Kind::kNoXclip) {
    return fail("a copied picture is read with the program xclip, which is not installed");
  }
  const std::string_view types(reinterpret_cast<const char*>(targets.bytes.data()),
                               targets.bytes.size());
  for (const std::string_view type : kTypes) {
    if (!has_line(types, type)) continue;
    Answer picture = ask_clipboard(type, dropped);
    if (picture.kind == Answer::Kind::kTooLate) {
      return fail("the program that the picture was copied in does not answer");
    }
    if (picture.kind != Answer::Kind::kWhole) {
      return fail("the copied picture ended before it was whole");
    }
    return std::move(picture.bytes);
  }
  return {};
}

}  // namespace convlens::media
