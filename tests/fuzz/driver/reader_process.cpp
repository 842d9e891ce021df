#include "fuzz/driver/reader_process.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <memory>

#include "fuzz/driver/target.h"

namespace convlens::fuzz {
namespace {

// The limits that the program sets, but for times that suit files of a few kilobytes.
constexpr loaders::IsolationLimits kLimits{.timeout_ms = 30'000};
constexpr int kCpuSeconds = 2;

// Ends the process by SIGPROF where the file takes longer.
void limit_processor_time(int seconds) {
  const itimerval timer{{0, 0}, {seconds, 0}};
  setitimer(ITIMER_PROF, &timer, nullptr);
}

// A file for each byte that comes, until the parent has gone.
[[noreturn]] void serve(std::string_view kind, std::span<const loaders::IsolatedReader> readers,
                        const std::filesystem::path& path, int pipe) {
  loaders::apply_limits({loaders::reader_limits(kLimits, 0).spare_megabytes, 0});
  std::array<std::byte, 1> asked{};
  while (loaders::read_all(pipe, asked)) {
    limit_processor_time(kCpuSeconds);
    if (!loaders::answer_parent(kind, path, readers, pipe)) break;
    limit_processor_time(0);
  }
  _exit(0);
}

loaders::ChildProcess start(std::string_view kind, std::span<const loaders::IsolatedReader> readers,
                            const std::filesystem::path& path, int report) {
  std::array<int, 2> ends{};
  must_be(socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0, "a pair of sockets", "none");
  const pid_t pid = fork();
  must_be(pid >= 0, "a process for the reader", "none");
  if (pid == 0) {
    close(ends[0]);
    dup2(report, STDERR_FILENO);
    serve(kind, readers, path, ends[1]);
  }
  close(ends[1]);
  return loaders::ChildProcess::adopt(pid, ends[0], std::chrono::milliseconds::zero());
}

}  // namespace

ReaderProcess::ReaderProcess(std::string_view kind,
                             std::span<const loaders::IsolatedReader> readers,
                             const std::filesystem::path& path, int report)
    : kind_(kind), path_(path), child_(start(kind, readers, path, report)) {}

loaders::IsolatedReply ReaderProcess::read() {
  child_.allow(std::chrono::milliseconds(kLimits.timeout_ms));
  constexpr std::array<std::byte, 1> kRead{};
  child_.write(kRead);  // where it has died, its end is read below
  ++files_read_;
  return loaders::receive_reply(child_, path_, std::filesystem::file_size(path_), kLimits);
}

loaders::IsolatedReply read_in_process(std::string_view kind,
                                       std::span<const loaders::IsolatedReader> readers,
                                       const std::filesystem::path& path, int report,
                                       int files_a_process) {
  static std::unique_ptr<ReaderProcess> process;
  if (process && (process->kind() != kind || process->files_read() == files_a_process))
    process.reset();
  while (true) {
    if (!process) process = std::make_unique<ReaderProcess>(kind, readers, path, report);
    must_be(ftruncate(report, 0) == 0 && lseek(report, 0, SEEK_SET) == 0, "an empty report",
            "none");
    loaders::IsolatedReply reply = process->read();
    const bool alone = process->files_read() == 1;
    if (!reply.complete) process.reset();
    if (alone || !reply.death) return reply;
  }
}

}  // namespace convlens::fuzz
