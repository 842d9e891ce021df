#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <exception>
#include <fstream>
#include <new>
#include <string>

#include "loaders/isolation/isolated_pipe.h"

// The child's side of isolated.h.
namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;

// A sanitizer's shadow takes terabytes of address space.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kLimitAddressSpace = false;
#else
constexpr bool kLimitAddressSpace = true;
#endif

// Reaching `soft` is told by a signal, where the resource has one; `hard` is the end.
void limit(__rlimit_resource resource, rlim_t soft, rlim_t hard) {
  rlimit both{};
  // Only ever lower: a limit that the user's shell has set stands.
  if (getrlimit(resource, &both) != 0) return;
  both.rlim_max = std::min(hard, both.rlim_max);
  both.rlim_cur = std::min(soft, both.rlim_max);
  setrlimit(resource, &both);
}

// What the program and its libraries take already.
rlim_t address_space_in_use() {
  std::ifstream file("/proc/self/statm");
  rlim_t pages = 0;
  file >> pages;
  return pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
}

std::optional<rlim_t> number(std::string_view text) {
  rlim_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  constexpr rlim_t kMax = rlim_t{1} << 30U;
  if (error != std::errc{} || end != text.data() + text.size() || value > kMax) return {};
  return value;
}

Result<ModelArchive> read_file_as(std::string_view kind, const fs::path& path,
                                  std::span<const IsolatedReader> readers) {
  const auto reader = std::find_if(readers.begin(), readers.end(),
                                   [kind](const IsolatedReader& r) { return r.kind == kind; });
  if (reader == readers.end()) return fail("{}: there is no reader called {}", path.string(), kind);
  try {
    return reader->read(path);
  } catch (const std::bad_alloc&) {
    return fail("{}: the file asks for more memory than a model of its size needs", path.string());
  } catch (const std::exception& error) {
    return fail("{}: the file cannot be read ({})", path.string(), error.what());
  }
}

fs::path& companion() {
  static fs::path path;
  return path;
}

}  // namespace

const fs::path& child_companion() { return companion(); }

void apply_limits(const ReaderLimits& limits) {
  limit(RLIMIT_CORE, 0, 0);
  if (limits.cpu_seconds > 0) limit(RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1);
  if (!kLimitAddressSpace) return;
  const rlim_t bytes = address_space_in_use() + (rlim_t{limits.spare_megabytes} << 20U);
  limit(RLIMIT_AS, bytes, bytes);
}

bool write_all(int pipe, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(pipe, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

bool read_all(int pipe, std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = read(pipe, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

bool answer_parent(std::string_view kind, const fs::path& path,
                   std::span<const IsolatedReader> readers, int pipe) {
  return send_archive(read_file_as(kind, path, readers),
                      [pipe](std::span<const std::byte> bytes) { return write_all(pipe, bytes); });
}

std::optional<int> run_isolated_child(int argc, char** argv,
                                      std::span<const IsolatedReader> readers) {
  if (argc < 6 || argc > 7 || argv[1] != kIsolatedRead) return {};
  const auto megabytes = number(argv[3]);
  const auto seconds = number(argv[4]);
  // Started by hand, or by another program: there is no pipe to write to.
  if (!megabytes || !seconds || fcntl(kChildPipe, F_GETFD) < 0) return 2;
  if (argc == 7) companion() = argv[6];
  apply_limits({*megabytes, *seconds});
  const bool sent = answer_parent(argv[2], argv[5], readers, kChildPipe);
  // Nothing that a damaged file has left behind in a library gets to run once more.
  _exit(sent ? 0 : 1);
}

}  // namespace convlens::loaders
