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
#include <cstdio>
#include <cstring>
#include <memory>
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

// A program's arguments are its own to change.
template <std::size_t N>
pid_t spawn_xclip(std::array<std::string, N> words, int input, int output, int& error) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  const auto attach = [&files](int own, int stream, int how) {
    own < 0 ? posix_spawn_file_actions_addopen(&files, stream, "/dev/null", how, 0)
            : posix_spawn_file_actions_adddup2(&files, own, stream);
  };
  attach(input, STDIN_FILENO, O_RDONLY);
  attach(output, STDOUT_FILENO, O_WRONLY);
  attach(-1, STDERR_FILENO, O_WRONLY);
  // In a group of its own: what ends this program from its terminal leaves the clipboard alone.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  std::array<char*, N + 1> arguments{};
  for (std::size_t i = 0; i < N; ++i) arguments[i] = words[i].data();
  pid_t process = -1;
  error = posix_spawnp(&process, "xclip", &files, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error == 0 ? process : -1;
}

// Of waitpid(): the exit status, or -1.
int exit_status(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }

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
    process =
        spawn_xclip<6>({"xclip", "-selection", "clipboard", "-out", "-target", std::move(type)}, -1,
                       ends[1], error);
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
    return exit_status(status);
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

Status put_picture_on_clipboard(std::span<const std::byte> png) {
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  // As a file without a name: a pipe would have to be filled while xclip reads it.
  const std::unique_ptr<std::FILE, Close> file(std::tmpfile());
  const bool filled = file != nullptr &&
                      std::fwrite(png.data(), 1, png.size(), file.get()) == png.size() &&
                      std::fflush(file.get()) == 0;
  if (!filled) return fail("there is no room for the picture in the folder of temporary files");
  std::rewind(file.get());
  int error = 0;
  const pid_t process =
      spawn_xclip<6>({"xclip", "-selection", "clipboard", "-in", "-target", "image/png"},
                     fileno(file.get()), -1, error);
  if (process < 0) {
    return error == ENOENT
               ? fail("a picture is copied with the program xclip, which is not installed")
               : fail("xclip, which a picture is copied with, could not be started: {}",
                      word(std::strerror(error)));
  }
  // Once it owns the clipboard, it goes on by itself, and what was started ends.
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  int status = 0;
  pid_t ended = 0;
  while (ended == 0 && std::chrono::steady_clock::now() < give_up) {
    poll(nullptr, 0, kLook_ms);
    ended = waitpid(process, &status, WNOHANG);
    if (ended < 0 && errno == EINTR) ended = 0;
  }
  if (ended == 0) {
    kill(process, SIGKILL);
    waitpid(process, &status, 0);
    return fail("the desktop's clipboard does not take the picture: xclip waits in vain");
  }
  if (exit_status(status) != 0) return fail("xclip could not put the picture on the clipboard");
  return {};
}

}  // namespace convlens::media
