#include "loaders/isolation/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>
#include <thread>
#include <utility>

namespace convlens::loaders {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// How soon a child is killed that nobody waits for any more.
constexpr milliseconds kLook{20};

Word reason(int code) { return word(std::generic_category().message(code)); }

// What the child does between fork and exec. The pipe's end is moved to its place first: the
// descriptors 0 to 2 may be closed in this process, so that the pipe itself could have got them.
struct SpawnPlan {
  posix_spawn_file_actions_t files{};
  posix_spawnattr_t attributes{};

  explicit SpawnPlan(int pipe_end) {
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, pipe_end, kChildPipe);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files, kChildPipe + 1);
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  }
  ~SpawnPlan() {
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
  }
  SpawnPlan(const SpawnPlan&) = delete;
};

Result<pid_t> spawn(const char* program, std::vector<std::string>& arguments,
                    const SpawnPlan& plan) {
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  pid_t pid = -1;
  const int code = posix_spawn(&pid, program, &plan.files, &plan.attributes, argv.data(), environ);
  if (code != 0) return fail("the process that reads it cannot be started ({})", reason(code));
  return pid;
}

}  // namespace

std::string signal_name(int signal) {
  const char* description = sigdescr_np(signal);
  return description != nullptr ? description : "signal " + std::to_string(signal);
}

Result<ChildProcess> ChildProcess::start(std::vector<std::string> arguments,
                                         std::chrono::milliseconds timeout,
                                         const std::atomic<bool>* dropped) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return fail("the process that reads it cannot be started ({})", reason(errno));
  }
  const auto pid = spawn("/proc/self/exe", arguments, SpawnPlan(ends[1]));
  // While this process held the writing end too, the pipe would never end.
  close(ends[1]);
  if (!pid) {
    close(ends[0]);
    return fail(pid.error());
  }
  ChildProcess child = adopt(*pid, ends[0], timeout);
  child.dropped_ = dropped;
  return child;
}

Result<ChildProcess> ChildProcess::converse(std::vector<std::string> arguments) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return fail("the process that reads it cannot be started ({})", reason(errno));
  }
  const std::string program = arguments.front();
  const auto pid = spawn(program.c_str(), arguments, SpawnPlan(ends[1]));
  close(ends[1]);
  if (!pid) {
    close(ends[0]);
    return fail(pid.error());
  }
  return adopt(*pid, ends[0], milliseconds::zero());
}

ChildProcess ChildProcess::adopt(pid_t pid, int pipe, std::chrono::milliseconds timeout) {
  return {pid, pipe, Clock::now() + timeout};
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      pipe_(std::exchange(other.pipe_, -1)),
      deadline_(other.deadline_),
      dropped_(other.dropped_),
      timed_out_(other.timed_out_) {}

ChildProcess::~ChildProcess() {
  if (pipe_ >= 0) close(pipe_);
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

milliseconds ChildProcess::time_left() const {
  if (dropped_ != nullptr && *dropped_) return milliseconds::zero();
  return std::chrono::duration_cast<milliseconds>(deadline_ - Clock::now());
}

void ChildProcess::allow(milliseconds timeout) { deadline_ = Clock::now() + timeout; }

bool ChildProcess::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const milliseconds left = time_left();
    if (left <= milliseconds::zero()) return false;
    pollfd ready{pipe_, POLLOUT, 0};
    const int polled = poll(&ready, 1, static_cast<int>(left.count()));
    if (polled < 0 && errno != EINTR) return false;
    if (polled <= 0) continue;
    // Without a signal where nobody is left to read it.
    const ssize_t count = send(pipe_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

bool ChildProcess::read(std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    const milliseconds left = time_left();
    timed_out_ = left <= milliseconds::zero();
    if (timed_out_) return false;
    pollfd ready{pipe_, POLLIN, 0};
    const milliseconds longest = dropped_ != nullptr ? kLook : milliseconds(1'000'000);
    const int polled = poll(&ready, 1, static_cast<int>(std::min(left, longest).count()));
    if (polled < 0 && errno != EINTR) return false;
    if (polled <= 0) continue;
    const ssize_t count = ::read(pipe_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

ChildEnd ChildProcess::wait() {
  // Where the pipe is closed by this side, a child that still writes ends by itself.
  if (pipe_ >= 0) close(std::exchange(pipe_, -1));
  int status = 0;
  pid_t waited = 0;
  bool killed = false;
  while (waited == 0 || (waited < 0 && errno == EINTR)) {
    waited = waitpid(pid_, &status, killed ? 0 : WNOHANG);
    if (waited != 0) continue;
    if (time_left() <= milliseconds::zero()) {
      kill(pid_, SIGKILL);
      killed = true;
    } else {
      std::this_thread::sleep_for(milliseconds(2));
    }
  }
  pid_ = -1;
  // Where this process had no time to read, the child may have come to a good end meanwhile.
  if (killed || timed_out_) return {ChildEnd::Kind::kTimedOut, 0};
  if (waited > 0 && WIFSIGNALED(status)) return {ChildEnd::Kind::kSignal, WTERMSIG(status)};
  return {ChildEnd::Kind::kExit, waited > 0 ? WEXITSTATUS(status) : 0};
}

}  // namespace convlens::loaders
