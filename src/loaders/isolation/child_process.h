#pragma once

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace convlens::loaders {

// The first argument of a child that reads a file for its parent, and the descriptor of the pipe
// that it writes to, or speaks through.
inline constexpr std::string_view kIsolatedRead = "--isolated-read";
inline constexpr int kChildPipe = 3;

// How a child came to its end.
struct ChildEnd {
  enum class Kind { kExit, kSignal, kTimedOut };
  Kind kind = Kind::kExit;
  int code = 0;  // exit status or signal
};

// "Segmentation fault".
std::string signal_name(int signal);

// A program started by this one, writing to a pipe that this process reads. It has no other
// descriptor of its parent's, and its own output goes nowhere. Killed and waited for on
// destruction.
class ChildProcess {
 public:
  // This same program once more. `arguments` from argv[0] on. The clock starts now, and is over at
  // once where another thread sets `dropped`.
  static Result<ChildProcess> start(std::vector<std::string> arguments,
                                    std::chrono::milliseconds timeout,
                                    const std::atomic<bool>* dropped = nullptr);
  // Another program, whose pipe goes both ways. `arguments` from argv[0] on, which is its path.
  static Result<ChildProcess> converse(std::vector<std::string> arguments);
  // A child that was made in another way, and the reading end of the pipe it writes to.
  static ChildProcess adopt(pid_t pid, int pipe, std::chrono::milliseconds timeout);
  ~ChildProcess();
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;

  // How long what is read and written from now on may take.
  void allow(std::chrono::milliseconds timeout);
  // Of a child that is spoken with; false where it has ended, or the time is over.
  bool write(std::span<const std::byte> bytes);
  // Fills `bytes`; false where the pipe ends before, or the time.
  bool read(std::span<std::byte> bytes);
  // The child's own end where it and what was read came in time, else that of killing it.
  ChildEnd wait();

 private:
  ChildProcess(pid_t pid, int pipe, std::chrono::steady_clock::time_point deadline)
      : pid_(pid), pipe_(pipe), deadline_(deadline) {}
  // Until the deadline, 0 where nobody waits any more.
  std::chrono::milliseconds time_left() const;

  pid_t pid_ = -1;  // -1: waited for, or moved from
  int pipe_ = -1;
  std::chrono::steady_clock::time_point deadline_;
  const std::atomic<bool>* dropped_ = nullptr;
  bool timed_out_ = false;  // while reading
};

}  // namespace convlens::loaders
