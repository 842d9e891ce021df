#include "loaders/isolation/isolated.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <system_error>
#include <utility>
#include <vector>

#include "loaders/isolation/isolated_pipe.h"

namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;

// What the parent says of a child that handed back no whole archive.
tl::unexpected<Error> explain(const fs::path& path, const ChildEnd& end, int timeout_ms) {
  const std::string name = path.string();
  switch (end.kind) {
    case ChildEnd::Kind::kTimedOut:
      return fail("{}: reading the file took longer than {} seconds and was stopped", name,
                  timeout_ms / 1000.0);
    case ChildEnd::Kind::kSignal:
      if (end.code == SIGXCPU) {
        return fail("{}: reading the file took too much processor time and was stopped", name);
      }
      return fail("{}: the file is damaged, its reader crashed ({})", name, signal_name(end.code));
    case ChildEnd::Kind::kExit:
      break;
  }
  return fail("{}: the file is damaged, its reader gave up (exit status {})", name, end.code);
}

}  // namespace

Result<ModelArchive> isolated_read(std::string_view kind, const fs::path& path,
                                   const IsolationLimits& limits, const fs::path& companion) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!error && fs::is_directory(status)) {
    return fail("{}: this is a folder, not a file", path.string());
  }
  if (!error && !fs::is_regular_file(status)) {
    return fail("{}: this is a device or a pipe, not a file", path.string());
  }
  const std::size_t file_bytes = error ? 0 : fs::file_size(path, error);
  if (error) return fail("{}: the file cannot be read ({})", path.string(), word(error.message()));

  const ReaderLimits reader = reader_limits(limits, file_bytes);
  std::vector<std::string> arguments{"convlens",
                                     std::string(kIsolatedRead),
                                     std::string(kind),
                                     std::to_string(reader.spare_megabytes),
                                     std::to_string(reader.cpu_seconds),
                                     path.string()};
  if (!companion.empty()) arguments.push_back(companion.string());
  auto child = ChildProcess::start(std::move(arguments),
                                   std::chrono::milliseconds(limits.timeout_ms), limits.dropped);
  if (!child) return fail("{}: {}", path.string(), child.error());
  return receive_reply(*child, path, file_bytes, limits).archive;
}

ReaderLimits reader_limits(const IsolationLimits& limits, std::size_t file_bytes) {
  constexpr std::size_t kMegabyte = std::size_t{1} << 20;
  // Damaged files send HDF5 round in circles, and a small one need not take the whole time to be
  // found out. Unpacking the slowest of filters takes a second for ten megabytes.
  constexpr std::size_t kSecondsForAnyFile = 10;
  constexpr std::size_t kMegabytesPerSecond = 4;
  const std::size_t megabytes = file_bytes / kMegabyte;
  return {(limits.spare_bytes + 4 * file_bytes) / kMegabyte,
          std::min(static_cast<std::size_t>(limits.timeout_ms) / 1000 + 1,
                   kSecondsForAnyFile + megabytes / kMegabytesPerSecond)};
}

IsolatedReply receive_reply(ChildProcess& child, const fs::path& path, std::size_t file_bytes,
                            const IsolationLimits& limits) {
  constexpr std::size_t kMaxReply = std::size_t{1} << 32;
  const std::size_t reply = std::min(kMaxReply, limits.reply_bytes + 16 * file_bytes);
  bool ended = false;
  const auto read_pipe = [&](std::span<std::byte> bytes) {
    ended = !child.read(bytes);
    return !ended;
  };
  auto received = receive_archive(read_pipe, reply);
  if (received.complete) return {std::move(received.archive), {}, true};
  if (ended) {
    const ChildEnd end = child.wait();
    return {explain(path, end, limits.timeout_ms), end};
  }
  return {fail("{}: the file is damaged, {}", path.string(), received.archive.error()), {}};
}

}  // namespace convlens::loaders
